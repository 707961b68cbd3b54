// Pulls against Welch's test worked out from its definition, and the cases in which there is none.
#include "stats/pull.hpp"

#include <gtest/gtest.h>

#include <cmath>

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
    EXPECT_NEAR(pull.degrees, (a + b) * (a + b) / (a * a / 9 + b * b / 9), 1e-9) << runs;
  }
}

TEST(Pull, CannotBeFormed) {
  for (const PublishedMean& published :
       {PublishedMean{1.2, 0.3, SpreadKind::range, 4}, PublishedMean{1.2, NAN, SpreadKind::none, 4},
        PublishedMean{1.2, 0.3, SpreadKind::none, 4}, PublishedMean{1.2, 0.3, SpreadKind::sd, NAN},
        PublishedMean{1.2, 0.3, SpreadKind::se, 1}, PublishedMean{1.2, 0.3, SpreadKind::ci95, NAN},
        PublishedMean{1.2, -0.3, SpreadKind::sd, 4}, PublishedMean{NAN, 0.3, SpreadKind::sd, 4},
        PublishedMean{1.2, INFINITY, SpreadKind::digitised, 4}}) {
    EXPECT_TRUE(std::isnan(pull_of(ours, published).t));
    EXPECT_TRUE(std::isnan(pull_of(ours, published).p));
  }
  EXPECT_TRUE(std::isnan(pull_of({1, 1.5, NAN}, {1.2, 0.3, SpreadKind::sd, 4}).t));
  EXPECT_TRUE(std::isnan(pull_of({5, 1.5, 0.0}, {1.2, 0.0, SpreadKind::sd, 4}).t));
}

}  // namespace
}  // namespace basin::stats
