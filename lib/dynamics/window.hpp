// The part of the plane that is looked at, and a grid of points on it.
#pragma once

#include <Eigen/Geometry>

namespace basin::dynamics {

/// A rectangle with sides along the axes, from its lower left corner min() to its upper right one max().
using Window = Eigen::AlignedBox2d;

/// [-half, half]^2. Throws an input Error unless half > 0.
[[nodiscard]] Window square_window(double half);

/// Throws an input Error for a window that is empty, or too large for doubles.
void check_window(const Window& window);

/// The longer side: the unit of lengths in a window.
[[nodiscard]] inline double size_of(const Window& window) {
  return window.sizes().maxCoeff();
}

/// side^2 points, evenly spaced from edge to edge, row after row from below. (2, side^2). Throws an input Error for
/// fewer than 2 points a side, or as check_window.
[[nodiscard]] Eigen::MatrixXd grid_points(const Window& window, Eigen::Index side);

}  // namespace basin::dynamics
