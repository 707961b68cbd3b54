#include "data/sphere.hpp"

#include <cmath>
#include <span>

#include "core/error.hpp"

namespace basin::data {
namespace {

void check(Eigen::Index dim, Eigen::Index count, double radius) {
  if (dim < 1 || count < 1) {
    throw_input_error("cannot draw {} points in {} dimensions (both must be at least 1)", count, dim);
  }
  if (!(radius > 0.0) || !std::isfinite(radius)) {
    throw_input_error("cannot draw points of norm {} (it must be positive and finite)", radius);
  }
}

std::span<double> elements(Eigen::MatrixXd& m) {
  return {m.data(), static_cast<std::size_t>(m.size())};
}

void scale_columns_to(Eigen::MatrixXd& points, double radius) {
  for (auto point : points.colwise()) point *= radius / point.norm();
}

}  // namespace

Eigen::MatrixXd sphere_points(const Stream& draws, Eigen::Index dim, Eigen::Index count, double radius) {
  check(dim, count, radius);
  Eigen::MatrixXd points(dim, count);
  draws.fill_normal(elements(points));
  scale_columns_to(points, radius);
  return points;
}

Eigen::MatrixXd orthant_points(const Stream& draws, Eigen::Index dim, Eigen::Index count, double radius) {
  check(dim, count, radius);
  Eigen::MatrixXd points(dim, count);
  draws.fill_uniform(elements(points));
  scale_columns_to(points, radius);
  return points;
}

}  // namespace basin::data
