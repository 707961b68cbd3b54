// Drawn pictures, without structure (every value by itself, what CIFAR-10 is compared with) and with some (strokes,
// which stand in for MNIST's digits where those are not there); and pictures made worse by noise.
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "core/random.hpp"

namespace basin::data {

/// `count` pictures of `pixels` values each, independent and uniform on (0, 1); fewer pictures are the first of more.
/// Returns (pixels, count). Throws an input Error unless pixels, count >= 1 and pixels * count <= 2^27 (1 GiB; chosen).
/// [strandqvist2020]
[[nodiscard]] Eigen::MatrixXd random_pictures(const Stream& draws, Eigen::Index pixels, Eigen::Index count);

/// `count` pictures of 28 x 28 values in [0, 1], row by row: three straight strokes each on black, the ends uniform on
/// [4, 24]^2, a value 1 up to half a pixel from a stroke's middle line and 0 from one and a half on, linear between.
/// Like digits they are mostly black, smooth along lines, and have few degrees of freedom (12); fewer are the first of
/// more. Returns (784, count). Throws as random_pictures.
[[nodiscard]] Eigen::MatrixXd stroke_pictures(const Stream& draws, Eigen::Index count);

/// floor(share pixels), where a product that rounding left a last bit below a whole number is that number.
[[nodiscard]] Eigen::Index pixels_in_share(double share, Eigen::Index pixels);

/// The pictures (pixels, n) with salt and pepper: of each, k = floor(share pixels) pixels, all choices equally likely;
/// floor(k / 2) of them become `low`, the others `high`. Column i takes the k uniform draws from (first + i) pixels on.
/// Throws an input Error unless 0 <= share <= 1. [syde2024]
[[nodiscard]] Eigen::MatrixXd with_salt_and_pepper(Eigen::MatrixXd pictures, double share, double low, double high,
                                                   const Stream& draws, std::uint64_t first = 0);

}  // namespace basin::data
