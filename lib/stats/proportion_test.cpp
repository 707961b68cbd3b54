// proportion by enumeration: every outcome K is judged, and the weights of the verdicts must be what operating() says.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "stats/operating_characteristics.hpp"
#include "stats/samples_for_tests.hpp"

namespace basin::stats {
namespace {

using testing::arms_by_radius;
using testing::error_of;
using testing::one_arm;
using testing::rule_for_tests;
using testing::with_holding;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::unique_ptr<Rule> proportion(double good, double bad, Verdict expected = Verdict::reproduced) {
  return rule_for_tests("proportion", {{"where", "x == 1"}, {"good", good}, {"bad", bad}}, expected);
}

/// P(judge does not answer `wanted`) where the predicate holds at rate p: a sum over all outcomes.
double enumerate(const Rule& rule, Role role, Verdict wanted, std::size_t n, double p) {
  std::vector<long double> weights{1.0L};
  for (std::size_t trial = 0; trial < n; ++trial) {
    weights.push_back(0.0L);
    for (std::size_t k = weights.size(); k-- > 0;)
      weights[k] = weights[k] * (1.0L - p) + (k > 0 ? weights[k - 1] * p : 0.0L);
  }
  long double sum = 0.0L;
  for (std::size_t k = 0; k <= n; ++k)
    if (rule.judge(with_holding(k, n), role).verdict != wanted) sum += weights[k];
  return static_cast<double>(sum);
}

void expect_same(double enumerated, double stated) {
  EXPECT_NEAR(enumerated / stated, 1.0, 1e-10) << enumerated << " by enumeration, " << stated << " stated";
}

struct Case {
  double good, bad;
  Verdict expected;
  std::size_t seeds, control_seeds;
};

class ByEnumeration : public ::testing::TestWithParam<Case> {};

TEST_P(ByEnumeration, OperatingIsWhatJudgeDoes) {
  const auto [good, bad, expected, seeds, control_seeds] = GetParam();
  const auto rule = proportion(good, bad, expected);
  const Verdict other = opposite(expected);
  const bool reproduce = expected == Verdict::reproduced;

  const Operating claim = rule->operating(seeds, 1, Role::claim);
  expect_same(enumerate(*rule, Role::claim, expected, seeds, reproduce ? good : bad), claim.false_alarm);
  expect_same(enumerate(*rule, Role::claim, other, seeds, reproduce ? bad : good), claim.miss);
  EXPECT_LE(claim.false_alarm, 1e-6);
  EXPECT_LE(claim.miss, 1e-3);
  rule->require_power(seeds, 1, Role::claim);

  const Operating control = rule->operating(control_seeds, 1, Role::control);
  expect_same(enumerate(*rule, Role::control, other, control_seeds, reproduce ? .01 : .99), control.false_alarm);
  expect_same(enumerate(*rule, Role::control, expected, control_seeds, reproduce ? good : bad), control.miss);
  EXPECT_LE(control.false_alarm, 1e-5);
  EXPECT_LE(control.miss, 1e-6);
  rule->require_power(control_seeds, 1, Role::control);
}

INSTANTIATE_TEST_SUITE_P(
    Proportion, ByEnumeration,
    ::testing::Values(Case{.99, .50, Verdict::reproduced, 27, 10}, Case{.95, .50, Verdict::reproduced, 43, 10},
                      Case{.95, .70, Verdict::reproduced, 113, 12}, Case{.95, .10, Verdict::reproduced, 12, 10},
                      Case{.95, .10, Verdict::contradicted, 15, 15}, Case{.90, .05, Verdict::contradicted, 20, 12}));

TEST(Proportion, CutoffsOfMethod) {
  const auto rule = proportion(.95, .50);
  EXPECT_EQ(rule->judge(with_holding(31, 43), Role::claim).verdict, Verdict::contradicted);
  EXPECT_EQ(rule->judge(with_holding(32, 43), Role::claim).verdict, Verdict::reproduced);
  EXPECT_EQ(rule->judge(with_holding(3, 10), Role::control).verdict, Verdict::contradicted);
  EXPECT_EQ(rule->judge(with_holding(4, 10), Role::control).verdict, Verdict::reproduced);
  EXPECT_EQ(rule->judge(with_holding(41, 43), Role::claim).evidence, "41 of 43 runs (more than 31 needed)");
  EXPECT_EQ(rule->operating(43, 1, Role::claim).summary,
            "n = 43, reproduced above 31 true; P(miss | .95) = 8.7e-07, P(false | .5) = 9.6e-04");
  EXPECT_NEAR(rule->operating(10, 1, Role::control).false_alarm, 2.0e-6, 0.05e-6);
}

TEST(Proportion, TooFewRunsDecideNothing) {
  const auto rule = proportion(.95, .50);
  EXPECT_EQ(rule->judge(with_holding(42, 42), Role::claim).verdict, Verdict::inconclusive);
  EXPECT_EQ(rule->judge(with_holding(1, 1), Role::claim).verdict, Verdict::inconclusive);
  EXPECT_EQ(rule->judge(with_holding(0, 2), Role::control).verdict, Verdict::inconclusive);  // its cutoff would be -1
  EXPECT_EQ(rule->operating(42, 1, Role::claim).false_alarm, 1.0);
  EXPECT_EQ(error_of([&] { rule->require_power(42, 1, Role::claim); }),
            "42 seeds cannot tell 0.95 from 0.5 with alpha = 1e-06 and beta = 0.001; 43 seeds are enough");
  EXPECT_NE(error_of([&] { rule->require_power(5, 1, Role::control); }).find("seeds are enough"), std::string::npos);
  EXPECT_NE(error_of([&] { proportion(.5001, .5)->require_power(9, 1, Role::claim); }).find("move good and bad apart"),
            std::string::npos);
}

/// n runs: `holding` true, then `undecided` NaN, the rest false.
Sample with_undecided(std::size_t holding, std::size_t undecided, std::size_t n) {
  Sample sample = with_holding(holding, n);
  for (std::size_t i = holding; i < holding + undecided; ++i) (*sample.arms[0].runs[i])["x"] = nan;
  return sample;
}

TEST(Proportion, UndecidedRunsCountAgainstTheClaim) {
  const auto rule = proportion(.95, .50);
  EXPECT_EQ(rule->judge(with_undecided(32, 2, 43), Role::claim).verdict, Verdict::reproduced);
  const Judgement judgement = rule->judge(with_undecided(31, 2, 43), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::contradicted);
  EXPECT_EQ(judgement.evidence, "31 of 43 runs (more than 31 needed); 2 undecided, counted as not holding");
  EXPECT_EQ(rule->judge(with_undecided(40, 3, 43), Role::claim).verdict, Verdict::inconclusive);
}

TEST(Proportion, UndecidedRunsCountAgainstTheControl) {
  const auto rule = proportion(.95, .10);
  const std::int64_t c = cutoff_of({.good = .95, .bad = .10}, 20);
  const auto at = static_cast<std::size_t>(c);
  EXPECT_EQ(rule->judge(with_undecided(at - 1, 1, 20), Role::control).verdict, Verdict::contradicted);
  EXPECT_EQ(rule->judge(with_undecided(at, 1, 20), Role::control).verdict, Verdict::reproduced);
  EXPECT_EQ(rule->judge(with_undecided(at, 2, 20), Role::control).verdict, Verdict::inconclusive);
  // Where the control must be reproduced, an undecided run does not help it.
  const auto absent = proportion(.95, .10, Verdict::contradicted);
  const auto most =
      static_cast<std::size_t>(cutoff_of({.good = .95, .bad = .10, .expected = Verdict::contradicted}, 20));
  EXPECT_EQ(absent->judge(with_undecided(most, 1, 20), Role::control).verdict, Verdict::contradicted);
  EXPECT_EQ(absent->judge(with_undecided(most + 1, 1, 20), Role::control).verdict, Verdict::reproduced);
}

TEST(Proportion, UndecidedRunsDoNotHoldInAClaimOfAbsence) {
  const auto rule = proportion(.95, .10, Verdict::contradicted);
  const auto most =
      static_cast<std::size_t>(cutoff_of({.good = .95, .bad = .10, .expected = Verdict::contradicted}, 20));
  EXPECT_EQ(rule->judge(with_undecided(most, 1, 20), Role::claim).verdict, Verdict::contradicted);
  EXPECT_EQ(rule->judge(with_undecided(most + 1, 1, 20), Role::claim).verdict, Verdict::reproduced);
}

TEST(Proportion, RunsThatDidNotConvergeAreUndecided) {
  Sample sample = with_holding(43, 43);
  for (std::size_t i = 0; i < 43; ++i) (*sample.arms[0].runs[i])["converged"] = i < 3 ? 0.0 : 1.0;
  EXPECT_EQ(proportion(.95, .50)->judge(sample, Role::claim).verdict, Verdict::inconclusive);
  const auto reads = rule_for_tests("proportion", {{"where", "x == 1 and converged >= 0"}, {"good", .95}, {"bad", .5}});
  EXPECT_EQ(reads->judge(sample, Role::claim).verdict, Verdict::reproduced);
}

TEST(Proportion, MissingRunsAreInconclusive) {
  Sample sample = with_holding(43, 43);
  sample.arms[0].runs[7].reset();
  const Judgement judgement = proportion(.95, .50)->judge(sample, Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::inconclusive);
  EXPECT_EQ(judgement.evidence, "1 of 43 runs are missing");
  EXPECT_EQ(proportion(.95, .50)->judge({}, Role::claim).verdict, Verdict::inconclusive);
}

TEST(Proportion, ASeedHoldsWhereEveryArmDoes) {
  const auto rule =
      rule_for_tests("proportion", {{"where", "x == 1"}, {"good", .95}, {"bad", .10}}, Verdict::reproduced, {"radius"});
  const std::vector<double> all(12, 1.0);
  std::vector<double> half(12, 1.0);
  for (std::size_t s = 0; s < 7; ++s) half[s] = 0.0;
  EXPECT_EQ(rule->judge(arms_by_radius({all, all}), Role::claim).verdict, Verdict::reproduced);
  const Judgement judgement = rule->judge(arms_by_radius({all, half}), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::contradicted);
  ASSERT_EQ(judgement.arms.size(), 2U);
  EXPECT_NEAR(judgement.arms[1].mean, 5.0 / 12.0, 1e-15);
  EXPECT_EQ(judgement.arms[1].low, clopper_pearson(5, 12, 0.95).low);
  EXPECT_EQ(judgement.arms[1].levels, (Values{{"radius", 2.0}}));
}

TEST(Proportion, TrendIsOnePredicateASeed) {
  const auto rule = rule_for_tests("proportion", {{"where", "decreasing(x, radius)"}, {"good", .95}, {"bad", .10}},
                                   Verdict::reproduced, {"radius"});
  const std::vector<double> high(12, 2.0), low(12, 1.0);
  const Judgement falling = rule->judge(arms_by_radius({high, low}), Role::claim);
  EXPECT_EQ(falling.verdict, Verdict::reproduced);
  ASSERT_EQ(falling.arms.size(), 1U);
  EXPECT_TRUE(falling.arms[0].levels.empty());
  EXPECT_EQ(falling.arms[0].runs, 12U);
  EXPECT_EQ(rule->judge(arms_by_radius({low, high}), Role::claim).verdict, Verdict::contradicted);
}

TEST(Proportion, RefusesWrongKeys) {
  const auto error = [](const Values& parameters) {
    return error_of([&] { rule_for_tests("proportion", parameters); });
  };
  EXPECT_EQ(error({{"where", "x > 0"}, {"bad", .5}}), "rule 'proportion': the key 'good' is missing");
  EXPECT_EQ(error({{"good", .9}, {"bad", .5}}), "rule 'proportion': the key 'where' is missing");
  EXPECT_EQ(error({{"where", "x > 0"}, {"good", .9}, {"bda", .5}})
                .rfind("rule 'proportion': key 'bda' is unknown; known: bad,", 0),
            0U);
  EXPECT_EQ(error({{"where", "x > 0"}, {"good", 1.0}, {"bad", .5}}),
            "rule 'proportion': 'good' is 1; it must be above 0 and below 1");
  EXPECT_EQ(error({{"where", "x > 0"}, {"good", .5}, {"bad", .9}}),
            "rule 'proportion': bad = 0.9 must be below good = 0.5");
  EXPECT_EQ(error({{"where", "x > 0"}, {"good", "high"}, {"bad", .9}}),
            "rule 'proportion': 'good' must be a number, not the word 'high'");
  EXPECT_EQ(error({{"where", 3.0}, {"good", .9}, {"bad", .5}}),
            "rule 'proportion': 'where' must be text in quotes, not the number 3");
  EXPECT_EQ(error({{"where", "x > "}, {"good", .9}, {"bad", .5}}).rfind("rule 'proportion': 'where', column 5:", 0),
            0U);
  EXPECT_EQ(error({{"where", "x > 0"}, {"good", nan}, {"bad", .5}}).rfind("rule 'proportion': 'good' is nan", 0), 0U);
  EXPECT_EQ(error({{"where", "x > 0"}, {"good", .9}, {"bad", .5}, {"alpha", 0.2}}),
            "rule 'proportion': 'alpha' is 0.2; it must be above 0 and at most 0.05");
}

}  // namespace
}  // namespace basin::stats
