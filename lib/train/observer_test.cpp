// Observers see log-spaced steps of every engine, and the training does not know of them.
#include "train/observer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "data/sphere.hpp"
#include "train/gradient_descent.hpp"
#include "train/gradient_flow.hpp"
#include "train/torch_engine.hpp"

namespace basin::train {
namespace {

struct Seen {
  std::int64_t steps;
  double time, loss, recomputed;
};

// Three points in four dimensions; small enough that the passes of all engines are quick.
Problem problem(std::int64_t max_steps) {
  Problem p;
  p.initial = nets::draw_network(nets::autoencoder(4, 20, 2, nets::Activation::sigmoid),
                                 Stream("train_test.observer", 1, "init"));
  p.inputs = p.targets = data::sphere_points(Stream("train_test.observer", 1, "data"), 4, 3, 2.0);
  p.stop = {1e-30, max_steps};
  return p;
}

Observer noting(std::vector<Seen>& seen, const Problem& p) {
  return [&](const Snapshot& now) {
    const double loss = p.loss_of(nets::forward(now.network, p.inputs) - p.targets);
    seen.push_back({now.steps, now.time, now.loss, loss});
  };
}

void expect_what_was_seen(const std::vector<Seen>& seen, const Trained& trained, double relative) {
  ASSERT_GE(seen.size(), 2U);
  EXPECT_EQ(seen.front().steps, 0);
  EXPECT_EQ(seen.front().time, 0.0);
  EXPECT_EQ(seen.back().steps, trained.steps);
  EXPECT_EQ(seen.back().time, trained.time);
  EXPECT_EQ(seen.back().loss, trained.loss);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_NEAR(seen[i].loss, seen[i].recomputed, relative * seen[i].recomputed) << "the network is another step's";
    if (i == 0) continue;
    EXPECT_LT(seen[i - 1].steps, seen[i].steps);
    EXPECT_LT(seen[i - 1].time, seen[i].time);
  }
}

TEST(Observer, SeesLogSpacedStepsOfDescentAndChangesNothing) {
  for (const auto precision : {Precision::single_precision, Precision::double_precision}) {
    const Problem p = problem(5000);
    std::vector<Seen> seen;
    const Trained watched = gradient_descent(p, {0.1, precision, noting(seen, p)});
    const Trained alone = gradient_descent(p, {0.1, precision});
    EXPECT_EQ(watched.loss, alone.loss);
    EXPECT_EQ(watched.network.weights, alone.network.weights);
    EXPECT_EQ(watched.time, 0.1 * 5000);
    expect_what_was_seen(seen, watched, precision == Precision::double_precision ? 1e-9 : 1e-3);
    EXPECT_LT(seen.size(), 120U);
    for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(seen[static_cast<std::size_t>(step)].steps, step);
    for (std::size_t i = 20; i < seen.size(); ++i) {
      EXPECT_LE(static_cast<double>(seen[i].steps), 1.1 * static_cast<double>(seen[i - 1].steps));
    }
  }
}

TEST(Observer, SeesTheLastStepOnce) {
  for (const std::int64_t last : {0, 1, 13, 14, 15, 16}) {
    const Problem p = problem(last);
    std::vector<Seen> seen;
    const Trained trained = gradient_descent(p, {0.1, Precision::double_precision, noting(seen, p)});
    EXPECT_EQ(trained.steps, last);
    EXPECT_EQ(std::count_if(seen.begin(), seen.end(), [&](const Seen& s) { return s.steps == last; }), 1) << last;
    EXPECT_EQ(seen.back().steps, last);
  }
}

TEST(Observer, SeesAtMostTwoHundredStepsOfTheLongestTraining) {
  std::vector<std::int64_t> shown;
  const Observer observer = [&](const Snapshot& now) { shown.push_back(now.steps); };
  const nets::Network<double> none;
  ObservedSteps steps(observer);
  for (std::int64_t step = 0; step <= 10'000'000; ++step) {
    if (steps.due(step)) steps.show({step, 0.0, 0.0, none});
  }
  EXPECT_LE(shown.size(), 200U);
  EXPECT_TRUE(steps.due_at_end(10'000'000));
  EXPECT_FALSE(steps.due_at_end(shown.back()));
  const Observer nobody;
  EXPECT_FALSE(ObservedSteps(nobody).due(0));
  EXPECT_FALSE(ObservedSteps(nobody).due_at_end(5));
}

// The flow's time is that of descent: steps * learning rate, for small steps.
TEST(Observer, SeesTheFlowAtTheTimesOfDescent) {
  Problem p = problem(1'000'000);
  p.stop.loss = 1e-4;
  std::vector<Seen> seen;
  const Trained flow = gradient_flow(p, {0.001, noting(seen, p)});
  ASSERT_TRUE(flow.converged());
  EXPECT_EQ(flow.network.weights, gradient_flow(p, {0.001}).network.weights);
  expect_what_was_seen(seen, flow, 1e-9);
  const Trained descent = gradient_descent(p, {0.01, Precision::double_precision});
  ASSERT_TRUE(descent.converged());
  EXPECT_NEAR(flow.time / descent.time, 1.0, 0.02);
}

TEST(Observer, SeesTheSameStepsOfLibTorch) {
  if (!torch_available()) GTEST_SKIP() << "no LibTorch";
  const Problem p = problem(40);
  std::vector<Seen> seen, ours;
  const Trained trained = torch_engine(p, {0.1, Precision::double_precision, noting(seen, p)});
  expect_what_was_seen(seen, trained, 1e-9);
  (void)gradient_descent(p, {0.1, Precision::double_precision, noting(ours, p)});
  ASSERT_EQ(seen.size(), ours.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].steps, ours[i].steps);
    EXPECT_NEAR(seen[i].loss, ours[i].loss, 1e-9 * ours[i].loss);
  }
}

}  // namespace
}  // namespace basin::train
