// Summaries against numbers worked out by hand.
#include "stats/interval.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace basin::stats {
namespace {

TEST(Summarise, ByHand) {
  const Summary summary = summarise(std::vector<double>{1, 2, 3, 4, 10});
  EXPECT_EQ(summary.runs, 5U);
  EXPECT_DOUBLE_EQ(summary.mean, 4.0);
  EXPECT_DOUBLE_EQ(summary.sd, std::sqrt(50.0 / 4.0));
}

TEST(Summarise, LargeOffsetKeepsTheDeviation) {
  EXPECT_NEAR(summarise(std::vector<double>{1e9 + 1, 1e9 + 2, 1e9 + 3}).sd, 1.0, 1e-9);
}

TEST(Summarise, EdgesOfTheRange) {
  EXPECT_TRUE(std::isnan(summarise({}).mean));
  EXPECT_EQ(summarise(std::vector<double>{3.0}).mean, 3.0);
  EXPECT_TRUE(std::isnan(summarise(std::vector<double>{3.0}).sd));
  // 0.1 is not exact in binary: a rounded mean would leave a deviation of 1e-17.
  EXPECT_EQ(summarise(std::vector<double>(10, 0.1)).sd, 0.0);
  EXPECT_TRUE(std::isnan(summarise(std::vector<double>{1.0, NAN}).mean));
  EXPECT_EQ(summarise(std::vector<double>{1.0, INFINITY}).mean, INFINITY);
  EXPECT_TRUE(std::isnan(summarise(std::vector<double>{1.0, INFINITY}).sd));
  EXPECT_TRUE(std::isnan(summarise(std::vector<double>{-INFINITY, INFINITY}).mean));
}

TEST(AreAllEqual, UpToRounding) {
  const double next = std::nextafter(0.3, 1.0);
  EXPECT_TRUE(are_all_equal(std::vector<double>{0.3, next, 0.3}));
  EXPECT_FALSE(are_all_equal(std::vector<double>{0.3, 0.3 + 1e-12}));
  EXPECT_TRUE(are_all_equal(std::vector<double>{0.0, 0.0}));
  EXPECT_FALSE(are_all_equal(std::vector<double>{0.3}));
}

TEST(StudentInterval, ByHand) {
  // n = 2, mean 1, sd sqrt(2), standard error 1; half of Cauchy's mass lies within 1.
  const Interval interval = student_interval(summarise(std::vector<double>{0, 2}), 0.5);
  EXPECT_NEAR(interval.low, 0.0, 1e-12);
  EXPECT_NEAR(interval.high, 2.0, 1e-12);
  EXPECT_TRUE(std::isnan(student_interval(summarise(std::vector<double>{1}), 0.5).low));
}

}  // namespace
}  // namespace basin::stats
