// The words of the small pictures, and numbers that break careless scales.
#include "report/sparkline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace basin::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Sparkline, SaysItInWords) {
  EXPECT_THAT(sparkline({{.values = std::vector<double>(43, 4.0)}}),
              HasSubstr("aria-label=\"43 runs: 4 to 4, mean 4\""));
  EXPECT_THAT(sparkline({{.values = {1.0, 2.0}, .published = 1.6}}),
              HasSubstr("aria-label=\"2 runs: 1 to 2, mean 1.5, published 1.6\""));
  EXPECT_THAT(sparkline({{.values = {1.0, 2.0}}, {.values = {3.0, 5.0}}}),
              HasSubstr("aria-label=\"2 arms, 4 runs: 1 to 5, means 1.5 to 4\""));
  EXPECT_THAT(sparkline({{.values = {0.25}}}), HasSubstr("aria-label=\"1 run: 0.25 to 0.25, mean 0.25\""));
}

TEST(Sparkline, OnOneScaleFromEdgeToEdge) {
  const std::string svg = sparkline({{.values = {0.0, 10.0}}});
  EXPECT_THAT(svg, HasSubstr("d=\"M5.0 5.5h0M145.0 5.5h0\""));    // margin 5 of 150
  EXPECT_THAT(svg, HasSubstr("class=\"mean\" d=\"M75.0 1v9\""));  // the middle
  // A published number outside our values widens the scale.
  EXPECT_THAT(sparkline({{.values = {0.0, 10.0}, .published = 20.0}}), HasSubstr("M75.0 5.5h0"));
}

TEST(Sparkline, ManyValuesAreAHistogram) {
  EXPECT_THAT(sparkline({{.values = std::vector<double>(40, 1.0)}}), HasSubstr("class=\"dots\""));
  std::vector<double> many;
  for (int i = 0; i < 41; ++i) many.push_back(i);
  EXPECT_THAT(sparkline({{.values = many}}), HasSubstr("class=\"bars\""));
  EXPECT_THAT(sparkline({{.values = many}}), Not(HasSubstr("class=\"dots\"")));
}

TEST(Sparkline, WhatIsNotFiniteIsCountedAndNotDrawn) {
  EXPECT_EQ(sparkline({}), "");
  EXPECT_EQ(sparkline({{.values = {}}, {.values = {nan, infinity}}}), "");
  const std::string svg = sparkline({{.values = {1.0, nan, infinity, 3.0}}});
  EXPECT_THAT(svg, HasSubstr("2 runs: 1 to 3, mean 2; 2 not finite"));
  constexpr double largest = std::numeric_limits<double>::max();
  for (const auto& values : {std::vector<double>{-largest, largest}, std::vector<double>(50, largest),
                             std::vector<double>{0.0, std::numeric_limits<double>::denorm_min()}}) {
    const std::string drawn = sparkline({{.values = values}});
    EXPECT_THAT(drawn, Not(HasSubstr("nan")));
    EXPECT_THAT(drawn, Not(HasSubstr("inf")));
  }
}

TEST(Sparkline, TwelveRowsAtMost) {
  const std::string svg = sparkline(std::vector<SparkRow>(30, {.values = {1.0, 2.0}}));
  EXPECT_EQ(count(svg, "class=\"dots\""), 12U);
  EXPECT_THAT(svg, HasSubstr("30 arms, 60 runs: 1 to 2, means 1.5 to 1.5; the first 12 arms are drawn"));
}

TEST(ShortNumber, FourDigits) {
  EXPECT_EQ(short_number(0.31288), "0.3129");
  EXPECT_EQ(short_number(12.0), "12");
  EXPECT_EQ(short_number(-0.0), "0");
  EXPECT_EQ(short_number(1.234e-7), "1.234e-07");
  EXPECT_EQ(short_number(nan), "–");
  EXPECT_EQ(short_number(infinity), "∞");
}

}  // namespace
}  // namespace basin::report
