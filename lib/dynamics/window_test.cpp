#include "dynamics/window.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

TEST(Window, GridsGoFromEdgeToEdgeRowAfterRow) {
  const Eigen::MatrixXd points = grid_points(Window(Vector2d(-1.0, 0.0), Vector2d(1.0, 4.0)), 3);
  ASSERT_EQ(points.cols(), 9);
  EXPECT_EQ(points.col(0), Vector2d(-1.0, 0.0));
  EXPECT_EQ(points.col(1), Vector2d(0.0, 0.0));
  EXPECT_EQ(points.col(3), Vector2d(-1.0, 2.0));
  EXPECT_EQ(points.col(8), Vector2d(1.0, 4.0));
  EXPECT_EQ(size_of(square_window(2.0)), 4.0);
  EXPECT_EQ(square_window(0.5).max(), Vector2d(0.5, 0.5));
}

TEST(Window, HaveAnInside) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double half : {0.0, -1.0, nan}) EXPECT_THROW((void)square_window(half), Error) << half;
  EXPECT_NO_THROW(check_window(square_window(1e-9)));
  EXPECT_THROW(check_window(Window()), Error);
  EXPECT_THROW(check_window(Window(Vector2d(0.0, 0.0), Vector2d(1.0, 0.0))), Error);
  EXPECT_THROW(check_window(Window(Vector2d(0.0, 0.0), Vector2d(1.0, nan))), Error);
  EXPECT_THROW(check_window(square_window(1e308)), Error);
  EXPECT_THROW((void)grid_points(square_window(1.0), 1), Error);
}

}  // namespace
}  // namespace basin::dynamics
