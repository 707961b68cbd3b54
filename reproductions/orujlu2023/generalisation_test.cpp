// The generalisation experiment as users call it, against plain recomputation and between engines.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

NamedRun measured(const Values& given, std::uint64_t seed = 1) {
  return run_named("orujlu2023.generalisation", given, seed);
}

const Values small = {{"width", 200.0}, {"examples", 20.0}, {"validation", 10.0}, {"stop_loss", 1e-3}};

TEST(Generalisation, TheRowSummarisesTheCurves) {
  const NamedRun run = measured(small);
  ASSERT_EQ(run.curves.size(), 2U);
  const Curve &training = run.curves[0], &validation = run.curves[1];
  EXPECT_EQ(training.x, validation.x);
  EXPECT_EQ(training.x.front(), 0.0);
  EXPECT_EQ(training.x.back(), run["epochs"]);
  EXPECT_EQ(training.y.back(), run["loss"]);
  EXPECT_EQ(validation.y.back(), run["validation_loss"]);
  const auto least = std::min_element(validation.y.begin(), validation.y.end());
  EXPECT_EQ(*least, run["best_validation_loss"]);
  EXPECT_EQ(validation.x[static_cast<std::size_t>(least - validation.y.begin())], run["best_epoch"]);
  EXPECT_EQ(run["epochs"], run["steps"]);
  EXPECT_LT(run["loss"], 1e-3);
  EXPECT_GT(run["validation_loss"], run["loss"]);
}

// No verdict hangs on the engine: the flow ends at the validation loss of descent, after as many epochs.
TEST(Generalisation, TheFlowAgreesWithDescent) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const NamedRun descent = measured(with(small, {{"precision", "double"}}), seed);
    const NamedRun flow = measured(with(small, {{"engine", "flow"}}), seed);
    EXPECT_NEAR(flow["validation_loss"] / descent["validation_loss"], 1.0, 0.02) << seed;
    EXPECT_NEAR(flow["epochs"] / descent["epochs"], 1.0, 0.05) << seed;
  }
}

// At initialisation the validation points are as unknown as the others: the losses differ by sampling only.
TEST(Generalisation, UntrainedLossesAreThoseOfAnyPoints) {
  const NamedRun run = measured({{"train", "none"}, {"examples", 2000.0}, {"validation", 2000.0}});
  EXPECT_EQ(run.curves[0].x.size(), 1U);
  EXPECT_EQ(run["epochs"], 0.0);
  EXPECT_NEAR(run["validation_loss"] / run["loss"], 1.0, 0.02);
  EXPECT_NEAR(run["loss"], 22.5, 5.0);  // r^2 / d, and the initial output
}

// The training points do not depend on how many validation points follow.
TEST(Generalisation, ValidationDoesNotChangeTheTraining) {
  const NamedRun few = measured(small), many = measured(with(small, {{"validation", 40.0}}));
  EXPECT_EQ(few.curves[0], many.curves[0]);
  EXPECT_NE(few.curves[1], many.curves[1]);
}

// Norms uniform on [a, b] have the mean square (a^2 + a b + b^2) / 3.
TEST(Generalisation, MixedNormsAreUniform) {
  const NamedRun run = measured({{"train", "none"},
                                 {"examples", 4000.0},
                                 {"validation", 1.0},
                                 {"width", 2.0},
                                 {"radius", 2.0},
                                 {"radius_to", 100.0}});
  EXPECT_NEAR(run["loss"], 340.1, 30.0);  // 3401 / d, and an output of a few units
  const NamedRun same = measured(with(small, {{"radius", 15.0}, {"radius_to", 15.0}}));
  EXPECT_NEAR(same["validation_loss"] / measured(small)["validation_loss"], 1.0, 1e-3);
}

TEST(Generalisation, RefusesWhatMakesNoSense) {
  for (const Values& wrong : std::vector<Values>{{{"radius_to", 14.0}},
                                                 {{"radius_to", -1.0}},
                                                 {{"validation", 0.0}},
                                                 {{"validation", 1e9}},
                                                 {{"lr", 0.0}},
                                                 {{"width", 1e12}}}) {
    EXPECT_THROW((void)measured(wrong), Error) << to_text(wrong);
  }
}

}  // namespace
}  // namespace basin::claims
