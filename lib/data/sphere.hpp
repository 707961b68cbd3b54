// Training examples of one common norm: directions uniform on the sphere, or in its positive orthant.
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"

namespace basin::data {

/// `count` points uniform on the sphere of the given radius.
/// Returns (dim, count). Throws an input Error unless dim, count >= 1 and radius is positive and finite. [jiang2020]
[[nodiscard]] Eigen::MatrixXd sphere_points(const Stream& draws, Eigen::Index dim, Eigen::Index count, double radius);

/// `count` points uniform in the cube [0, 1]^dim, scaled to the given norm: cosines between them are near 3/4.
/// Returns (dim, count). Throws as sphere_points. [orujlu2023]
[[nodiscard]] Eigen::MatrixXd orthant_points(const Stream& draws, Eigen::Index dim, Eigen::Index count, double radius);

}  // namespace basin::data
