#include "nets/activation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace basin::nets {
namespace {

class ActivationTest : public testing::TestWithParam<Activation> {};

TEST_P(ActivationTest, SlopeIsTheDerivative) {
  for (const double z : {-6.0, -1.3, -0.2, 0.4, 2.5, 7.0}) {
    const double h = 1e-5;
    const double difference = (value(GetParam(), z + h) - value(GetParam(), z - h)) / (2 * h);
    EXPECT_NEAR(slope(GetParam(), z), difference, 1e-9) << z;
  }
}

template <class Scalar>
void compare_layer_with_scalar(Activation activation, double tolerance) {
  MatrixOf<Scalar> z = MatrixOf<Scalar>::Random(37, 5) * Scalar(9), slopes;
  const MatrixOf<Scalar> at = z;
  activate(activation, z, slopes);
  MatrixOf<Scalar> alone = at;
  activate(activation, alone);
  EXPECT_EQ(alone, z);
  for (Eigen::Index i = 0; i < z.size(); ++i) {
    const auto x = static_cast<double>(at(i));
    EXPECT_NEAR(static_cast<double>(z(i)), value(activation, x), tolerance) << x;
    EXPECT_NEAR(static_cast<double>(slopes(i)), slope(activation, x), tolerance) << x;
  }
}

TEST_P(ActivationTest, LayersAreTheScalarFunction) {
  compare_layer_with_scalar<float>(GetParam(), 2e-6);  // values up to 9: a few units in the last place
  compare_layer_with_scalar<double>(GetParam(), 1e-14);
}

TEST_P(ActivationTest, NameReadsBack) {
  EXPECT_EQ(read_activation(to_text(GetParam())), GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, ActivationTest,
                         testing::Values(Activation::sigmoid, Activation::tanh, Activation::erf, Activation::relu,
                                         Activation::identity),
                         [](const auto& test) { return to_text(test.param); });

TEST(Activation, UnknownNameIsAnErrorThatNamesTheNearest) {
  try {
    (void)read_activation("sigmod");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("known: sigmoid"), std::string::npos) << error.what();
  }
}

// erf: s' = 2/sqrt(pi) exp(-z^2), so E s'^2 = (4/pi) / sqrt(1 + 4q); E s^2 = (2/pi) asin(2q / (1 + 2q)).
TEST(Activation, GaussianMomentsOfErfAreTheClosedForm) {
  for (const double q : {0.0, 0.01, 0.5, 3.0, 100.0, 1e4}) {
    EXPECT_NEAR(mean_squared_slope(Activation::erf, q), 4.0 / std::numbers::pi / std::sqrt(1.0 + 4.0 * q), 1e-10);
    EXPECT_NEAR(mean_squared_value(Activation::erf, q), 2.0 / std::numbers::pi * std::asin(2.0 * q / (1.0 + 2.0 * q)),
                1e-10);
  }
}

// [jiang2020, derived]: sqrt(E s'^2) of the sigmoid for z ~ N(0, r^2 / 32).
TEST(Activation, GaussianMomentsOfTheSigmoidAreThoseOfTheSource) {
  const std::vector<std::pair<double, double>> table = {{1, .248},  {5, .218},  {10, .178}, {15, .152},
                                                        {20, .134}, {30, .111}, {50, .086}};
  for (const auto& [r, law] : table) {
    EXPECT_NEAR(std::sqrt(mean_squared_slope(Activation::sigmoid, r * r / 32.0)), law, 6e-4) << r;
  }
}

TEST(Activation, GaussianMomentsOfReluAndIdentity) {
  EXPECT_EQ(mean_squared_slope(Activation::relu, 3.0), 0.5);
  EXPECT_EQ(mean_squared_value(Activation::relu, 3.0), 1.5);
  EXPECT_NEAR(mean_squared_slope(Activation::identity, 3.0), 1.0, 1e-12);
  EXPECT_THROW((void)mean_squared_slope(Activation::tanh, -1.0), Error);
}

}  // namespace
}  // namespace basin::nets
