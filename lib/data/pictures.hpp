// Pictures without structure: every value drawn by itself. What structured pictures (CIFAR-10) are compared with.
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"

namespace basin::data {

/// `count` pictures of `pixels` values each, independent and uniform on (0, 1); fewer pictures are the first of more.
/// Returns (pixels, count). Throws an input Error unless pixels, count >= 1 and pixels * count <= 2^27 (1 GiB; chosen).
/// [strandqvist2020]
[[nodiscard]] Eigen::MatrixXd random_pictures(const Stream& draws, Eigen::Index pixels, Eigen::Index count);

}  // namespace basin::data
