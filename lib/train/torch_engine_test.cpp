// LibTorch's autograd is the judge of our own derivatives.
#include "train/torch_engine.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "data/sphere.hpp"
#include "nets/jacobian.hpp"
#include "train/backprop.hpp"
#include "train/gradient_descent.hpp"

namespace basin::train {
namespace {

using nets::Activation;

Problem make(std::size_t layers, Activation activation, nets::Bias bias, nets::Parametrisation parametrisation) {
  nets::NetworkSpec spec = nets::autoencoder(6, 21, layers, activation, parametrisation);
  spec.bias = bias;
  Problem p;
  p.initial = nets::draw_network(spec, Stream("torch_test.x", 5, "init"));
  p.inputs = p.targets = data::sphere_points(Stream("torch_test.x", 5, "data"), 6, 4, 3.0);
  return p;
}

double relative(const Eigen::MatrixXd& ours, const Eigen::MatrixXd& theirs) {
  return (ours - theirs).norm() / theirs.norm();
}

struct TorchEngine : testing::TestWithParam<std::tuple<std::size_t, Activation, nets::Bias, nets::Parametrisation>> {
  void SetUp() override {
    if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  }
};

template <class Scalar>
void compare(const Problem& p, Precision precision, double tolerance) {
  const Derivatives theirs = torch_derivatives(p, precision);
  const auto gradient = loss_gradient<Scalar>(p);
  for (std::size_t l = 0; l < p.initial.spec.layers(); ++l) {
    EXPECT_LT(relative(gradient.weights[l], theirs.gradient.weights[l]), tolerance) << "layer " << l;
    if (gradient.biases[l].size() > 0) {
      EXPECT_LT(relative(gradient.biases[l], theirs.gradient.biases[l]), tolerance) << "layer " << l;
    }
  }
  const auto jacobians =
      nets::jacobians(nets::convert<Scalar>(p.initial), nets::MatrixOf<Scalar>(p.inputs.template cast<Scalar>()));
  for (std::size_t i = 0; i < jacobians.size(); ++i) {
    EXPECT_LT(relative(jacobians[i].template cast<double>(), theirs.jacobians[i]), tolerance) << "example " << i;
  }
}

TEST_P(TorchEngine, GradientsAndJacobiansAgreeWithAutograd) {
  const auto& [layers, activation, bias, parametrisation] = GetParam();
  for (const auto loss : {Loss::half_sum, Loss::mean}) {
    Problem p = make(layers, activation, bias, parametrisation);
    p.loss = loss;
    compare<double>(p, Precision::double_precision, 1e-10);
    compare<float>(p, Precision::single_precision, 1e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(Nets, TorchEngine,
                         testing::Combine(testing::Values(1, 2, 3, 4),
                                          testing::Values(Activation::sigmoid, Activation::tanh, Activation::erf,
                                                          Activation::relu, Activation::identity),
                                          testing::Values(nets::Bias::none, nets::Bias::all),
                                          testing::Values(nets::Parametrisation::ntk, nets::Parametrisation::pytorch)),
                         [](const auto& test) {
                           return fmt::format("L{}_{}_{}_{}", std::get<0>(test.param),
                                              nets::to_text(std::get<1>(test.param)),
                                              std::get<2>(test.param) == nets::Bias::all ? "bias" : "plain",
                                              nets::to_text(std::get<3>(test.param)));
                         });

// The same path, step for step: 200 steps of both loops end in the same network.
TEST(TorchEngineLoop, TakesTheStepsOfGradientDescent) {
  if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  for (const auto loss : {Loss::half_sum, Loss::mean}) {
    Problem p = make(3, Activation::sigmoid, nets::Bias::all, nets::Parametrisation::ntk);
    p.loss = loss;
    p.stop = {1e-30, 200};
    const Trained theirs = torch_engine(p, {0.1, Precision::double_precision});
    const Trained ours = gradient_descent(p, {0.1, Precision::double_precision});
    EXPECT_EQ(ours.steps, theirs.steps);
    EXPECT_NEAR(ours.loss, theirs.loss, 1e-10 * theirs.loss);
    for (std::size_t l = 0; l < 3; ++l) {
      EXPECT_LT(relative(ours.network.weights[l], theirs.network.weights[l]), 1e-10);
    }
  }
}

TEST(TorchEngineLoop, RefusesALearningRateThatIsNone) {
  const Problem p = make(2, Activation::tanh, nets::Bias::none, nets::Parametrisation::ntk);
  for (const double rate : {0.0, -0.1, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW((void)torch_engine(p, {rate, Precision::double_precision}), Error);
    EXPECT_THROW((void)gradient_descent(p, {rate, Precision::double_precision}), Error);
  }
}

TEST(TorchEngineLoop, StopsByTheSameRule) {
  if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  Problem p = make(2, Activation::tanh, nets::Bias::none, nets::Parametrisation::ntk);
  p.stop.loss = 1e-2;
  const Trained theirs = torch_engine(p, {0.1, Precision::double_precision});
  const Trained ours = gradient_descent(p, {0.1, Precision::double_precision});
  EXPECT_TRUE(theirs.converged());
  EXPECT_EQ(ours.steps, theirs.steps);
}

}  // namespace
}  // namespace basin::train
