#include "dynamics/window.hpp"

#include "core/error.hpp"

namespace basin::dynamics {

Window square_window(double half) {
  if (!(half > 0.0)) throw_input_error("a window of half side {} is empty; it must be > 0", half);
  return {Eigen::Vector2d::Constant(-half), Eigen::Vector2d::Constant(half)};
}

void check_window(const Window& window) {
  const Eigen::Vector2d &low = window.min(), &high = window.max(), sides = high - low;
  if (sides.minCoeff() > 0.0 && sides.allFinite()) return;
  throw_input_error(
      "the window from ({}, {}) to ({}, {}) has no inside, or one too large for doubles; its second corner must be "
      "above and right of the first",
      low.x(), low.y(), high.x(), high.y());
}

Eigen::MatrixXd grid_points(const Window& window, Eigen::Index side) {
  check_window(window);
  if (side < 2) throw_input_error("a grid of {} points a side is none; it needs at least 2", side);
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(side, window.min().x(), window.max().x());
  const Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(side, window.min().y(), window.max().y());
  Eigen::MatrixXd points(2, side * side);
  for (Eigen::Index i = 0; i < points.cols(); ++i) points.col(i) << x(i % side), y(i / side);
  return points;
}

}  // namespace basin::dynamics
