// Tests of the best monotone fit: against the min-max formula by brute force, and x^2 against its closed form.
#include "theory/isotonic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/error.hpp"
#include "core/random.hpp"

namespace basin::theory {
namespace {

// max over a <= i of min over b >= i of mean(y_a, ..., y_b).
Eigen::VectorXd plain_fit(const Eigen::VectorXd& y) {
  Eigen::VectorXd fit = Eigen::VectorXd::Constant(y.size(), -std::numeric_limits<double>::infinity());
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    for (Eigen::Index a = 0; a <= i; ++a) {
      double least = std::numeric_limits<double>::infinity();
      for (Eigen::Index b = i; b < y.size(); ++b) least = std::min(least, y.segment(a, b - a + 1).mean());
      fit(i) = std::max(fit(i), least);
    }
  }
  return fit;
}

Eigen::VectorXd random_numbers(Eigen::Index count, std::uint64_t seed) {
  Eigen::VectorXd y(count);
  Stream("theory_test.isotonic", seed, "data").fill_normal(std::span(y.data(), static_cast<std::size_t>(count)));
  return y;
}

TEST(IsotonicFit, IsThatOfTheMinMaxFormula) {
  for (const Eigen::Index count : {1, 2, 3, 10, 40}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Eigen::VectorXd y = random_numbers(count, seed);
      EXPECT_LT((isotonic_fit(y) - plain_fit(y)).cwiseAbs().maxCoeff(), 1e-14) << count << ' ' << seed;
      const Eigen::VectorXd ties = (2.0 * y).array().round();
      EXPECT_LT((isotonic_fit(ties) - plain_fit(ties)).cwiseAbs().maxCoeff(), 1e-14) << count << ' ' << seed;
    }
  }
}

TEST(IsotonicFit, LeavesWhatIsMonotoneAndKeepsTheMean) {
  const Eigen::VectorXd rising = Eigen::VectorXd::LinSpaced(50, -3.0, 8.0);
  EXPECT_EQ(isotonic_fit(rising), rising);
  EXPECT_TRUE(isotonic_fit(-rising).isApprox(Eigen::VectorXd::Constant(50, -2.5), 1e-14));
  const Eigen::VectorXd y = random_numbers(10000, 1), fit = isotonic_fit(y);
  EXPECT_NEAR(fit.mean(), y.mean(), 1e-13);
  EXPECT_GE((fit.tail(9999) - fit.head(9999)).minCoeff(), 0.0);
  EXPECT_EQ(isotonic_fit(fit), fit);
}

TEST(MonotoneBound, TakesTheBetterDirection) {
  Eigen::VectorXd y(4);
  y << 3.0, 1.0, 2.0, 0.0;  // decreasing: 3, 1.5, 1.5, 0; increasing: 1.5 throughout
  EXPECT_DOUBLE_EQ(monotone_bound(y), 0.5 / 4.0);
  EXPECT_DOUBLE_EQ(monotone_bound(-y), 0.5 / 4.0);
  EXPECT_EQ(monotone_bound(Eigen::VectorXd::LinSpaced(9, 1.0, -1.0)), 0.0);
}

// The closed form is the limit of fine grids: its error is at most 1/n, as both ends count with half a cell too much.
TEST(MonotoneBound, OfTheSquareTendsToItsClosedForm) {
  double before = std::numeric_limits<double>::infinity();
  for (const Eigen::Index count : {11, 101, 1001}) {
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(count, -1.0, 1.0);
    const Eigen::VectorXd y = x.square();
    const double error = std::abs(monotone_bound(y) - monotone_square_bound);
    EXPECT_LT(error, 1.0 / static_cast<double>(count));
    EXPECT_LT(error, 0.2 * before);
    before = error;
    const Eigen::ArrayXd fit = isotonic_fit(y), closed = (x < 0.5).select(0.25, x.square());
    EXPECT_LT((fit - closed).abs().maxCoeff(), 2.0 / static_cast<double>(count));
  }
}

TEST(IsotonicFit, RefusesWhatIsNoSequence) {
  EXPECT_THROW((void)isotonic_fit({}), Error);
  EXPECT_THROW((void)monotone_bound({}), Error);
  EXPECT_THROW((void)isotonic_fit(Eigen::Vector2d(0.0, std::nan(""))), Error);
  EXPECT_THROW((void)monotone_bound(Eigen::Vector2d(0.0, std::numeric_limits<double>::infinity())), Error);
}

}  // namespace
}  // namespace basin::theory
