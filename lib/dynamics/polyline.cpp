#include "dynamics/polyline.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"

namespace basin::dynamics {

double length(const Eigen::MatrixXd& curve) {
  double sum = 0.0;
  for (Eigen::Index i = 1; i < curve.cols(); ++i) sum += (curve.col(i) - curve.col(i - 1)).norm();
  return sum;
}

double extent(const Eigen::MatrixXd& curve) {
  return (curve.rowwise().maxCoeff() - curve.rowwise().minCoeff()).norm();
}

double share_of_cells(const Eigen::MatrixXd& curve, const Eigen::Vector2d& half_sides, Eigen::Index columns,
                      Eigen::Index rows) {
  if (curve.rows() != 2 || columns < 1 || rows < 1 || !(half_sides.minCoeff() > 0.0)) {
    throw_input_error(
        "cannot count {} x {} cells of the half sides {}, {} for a curve in {} dimensions; give a curve "
        "in the plane, counts of 1 or more, positive sides",
        columns, rows, half_sides(0), half_sides(1), curve.rows());
  }
  std::vector<bool> visited(static_cast<std::size_t>(columns * rows), false);
  const Eigen::Vector2d cells(static_cast<double>(columns), static_cast<double>(rows));
  for (const auto& point : curve.colwise()) {
    const Eigen::Array2d at =
        ((point.array() / half_sides.array() + 1.0) / 2.0 * cells.array()).floor();  // NaN fails both comparisons
    if (!(at.minCoeff() >= 0.0) || !(at < cells.array()).all()) continue;
    visited[static_cast<std::size_t>(at(0)) + static_cast<std::size_t>(at(1)) * static_cast<std::size_t>(columns)] =
        true;
  }
  return static_cast<double>(std::count(visited.begin(), visited.end(), true)) / static_cast<double>(visited.size());
}

}  // namespace basin::dynamics
