// Comparisons with published means: what they show, and that they judge nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stats/pull.hpp"
#include "stats/samples_for_tests.hpp"

namespace basin::stats {
namespace {

using testing::arms_by_radius;
using testing::error_of;
using testing::one_arm;
using testing::rule_for_tests;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::unique_ptr<Rule> comparison(std::vector<Target> targets, std::vector<std::string> varied = {},
                                 const std::string& of = "x") {
  return rule_for_tests("published_mean", {{"of", of}}, Verdict::compared, std::move(varied), std::move(targets));
}

Target at_radius(double radius, double value) {
  return {{{"radius", radius}}, {.value = value, .runs = 4}};
}

TEST(PublishedMean, ShowsTheLargestPull) {
  const auto rule = comparison({at_radius(1, 10), at_radius(2, 20)}, {"radius"});
  const Judgement judgement = rule->judge(arms_by_radius({{9, 11, 10, 12}, {14, 18, 16, 20}}), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::compared);
  const Pull pull = pull_of(summarise(std::vector<double>{14, 18, 16, 20}), {.value = 20, .runs = 4});
  EXPECT_EQ(judgement.evidence,
            fmt::format("2 cells: largest pull {:+.1f} (radius=2: 17 ours, 20 published), p = {:.2g}", pull.t, pull.p));
  ASSERT_EQ(judgement.arms.size(), 2U);
  EXPECT_EQ(judgement.arms[1].mean, 17.0);
  EXPECT_EQ(rule->quantity(), "x");
}

// However far off, it says neither yes nor no.
TEST(PublishedMean, JudgesNothing) {
  const Judgement far = comparison({{{}, {.value = 1e6, .runs = 4}}})->judge(one_arm({1, 2, 3, 4}), Role::claim);
  EXPECT_EQ(far.verdict, Verdict::compared);
  EXPECT_TRUE(std::isnan(comparison({{{}, {.value = 1}}})->operating(4, 1, Role::claim).false_alarm));
}

// The source's runs end by the epoch limit too: runs that did not converge are in its mean.
TEST(PublishedMean, CountsRunsThatDidNotConverge) {
  Sample sample = one_arm({1, 2, 3, 10});
  for (auto& run : sample.arms.front().runs) (*run)["converged"] = 0.0;
  const Judgement judgement = comparison({{{}, {.value = 4, .runs = 4}}})->judge(sample, Role::claim);
  EXPECT_EQ(judgement.arms.front().runs, 4U);
  EXPECT_EQ(judgement.evidence, "1 cell: largest pull +0.0 (4 ours, 4 published), p = 1");
  const Judgement itself = comparison({{{}, {.value = 1, .runs = 4}}}, {}, "converged")->judge(sample, Role::claim);
  EXPECT_EQ(itself.arms.front().mean, 0.0);
}

TEST(PublishedMean, SaysWhatHasNoNumberOrNoPull) {
  const auto rule = comparison({at_radius(1, 10), at_radius(2, 99)}, {"radius"});
  const Judgement judgement = rule->judge(arms_by_radius({{9, 11, nan}, {100, 100, 100}}), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::compared);
  EXPECT_EQ(
      judgement.evidence,
      "2 cells: largest pull +0.0 (radius=1: 10 ours, 10 published), p = 1; 1 without a pull; 1 of 6 runs gave no "
      "number");
  EXPECT_EQ(comparison({{{}, {.value = 99}}})->judge(one_arm({1, 2}), Role::claim).evidence, "1 cell: no pull");
}

TEST(PublishedMean, InconclusiveWhereRunsAreMissing) {
  Sample sample = one_arm({1, 2, 3});
  sample.arms.front().runs[1] = std::nullopt;
  const Judgement judgement = comparison({{{}, {.value = 2, .runs = 4}}})->judge(sample, Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::inconclusive);
  EXPECT_EQ(judgement.evidence, "1 of 3 runs are missing");
}

TEST(PublishedMean, NeedsANumberForEveryArmAndTwoSeeds) {
  const auto rule = comparison({at_radius(1, 10)}, {"radius"});
  EXPECT_EQ(error_of([&] {
              (void)rule->judge(arms_by_radius({{1, 2}, {3, 4}}), Role::claim);
            }),
            "rule 'published_mean': radius=2: no published number belongs to this arm");
  rule->require_power(2, 100, Role::claim);
  EXPECT_EQ(error_of([&] { rule->require_power(1, 1, Role::claim); }),
            "one run has no spread; a comparison needs at least 2 seeds");
  EXPECT_NE(error_of([] { comparison({}); }).find("nothing was published"), std::string::npos);
  EXPECT_NE(error_of([] { comparison({{{}, {.value = 1}}}, {}, "x > 1"); }), "nothing");
}

TEST(PublishedMean, IsTheOnlyRuleThatCompares) {
  EXPECT_TRUE(only_compares("published_mean"));
  EXPECT_FALSE(only_compares("mean_within"));
  EXPECT_EQ(
      error_of([] {
        rule_for_tests("published_mean", {{"of", std::string("x")}}, Verdict::reproduced, {}, {{{}, {.value = 1}}});
      }),
      "rule 'published_mean': a claim of it cannot be expected to be reproduced; write compared");
  EXPECT_EQ(error_of([] {
              rule_for_tests("exact", {{"where", std::string("x > 0")}}, Verdict::compared);
            }),
            "rule 'exact': a claim of it cannot be expected to be compared");
}

}  // namespace
}  // namespace basin::stats
