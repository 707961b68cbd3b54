// Tests of capacities and of the law of errors: printed numbers, the exact law by enumeration, simulated networks.
#include "hopfield/capacity.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "core/error.hpp"
#include "hopfield/patterns_for_tests.hpp"
#include "hopfield/recall.hpp"
#include "hopfield/weights.hpp"

namespace basin::hopfield {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

TEST(Capacity, IsAsPrintedAndAsMcElieceHasIt) {
  EXPECT_EQ(std::round(capacity_as_printed(784)), 41.0);
  EXPECT_NEAR(capacity_for_most(784), 58.8, 0.05);
  EXPECT_NEAR(capacity_for_all(784), 29.4, 0.05);
  EXPECT_DOUBLE_EQ(capacity_as_printed(16), 2.0);
  EXPECT_DOUBLE_EQ(capacity_for_most(784), capacity_as_printed(784) / std::log(2.0));
}

TEST(OneStepError, HasTheTextbookValues) {
  EXPECT_NEAR(one_step_error(1000, 105), 0.001, 0.00005);
  EXPECT_NEAR(one_step_error(1000, 138), 0.0036, 0.00005);
  EXPECT_DOUBLE_EQ(one_step_error(50, 50), 0.5 * std::erfc(std::sqrt(0.5)));
}

// The exact probability, without centring: of (p - 1)(d - 1) independent signs, at least (d - 1 + all) / 2 are against
// the pattern; h = 0 is an error too.
double exact_error(Index neurons, Index patterns) {
  const auto signs = static_cast<double>((patterns - 1) * (neurons - 1));
  const double against = std::ceil((signs + static_cast<double>(neurons - 1)) / 2.0);
  const boost::math::binomial count(signs, 0.5);
  return boost::math::cdf(boost::math::complement(count, against - 1.0));
}

TEST(OneStepError, IsNearTheExactLaw) {
  for (const Index patterns : {60, 82, 108, 150, 300, 784}) {
    EXPECT_NEAR(one_step_error(784, patterns) / exact_error(784, patterns), 1.0, patterns < 100 ? 0.15 : 0.06)
        << patterns;
  }
}

// 40 networks of 200 neurons: 80,000 to 320,000 neurons are looked at. 6 standard errors of as many independent ones.
TEST(OneStepError, OfTheExactLawIsThatOfNetworks) {
  for (const Index patterns : {10, 28, 40}) {
    double wrong = 0.0, looked_at = 0.0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      const MatrixXd x = random_signs(200, patterns, 100 + seed);
      const MatrixXd after = recall(outer_product_weights(x, Centring::none, Diagonal::zero), x, 1);
      wrong += (after.array() != x.array()).cast<double>().sum();
      looked_at += static_cast<double>(x.size());
    }
    const double expected = exact_error(200, patterns);
    EXPECT_NEAR(wrong / looked_at, expected, 6.0 * std::sqrt(expected / looked_at)) << patterns;
  }
}

TEST(Capacity, RefusesNoNetwork) {
  EXPECT_THROW((void)capacity_as_printed(1), Error);
  EXPECT_THROW((void)capacity_for_most(0), Error);
  EXPECT_THROW((void)capacity_for_all(1), Error);
  EXPECT_THROW((void)one_step_error(0, 3), Error);
  EXPECT_THROW((void)one_step_error(3, 0), Error);
}

}  // namespace
}  // namespace basin::hopfield
