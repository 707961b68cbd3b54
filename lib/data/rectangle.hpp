// Points uniform on a rectangle around the origin: what a bottleneck of one unit has to draw a curve through.
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"

namespace basin::data {

/// `count` points uniform on [-a_1, a_1] x [-a_2, a_2], `half_sides` (a_1, a_2). Fewer points are the first of more.
/// Returns (2, count). Throws an input Error unless count >= 1 and both half sides are positive and finite. [sange2024]
[[nodiscard]] Eigen::MatrixXd rectangle_points(const Stream& draws, Eigen::Index count,
                                               const Eigen::Vector2d& half_sides);

}  // namespace basin::data
