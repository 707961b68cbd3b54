// What a drawing is made of: texts, ticks, looks and colours, by hand-made cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "report/drawing_axes.hpp"
#include "report/drawing_style.hpp"

namespace basin::report {
namespace {

using ::testing::ElementsAre;

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

TEST(DrawingTexts, AreQuoted) {
  EXPECT_EQ(quoted("it's `date` \\"), "'it\u2019s `date` \\'");
  EXPECT_EQ(quoted("a\nb\tc\x7f"), "'a b c '");
  EXPECT_EQ(quoted("a[b[0]]>1"), "'a[b[0]] >1'");
  EXPECT_EQ(quoted("\u03bb \u2081 \U0001F600"), "'\u03bb \u2081 \U0001F600'");
  EXPECT_EQ(quoted("\xce'"), "' \u2019'");            // cut in the middle of a character
  EXPECT_EQ(quoted("\xc0\xa7"), "'  '");              // a quote in too long a form
  EXPECT_EQ(quoted("\xed\xa0\x80\xf5z"), "'    z'");  // half a surrogate pair; beyond Unicode
}

TEST(DrawingTexts, AreBrokenBetweenWords) {
  EXPECT_THAT(wrapped("one two three", 1000, 10), ElementsAre("one two three"));
  EXPECT_THAT(wrapped("one two three", 45, 10), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("unbreakable x", 10, 10), ElementsAre("unbreakable", "x"));
  EXPECT_TRUE(wrapped("", 10, 10).empty());
}

TEST(DrawingTicks, AxesHaveRangesThatCanBeDrawn) {
  EXPECT_TRUE(can_be_drawn(Scale::linear, -1, 1));
  EXPECT_TRUE(can_be_drawn(Scale::logarithmic, 1e-308, 1e308));
  EXPECT_FALSE(can_be_drawn(Scale::linear, 1, 1.0000000000000002));
  EXPECT_FALSE(can_be_drawn(Scale::linear, 2, 1));
  EXPECT_FALSE(can_be_drawn(Scale::linear, -1e308, 1e308));
  EXPECT_FALSE(can_be_drawn(Scale::linear, 0, infinity));
  EXPECT_FALSE(can_be_drawn(Scale::linear, nan, 1));
  EXPECT_FALSE(can_be_drawn(Scale::logarithmic, 0, 1));
}

TEST(DrawingTicks, OfAllNumbersThereAreAreFew) {
  const Axis axis{"x", Scale::logarithmic, std::pair(1e-308, 1e308)};
  const Ticks ticks = ticks_for(axis, {}, 5);
  EXPECT_GE(ticks.major.size(), 3U);
  EXPECT_LE(ticks.major.size(), 8U);
}

std::vector<std::string> texts_of(const Ticks& ticks) {
  std::vector<std::string> texts;
  for (const auto& tick : ticks.major) texts.push_back(tick.second);
  return texts;
}

TEST(DrawingAxes, HaveRoundTicks) {
  EXPECT_THAT(texts_of(ticks_for({"", Scale::linear, {{0, 1}}}, {}, 5)),
              ElementsAre("0", "0.2", "0.4", "0.6", "0.8", "1"));
  EXPECT_THAT(texts_of(ticks_for({"", Scale::linear, {{-0.3, 0.31}}}, {}, 6)),
              ElementsAre("-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"));
  EXPECT_THAT(texts_of(ticks_for({"", Scale::logarithmic, {{1, 1e4}}}, {}, 5)),
              ElementsAre("1", "10", "100", "1000", "10000"));
  EXPECT_THAT(texts_of(ticks_for({"", Scale::logarithmic, {{2, 60}}}, {}, 5)), ElementsAre("2", "5", "10", "20", "50"));
  EXPECT_LE(texts_of(ticks_for({"", Scale::logarithmic, {{1e-30, 1e30}}}, {}, 5)).size(), 7U);
}

TEST(DrawingAxes, AlwaysHaveARangeThatHoldsTheirValues) {
  for (const std::vector<double>& values : std::vector<std::vector<double>>{{},
                                                                            {0},
                                                                            {5},
                                                                            {-5},
                                                                            {1, 2},
                                                                            {1e-300},
                                                                            {1e300, 2e300},
                                                                            {1, 1 + 1e-15},
                                                                            {1e12, 1e12 + 1},
                                                                            {nan, infinity},
                                                                            {0, 1e-9}})
    for (const Scale scale : {Scale::linear, Scale::logarithmic}) {
      const Ticks ticks = ticks_for({"", scale}, values, 5);
      EXPECT_LT(ticks.low, ticks.high);
      EXPECT_TRUE(scale == Scale::linear || ticks.low > 0);
      EXPECT_GE(ticks.major.size(), 2U);
      EXPECT_LE(ticks.major.size(), 12U);
      for (const double value : values)
        EXPECT_TRUE(!ticks.shows(value) || (ticks.low <= value && value <= ticks.high)) << value;
    }
  for (const auto& range : std::vector<std::pair<double, double>>{{1, 1}, {2, 1}, {nan, 1}, {0, infinity}})
    EXPECT_THROW((void)ticks_for({"", Scale::linear, range}, {}, 5), std::logic_error);
  EXPECT_THROW((void)ticks_for({"", Scale::logarithmic, {{0, 1}}}, {}, 5), std::logic_error);
}

TEST(DrawingLooks, PairPublishedNumbersWithOurs) {
  const std::vector<double> one = {1};
  CurvesPanel first{"",
                    {},
                    {},
                    {{"relu", Style::points, one, one},
                     {"relu, published", Style::published, one, one},
                     {"tanh", Style::points, one, one},
                     {"published", Style::published, one, one},
                     {"", Style::line, one, one}}};
  CurvesPanel second{"", {}, {}, {{"tanh", Style::line, one, one}, {"", Style::points, one, one}}};
  const Looks looks = looks_of({"", {first, second}});
  std::vector<std::size_t> orders;
  for (const auto& panel : looks.of_panel)
    for (const Look& look : panel) orders.push_back(look.order);
  EXPECT_THAT(orders, ElementsAre(0U, 0U, 1U, 1U, 2U, 1U, 0U));
  EXPECT_EQ(looks.key.size(), 5U);  // tanh as points and as a line are two entries
}

TEST(DrawingColours, CanBeReadOn) {
  EXPECT_EQ(shade(-5, 0, 1), (Colour{68, 1, 84}));
  EXPECT_EQ(shade(infinity, 0, 1), (Colour{253, 231, 37}));
  EXPECT_EQ(shade(0.5, 0, 1), (Colour{33, 145, 140}));
  EXPECT_STREQ(readable_on(shade(0, 0, 1)), "#ffffff");
  EXPECT_STREQ(readable_on(shade(1, 0, 1)), "#000000");
  EXPECT_STREQ(readable_on(shade(nan, 0, 1)), "#000000");
  EXPECT_EQ(hexadecimal({255, 0, 10}), "#ff000a");
}

}  // namespace
}  // namespace basin::report
