// The one-dimensional integrals against the noncentral t, a normal limit, and fixed-seed simulation.
#include "stats/mean_power.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include "stats/interval.hpp"
#include "stats/operating_characteristics.hpp"

namespace basin::stats {
namespace {

/// P(T <= t), T noncentral.
double noncentral(double degrees, double shift, double t) {
  return boost::math::cdf(boost::math::non_central_t(degrees, shift), t);
}

TEST(MeanPower, NotContradictedIsTheNoncentralT) {
  for (const std::size_t n : {3U, 5U, 10U, 30U, 200U})
    for (const double half : {0.5, 2.0, 8.0}) {
      const MeanTest test{.half_width = half, .sd = 1.0, .arms = 3};
      const double root = std::sqrt(static_cast<double>(n)), degrees = static_cast<double>(n) - 1.0;
      const double t = student_quantile(degrees, 1e-6 / 3.0);
      // Contradicted: beyond the near edge, or (hardly ever) beyond the far one.
      const double exact = noncentral(degrees, half * root, t) - noncentral(degrees, 3.0 * half * root, -t);
      EXPECT_NEAR(probability_not_contradicted(test, n), exact, 1e-9 + 1e-6 * exact) << n << ' ' << half;
      MeanTest further = test;
      further.beyond = 1.5 * half;
      const double exact_further =
          noncentral(degrees, 1.5 * half * root, t) - noncentral(degrees, 3.5 * half * root, -t);
      EXPECT_NEAR(probability_not_contradicted(further, n), exact_further, 1e-9 + 1e-6 * exact_further) << n;
    }
}

TEST(MeanPower, BeyondTheFarEdgeCountsAsContradicted) {
  // So loose and so near that the interval ends up on the wrong side as often as not.
  const MeanTest test{.half_width = 0.05, .sd = 1.0, .alpha = 0.05};
  const double shift = 0.05 * std::sqrt(3.0), t = student_quantile(2.0, 0.05);
  const double far = noncentral(2.0, 3.0 * shift, -t);
  ASSERT_GT(far, 0.01);
  EXPECT_NEAR(probability_not_contradicted(test, 3), noncentral(2.0, shift, t) - far, 1e-9);
}

TEST(MeanPower, NotReproducedIsTwoNoncentralTails) {
  // Where an interval is never longer than [low, high], leaving below and leaving above exclude each other.
  for (const std::size_t n : {20U, 40U, 100U})
    for (const double bias : {0.0, 0.3}) {
      const MeanTest test{.half_width = 3.0, .sd = 1.0, .bias = bias};
      const double root = std::sqrt(static_cast<double>(n)), degrees = static_cast<double>(n) - 1.0;
      const double t = student_quantile(degrees, 1e-3);
      const double exact = noncentral(degrees, (3.0 - bias) * root, t) + noncentral(degrees, (3.0 + bias) * root, t);
      EXPECT_NEAR(probability_not_reproduced(test, n), exact, 1e-12 + 1e-3 * exact) << n << ' ' << bias;
    }
}

// Computed once with twice the panels and 31 nodes in each.
TEST(MeanPower, AFinerRuleSaysTheSame) {
  struct Known {
    MeanTest test;
    std::size_t runs;
    double not_reproduced, not_contradicted;
  };
  const std::vector<Known> known = {
      {{.half_width = 0.02, .sd = 0.0165, .bias = 0.008, .arms = 7},
       126,
       9.4219011650539935e-06,
       2.025015401471874e-14},
      {{.half_width = 0.02, .sd = 0.0102, .bias = 0.008, .arms = 2},
       60,
       7.2145659271689137e-08,
       2.3630912241570468e-17},
      {{.half_width = 3.0, .sd = 1.0}, 4, 0.91980140106125419, 0.99985366445917312},
      {{.half_width = 1.5, .sd = 0.5, .bias = 0.3}, 8, 0.18307035018191581, 0.95210598737146079},
      {{.half_width = 0.055, .sd = 0.03, .bias = 0.02, .alpha = 1e-4, .beta = 0.05},
       20,
       0.001444030321819409,
       0.0046006762103062461},
      {{.half_width = 0.05, .sd = 1.0, .arms = 3}, 1000, 1.0, 0.99979431624105397},
      {{.half_width = 50.0, .sd = 1.0}, 2, 0.91255308054775397, 0.99991137730763691}};
  for (const auto& [test, runs, not_reproduced, not_contradicted] : known) {
    EXPECT_NEAR(probability_not_reproduced(test, runs) / not_reproduced, 1.0, 1e-11) << runs;
    EXPECT_NEAR(probability_not_contradicted(test, runs) / not_contradicted, 1.0, 1e-11) << runs;
  }
}

TEST(MeanPower, TailsFallAsTheNormalsDo) {
  // With very many runs the spread is known, and only the mean varies.
  const std::size_t n = 10'000;
  const double t = student_quantile(1e9, 1e-3);
  const MeanTest test{.half_width = 0.1, .sd = 1.0};
  const double limit = 2.0 * boost::math::cdf(boost::math::complement(boost::math::normal(), 10.0 - t));
  EXPECT_NEAR(probability_not_reproduced(test, n) / limit, 1.0, 0.02);
}

TEST(MeanPower, AgreesWithSimulation) {
  // 20 000 draws with a fixed seed; limits at 6 standard errors of a proportion.
  std::mt19937_64 bits(7);
  std::normal_distribution<double> normal(0.4, 1.0);
  const std::size_t n = 6, draws = 20'000;
  const MeanTest test{.half_width = 3.5, .sd = 1.0, .bias = 0.4, .beta = 1e-2};
  std::size_t left = 0;
  for (std::size_t i = 0; i < draws; ++i) {
    std::vector<double> values(n);
    for (double& value : values) value = normal(bits);
    const Interval interval = student_interval(summarise(values), test.beta);
    if (interval.low < -3.5 || interval.high > 3.5) ++left;
  }
  const double p = probability_not_reproduced(test, n);
  ASSERT_GT(p, 0.01);
  ASSERT_LT(p, 0.5);
  EXPECT_NEAR(static_cast<double>(left) / static_cast<double>(draws), p, 6.0 * std::sqrt(p * (1 - p) / draws));
}

TEST(MeanPower, ArmsAddUp) {
  MeanTest test{.half_width = 2.0, .sd = 1.0};
  const double one = probability_not_reproduced(test, 25);
  test.arms = 4;
  EXPECT_NEAR(probability_not_reproduced(test, 25), 4.0 * one, 1e-12);
}

TEST(MeanPower, HoldsAtTheEndsOfTheRange) {
  EXPECT_EQ(probability_not_reproduced({.half_width = 1.0, .sd = 1.0}, 1), 1.0);
  EXPECT_EQ(probability_not_contradicted({.half_width = 1.0, .sd = 1.0}, 0), 1.0);
  EXPECT_NEAR(probability_not_reproduced({.half_width = 1e-9, .sd = 1.0}, 5), 1.0, 1e-9);
  EXPECT_LT(probability_not_reproduced({.half_width = 1e9, .sd = 1.0}, 2), 1e-5);
  EXPECT_LT(probability_not_reproduced({.half_width = 1e9, .sd = 1.0}, 10'000), 1e-18);
  for (const double narrow : {1e-6, 1e-8, 1e-9}) {
    for (const std::size_t n : {2U, 40U, 5'000U, 10'000U}) {
      EXPECT_NEAR(probability_not_reproduced({.half_width = narrow, .sd = 1.0}, n), 1.0, 1e-6) << narrow << ' ' << n;
    }
    EXPECT_FALSE(smallest_runs(probability_not_reproduced, {.half_width = narrow, .sd = 1.0}, 1e-5).has_value());
  }
  EXPECT_THROW((void)probability_not_reproduced({.half_width = 1.0, .sd = 0.0}, 5), std::domain_error);
  EXPECT_THROW((void)probability_not_reproduced({.half_width = 1.0, .sd = 1.0, .bias = 1.0}, 5), std::domain_error);
}

TEST(MeanPower, SmallestRunsIsTheSmallest) {
  const MeanTest test{.half_width = 1.0, .sd = 0.5, .bias = 0.2};
  const auto n = smallest_runs(probability_not_reproduced, test, 1e-5);
  ASSERT_TRUE(n.has_value());
  EXPECT_LE(probability_not_reproduced(test, *n), 1e-5);
  EXPECT_GT(probability_not_reproduced(test, *n - 1), 1e-5);
  EXPECT_FALSE(smallest_runs(probability_not_reproduced, {.half_width = 1e-3, .sd = 1.0}, 1e-5).has_value());
}

}  // namespace
}  // namespace basin::stats
