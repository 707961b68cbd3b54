// Training by batches: against LibTorch step for step, and against the plain full-batch descent where both apply.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/denormals.hpp"
#include "core/error.hpp"
#include "data/sphere.hpp"
#include "train/batch_backprop.hpp"
#include "train/gradient_descent.hpp"
#include "train/torch_engine.hpp"

namespace basin::train {
namespace {

using nets::Activation;

const Stream order("batch_test.x", 3, "order");

// A small relative of strandqvist2020's networks: ReLU everywhere, the output too.
Problem make(std::size_t layers, nets::Bias bias, Activation activation = Activation::relu,
             nets::Parametrisation parametrisation = nets::Parametrisation::glorot_normal) {
  nets::NetworkSpec spec = nets::autoencoder(53, 19, layers, activation, parametrisation);
  spec.activations.back() = activation;
  spec.bias = bias;
  Problem p;
  p.initial = nets::draw_network(spec, Stream("batch_test.x", 3, "init"));
  for (auto& b : p.initial.biases) b.setConstant(0.05);  // so that no bias is where it would be with the wrong sign
  p.inputs = p.targets = data::orthant_points(Stream("batch_test.x", 3, "data"), 53, 21, 4.0);
  p.loss = Loss::mean;
  return p;
}

double distance(const Trained& a, const Trained& b) {
  double largest = 0.0;
  for (std::size_t l = 0; l < a.network.weights.size(); ++l) {
    largest = std::max(largest, (a.network.weights[l] - b.network.weights[l]).norm() / b.network.weights[l].norm());
    if (b.network.biases[l].size() == 0) continue;
    largest = std::max(largest, (a.network.biases[l] - b.network.biases[l]).norm() / b.network.biases[l].norm());
  }
  return largest;
}

struct BatchTraining : testing::TestWithParam<std::tuple<Method, nets::Bias, Activation, nets::Parametrisation>> {};

// 21 examples in batches of 8, 8, 5: both engines walk the same path, and end in the same network.
TEST_P(BatchTraining, TakesTheStepsOfLibTorch) {
  if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  const auto& [method, bias, activation, parametrisation] = GetParam();
  for (const std::size_t layers : {1U, 2U, 4U}) {
    Problem p = make(layers, bias, activation, parametrisation);
    p.stop = {1e-30, 60};
    DescentOptions options{.learning_rate = method == Method::descent ? 0.1 : 0.001,
                           .precision = Precision::double_precision,
                           .optimizer = Optimizer::usual(method),
                           .batches = {8, order}};
    const Trained theirs = torch_engine(p, options), ours = gradient_descent(p, options);
    EXPECT_EQ(ours.steps, 60);
    EXPECT_EQ(theirs.steps, 60);
    EXPECT_LT(distance(ours, theirs), 1e-9) << layers;
    EXPECT_NEAR(ours.loss, theirs.loss, 1e-9 * theirs.loss) << layers;
    // In single precision the same steps, a few of them: what rounding does to a sign of a ReLU is no error.
    p.stop.max_steps = 3;
    options.precision = Precision::single_precision;
    EXPECT_LT(distance(gradient_descent(p, options), torch_engine(p, options)), 1e-4) << layers;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, BatchTraining,
                         testing::Combine(testing::Values(Method::descent, Method::rmsprop, Method::adam),
                                          testing::Values(nets::Bias::none, nets::Bias::all),
                                          testing::Values(Activation::relu, Activation::sigmoid),
                                          testing::Values(nets::Parametrisation::glorot_normal,
                                                          nets::Parametrisation::ntk)),
                         [](const auto& test) {
                           return fmt::format("{}_{}_{}_{}", to_text(std::get<0>(test.param)),
                                              std::get<1>(test.param) == nets::Bias::all ? "bias" : "plain",
                                              nets::to_text(std::get<2>(test.param)),
                                              nets::to_text(std::get<3>(test.param)));
                         });

// 21 examples in batches of 8, 8, the other 5 left out, and weights that decay: in both engines alike.
TEST(BatchTraining, DropsTheRemainderAndDecaysAsLibTorch) {
  if (!torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  for (const auto method : {Method::descent, Method::rmsprop, Method::adam}) {
    Problem p = make(3, nets::Bias::all);
    p.initial.biases[0](4) = -100.0;  // a unit that is off for all examples: it decays all the same
    p.stop = {1e-30, 40};
    DescentOptions options{.learning_rate = method == Method::descent ? 0.1 : 0.001,
                           .precision = Precision::double_precision,
                           .optimizer = Optimizer::usual(method),
                           .batches = {.size = 8, .order = order, .remainder = Remainder::dropped}};
    const Trained dropped = gradient_descent(p, options);
    EXPECT_LT(distance(dropped, torch_engine(p, options)), 1e-9) << to_text(method);
    EXPECT_EQ(dropped.network.weights[0].row(4), p.initial.weights[0].row(4)) << to_text(method);
    options.batches.remainder = Remainder::kept;
    EXPECT_GT(distance(dropped, gradient_descent(p, options)), 1e-4) << to_text(method);
    options.optimizer.weight_decay = 0.05;
    const Trained decayed = gradient_descent(p, options), theirs = torch_engine(p, options);
    EXPECT_LT(distance(decayed, theirs), 1e-9) << to_text(method);
    EXPECT_LT(decayed.network.weights[0].row(4).norm(), p.initial.weights[0].row(4).norm()) << to_text(method);
    options.batches = {};
    EXPECT_LT(distance(gradient_descent(p, options), torch_engine(p, options)), 1e-9) << to_text(method);
  }
}

// One batch of all examples in their order is plain descent, whose loop looks at the loss once more.
TEST(BatchBackprop, AllExamplesAreFullBatchDescent) {
  for (const auto loss : {Loss::mean, Loss::half_sum}) {
    Problem p = make(3, nets::Bias::all);
    p.loss = loss;
    p.stop = {1e-30, 50};
    const Trained plain = gradient_descent(p, {0.05, Precision::double_precision});
    BatchBackprop<double> passes(p, {}, 0.05);
    std::vector<Eigen::Index> all(21);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Eigen::Index>(i);
    EXPECT_NEAR(passes.step(all), p.loss_at(p.initial), 1e-13);
    for (int i = 1; i < 50; ++i) (void)passes.step(all);
    EXPECT_LT(distance({passes.network()}, plain), 1e-12);
  }
}

// Targets that are not the inputs, of another length.
TEST(BatchBackprop, LearnsAMapToOtherTargets) {
  nets::NetworkSpec spec = nets::autoencoder(20, 40, 3, Activation::tanh, nets::Parametrisation::pytorch);
  spec.widths.back() = 3;
  Problem p;
  p.initial = nets::draw_network(spec, Stream("batch_test.x", 4, "init"));
  p.inputs = data::sphere_points(Stream("batch_test.x", 4, "data"), 20, 30, 2.0);
  p.targets = p.inputs.topRows(3);
  p.loss = Loss::mean;
  p.stop = {1e-4, 3000};
  const Trained trained =
      gradient_descent(p, {.learning_rate = 0.003, .optimizer = Optimizer::usual(Method::adam), .batches = {8, order}});
  EXPECT_TRUE(trained.converged());
  EXPECT_EQ(trained.steps % 4, 0) << "the loss is looked at after each epoch";
  EXPECT_LT(p.loss_at(trained.network), 2e-4);
  EXPECT_DOUBLE_EQ(trained.loss, p.loss_at(trained.network));
}

// The last layers stay to the last bit, the first go LibTorch's way.
TEST(BatchBackprop, TrainsTheFirstLayersThroughFixedOnes) {
  for (const auto method : {Method::descent, Method::adam}) {
    Problem p = make(4, nets::Bias::all);
    p.trained_layers = 2;
    p.stop = {1e-30, 30};
    const DescentOptions options{.learning_rate = method == Method::descent ? 0.1 : 0.001,
                                 .precision = Precision::double_precision,
                                 .optimizer = Optimizer::usual(method),
                                 .batches = {8, order}};
    const Trained trained = gradient_descent(p, options);
    for (std::size_t l = 0; l < 4; ++l) {
      EXPECT_EQ(trained.network.weights[l] == p.initial.weights[l], l >= 2) << l;
      EXPECT_EQ(trained.network.biases[l] == p.initial.biases[l], l >= 2) << l;
    }
    if (torch_available()) {
      EXPECT_LT(distance(trained, torch_engine(p, options)), 1e-9) << to_text(method);
    }
    p.trained_layers = 4;
    const Trained whole = gradient_descent(p, options);
    p.trained_layers.reset();
    EXPECT_EQ(distance(whole, gradient_descent(p, options)), 0.0);
    EXPECT_GT(distance(whole, trained), 1e-3);
  }
  Problem p = make(2, nets::Bias::all);
  for (const std::size_t layers : {0U, 3U}) {
    p.trained_layers = layers;
    EXPECT_THROW(p.check(), Error);
  }
}

TEST(BatchBackprop, StopsInTheMiddleOfAnEpochAtTheStepLimit) {
  Problem p = make(2, nets::Bias::all);
  p.stop = {1e-30, 7};
  std::vector<std::int64_t> seen;
  const Trained trained = gradient_descent(p, {.learning_rate = 0.001,
                                               .observer = [&](const Snapshot& now) { seen.push_back(now.steps); },
                                               .optimizer = Optimizer::usual(Method::rmsprop),
                                               .batches = {8, order}});
  EXPECT_EQ(trained.steps, 7);
  EXPECT_EQ(trained.why, StopReason::step_limit);
  EXPECT_EQ(seen, (std::vector<std::int64_t>{0, 3, 6, 7}));
}

TEST(BatchBackprop, SaysWhereItDiverges) {
  Problem p = make(3, nets::Bias::all, Activation::identity);
  p.stop = {1e-30, 3000};
  const Trained trained = gradient_descent(p, {.learning_rate = 1e3, .batches = {8, order}});
  EXPECT_EQ(trained.why, StopReason::diverged);
  EXPECT_LT(trained.steps, 3000);
}

// A unit that is off has no gradient; its running mean decays below what single precision holds, and there it must end.
TEST(BatchBackprop, RunningMeansOfUnitsThatAreOffVanish) {
  const float before = std::numeric_limits<float>::min();
  volatile float half = before;
  Problem p = make(2, nets::Bias::all);
  p.stop = {1e-30, 10};
  {
    const FlushDenormals flushed;
    half = half * 0.5F;
#if defined(__SSE2__)
    EXPECT_EQ(half, 0.0F);
#endif
  }
  (void)gradient_descent(p, {.learning_rate = 0.001, .optimizer = Optimizer::usual(Method::rmsprop)});
  half = before;
  half = half * 0.5F;
  EXPECT_GT(half, 0.0F) << "training must leave the thread as it was";
}

TEST(BatchBackprop, RefusesBatchesOfLessThanNothing) {
  const Problem p = make(2, nets::Bias::all);
  EXPECT_THROW((void)gradient_descent(p, {.batches = {-1, order}}), Error);
  EXPECT_THROW((void)gradient_descent(p, {.optimizer = {Method::adam, 1.0, 0.9, 1e-7}}), Error);
}

}  // namespace
}  // namespace basin::train
