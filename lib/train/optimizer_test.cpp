// Steps of the optimizers against what their formulas give by hand; the engines' tests compare them with LibTorch.
#include "train/optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"
#include "train/batches.hpp"

namespace basin::train {
namespace {

struct Numbers {
  alignas(64) std::array<double, 8> w{}, s{}, m{};
};

// Two steps with gradients 3 and -1 from w = 0.
Numbers two_steps(const Optimizer& optimizer, double rate) {
  Numbers numbers;
  Update<double> update(optimizer, rate);
  for (const double g : {3.0, -1.0}) {
    alignas(64) std::array<double, 8> gradient;
    gradient.fill(g);
    update.next_step();
    update(gradient.data(), numbers.w.data(), numbers.s.data(), numbers.m.data(), 8);
  }
  return numbers;
}

TEST(Optimizer, DescentGoesDownTheGradient) {
  for (const double w : two_steps({}, 0.1).w) EXPECT_NEAR(w, -0.2, 1e-15);
}

TEST(Optimizer, RmspropHasEpsilonInsideTheRoot) {
  const Optimizer o{Method::rmsprop, 0.0, 0.9, 0.5};
  const double s1 = 0.1 * 9.0, s2 = 0.9 * s1 + 0.1;
  const double w = -0.1 * 3.0 / std::sqrt(s1 + 0.5) + 0.1 / std::sqrt(s2 + 0.5);
  const Numbers numbers = two_steps(o, 0.1);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(numbers.w[i], w, 1e-14);
    EXPECT_NEAR(numbers.s[i], s2, 1e-14);
  }
}

TEST(Optimizer, AdamCorrectsForTheFirstSteps) {
  const Optimizer o{Method::adam, 0.9, 0.99, 0.5};
  // Corrected by hand: after one step the means are g and g^2 themselves.
  const double first = -0.1 * 3.0 / (3.0 + 0.5);
  const double m = (0.9 * 0.1 * 3.0 - 0.1) / (1.0 - 0.81), s = (0.99 * 0.01 * 9.0 + 0.01) / (1.0 - 0.9801);
  for (const double w : two_steps(o, 0.1).w) EXPECT_NEAR(w, first - 0.1 * m / (std::sqrt(s) + 0.5), 1e-14);
}

TEST(Optimizer, RefusesConstantsThatAreNone) {
  for (const auto& bad : {Optimizer{Method::adam, 1.0, 0.9, 1e-7}, Optimizer{Method::rmsprop, 0.9, -0.1, 1e-7},
                          Optimizer{Method::rmsprop, 0.9, 0.9, 0.0}, Optimizer{.weight_decay = -1e-5},
                          Optimizer{Method::adam, std::nan(""), 0.9, 1e-7}}) {
    EXPECT_THROW(bad.check(), Error);
  }
  EXPECT_THROW((void)read_method("adamw"), Error);
  for (const auto& name : method_names()) EXPECT_EQ(to_text(read_method(name)), name);
}

TEST(Batches, EachEpochMeetsEveryExampleOnce) {
  const Batches batches{32, Stream("optimizer_test.x", 1, "order")};
  std::vector<std::vector<Eigen::Index>> orders;
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    orders.push_back(epoch_order(batches, 100, epoch));
    auto sorted = orders.back();
    std::sort(sorted.begin(), sorted.end());
    for (Eigen::Index i = 0; i < 100; ++i) EXPECT_EQ(sorted[static_cast<std::size_t>(i)], i);
  }
  EXPECT_NE(orders[0], orders[1]);
  EXPECT_NE(orders[1], orders[2]);
  EXPECT_EQ(orders[1], epoch_order(batches, 100, 1));
  EXPECT_EQ(batches.steps(100), 4);
  EXPECT_EQ((Batches{}.steps(100)), 1);
  EXPECT_EQ((Batches{200, {}}.largest(100)), 100);
}

TEST(Batches, DroppedRemaindersDiffer) {
  const Batches batches{.size = 8, .order = Stream("optimizer_test.x", 1, "order"), .remainder = Remainder::dropped};
  EXPECT_EQ(batches.met(100), 96);
  EXPECT_EQ(batches.steps(100), 12);
  EXPECT_EQ(batches.met(7), 7) << "fewer than a batch are one";
  EXPECT_EQ((Batches{.size = 8}.met(100)), 100);
  EXPECT_EQ((Batches{.size = 8}.steps(100)), 13);
  EXPECT_EQ((Batches{.remainder = Remainder::dropped}.met(100)), 100);
}

// Every place is equally likely: the mean position of an example over many epochs is the middle (sd 28.9 / 31.6 = .91).
TEST(Batches, NoExampleHasAPlaceOfItsOwn) {
  const Batches batches{10, Stream("optimizer_test.x", 2, "order")};
  Eigen::VectorXd place = Eigen::VectorXd::Zero(100);
  constexpr int epochs = 1000;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const auto order = epoch_order(batches, 100, epoch);
    for (std::size_t i = 0; i < order.size(); ++i) place(order[i]) += static_cast<double>(i) / epochs;
  }
  EXPECT_NEAR(place.minCoeff(), 49.5, 4.5);
  EXPECT_NEAR(place.maxCoeff(), 49.5, 4.5);
}

}  // namespace
}  // namespace basin::train
