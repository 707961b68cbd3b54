// Curves whose numbers are known by hand.
#include "dynamics/polyline.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

Eigen::MatrixXd corner() {
  Eigen::MatrixXd curve(2, 3);
  curve << 0.0, 3.0, 3.0, 0.0, 0.0, 4.0;
  return curve;
}

TEST(Polyline, LengthAndExtentOfACorner) {
  EXPECT_DOUBLE_EQ(length(corner()), 7.0);
  EXPECT_DOUBLE_EQ(extent(corner()), 5.0);
  EXPECT_EQ(length(corner().leftCols(1)), 0.0);
  EXPECT_EQ(extent(corner().leftCols(1)), 0.0);
}

TEST(Polyline, CellsOfTheRectangle) {
  const Eigen::Vector2d sides(2.0, 1.0);
  Eigen::MatrixXd line(2, 1001);
  line.row(0).setLinSpaced(-5.0, 5.0);
  line.row(1).setConstant(0.1);
  EXPECT_DOUBLE_EQ(share_of_cells(line, sides, 16, 8), 1.0 / 8.0) << "one row of cells, what is outside not counted";
  EXPECT_DOUBLE_EQ(share_of_cells(corner(), sides, 4, 2), 1.0 / 8.0) << "the other two points lie outside";
  EXPECT_DOUBLE_EQ(share_of_cells(line, sides, 1, 1), 1.0);
  Eigen::MatrixXd border(2, 2);
  border << -2.0, 2.0, -1.0, 1.0;
  EXPECT_DOUBLE_EQ(share_of_cells(border, sides, 2, 2), 0.25) << "lower corner in, upper out";
  line.setConstant(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(share_of_cells(line, sides, 4, 2), 0.0);
  EXPECT_THROW((void)share_of_cells(Eigen::MatrixXd::Zero(3, 2), sides, 4, 2), Error);
  EXPECT_THROW((void)share_of_cells(corner(), sides, 0, 2), Error);
  EXPECT_THROW((void)share_of_cells(corner(), {0.0, 1.0}, 4, 2), Error);
}

}  // namespace
}  // namespace basin::dynamics
