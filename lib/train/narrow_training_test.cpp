// Batch norm, residual blocks and cross entropy: against LibTorch step for step, in training and in evaluation mode.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "nets/jacobian.hpp"
#include "train/gradient_descent.hpp"
#include "train/gradient_flow.hpp"
#include "train/torch_engine.hpp"

namespace basin::train {
namespace {

using nets::Activation;

const Stream order("narrow_test.x", 3, "order");

// A relative of kuehn2024's networks: points of the plane to one sigmoid, by layers of the widths given.
Problem make(std::vector<Eigen::Index> widths, Activation activation, nets::BatchNorm batch_norm,
             std::optional<nets::Residual> residual = {},
             nets::Parametrisation parametrisation = nets::Parametrisation::pytorch) {
  nets::NetworkSpec spec;
  spec.activations.assign(widths.size() - 1, activation);
  spec.activations.back() = Activation::sigmoid;
  spec.widths = std::move(widths);
  spec.bias = nets::Bias::all;
  spec.batch_norm = batch_norm;
  spec.residual = residual;
  spec.parametrisation = parametrisation;
  Problem p;
  p.initial = nets::draw_network(spec, Stream("narrow_test.x", 3, "init"));
  std::vector<double> numbers(2 * 37);
  Stream("narrow_test.x", 3, "data").fill_normal(numbers);
  p.inputs = Eigen::Map<const Eigen::MatrixXd>(numbers.data(), 2, 37);
  p.targets = (p.inputs.row(0).array() * p.inputs.row(1).array() > 0.0).cast<double>();
  p.loss = Loss::cross_entropy;
  return p;
}

double relative(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  return (a - b).norm() / std::max(b.norm(), 1e-3);
}

double distance(const nets::Network<double>& a, const nets::Network<double>& b) {
  double largest = 0.0;
  for (std::size_t l = 0; l < a.weights.size(); ++l) {
    largest = std::max(
        {largest, relative(a.weights[l].reshaped(), b.weights[l].reshaped()), relative(a.biases[l], b.biases[l])});
  }
  EXPECT_EQ(a.norms.size(), b.norms.size());
  for (std::size_t l = 0; l < a.norms.size(); ++l) {
    const auto &p = a.norms[l], &q = b.norms[l];
    largest = std::max({largest, relative(p.scale, q.scale), relative(p.shift, q.shift), relative(p.mean, q.mean),
                        relative(p.variance, q.variance)});
  }
  return largest;
}

struct Case {
  const char* name = "";
  std::vector<Eigen::Index> widths;
  Activation activation;
  nets::BatchNorm batch_norm;
  std::optional<nets::Residual> residual = {};
  nets::Parametrisation parametrisation = nets::Parametrisation::pytorch;
};

const nets::BatchNorm normalised = nets::BatchNorm::hidden, plain = nets::BatchNorm::none;
const std::vector<Case> cases = {
    {"narrow", {2, 2, 2, 2, 2, 1}, Activation::tanh, normalised},
    {"bottleneck", {2, 2, 2, 1, 2, 1}, Activation::tanh, normalised},
    {"wide_relu", {2, 5, 5, 1}, Activation::relu, normalised},
    {"sigmoid_without_norm", {2, 3, 3, 1}, Activation::sigmoid, plain},
    {"linear", {2, 1}, Activation::tanh, normalised},
    {"scaled", {2, 4, 4, 1}, Activation::tanh, normalised, {}, nets::Parametrisation::ntk},
    {"residual", {2, 2, 2, 2, 1}, Activation::tanh, normalised, nets::Residual{1.0, 0.1}},
    {"residual_relu", {2, 2, 2, 2, 1}, Activation::relu, normalised, nets::Residual{0.7, 0.9}},
    {"residual_wide_relu", {2, 5, 5, 1}, Activation::relu, plain, nets::Residual{0.7, 0.9}},  // units are off
    {"residual_plain",
     {2, 3, 3, 2, 1},
     Activation::tanh,
     plain,
     nets::Residual{0.1, 1.0},
     nets::Parametrisation::xavier_normal},
    {"residual_scaled", {2, 2, 2, 1}, Activation::tanh, plain, nets::Residual{1.0, 1.0}, nets::Parametrisation::ntk}};

std::string name_of(const testing::TestParamInfo<std::tuple<Case, Method, Loss>>& test) {
  return fmt::format("{}_{}_{}", std::get<0>(test.param).name, to_text(std::get<1>(test.param)),
                     std::get<2>(test.param) == Loss::mean ? "mean" : "cross_entropy");
}

struct NarrowTraining : testing::TestWithParam<std::tuple<Case, Method, Loss>> {};

// Batch norm leaves nothing of a bias before it, nor of a weight's size: their gradients are rounding, which Adam would
// make whole steps of in one direction or the other. An epsilon far above rounding keeps them where they are.
Optimizer optimizer_of(Method method) {
  Optimizer optimizer = Optimizer::usual(method);
  if (method == Method::adam) optimizer.epsilon = 1e-3;
  return optimizer;
}

// 37 examples in batches of 16, 16, 5: both engines walk the same path, and end in the same network.
TEST_P(NarrowTraining, TakesTheStepsOfLibTorch) {
  if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  const auto& [c, method, loss] = GetParam();
  Problem p = make(c.widths, c.activation, c.batch_norm, c.residual, c.parametrisation);
  p.loss = loss;
  p.stop = {1e-30, 60};
  DescentOptions options{.learning_rate = 0.01,
                         .precision = Precision::double_precision,
                         .optimizer = optimizer_of(method),
                         .batches = {16, order}};
  const Trained theirs = torch_engine(p, options), ours = gradient_descent(p, options);
  EXPECT_LT(distance(ours.network, theirs.network), 1e-8);
  EXPECT_NEAR(ours.loss, theirs.loss, 1e-8 * theirs.loss);
  EXPECT_GT(distance(ours.network, p.initial), 0.05) << "nothing was learned";
  p.stop.max_steps = 3;
  options.precision = Precision::single_precision;
  EXPECT_LT(distance(gradient_descent(p, options).network, torch_engine(p, options).network), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Networks, NarrowTraining,
                         testing::Combine(testing::ValuesIn(cases), testing::Values(Method::descent, Method::adam),
                                          testing::Values(Loss::cross_entropy, Loss::mean)),
                         name_of);

// In evaluation mode: our forward pass and Jacobian are those of LibTorch with the running means of training.
TEST(NarrowNetworks, EvaluatesByRunningMeansAsLibTorch) {
  if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  for (const auto& c : cases) {
    Problem p = make(c.widths, c.activation, c.batch_norm, c.residual, c.parametrisation);
    p.stop = {1e-30, 30};
    p.initial = gradient_descent(p, {.optimizer = Optimizer::usual(Method::adam), .batches = {16, order}}).network;
    const auto theirs = torch_derivatives(p, Precision::double_precision).jacobians;
    const auto ours = nets::jacobians<double>(p.initial, p.inputs);
    for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_LT((ours[i] - theirs[i]).norm(), 1e-12) << c.name;
  }
}

TEST(NarrowNetworks, CrossEntropyIsFiniteWhereSigmoidsRoundToOne) {
  Problem p = make({2, 1}, Activation::sigmoid, plain);
  p.initial.weights[0] << 1e5, 0.0;
  p.initial.biases[0] << 0.0;
  p.targets = (p.inputs.row(0).array() < 0.0).cast<double>();  // all wrong: -log f is |z|
  const double expected = 1e5 * p.inputs.row(0).cwiseAbs().mean();
  EXPECT_NEAR(p.loss_at(p.initial), expected, 1e-9 * expected);
  p.stop = {1e-30, 1};
  const Trained trained = gradient_descent(p, {.learning_rate = 1e-3, .precision = Precision::double_precision});
  EXPECT_TRUE(std::isfinite(trained.loss));
  EXPECT_LT(trained.network.weights[0](0), 1e5);
}

// A relu unit that no example turns on has no gradient, and none may come to it past the block behind it.
TEST(NarrowNetworks, UnitsThatAreOffBeforeABlockStayAsTheyAre) {
  for (const auto norm : {plain, normalised}) {
    Problem p = make({2, 3, 3, 1}, Activation::relu, norm, nets::Residual{0.7, 0.9});
    (norm == plain ? p.initial.biases[0] : p.initial.norms[0].shift)(1) = -100.0;
    p.stop = {1e-30, 3};
    for (const auto method : {Method::descent, Method::rmsprop, Method::adam}) {
      const auto trained = gradient_descent(p, {.learning_rate = 0.1,
                                                .precision = Precision::double_precision,
                                                .optimizer = Optimizer::usual(method),
                                                .batches = {16, order}})
                               .network;
      EXPECT_EQ(trained.weights[0].row(1), p.initial.weights[0].row(1)) << to_text(method);
      EXPECT_EQ(trained.biases[0](1), p.initial.biases[0](1)) << to_text(method);
      EXPECT_NE(trained.weights[1], p.initial.weights[1]) << "the block learns";
      if (norm == plain) continue;
      EXPECT_EQ(trained.norms[0].scale(1), p.initial.norms[0].scale(1)) << to_text(method);
      EXPECT_EQ(trained.norms[0].shift(1), p.initial.norms[0].shift(1)) << to_text(method);
    }
  }
}

// Two trainings of 2 and 3 epochs are one of 5, but for the optimizer, which begins anew: plain descent has nothing to
// forget.
TEST(NarrowNetworks, GoesOnWhereAnEarlierTrainingEnded) {
  Problem p = make({2, 2, 2, 1}, Activation::tanh, normalised);
  DescentOptions options{.learning_rate = 0.05, .precision = Precision::double_precision, .batches = {16, order}};
  p.stop = {1e-30, 15};
  const Trained whole = gradient_descent(p, options);
  p.stop.max_steps = 6;
  p.initial = gradient_descent(p, options).network;
  p.stop.max_steps = 9;
  options.batches.first_epoch = 2;
  EXPECT_LT(distance(gradient_descent(p, options).network, whole.network), 1e-14);
  options.batches.first_epoch = 0;
  EXPECT_GT(distance(gradient_descent(p, options).network, whole.network), 1e-6) << "another order, another end";
}

TEST(NarrowNetworks, IsLookedAtEvenly) {
  Problem p = make({2, 2, 1}, Activation::tanh, normalised);
  p.stop = {1e-30, 15};
  std::vector<std::int64_t> seen;
  (void)gradient_descent(p, {.observer = [&](const Snapshot& now) { seen.push_back(now.steps); },
                             .observe_every = 6,
                             .optimizer = Optimizer::usual(Method::adam),
                             .batches = {16, order}});
  EXPECT_EQ(seen, (std::vector<std::int64_t>{0, 6, 12, 15}));
}

TEST(NarrowNetworks, RefusesWhatCannotBe) {
  Problem p = make({2, 2, 1}, Activation::tanh, normalised);
  const auto fails = [&](const char* why, const auto& act) {
    try {
      act();
      ADD_FAILURE() << "nothing refused: " << why;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
    }
  };
  fails("one example", [&] { (void)gradient_descent(p, {.batches = {18, order}}); });  // 18, 18, 1
  fails("one example", [&] { (void)gradient_descent(p, {.batches = {1, order}}); });
  fails("knows no batch norm", [&] { (void)gradient_flow(p, {}); });
  fails("knows no batch norm", [&] { (void)stable_learning_rate(p, 0.1); });
  p.targets(3) = 1.5;
  fails("targets in [0, 1]", [&] { p.check(); });
  p.targets(3) = 1.0;
  p.initial.spec.activations.back() = Activation::identity;
  fails("sigmoid outputs", [&] { p.check(); });
  p.initial.spec.residual = nets::Residual{std::nan(""), 1.0};
  fails("residual block", [&] { p.check(); });
}

}  // namespace
}  // namespace basin::train
