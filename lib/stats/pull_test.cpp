// Pulls against Welch's test worked out from its definition, and the cases in which there is none.
#include "stats/pull.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace basin::stats {
namespace {

const Summary ours{10, 1.5, 0.4};

TEST(Pull, WelchAndSatterthwaite) {
  const Pull pull = pull_of(ours, {1.2, 0.3, SpreadKind::sd, 4});
  const double a = 0.16 / 10, b = 0.09 / 4;
  EXPECT_NEAR(pull.t, 0.3 / std::sqrt(a + b), 1e-12);
  EXPECT_NEAR(pull.degrees, (a + b) * (a + b) / (a * a / 9 + b * b / 3), 1e-12);
  EXPECT_NEAR(pull.p, student_two_sided(pull.degrees, pull.t), 1e-15);
}

TEST(Pull, KindsOfSpreadAgree) {
  const Pull by_sd = pull_of(ours, {1.2, 0.3, SpreadKind::sd, 4});
  const Pull by_se = pull_of(ours, {1.2, 0.15, SpreadKind::se, 4});
  const Pull by_interval = pull_of(ours, {1.2, 0.15 * student_quantile(3, 0.05), SpreadKind::ci95, 4});
  EXPECT_NEAR(by_sd.t, by_se.t, 1e-12);
  EXPECT_NEAR(by_sd.t, by_interval.t, 1e-12);
  EXPECT_NEAR(by_sd.p, by_interval.p, 1e-12);
}

TEST(Pull, EqualSamplesHavePooledDegrees) {
  EXPECT_NEAR(pull_of(ours, {1.2, 0.4, SpreadKind::sd, 10}).degrees, 18.0, 1e-9);
}

// A point read off a figure has the error of reading and, being one network or a few, that between networks.
TEST(Pull, DigitisedPointCarriesTheSpreadBetweenRuns) {
  const double a = 0.16 / 10;
  for (const double runs : {1.0, 4.0, static_cast<double>(NAN)}) {
    const Pull pull = pull_of(ours, {1.2, 0.1, SpreadKind::digitised, runs});
    const double b = 0.01 + 0.16 / (runs >= 1.0 ? runs : 1.0);
    EXPECT_NEAR(pull.t, (ours.mean - 1.2) / std::sqrt(a + b), 1e-12) << runs;
    // Only our deviation is estimated, once and with 9 degrees, for both means.
    EXPECT_NEAR(pull.degrees, 9.0 * std::pow((a + b) / (a + b - 0.01), 2), 1e-9) << runs;
  }
}

// Read without error it is a printed number of so many runs.
TEST(Pull, DigitisedWithoutAReadingErrorIsAPrintedNumber) {
  const Pull digitised = pull_of(ours, {1.2, 0.0, SpreadKind::digitised, 4});
  const Pull printed = pull_of(ours, {.value = 1.2, .runs = 4});
  EXPECT_NEAR(digitised.t, printed.t, 1e-12);
  EXPECT_NEAR(digitised.degrees, printed.degrees, 1e-12);
  EXPECT_NEAR(digitised.p, printed.p, 1e-12);
}

// Nothing but the reading error is left where our runs do not vary: it is known, and not estimated.
TEST(Pull, DigitisedBesideConstantsIsNormal) {
  const Pull pull = pull_of({4, 1.0, 0.0}, {1.2, 0.1, SpreadKind::digitised, 4});
  EXPECT_NEAR(pull.t, -2.0, 1e-12);
  EXPECT_TRUE(std::isinf(pull.degrees));
  EXPECT_NEAR(pull.p, std::erfc(2.0 / std::sqrt(2.0)), 1e-12);
}

// Worked out by hand: 85, 90, 88, 93 of 100 pictures have the mean 89 and the variance 34/3; printed is 86.5 of 4 runs.
// t = 2.5 / (3.366502 sqrt(1/4 + 1/4)) = 1.0502, and p from the distribution function of Student's t with 3 degrees,
// 1/2 + (a + sin(a) cos(a)) / pi with tan(a) = t / sqrt(3).
TEST(Pull, OfPrintedMeansWithoutSpreadOursStandsForBoth) {
  const std::vector<double> counts = {85, 90, 88, 93};
  const Summary mine = summarise(counts);
  const Pull pull = pull_of(mine, {.value = 86.5, .runs = 4});
  EXPECT_NEAR(pull.t, 1.05021, 1e-5);
  EXPECT_EQ(pull.degrees, 3.0);
  const double angle = std::atan(pull.t / std::sqrt(3.0));
  EXPECT_NEAR(pull.p, 1.0 - 2.0 * (angle + std::sin(angle) * std::cos(angle)) / std::acos(-1.0), 1e-12);
  EXPECT_NEAR(pull_of(mine, {.value = 86.5, .runs = 1}).t, 2.5 / (std::sqrt(34.0 / 3.0) * std::sqrt(1.25)), 1e-12);
}

// With equal variances that pull is Student's t exactly: of 4000 pairs of samples of 4, as many are beyond as should
// be.
TEST(Pull, OfPrintedMeansWithoutSpreadIsExactUnderEqualVariance) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal(10.0, 3.0);
  int beyond = 0;
  for (int i = 0; i < 4000; ++i) {
    std::vector<double> a(4), b(4);
    for (double& x : a) x = normal(engine);
    for (double& x : b) x = normal(engine);
    if (pull_of(summarise(a), {.value = summarise(b).mean, .runs = 4}).p < 0.05) ++beyond;
  }
  EXPECT_NEAR(beyond, 200, 60);  // 4.4 standard deviations, and the seed is fixed
}

