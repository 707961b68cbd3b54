#include "dynamics/attractor_category.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::dynamics {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

nets::Network<double> one_layer(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  nets::NetworkSpec spec{{a.cols(), a.rows()}, {nets::Activation::relu}};
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::pytorch;
  return {spec, {a}, {b}};
}

IteratedExample fixed_point(double distance, double norm) {
  return {.converged = true, .maps = 1, .nearest = 0, .fixed_point = true, .distance = distance, .norm = norm};
}

TEST(AttractorCategory, IsDecidedByTheFixedPointAndTheRadius) {
  const IteratedExample fixed = fixed_point(0.0, 1.0), other;
  EXPECT_EQ(to_text(category_of(fixed, 0.99)), "attractor");
  EXPECT_EQ(to_text(category_of(fixed, 1.0)), "unstable_fixed_point");
  EXPECT_EQ(to_text(category_of(other, 0.0)), "other_contracting");
  EXPECT_EQ(to_text(category_of(other, 1.0)), "other_expanding");
  EXPECT_EQ(to_text(category_of(fixed, not_a_number)), "other_expanding");
  EXPECT_EQ(to_text(category_of(other, not_a_number)), "other_expanding");
}

TEST(AttractorCategory, CountsTheExamplesOfAKnownMap) {
  // x_1 -> 0.5 x_1 + 1, x_2 -> 2 x_2 - 1 cut at 0: (2, 1) is fixed but repels along x_2; (2, 0) attracts.
  const auto net = one_layer(Eigen::Vector2d(0.5, 2.0).asDiagonal(), Eigen::Vector2d(1.0, -1.0));
  Eigen::MatrixXd x(2, 4);
  x << 2.0, 2.0, 2.0, 9.0,  // fixed and repelling, attracting, overflowing, going to (2, 0)
      1.0, 0.0, 3.0, 0.25;
  const auto counts = count_categories(iterated_fixed_points(net, x), jacobian_spectra(net, x));
  EXPECT_EQ(counts, (std::array<Eigen::Index, 4>{1, 1, 1, 1}));
  EXPECT_THROW((void)count_categories(iterated_fixed_points(net, x), {}), Error);
}

// A fixed point of a homogeneous map has the eigenvalue 1, however strongly the map contracts elsewhere.
TEST(AttractorCategory, WithoutBiasAFixedPointIsNoAttractor) {
  Eigen::MatrixXd x(3, 1);
  x << 0.6, 0.0, 0.8;
  const auto net = one_layer(x * x.transpose(), Eigen::VectorXd::Zero(3));
  const auto at = iterated_fixed_points(net, x);
  const auto spectra = jacobian_spectra(net, x);
  EXPECT_TRUE(at[0].fixed_point);
  EXPECT_NEAR(spectra[0].radius, 1.0, 1e-14);
  EXPECT_LT(nets::homogeneity_error(net, x), 1e-15);
}

TEST(FalseFixedPoint, IsOneWhoseLimitIsFarFromItsExample) {
  Eigen::MatrixXd x(1, 4);
  x << 1.0, 2.5, 2.5, 8.0;
  const Eigen::VectorXd nearest = distances_to_nearest_other(x);
  EXPECT_EQ(nearest, Eigen::Vector4d(1.5, 1.5, 1.5, 5.5));  // an equal example is no other one
  EXPECT_TRUE(std::isinf(distances_to_nearest_other(x.leftCols(1))(0)));
  EXPECT_FALSE(is_false_fixed_point(fixed_point(0.74, 1.0), nearest(0)));
  EXPECT_TRUE(is_false_fixed_point(fixed_point(0.75, 1.0), nearest(0)));
  EXPECT_FALSE(is_false_fixed_point(IteratedExample{}, nearest(0)));
  // x -> x / 2: all go to black, the darkest is nearest to it.
  const auto at = iterated_fixed_points(one_layer(Eigen::MatrixXd::Constant(1, 1, 0.5), Eigen::VectorXd::Zero(1)), x);
  EXPECT_TRUE(at[0].fixed_point && is_false_fixed_point(at[0], nearest(0)) && is_black_fixed_point(at[0], 1.0));
  EXPECT_FALSE(is_black_fixed_point(at[1], 2.5));  // black, but no fixed point
  EXPECT_FALSE(is_black_fixed_point(fixed_point(0.0, 0.01), 1.0));
}

}  // namespace
}  // namespace basin::dynamics
