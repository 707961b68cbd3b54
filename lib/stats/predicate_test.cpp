// The expression language: what it computes on one seed's arms, and what is undecided.
#include "stats/predicate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

#include "core/error.hpp"
#include "stats/samples_for_tests.hpp"

namespace basin::stats {
namespace {

using testing::arms_by_radius;
using testing::error_of;
using testing::names_for_tests;
using testing::one_arm;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Sample with_y(double x, double y) {
  Sample sample = one_arm({x});
  (*sample.arms.front().runs.front())["y"] = y;
  sample.arms.front().setting = {{"radius", 5.0}, {"activation", std::string("tanh")}};
  return sample;
}

double value_of(const std::string& text, const Sample& sample, Result wanted) {
  return Expression(text, wanted, names_for_tests()).evaluate(sample, ArmGrid(sample), 0).at(0);
}

double number(const std::string& text, double x = 3.0, double y = 4.0) {
  return value_of(text, with_y(x, y), Result::number);
}

double truth(const std::string& text, double x = 3.0, double y = 4.0) {
  return value_of(text, with_y(x, y), Result::truth);
}

std::vector<double> over_arms(const std::string& text, Result wanted, const Sample& sample) {
  return Expression(text, wanted, names_for_tests(sample.varied)).evaluate(sample, ArmGrid(sample), 0);
}

TEST(Predicate, Arithmetic) {
  EXPECT_EQ(number("x + 2 * y"), 11.0);
  EXPECT_EQ(number("(x + 2) * y"), 20.0);
  EXPECT_EQ(number("x - 1 - 1"), 1.0);
  EXPECT_EQ(number("24 / x / 2"), 4.0);
  EXPECT_EQ(number("-x^2"), -9.0);
  EXPECT_EQ(number("2^x^2"), 512.0);
  EXPECT_EQ(number("x^-1 * 3"), 1.0);
  EXPECT_EQ(number("--x"), 3.0);
  EXPECT_EQ(number("2*-x"), -6.0);
  EXPECT_EQ(number("1.5e1 + .5 + x"), 18.5);
  EXPECT_EQ(number("radius * x"), 15.0);
  EXPECT_EQ(number("sqrt(x^2 + y^2)"), 5.0);
  EXPECT_EQ(number("min(x, y, 2) + max(x, y)"), 6.0);
  EXPECT_EQ(number("abs(x - y)"), 1.0);
  EXPECT_NEAR(number("log(exp(x))"), 3.0, 1e-15);
}

TEST(Predicate, Comparisons) {
  EXPECT_EQ(truth("x < y"), 1.0);
  EXPECT_EQ(truth("x <= 3 and x >= 3"), 1.0);
  EXPECT_EQ(truth("x > y"), 0.0);
  EXPECT_EQ(truth("x == y - 1"), 1.0);
  EXPECT_EQ(truth("x != 3"), 0.0);
  EXPECT_EQ(truth("x == 0.3", 0.1 + 0.2), 0.0);  // equality of doubles is exact
  EXPECT_EQ(truth("x < inf", INFINITY), 0.0);
  EXPECT_EQ(truth("log(x) < -5", 0.0), 1.0);
}

TEST(Predicate, LooserThanComparison) {
  EXPECT_EQ(truth("x > 9 or x > 2 and y > 3"), 1.0);
  EXPECT_EQ(truth("(x > 9 or x > 2) and y > 9"), 0.0);
  EXPECT_EQ(truth("x > 2 or x > 2 and y > 9"), 1.0);
  EXPECT_EQ(truth("not x > 9 and y > 3"), 1.0);
  EXPECT_EQ(truth("not (x > 9 or y > 3)"), 0.0);
  EXPECT_EQ(truth("not not x > 2"), 1.0);
}

TEST(Predicate, Words) {
  EXPECT_EQ(truth("x > 0 and activation == 'tanh'"), 1.0);
  EXPECT_EQ(truth("x > 0 and activation == \"relu\""), 0.0);
  EXPECT_EQ(truth("x > 0 and 'relu' != activation"), 1.0);
  EXPECT_NE(error_of([] { truth("x > activation"); }).find("setting 'activation' is a word"), std::string::npos);
  EXPECT_NE(error_of([] { truth("x > 0 and radius == 'big'"); }).find("setting 'radius' is a number"),
            std::string::npos);
}

TEST(Predicate, ColumnAndWordSettingMayShareAName) {
  Names names = names_for_tests();
  names.columns.insert("activation");
  names.words.insert("activation");
  Sample sample = with_y(3.0, 4.0);
  (*sample.arms.front().runs.front())["activation"] = 7.0;
  const Expression both("activation == 7 and activation == 'tanh'", Result::truth, names);
  EXPECT_EQ(both.evaluate(sample, ArmGrid(sample), 0).at(0), 1.0);
}

TEST(Predicate, NaNIsUndecidedWhateverStandsBesideIt) {
  for (const char* text : {"y < 1", "y >= 1", "y == y", "y != y", "x > 0 or y > 0", "x < 0 and y > 0", "not y > 0",
                           "min(x, y) < 5", "max(y, x) > 1", "1^y == 1", "y^0 == 1", "abs(y) >= 0", "y * 0 == 0",
                           "sqrt(-x) < 1", "x / 0 - x / 0 < 1", "log(-x) < 1"})
    EXPECT_TRUE(std::isnan(truth(text, 3.0, nan))) << text;
}

TEST(Predicate, MissingColumnIsUndecided) {
  EXPECT_TRUE(std::isnan(value_of("y > 0", one_arm({1.0}), Result::truth)));
}

TEST(Predicate, RunThatDidNotConvergeIsUndecided) {
  Sample sample = with_y(3.0, 4.0);
  Numbers& run = *sample.arms.front().runs.front();
  run["converged"] = 1.0;
  EXPECT_EQ(value_of("x > 0", sample, Result::truth), 1.0);
  for (const double value : {0.0, nan}) {
    run["converged"] = value;
    EXPECT_TRUE(std::isnan(value_of("x > 0", sample, Result::truth)));
  }
  run["converged"] = 0.0;
  EXPECT_EQ(value_of("converged == 0 and x > 0", sample, Result::truth), 1.0);
}

TEST(Predicate, Trends) {
  const Sample falling = arms_by_radius({{3.0}, {2.0}, {1.0}});
  const auto all = [](double v) { return std::vector<double>(3, v); };
  EXPECT_EQ(over_arms("decreasing(x, radius)", Result::truth, falling), all(1.0));
  EXPECT_EQ(over_arms("increasing(x, radius)", Result::truth, falling), all(0.0));
  EXPECT_EQ(over_arms("increasing(-x, radius)", Result::truth, falling), all(1.0));
  EXPECT_EQ(over_arms("decreasing(x, radius, margin = 0.99)", Result::truth, falling), all(1.0));
  EXPECT_EQ(over_arms("decreasing(x, radius, margin = 1)", Result::truth, falling), all(0.0));  // by more than
  EXPECT_EQ(over_arms("decreasing(x, radius)", Result::truth, arms_by_radius({{3.0}, {3.0}, {1.0}})), all(0.0));
  EXPECT_TRUE(std::isnan(over_arms("decreasing(x, radius)", Result::truth, arms_by_radius({{3.0}, {nan}, {4.0}}))[0]));
}

TEST(Predicate, LevelsAreOrderedByNumberNotByPlace) {
  Sample sample = arms_by_radius({{3.0}, {2.0}, {1.0}});
  std::swap(sample.arms[0], sample.arms[2]);
  EXPECT_EQ(over_arms("decreasing(x, radius)", Result::truth, sample)[0], 1.0);
}

TEST(Predicate, WordsAreOrderedAsTheClaimGivesThem) {
  Sample sample = arms_by_radius({{1.0}, {2.0}, {3.0}});
  sample.varied = {"activation"};
  const char* order[] = {"tanh", "erf", "relu"};
  for (std::size_t a = 0; a < 3; ++a) sample.arms[a].setting = {{"activation", std::string(order[a])}};
  EXPECT_EQ(over_arms("increasing(x, activation)", Result::truth, sample)[0], 1.0);
  EXPECT_EQ(over_arms("at(x, activation, 'erf')", Result::number, sample)[2], 2.0);
}

TEST(Predicate, Reductions) {
  const Sample sample = arms_by_radius({{1.0}, {2.0}, {6.0}});
  EXPECT_EQ(over_arms("mean(x, radius)", Result::number, sample), std::vector<double>(3, 3.0));
  EXPECT_EQ(over_arms("largest(x, radius) - smallest(x, radius)", Result::number, sample)[1], 5.0);
  EXPECT_EQ(over_arms("x - at(x, radius, 2)", Result::number, sample), (std::vector<double>{-1.0, 0.0, 4.0}));
  EXPECT_TRUE(std::isnan(over_arms("largest(x, radius)", Result::number, arms_by_radius({{1.0}, {nan}}))[0]));
  EXPECT_TRUE(std::isnan(over_arms("mean(x, radius)", Result::number, arms_by_radius({{1.0}, {nan}}))[0]));
}

TEST(Predicate, OnlyArmsThatAreReadCount) {
  EXPECT_EQ(over_arms("at(x, radius, 1) > 0", Result::truth, arms_by_radius({{1.0}, {nan}})),
            std::vector<double>(2, 1.0));
}

/// radius 1, 2 by layers 1..3; x = 10 layers + radius, but for `change` at radius 2, layers 3.
Sample two_settings(double change) {
  Sample sample{{"radius", "layers"}, {1}, {}};
  for (const double radius : {1.0, 2.0})
    for (const double layers : {1.0, 2.0, 3.0}) {
      const double x = 10.0 * layers + radius + (radius == 2.0 && layers == 3.0 ? change : 0.0);
      sample.arms.push_back({{{"radius", radius}, {"layers", layers}}, {Numbers{{"x", x}}}});
    }
  return sample;
}

TEST(Predicate, TrendWithinEachCombinationOfTheOthers) {
  const Sample broken = two_settings(-15.0);
  EXPECT_EQ(over_arms("increasing(x, layers)", Result::truth, two_settings(0.0)), std::vector<double>(6, 1.0));
  EXPECT_EQ(over_arms("increasing(x, layers)", Result::truth, broken), (std::vector<double>{1, 1, 1, 0, 0, 0}));
  EXPECT_EQ(over_arms("increasing(mean(x, radius), layers)", Result::truth, broken), std::vector<double>(6, 1.0));
  EXPECT_EQ(over_arms("increasing(largest(abs(x), layers), radius)", Result::truth, broken)[0], 0.0);
}

TEST(Predicate, VariesOverWhatIsLeft) {
  const auto varies = [](const std::string& text) {
    return Expression(text, Result::number, names_for_tests({"radius", "layers"})).varies();
  };
  EXPECT_EQ(varies("x"), (std::set<std::string>{"layers", "radius"}));
  EXPECT_EQ(varies("mean(x, radius)"), (std::set<std::string>{"layers"}));
  EXPECT_EQ(varies("mean(mean(x, radius), layers)"), std::set<std::string>{});
  EXPECT_EQ(varies("mean(mean(x, radius), layers) + radius"), (std::set<std::string>{"radius"}));
}

TEST(Predicate, ReportsColumns) {
  EXPECT_EQ(Expression("x > radius and abs(y) < 1", Result::truth, names_for_tests()).columns(),
            (std::set<std::string>{"x", "y"}));
}

TEST(Predicate, TrendNeedsTwoLevels) {
  const Sample one = arms_by_radius({{1.0}});
  EXPECT_NE(error_of([&] { over_arms("decreasing(x, radius)", Result::truth, one); }).find("one level"),
            std::string::npos);
  EXPECT_NE(error_of([&] { over_arms("at(x, radius, 7)", Result::number, one); }).find("no arm has radius=7"),
            std::string::npos);
}

TEST(ArmGrid, RefusesWhatIsNoGrid) {
  Sample twice = arms_by_radius({{1.0}, {2.0}});
  twice.arms[1].setting["radius"] = 1.0;
  EXPECT_THROW(ArmGrid{twice}, Error);
  Sample hole = two_settings(0.0);
  hole.arms.pop_back();
  EXPECT_THROW(ArmGrid{hole}, Error);
  Sample mixed = arms_by_radius({{1.0}, {2.0}});
  mixed.arms[1].setting["radius"] = std::string("big");
  EXPECT_THROW(ArmGrid{mixed}, Error);
  Sample lacking = arms_by_radius({{1.0}, {2.0}});
  lacking.arms[0].setting.clear();
  EXPECT_THROW(ArmGrid{lacking}, Error);
  Sample unvaried = arms_by_radius({{1.0}, {2.0}});
  unvaried.varied.clear();
  EXPECT_THROW(ArmGrid{unvaried}, Error);
}

}  // namespace
}  // namespace basin::stats
