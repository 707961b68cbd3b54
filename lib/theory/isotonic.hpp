// The best monotone fit. A network of width one with monotone activations is a monotone function of one input, whatever
// its depth, and can fit nothing better than this [kuehn2024].
#pragma once

#include <Eigen/Core>

namespace basin::theory {

/// The non-decreasing sequence z that is nearest to y, i.e. minimises sum (y_i - z_i)^2 (isotonic regression with equal
/// weights):
///   z_i = max_{a <= i} min_{b >= i} mean(y_a, ..., y_b)
/// by pooling adjacent violators [Barlow et al. 1972], O(n). y (n), returns (n). Throws an input Error where y is empty
/// or not finite.
[[nodiscard]] Eigen::VectorXd isotonic_fit(const Eigen::VectorXd& y);

/// The smallest mean squared error, (1/n) sum (y_i - z_i)^2, that a monotone sequence z, increasing or decreasing, can
/// have. Throws as isotonic_fit.
[[nodiscard]] double monotone_bound(const Eigen::VectorXd& y);

/// The same for x^2 and x uniform on [-1, 1]. The best increasing fit is a constant c on [-1, a] and x^2 beyond, where
/// c is the mean of x^2 on [-1, a] and meets x^2 at a (the convex minorant of int x^2 leaves its chord in a tangent):
///   (a^3 + 1) / (3 (a + 1)) = (a^2 - a + 1) / 3 = a^2, so 2 a^2 + a - 1 = 0, a = 1/2, c = 1/4,
///   error (1/2) int_{-1}^{1/2} (x^2 - 1/4)^2 dx = (1/2) (1/60 + 23/240) = 9/160 = .05625.
/// The best decreasing fit is its mirror image and has the same error.
inline constexpr double monotone_square_bound = 9.0 / 160.0;

}  // namespace basin::theory
