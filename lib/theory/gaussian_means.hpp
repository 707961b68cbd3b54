// Means of an activation's derivatives over pairs of Gaussian pre-activations: what every infinite-width kernel of a
// two-layer network, and every derivative of it, is made of.
#pragma once

#include <Eigen/Core>
#include <array>

#include "nets/activation.hpp"

namespace basin::theory {

/// s(z), s'(z), s''(z), s'''(z). Throws an input Error for relu, whose slope jumps.
[[nodiscard]] std::array<double, 4> derivatives(nets::Activation activation, double z);

/// An activation under z ~ N(0, variance): the coefficients of its derivatives in normalised Hermite polynomials,
/// a_k = E[s^(a)(z) h_k(z / sd)], by the trapezoidal rule in z / sd, which converges exponentially here.
class HermiteSeries {
 public:
  /// Throws an input Error for relu, and unless the variance is finite and positive.
  HermiteSeries(nets::Activation activation, double variance);

  /// E[s^(a)(u) s^(b)(v)] for u ~ N(0, this variance), v ~ N(0, other's), corr(u, v) = rho in [-1, 1]; a, b in 0..3.
  /// Mehler: sum_k a_k b_k rho^k. To 1e-10; throws an input Error where so many terms are not enough (|rho| near 1 at a
  /// large variance). u = v (the same series, rho = 1) is computed directly.
  [[nodiscard]] double mean_product(int a, const HermiteSeries& other, int b, double rho) const;

 private:
  Eigen::Matrix<double, Eigen::Dynamic, 4> coefficients_;  // (terms, derivative)
  Eigen::Matrix4d same_point_;                             // E[s^(a)(z) s^(b)(z)]
  nets::Activation activation_;
  double variance_;
};

}  // namespace basin::theory
