#include "data/rectangle.hpp"

#include <cmath>
#include <span>

#include "core/error.hpp"

namespace basin::data {

Eigen::MatrixXd rectangle_points(const Stream& draws, Eigen::Index count, const Eigen::Vector2d& half_sides) {
  if (count < 1) throw_input_error("cannot draw {} points; draw at least 1", count);
  if (!(half_sides.minCoeff() > 0.0) || !half_sides.allFinite()) {
    throw_input_error("a rectangle cannot have the half sides {} and {}; give positive, finite ones", half_sides(0),
                      half_sides(1));
  }
  Eigen::MatrixXd points(2, count);
  draws.fill_uniform(std::span(points.data(), static_cast<std::size_t>(points.size())));
  return half_sides.asDiagonal() * (2.0 * points.array() - 1.0).matrix();
}

}  // namespace basin::data
