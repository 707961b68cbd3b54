// The law of points on a rectangle: moments within six standard errors, bounds always.
#include "data/rectangle.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace basin::data {
namespace {

const Stream draws("rectangle_test.x", 7, "data");

TEST(Rectangle, PointsAreUniform) {
  constexpr Eigen::Index n = 40000;
  const Eigen::Vector2d a(2.0, 1.0);
  const Eigen::MatrixXd x = rectangle_points(draws, n, a);
  ASSERT_EQ(x.rows(), 2);
  ASSERT_EQ(x.cols(), n);
  for (Eigen::Index k = 0; k < 2; ++k) {
    EXPECT_LE(x.row(k).cwiseAbs().maxCoeff(), a(k));
    EXPECT_GT(x.row(k).cwiseAbs().maxCoeff(), 0.99 * a(k));
    EXPECT_NEAR(x.row(k).mean(), 0.0, 6.0 * a(k) / std::sqrt(3.0 * n));
    // Of U^2, U uniform on [-1, 1]: mean 1/3, variance 4/45.
    EXPECT_NEAR(x.row(k).squaredNorm() / n, a(k) * a(k) / 3.0, 6.0 * a(k) * a(k) * std::sqrt(4.0 / 45.0 / n));
  }
  EXPECT_NEAR(x.row(0).dot(x.row(1)) / n, 0.0, 6.0 * a(0) * a(1) / (3.0 * std::sqrt(n)));
  EXPECT_EQ(x.leftCols(10), rectangle_points(draws, 10, a)) << "fewer points are the first of more";
}

TEST(Rectangle, RefusesWhatIsNone) {
  EXPECT_THROW((void)rectangle_points(draws, 0, {2.0, 1.0}), Error);
  EXPECT_THROW((void)rectangle_points(draws, 5, {0.0, 1.0}), Error);
  EXPECT_THROW((void)rectangle_points(draws, 5, {2.0, std::numeric_limits<double>::infinity()}), Error);
  EXPECT_THROW((void)rectangle_points(draws, 5, {2.0, std::nan("")}), Error);
}

}  // namespace
}  // namespace basin::data
