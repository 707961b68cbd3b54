// Binomial tails against sums of exact weights; METHOD's table of sample sizes.
#include "stats/operating_characteristics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace basin::stats {
namespace {

/// P(K = k), k = 0..n, by products: no incomplete beta, no logarithm.
std::vector<long double> binomial_weights(std::size_t n, long double p) {
  std::vector<long double> weights{1.0L};
  for (std::size_t trial = 0; trial < n; ++trial) {
    weights.push_back(0.0L);
    for (std::size_t k = weights.size(); k-- > 0;)
      weights[k] = weights[k] * (1.0L - p) + (k > 0 ? weights[k - 1] * p : 0.0L);
  }
  return weights;
}

struct Size {
  double good, bad;
  std::size_t runs;
  std::int64_t cutoff;
};

class TableOfSizes : public ::testing::TestWithParam<Size> {};

TEST_P(TableOfSizes, IsMethods) {
  const Size row = GetParam();
  const ProportionTest test{.good = row.good, .bad = row.bad};
  EXPECT_EQ(smallest_sample(row.good, row.bad, 1e-6, 1e-3), row.runs);
  EXPECT_EQ(cutoff_of(test, row.runs), row.cutoff);
  EXPECT_TRUE(has_power(test, row.runs));
  EXPECT_FALSE(has_power(test, row.runs - 1));
}

INSTANTIATE_TEST_SUITE_P(Method, TableOfSizes,
                         ::testing::Values(Size{.99, .50, 27, 21}, Size{.95, .50, 43, 31}, Size{.95, .70, 113, 93},
                                           Size{.95, .30, 23, 14}, Size{.95, .10, 12, 5}, Size{.99, .10, 8, 4}));

TEST(OperatingCharacteristics, ControlOfTenSeeds) {
  EXPECT_EQ(cutoff_of({.good = .95, .bad = .50}, 10), 3);
  EXPECT_NEAR(probability_above(3, 10, .01), 2.0e-6, 0.05e-6);
}

TEST(OperatingCharacteristics, TailsAreSumsOfWeights) {
  for (const std::size_t n : {1U, 8U, 43U, 113U})
    for (const double p : {0.01, 0.3, 0.5, 0.95}) {
      const auto weights = binomial_weights(n, static_cast<long double>(p));
      for (std::size_t k = 0; k < n; ++k) {
        long double below = 0.0L, above = 0.0L;
        for (std::size_t i = 0; i <= k; ++i) below += weights[i];
        for (std::size_t i = n; i > k; --i) above += weights[i];
        const auto at = static_cast<std::int64_t>(k);
        // Relative, down to 1e-200: a tail that loses its digits would fail here.
        EXPECT_NEAR(probability_at_most(at, n, p) / static_cast<double>(below), 1.0, 1e-11)
            << n << ' ' << k << ' ' << p;
        EXPECT_NEAR(probability_above(at, n, p) / static_cast<double>(above), 1.0, 1e-11) << n << ' ' << k << ' ' << p;
      }
    }
}

TEST(OperatingCharacteristics, TailsBeyondTheRange) {
  EXPECT_EQ(probability_at_most(-1, 5, .5), 0.0);
  EXPECT_EQ(probability_above(-1, 5, .5), 1.0);
  EXPECT_EQ(probability_at_most(5, 5, .5), 1.0);
  EXPECT_EQ(probability_above(5, 5, .5), 0.0);
  EXPECT_EQ(probability_above(0, 5, 0.0), 0.0);
  EXPECT_EQ(probability_at_most(4, 5, 1.0), 0.0);
  EXPECT_THROW((void)probability_above(1, 5, 1.5), std::domain_error);
}

TEST(OperatingCharacteristics, CutoffIsTheLargest) {
  const ProportionTest test{.good = .95, .bad = .50};
  for (std::size_t n = 1; n < 150; ++n) {
    const std::int64_t c = cutoff_of(test, n);
    EXPECT_LE(probability_at_most(c, n, .95), 1e-6);
    EXPECT_GT(probability_at_most(c + 1, n, .95), 1e-6);
  }
}

TEST(OperatingCharacteristics, ContradictedIsTheMirrorImage) {
  // Counting the runs in which the predicate fails turns one question into the other.
  const ProportionTest test{.good = .75, .bad = .25, .expected = Verdict::contradicted};
  const ProportionTest mirror{.good = .75, .bad = .25};
  for (const std::size_t n : {5U, 20U, 60U, 90U}) {
    EXPECT_EQ(cutoff_of(test, n), static_cast<std::int64_t>(n) - cutoff_of(mirror, n) - 1);
    EXPECT_NEAR(false_alarm_of(test, n), false_alarm_of(mirror, n), 1e-18);
    EXPECT_NEAR(miss_of(test, n), miss_of(mirror, n), 1e-12);
  }
  EXPECT_EQ(smallest_sample(test), smallest_sample(mirror));
}

TEST(OperatingCharacteristics, PowerIsNotMonotoneAndTheSearchKnows) {
  const ProportionTest test{.good = .95, .bad = .10};
  ASSERT_TRUE(has_power(test, 12));
  std::size_t lacking = 13;
  while (has_power(test, lacking) && lacking < 40) ++lacking;
  const auto next = smallest_sample(test, lacking);
  ASSERT_TRUE(next.has_value());
  EXPECT_GE(*next, lacking);
  EXPECT_TRUE(has_power(test, *next));
}

TEST(OperatingCharacteristics, RatesTooCloseHaveNoSample) {
  EXPECT_FALSE(smallest_sample(.5001, .5, 1e-6, 1e-3).has_value());
  EXPECT_THROW((void)smallest_sample(.5, .5, 1e-6, 1e-3), std::domain_error);
}

TEST(OperatingCharacteristics, ClopperPearsonIsDefinedByItsTails) {
  for (std::size_t k = 1; k < 20; ++k) {
    const Interval interval = clopper_pearson(k, 20, 0.95);
    EXPECT_NEAR(probability_above(static_cast<std::int64_t>(k) - 1, 20, interval.low), 0.025, 1e-10);
    EXPECT_NEAR(probability_at_most(static_cast<std::int64_t>(k), 20, interval.high), 0.025, 1e-10);
  }
  EXPECT_EQ(clopper_pearson(0, 20, 0.95).low, 0.0);
  EXPECT_NEAR(clopper_pearson(0, 20, 0.95).high, 1.0 - std::pow(0.025, 1.0 / 20.0), 1e-12);
  EXPECT_EQ(clopper_pearson(20, 20, 0.95).high, 1.0);
  EXPECT_EQ(clopper_pearson(0, 0, 0.95).high, 1.0);
  EXPECT_THROW((void)clopper_pearson(3, 2, 0.95), std::domain_error);
}

TEST(OperatingCharacteristics, StudentQuantiles) {
  EXPECT_NEAR(student_quantile(1.0, 0.5), 1.0, 1e-12);  // Cauchy
  // METHOD: "with 4 runs the critical t at 1e-6 is 130".
  EXPECT_NEAR(student_quantile(3.0, 1e-6), 130.0, 1.0);
  EXPECT_NEAR(student_quantile(INFINITY, 0.05), 1.959963984540054, 1e-12);
  EXPECT_NEAR(student_two_sided(3.0, -student_quantile(3.0, 1e-6)), 1e-6, 1e-15);
  EXPECT_EQ(student_two_sided(3.0, INFINITY), 0.0);
  EXPECT_TRUE(std::isnan(student_two_sided(3.0, NAN)));
}

}  // namespace
}  // namespace basin::stats
