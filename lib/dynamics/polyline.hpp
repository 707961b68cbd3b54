// A curve given by points on it: how long it is, how far it reaches, how much of a rectangle it visits. P points of a
// curve in D dimensions are (D, P), one after the other.
#pragma once

#include <Eigen/Core>

namespace basin::dynamics {

/// Sum of the distances between neighbours; 0 of one point.
[[nodiscard]] double length(const Eigen::MatrixXd& curve);

/// Diagonal of the smallest box parallel to the axes that holds the curve.
[[nodiscard]] double extent(const Eigen::MatrixXd& curve);

/// Share of the equal cells of the rectangle [-a_1, a_1] x [-a_2, a_2] that hold a point of the curve, `columns` along
/// x_1 and `rows` along x_2; a point on a border between cells belongs to the one right or above. Between points it is
/// not looked: they should be much nearer than a cell's side. Throws an input Error for a curve not in the plane, a
/// count below 1 or a half side that is not positive.
[[nodiscard]] double share_of_cells(const Eigen::MatrixXd& curve, const Eigen::Vector2d& half_sides,
                                    Eigen::Index columns, Eigen::Index rows);

}  // namespace basin::dynamics
