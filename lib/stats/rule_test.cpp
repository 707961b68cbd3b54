// Rules by name, the exact rule, verdicts in words.
#include "stats/rule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "stats/samples_for_tests.hpp"

namespace basin::stats {
namespace {

using testing::arms_by_radius;
using testing::error_of;
using testing::one_arm;
using testing::rule_for_tests;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Rule, UnknownNameListsTheKnown) {
  EXPECT_EQ(error_of([] { rule_for_tests("proporton", {}); }),
            "rule 'proporton' is unknown; known: proportion, exact, mean_within, published_mean");
  EXPECT_EQ(rule_names(), (std::vector<std::string>{"exact", "mean_within", "proportion", "published_mean"}));
}

TEST(Rule, InconclusiveCannotBeExpected) {
  EXPECT_NE(error_of([] { rule_for_tests("exact", {{"where", "x > 0"}}, Verdict::inconclusive); }), "nothing");
}

TEST(Verdict, InWordsAndOpposite) {
  EXPECT_EQ(to_text(Verdict::reproduced), "reproduced");
  EXPECT_EQ(to_text(Verdict::contradicted), "contradicted");
  EXPECT_EQ(to_text(Verdict::inconclusive), "inconclusive");
  EXPECT_EQ(opposite(Verdict::reproduced), Verdict::contradicted);
  EXPECT_EQ(opposite(Verdict::contradicted), Verdict::reproduced);
  EXPECT_EQ(opposite(Verdict::inconclusive), Verdict::inconclusive);
  EXPECT_EQ(to_text(Verdict::compared), "compared");
  EXPECT_EQ(opposite(Verdict::compared), Verdict::compared);
}

Verdict judged(const Rule& rule, double x) {
  return rule.judge(one_arm({x}), Role::claim).verdict;
}

TEST(Exact, EqualsWithin) {
  const auto equal = rule_for_tests("exact", {{"of", "2 * x"}, {"equals", 6.0}});
  EXPECT_EQ(judged(*equal, 3.0), Verdict::reproduced);
  EXPECT_EQ(judged(*equal, std::nextafter(3.0, 4.0)), Verdict::contradicted);
  EXPECT_EQ(judged(*equal, nan), Verdict::inconclusive);
  EXPECT_EQ(judged(*equal, INFINITY), Verdict::contradicted);
  const auto near = rule_for_tests("exact", {{"of", "x"}, {"equals", 3.0}, {"tolerance", 0.5}});
  EXPECT_EQ(judged(*near, 3.5), Verdict::reproduced);
  EXPECT_EQ(judged(*near, 3.5000001), Verdict::contradicted);
  EXPECT_EQ(near->quantity(), "x");
}

TEST(Exact, Where) {
  const auto rule = rule_for_tests("exact", {{"where", "x > 3 and x < 4"}});
  EXPECT_EQ(judged(*rule, 3.5), Verdict::reproduced);
  EXPECT_EQ(judged(*rule, 4.5), Verdict::contradicted);
  EXPECT_EQ(rule->quantity(), "");
}

TEST(Exact, EveryArm) {
  const auto rule = rule_for_tests("exact", {{"of", "x"}, {"equals", 3.0}}, Verdict::contradicted, {"radius"});
  EXPECT_EQ(rule->judge(arms_by_radius({{3.0}, {3.0}}), Role::claim).verdict, Verdict::reproduced);
  const Judgement judgement = rule->judge(arms_by_radius({{3.0}, {4.0}}), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::contradicted);
  EXPECT_EQ(judgement.evidence, "radius=2: 4 (x = 3 wanted)");
  EXPECT_EQ(rule->judge(arms_by_radius({{4.0}, {nan}}), Role::claim).verdict, Verdict::inconclusive);
}

TEST(Exact, EachArmsPublishedNumber) {
  const PublishedMean three{3.0, nan, SpreadKind::none, nan}, five{5.0, nan, SpreadKind::none, nan};
  const std::vector<Target> targets = {{{{"radius", 1.0}}, three}, {{{"radius", 2.0}}, five}};
  const auto rule =
      rule_for_tests("exact", {{"of", "x"}, {"equals", "published"}}, Verdict::reproduced, {"radius"}, targets);
  EXPECT_EQ(rule->judge(arms_by_radius({{3.0}, {5.0}}), Role::claim).verdict, Verdict::reproduced);
  const Judgement judgement = rule->judge(arms_by_radius({{3.0}, {3.0}}), Role::claim);
  EXPECT_EQ(judgement.verdict, Verdict::contradicted);
  EXPECT_EQ(judgement.evidence, "radius=2: 3 (x = the published number wanted)");
  EXPECT_EQ(rule->quantity(), "x");
  const auto error = [](const std::string& word) {
    return error_of([&] { rule_for_tests("exact", {{"of", "x"}, {"equals", word}}); });
  };
  EXPECT_EQ(error("printed"), "rule 'exact': 'equals' is 'printed'; give a number or 'published'");
  EXPECT_EQ(error("published"), "rule 'exact': 'equals' needs published numbers; give [published] or a number");
}

TEST(Exact, OneSeed) {
  const auto rule = rule_for_tests("exact", {{"of", "x"}, {"equals", 3.0}});
  EXPECT_EQ(rule->judge(one_arm({3.0, 3.0}), Role::claim).verdict, Verdict::inconclusive);
  rule->require_power(1, 4, Role::control);
  EXPECT_NE(error_of([&] { rule->require_power(2, 1, Role::claim); }).find("set seeds = 1"), std::string::npos);
  EXPECT_EQ(rule->operating(1, 1, Role::claim).false_alarm, 0.0);
}

TEST(Exact, RefusesWrongKeys) {
  const auto error = [](const Values& parameters) { return error_of([&] { rule_for_tests("exact", parameters); }); };
  EXPECT_EQ(error({}), "rule 'exact': the key 'of' is missing");
  EXPECT_EQ(error({{"of", "x"}}), "rule 'exact': the key 'equals' is missing");
  EXPECT_EQ(error({{"where", "x > 1"}, {"equals", 1.0}}), "rule 'exact': 'where' excludes 'equals'; keep one");
  EXPECT_EQ(error({{"of", "x"}, {"equals", 1.0}, {"tolerance", -1.0}}),
            "rule 'exact': 'tolerance' is -1; it must be at least 0");
  EXPECT_EQ(error({{"of", "x"}, {"equal", 1.0}}).rfind("rule 'exact': key 'equal' is unknown; known: equals,", 0), 0U);
}

}  // namespace
}  // namespace basin::stats
