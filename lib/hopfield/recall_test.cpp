// Tests of recall: against loops, networks worked by hand, the energy neuron by neuron.
#include "hopfield/recall.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "core/random_permutation.hpp"
#include "hopfield/patterns_for_tests.hpp"
#include "hopfield/weights.hpp"

namespace basin::hopfield {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double field(const MatrixXd& weights, const VectorXd& state, Index i) {
  double sum = 0.0;
  for (Index j = 0; j < state.size(); ++j) sum += weights(i, j) * state(j);
  return sum;
}

double plain_energy(const MatrixXd& weights, const VectorXd& state) {
  double sum = 0.0;
  for (Index i = 0; i < state.size(); ++i) sum -= state(i) * field(weights, state, i) / 2.0;
  return sum;
}

MatrixXd stored(Index neurons, Index count, std::uint64_t seed) {
  return outer_product_weights(random_signs(neurons, count, seed), Centring::mean, Diagonal::zero);
}

TEST(Recall, IsThatOfTheLoops) {
  const MatrixXd weights = stored(25, 6, 1);
  MatrixXd states = random_signs(25, 9, 2);
  states.topRows(5).setZero();
  MatrixXd plain = states;
  for (int step = 0; step < 3; ++step) {
    const MatrixXd before = plain;
    for (Index k = 0; k < states.cols(); ++k) {
      for (Index i = 0; i < states.rows(); ++i) {
        const double h = field(weights, before.col(k), i);
        plain(i, k) = h > 0.0 ? 1.0 : h < 0.0 ? -1.0 : 0.0;
      }
    }
  }
  EXPECT_EQ(recall(weights, states, 3), plain);
  EXPECT_EQ(recall(weights, states, 0), states);
}

// One pattern and its negative attract every state in a step: what more steps leave alone is not computed again.
TEST(Recall, StaysWhereItHasSettled) {
  const MatrixXd pattern = random_signs(25, 1, 3), states = random_signs(25, 4, 4);
  const MatrixXd weights = pattern * pattern.transpose();
  const MatrixXd settled = recall(weights, states, 1);
  EXPECT_NE(settled, states);
  EXPECT_EQ(recall(weights, states, 1000000000), settled);
}

// Without a field a neuron is 0 where all change at once, and keeps its state where one does.
TEST(Recall, OfANeuronWithoutAField) {
  const MatrixXd nothing = MatrixXd::Zero(3, 3), states = random_signs(3, 4, 3);
  EXPECT_EQ(recall(nothing, states, 1), MatrixXd::Zero(3, 4));
  EXPECT_EQ(recall_asynchronously(nothing, states, 2, Stream("hopfield_test", 1, "order")), states);
}

// Two neurons that want to be alike swap for ever where both change at once: energy 1, and it never falls. One after
// the other they agree after a sweep.
TEST(Recall, AtOnceMayGoRoundInACycleOfTwo) {
  MatrixXd weights(2, 2), different(2, 1);
  weights << 0, 1, 1, 0;
  different << 1, -1;
  EXPECT_EQ(recall(weights, different, 1), -different);
  EXPECT_EQ(recall(weights, different, 2), different);
  EXPECT_EQ(energy(weights, different)(0), 1.0);
  EXPECT_EQ(energy(weights, recall(weights, different, 7))(0), 1.0);
  const MatrixXd settled = recall_asynchronously(weights, different, 1, Stream("hopfield_test", 1, "order"));
  EXPECT_EQ(settled(0), settled(1));
  EXPECT_EQ(energy(weights, settled)(0), -1.0);
}

TEST(RecallAsynchronously, IsThatOfTheLoopsAndNeverRaisesTheEnergy) {
  const MatrixXd weights = stored(30, 8, 4);
  const MatrixXd states = random_signs(30, 5, 5);
  const Stream draws("hopfield_test", 6, "order");
  MatrixXd plain = states;
  constexpr Index sweeps = 4;
  int changes = 0;
  for (Index k = 0; k < states.cols(); ++k) {
    for (Index t = 0; t < sweeps; ++t) {
      for (const auto i : random_permutation(draws, 30, static_cast<std::uint64_t>((k * sweeps + t) * 30))) {
        const double before = plain_energy(weights, plain.col(k)), h = field(weights, plain.col(k), i);
        const double old = plain(i, k);
        if (h != 0.0) plain(i, k) = h > 0.0 ? 1.0 : -1.0;
        EXPECT_LE(plain_energy(weights, plain.col(k)), before + 1e-12);
        changes += plain(i, k) != old;
      }
    }
  }
  EXPECT_EQ(recall_asynchronously(weights, states, sweeps, draws), plain);
  EXPECT_GT(changes, 20);
}

// What the zero diagonal is for: a neuron that is held down by itself flips at every update, and the energy rises.
TEST(RecallAsynchronously, MayRaiseTheEnergyWithADiagonal) {
  MatrixXd weights(2, 2), start(2, 1);
  weights << -3, 1, 1, -3;
  start << 1, -1;
  const MatrixXd after = recall_asynchronously(weights, start, 1, Stream("hopfield_test", 2, "order"));
  EXPECT_EQ(energy(weights, start)(0), 4.0);
  EXPECT_EQ(after(0) * after(1), -1.0) << "both have flipped, through a state of energy 2 and back up to 4";
  EXPECT_EQ(energy(weights, after)(0), 4.0);
}

// The fields of -x are those of x with the other sign.
TEST(Recall, OfTheMirroredStateIsMirrored) {
  const MatrixXd weights = stored(40, 4, 7);
  const MatrixXd states = random_signs(40, 20, 8);
  EXPECT_EQ(recall(weights, -states, 3), -recall(weights, states, 3));
  const Stream draws("hopfield_test", 9, "order");
  EXPECT_EQ(recall_asynchronously(weights, -states, 3, draws), -recall_asynchronously(weights, states, 3, draws));
}

TEST(Energy, IsThatOfTheLoops) {
  const MatrixXd weights = stored(20, 5, 10), states = random_signs(20, 6, 11);
  const VectorXd energies = energy(weights, states);
  ASSERT_EQ(energies.size(), 6);
  for (Index k = 0; k < 6; ++k) EXPECT_NEAR(energies(k), plain_energy(weights, states.col(k)), 1e-12);
}

TEST(Recall, RefusesWhatDoesNotFit) {
  const MatrixXd square = MatrixXd::Zero(3, 3), states = MatrixXd::Ones(3, 2);
  const Stream draws("hopfield_test", 1, "order");
  MatrixXd bad = states;
  bad(0) = std::nan("");
  EXPECT_THROW((void)recall(MatrixXd::Zero(3, 4), states, 1), Error);
  EXPECT_THROW((void)recall(MatrixXd::Zero(2, 2), states, 1), Error);
  EXPECT_THROW((void)recall(square, states, -1), Error);
  EXPECT_THROW((void)recall(square, bad, 1), Error);
  EXPECT_THROW((void)recall_asynchronously(square, states, -1, draws), Error);
  EXPECT_THROW((void)energy(square, bad), Error);
  for (const double number : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    MatrixXd weights = square;
    weights(2, 1) = number;
    EXPECT_THROW((void)recall(weights, states, 1), Error) << number;
  }
  EXPECT_NO_THROW((void)recall(MatrixXd::Constant(3, 3, 1e308), states, 0)) << "large, but finite";
}

}  // namespace
}  // namespace basin::hopfield
