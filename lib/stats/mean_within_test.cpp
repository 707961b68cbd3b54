// mean_within: verdicts at the edges of the intervals, and operating() against the answers of judge() integrated over
// the laws of mean and deviation.
#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "stats/interval.hpp"
#include "stats/samples_for_tests.hpp"

namespace basin::stats {
namespace {

using testing::arms_by_radius;
using testing::error_of;
using testing::one_arm;
using testing::rule_for_tests;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// n values with this mean and this standard deviation (n - 1).
std::vector<double> values_with(double mean, double sd, std::size_t n) {
  std::vector<double> values(n);
  const double middle = 0.5 * static_cast<double>(n - 1);
  double squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) squares += std::pow(static_cast<double>(i) - middle, 2);
  const double scale = sd / std::sqrt(squares / static_cast<double>(n - 1));
  for (std::size_t i = 0; i < n; ++i) values[i] = mean + scale * (static_cast<double>(i) - middle);
  return values;
}

Values within(double low, double high, double sd, double bias = 0.0) {
  return {{"of", "x"}, {"low", low}, {"high", high}, {"sd", sd}, {"bias", bias}};
}

double normal_cdf(double z) {
  return boost::math::cdf(boost::math::normal(), z);
}

/// The mean between inside and outside at which judge stops to answer `wanted`.
double edge(const Rule& rule, Verdict wanted, double inside, double outside, double sd, std::size_t n) {
  for (int step = 0; step < 45; ++step) {
    const double middle = 0.5 * (inside + outside);
    (rule.judge(one_arm(values_with(middle, sd, n)), Role::claim).verdict == wanted ? inside : outside) = middle;
  }
  return 0.5 * (inside + outside);
}

/// Integral of given(s) over the law of s: density of sqrt(chi^2 / degrees), midpoint rule from its formula.
template <class Given>
double over_spread(double sd, double degrees, const Given& given) {
  constexpr int cells = 600;
  const double high = 1.0 + 7.0 / std::sqrt(degrees);
  const double constant = std::log(2.0) + 0.5 * degrees * std::log(0.5 * degrees) - std::lgamma(0.5 * degrees);
  double sum = 0.0;
  for (int i = 0; i < cells; ++i) {
    const double u = (i + 0.5) * high / cells;
    const double density = std::exp(constant + (degrees - 1.0) * std::log(u) - 0.5 * degrees * u * u);
    sum += density * high / cells * given(sd * u);
  }
  return sum;
}

TEST(MeanWithin, NotReproducedIsWhatJudgeDoes) {
  // Mean and deviation of a normal sample are independent; for each deviation judge's own edges in the mean are found.
  const std::size_t n = 8;
  const double sd = 0.5, bias = 0.3, root = std::sqrt(8.0);
  const auto rule = rule_for_tests("mean_within", within(-1.5, 1.5, sd, bias));
  const double not_reproduced = over_spread(sd, 7.0, [&](double s) {
    if (rule->judge(one_arm(values_with(0.0, s, n)), Role::claim).verdict != Verdict::reproduced) return 1.0;
    const double high = edge(*rule, Verdict::reproduced, 0.0, 3.0, s, n);
    const double low = edge(*rule, Verdict::reproduced, 0.0, -3.0, s, n);
    return 1.0 - (normal_cdf((high - bias) / sd * root) - normal_cdf((low - bias) / sd * root));
  });
  const double stated = rule->operating(n, 1, Role::claim).false_alarm;
  ASSERT_GT(stated, 0.01);
  EXPECT_NEAR(not_reproduced / stated, 1.0, 1e-3);
}

TEST(MeanWithin, NotContradictedIsWhatJudgeDoes) {
  const std::size_t n = 8;
  const double sd = 0.4, root = std::sqrt(8.0), truth = 3.0;  // half a width, 1.5, beyond the edge
  const auto rule = rule_for_tests("mean_within", within(-1.5, 1.5, sd));
  const double not_contradicted = over_spread(sd, 7.0, [&](double s) {
    const double beyond = edge(*rule, Verdict::contradicted, 60.0, 0.0, s, n);
    return normal_cdf((beyond - truth) / sd * root);
  });
  const double stated = rule->operating(n, 1, Role::claim).miss;
  ASSERT_GT(stated, 0.001);
  EXPECT_NEAR(not_contradicted / stated, 1.0, 1e-3);
  // A control is a gross failure: eight half widths beyond the edge, where it is hardly ever missed.
  EXPECT_LT(rule->operating(n, 1, Role::control).false_alarm, 1e-3 * stated);
}

TEST(MeanWithin, VerdictsAtTheEdges) {
  const auto rule = rule_for_tests("mean_within", within(0.0, 2.0, 0.1));
  const double inner = student_quantile(9.0, 1e-3) * 0.1 / std::sqrt(10.0);
  const double outer = student_quantile(9.0, 1e-6) * 0.1 / std::sqrt(10.0);
  const auto verdict = [&](double mean) {
    return rule->judge(one_arm(values_with(mean, 0.1, 10)), Role::claim).verdict;
  };
  EXPECT_EQ(verdict(1.0), Verdict::reproduced);
  EXPECT_EQ(verdict(inner + 1e-9), Verdict::reproduced);
  EXPECT_EQ(verdict(inner - 1e-9), Verdict::inconclusive);
  EXPECT_EQ(verdict(2.0 - inner + 1e-9), Verdict::inconclusive);
  EXPECT_EQ(verdict(2.0 + outer - 1e-9), Verdict::inconclusive);
  EXPECT_EQ(verdict(2.0 + outer + 1e-9), Verdict::contradicted);
  EXPECT_EQ(verdict(-outer - 1e-9), Verdict::contradicted);
}

TEST(MeanWithin, EveryArmCounts) {
  const auto rule = rule_for_tests("mean_within", within(0.0, 2.0, 0.1), Verdict::reproduced, {"radius"});
  const auto good = values_with(1.0, 0.1, 10), edgy = values_with(2.0, 0.1, 10);
  EXPECT_EQ(rule->judge(arms_by_radius({good, good}), Role::claim).verdict, Verdict::reproduced);
  EXPECT_EQ(rule->judge(arms_by_radius({good, edgy}), Role::claim).verdict, Verdict::inconclusive);
  // One arm outside is enough, at alpha shared among the arms.
  const double alone = 2.0 + student_quantile(9.0, 1e-6) * 0.1 / std::sqrt(10.0) + 1e-6;
  const double shared = 2.0 + student_quantile(9.0, 0.5e-6) * 0.1 / std::sqrt(10.0) + 1e-6;
  EXPECT_EQ(rule->judge(arms_by_radius({good, values_with(alone, 0.1, 10)}), Role::claim).verdict,
            Verdict::inconclusive);
  const Judgement judgement = rule->judge(arms_by_radius({good, values_with(shared, 0.1, 10)}), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::contradicted);
  EXPECT_EQ(judgement.evidence.rfind("radius=2: mean 2.39", 0), 0U) << judgement.evidence;
  ASSERT_EQ(judgement.arms.size(), 2U);
  EXPECT_NEAR(judgement.arms[0].sd, 0.1, 1e-12);
  EXPECT_NEAR(judgement.arms[0].high - 1.0, student_quantile(9.0, 1e-3) * 0.1 / std::sqrt(10.0), 1e-12);
}

TEST(MeanWithin, AroundPublishedNumbers) {
  const Values parameters{{"of", "x"}, {"within", 0.5}, {"sd", 0.1}};
  const std::vector<Target> targets{{{{"radius", 1.0}}, 1.0}, {{{"radius", 2.0}}, 7.0}};
  const auto rule = rule_for_tests("mean_within", parameters, Verdict::reproduced, {"radius"}, targets);
  const auto one = values_with(1.0, 0.1, 20), seven = values_with(7.0, 0.1, 20);
  EXPECT_EQ(rule->judge(arms_by_radius({one, seven}), Role::claim).verdict, Verdict::reproduced);
  EXPECT_EQ(rule->judge(arms_by_radius({seven, one}), Role::claim).verdict, Verdict::contradicted);
  EXPECT_NE(error_of([&] {
              (void)rule->judge(arms_by_radius({one, seven, one}), Role::claim);
            }).find("radius=3: no published number belongs to this arm"),
            std::string::npos);
  rule->require_power(20, 2, Role::claim);
  EXPECT_NE(error_of([&] { rule->require_power(20, 3, Role::claim); }).find("3 arms, but 2 published numbers"),
            std::string::npos);
  const auto twice =
      rule_for_tests("mean_within", parameters, Verdict::reproduced, {"radius"}, {targets[0], targets[0], targets[1]});
  EXPECT_NE(error_of([&] {
              (void)twice->judge(arms_by_radius({one, seven}), Role::claim);
            }).find("radius=1: two published numbers"),
            std::string::npos);
}

TEST(MeanWithin, WhatCannotBeJudgedIsInconclusive) {
  const auto rule = rule_for_tests("mean_within", within(0.0, 2.0, 0.1));
  const auto evidence = [&](const Sample& sample) {
    const Judgement judgement = rule->judge(sample, Role::claim);
    EXPECT_EQ(judgement.verdict, Verdict::inconclusive);
    return judgement.evidence;
  };
  EXPECT_EQ(evidence(one_arm({1.0, 1.1, nan, 0.9})), "1 of 4 runs undecided");
  EXPECT_EQ(evidence(one_arm({1.0, 1.1, INFINITY})), "1 of 3 runs undecided");
  EXPECT_EQ(evidence(one_arm({1.0})), "one run has no spread; at least 2 are needed");
  EXPECT_EQ(evidence(one_arm(std::vector<double>(30, 1.0))).rfind("all 30 values are 1", 0), 0U);
  EXPECT_EQ(evidence(one_arm({1e308, -1e308, 1.5e308})), "the values are too large for a mean");
  EXPECT_EQ(evidence({}), "there are no runs");
  Sample missing = one_arm({1.0, 1.1, 0.9});
  missing.arms[0].runs[0].reset();
  EXPECT_EQ(evidence(missing), "1 of 3 runs are missing");
}

TEST(MeanWithin, DeterministicMayBeConstant) {
  Values parameters = within(0.0, 2.0, 0.1);
  parameters["deterministic"] = "yes";
  const auto rule = rule_for_tests("mean_within", parameters);
  EXPECT_EQ(rule->judge(one_arm({1.0, 1.0, 1.0}), Role::claim).verdict, Verdict::reproduced);
  EXPECT_EQ(rule->judge(one_arm({2.5, 2.5, 2.5}), Role::claim).verdict, Verdict::contradicted);
  EXPECT_EQ(rule->judge(one_arm({1.0}), Role::claim).verdict, Verdict::inconclusive);
}

TEST(MeanWithin, Power) {
  const auto rule = rule_for_tests("mean_within", within(0.0, 2.0, 0.5, 0.2));
  const std::string error = error_of([&] { rule->require_power(5, 1, Role::claim); });
  const auto place = error.find("accepted; ");
  ASSERT_NE(place, std::string::npos) << error;
  const auto enough = static_cast<std::size_t>(std::stoul(error.substr(place + 10)));
  rule->require_power(enough, 1, Role::claim);
  EXPECT_NE(error_of([&] { rule->require_power(enough - 1, 1, Role::claim); }), "nothing");
  EXPECT_LE(rule->operating(enough, 1, Role::claim).false_alarm, 1e-5);
  EXPECT_NE(error_of([&] { rule->require_power(4, 1, Role::control); }).find("a control of 4 seeds"),
            std::string::npos);
  const auto hopeless = rule_for_tests("mean_within", within(0.0, 2.0, 0.5, 0.999));
  EXPECT_NE(error_of([&] { hopeless->require_power(50, 1, Role::claim); }).find("widen the interval"),
            std::string::npos);
}

TEST(MeanWithin, ExpectedContradictedWantsTheOtherError) {
  const auto reproduced = rule_for_tests("mean_within", within(0.0, 2.0, 0.5));
  const auto contradicted = rule_for_tests("mean_within", within(0.0, 2.0, 0.5), Verdict::contradicted);
  for (const std::size_t n : {5U, 20U}) {
    const Operating a = reproduced->operating(n, 2, Role::claim), b = contradicted->operating(n, 2, Role::claim);
    EXPECT_EQ(a.false_alarm, b.miss);
    EXPECT_EQ(a.miss, b.false_alarm);
    EXPECT_EQ(contradicted->operating(n, 2, Role::control).false_alarm, a.false_alarm);
  }
}

TEST(MeanWithin, RefusesWrongKeys) {
  const auto error = [](const Values& parameters) {
    return error_of([&] { rule_for_tests("mean_within", parameters); });
  };
  EXPECT_EQ(error({{"of", "x"}, {"low", 0.0}, {"high", 1.0}}), "rule 'mean_within': the key 'sd' is missing");
  EXPECT_EQ(error({{"of", "x"}, {"low", 0.0}, {"sd", 1.0}}), "rule 'mean_within': the key 'high' is missing");
  EXPECT_EQ(error({{"of", "x"}, {"sd", 1.0}}).rfind("rule 'mean_within': it needs either 'low' and 'high'", 0), 0U);
  EXPECT_EQ(error({{"of", "x"}, {"sd", 1.0}, {"low", 0.0}, {"high", 1.0}, {"within", 1.0}})
                .rfind("rule 'mean_within': it needs either", 0),
            0U);
  EXPECT_EQ(error({{"of", "x"}, {"sd", 1.0}, {"within", 1.0}}).rfind("rule 'mean_within': 'within' needs published", 0),
            0U);
  EXPECT_EQ(error(within(1.0, 1.0, 0.1)), "rule 'mean_within': low = 1 must be below high = 1");
  EXPECT_EQ(error(within(0.0, 1.0, 0.0)), "rule 'mean_within': 'sd' is 0; it must be above 0");
  EXPECT_EQ(error(within(0.0, 1.0, 0.1, 0.5)),
            "rule 'mean_within': 'bias' is 0.5; it must be at least 0 and below 0.5");
  EXPECT_NE(error(within(-1e308, 1e308, 0.1)).find("check their units"), std::string::npos);
  Values unsure = within(0.0, 1.0, 0.1);
  unsure["deterministic"] = "maybe";
  EXPECT_EQ(error(unsure), "rule 'mean_within': 'deterministic' is 'maybe'; known: no, yes");
  EXPECT_NE(error({{"of", "x > 1"}, {"low", 0.0}, {"high", 1.0}, {"sd", 1.0}}).find("a number is wanted"),
            std::string::npos);
}

TEST(MeanWithin, KnowsItsQuantityAndColumns) {
  const auto rule = rule_for_tests("mean_within", within(0.0, 2.0, 0.5));
  EXPECT_EQ(rule->quantity(), "x");
  EXPECT_EQ(rule->columns(), (std::set<std::string>{"converged", "x"}));
}

}  // namespace
}  // namespace basin::stats
