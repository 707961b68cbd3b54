// The generalisation experiment as users call it, against plain recomputation and between engines.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "claims/experiment.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

const Experiment& experiment() {
  return Registry::global().find("orujlu2023.generalisation");
}

Measured measured(const Values& given, std::uint64_t seed = 1) {
  const Setting setting(experiment().parameters, given);
  experiment().check(setting);
  return experiment().measure(setting, {.experiment = experiment().name, .seed = seed});
}

double column(const Measured& run, const std::string& name) {
  for (std::size_t c = 0; c < run.row.size(); ++c) {
    if (experiment().columns[c].name == name) return run.row[c];
  }
  ADD_FAILURE() << "no column " << name;
  return std::nan("");
}

const Values small = {{"width", 200.0}, {"examples", 20.0}, {"validation", 10.0}, {"stop_loss", 1e-3}};

Values with(Values values, const Values& more) {
  for (const auto& [name, value] : more) values[name] = value;
  return values;
}

TEST(Generalisation, TheRowSummarisesTheCurves) {
  const Measured run = measured(small);
  ASSERT_EQ(run.curves.size(), 2U);
  const Curve &training = run.curves[0], &validation = run.curves[1];
  EXPECT_EQ(training.x, validation.x);
  EXPECT_EQ(training.x.front(), 0.0);
  EXPECT_EQ(training.x.back(), column(run, "epochs"));
  EXPECT_EQ(training.y.back(), column(run, "loss"));
  EXPECT_EQ(validation.y.back(), column(run, "validation_loss"));
  const auto least = std::min_element(validation.y.begin(), validation.y.end());
  EXPECT_EQ(*least, column(run, "best_validation_loss"));
  EXPECT_EQ(validation.x[static_cast<std::size_t>(least - validation.y.begin())], column(run, "best_epoch"));
  EXPECT_EQ(column(run, "epochs"), column(run, "steps"));
  EXPECT_LT(column(run, "loss"), 1e-3);
  EXPECT_GT(column(run, "validation_loss"), column(run, "loss"));
}

// No verdict hangs on the engine: the flow ends at the validation loss of descent, after as many epochs.
TEST(Generalisation, TheFlowAgreesWithDescent) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const Measured descent = measured(with(small, {{"precision", "double"}}), seed);
    const Measured flow = measured(with(small, {{"engine", "flow"}}), seed);
    EXPECT_NEAR(column(flow, "validation_loss") / column(descent, "validation_loss"), 1.0, 0.02) << seed;
    EXPECT_NEAR(column(flow, "epochs") / column(descent, "epochs"), 1.0, 0.05) << seed;
  }
}

// At initialisation the validation points are as unknown as the others: the losses differ by sampling only.
TEST(Generalisation, UntrainedLossesAreThoseOfAnyPoints) {
  const Measured run = measured({{"train", "none"}, {"examples", 2000.0}, {"validation", 2000.0}});
  EXPECT_EQ(run.curves[0].x.size(), 1U);
  EXPECT_EQ(column(run, "epochs"), 0.0);
  EXPECT_NEAR(column(run, "validation_loss") / column(run, "loss"), 1.0, 0.02);
  EXPECT_NEAR(column(run, "loss"), 22.5, 5.0);  // r^2 / d, and the initial output
}

// The training points do not depend on how many validation points follow.
TEST(Generalisation, ValidationDoesNotChangeTheTraining) {
  const Measured few = measured(small), many = measured(with(small, {{"validation", 40.0}}));
  EXPECT_EQ(few.curves[0], many.curves[0]);
  EXPECT_NE(few.curves[1], many.curves[1]);
}

// Norms uniform on [a, b] have the mean square (a^2 + a b + b^2) / 3.
TEST(Generalisation, MixedNormsAreUniform) {
  const Measured run = measured({{"train", "none"},
                                 {"examples", 4000.0},
                                 {"validation", 1.0},
                                 {"width", 2.0},
                                 {"radius", 2.0},
                                 {"radius_to", 100.0}});
  EXPECT_NEAR(column(run, "loss"), 340.1, 30.0);  // 3401 / d, and an output of a few units
  const Measured same = measured(with(small, {{"radius", 15.0}, {"radius_to", 15.0}}));
  EXPECT_NEAR(column(same, "validation_loss") / column(measured(small), "validation_loss"), 1.0, 1e-3);
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