// 100 of 100 in every run of both.
TEST(Pull, OfConstants) {
  const Summary constant{4, 100.0, 0.0};
  for (const PublishedMean& same :
       {PublishedMean{.value = 100, .runs = 4}, PublishedMean{100, 0.0, SpreadKind::sd, 4}}) {
    EXPECT_EQ(pull_of(constant, same).t, 0.0);
    EXPECT_EQ(pull_of(constant, same).p, 1.0);
  }
  for (const PublishedMean& other :
       {PublishedMean{.value = 99, .runs = 4}, PublishedMean{99, 0.0, SpreadKind::sd, 4}}) {
    EXPECT_TRUE(std::isnan(pull_of(constant, other).t));
  }
}

TEST(Pull, SpreadOfTheirRuns) {
  EXPECT_EQ(published_sd({1.2, 0.3, SpreadKind::sd, NAN}), 0.3);
  EXPECT_NEAR(published_sd({1.2, 0.15, SpreadKind::se, 4}), 0.3, 1e-15);
  EXPECT_NEAR(published_sd({1.2, 0.15 * student_quantile(3, 0.05), SpreadKind::ci95, 4}), 0.3, 1e-12);
  for (const PublishedMean& none :
       {PublishedMean{.value = 1.2, .runs = 4}, PublishedMean{1.2, 0.3, SpreadKind::range, 4},
        PublishedMean{1.2, 0.3, SpreadKind::digitised, 4}, PublishedMean{1.2, 0.3, SpreadKind::se, NAN}}) {
    EXPECT_TRUE(std::isnan(published_sd(none)));
  }
}

TEST(Pull, CannotBeFormed) {
  for (const PublishedMean& published :
       {PublishedMean{1.2, 0.3, SpreadKind::range, 4}, PublishedMean{1.2, NAN, SpreadKind::none, NAN},
        PublishedMean{1.2, NAN, SpreadKind::none, 0}, PublishedMean{1.2, 0.3, SpreadKind::sd, NAN},
        PublishedMean{1.2, 0.3, SpreadKind::se, 1}, PublishedMean{1.2, 0.3, SpreadKind::ci95, NAN},
        PublishedMean{1.2, -0.3, SpreadKind::sd, 4}, PublishedMean{NAN, 0.3, SpreadKind::sd, 4},
        PublishedMean{1.2, INFINITY, SpreadKind::digitised, 4}}) {
    EXPECT_TRUE(std::isnan(pull_of(ours, published).t));
    EXPECT_TRUE(std::isnan(pull_of(ours, published).p));
  }
  EXPECT_TRUE(std::isnan(pull_of({1, 1.5, NAN}, {1.2, 0.3, SpreadKind::sd, 4}).t));
  EXPECT_TRUE(std::isnan(pull_of({1, 1.5, NAN}, {.value = 1.2, .runs = 4}).t));
}

}  // namespace
}  // namespace basin::stats
