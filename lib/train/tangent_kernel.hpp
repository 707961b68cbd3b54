// The tangent kernel K = T T' of a two-layer network, T the Jacobian of all outputs with respect to all parameters.
// D inputs, W width, O outputs, n examples; N = n O. Entry (i, k) of a vector of length N is output k of example i, at
// position i O + k: the column-major order of an (O, n) matrix.
#pragma once

#include <Eigen/Core>

#include "nets/network.hpp"

namespace basin::train {

/// A two-layer network at its examples: what its tangent T is made of. Borrows the network and the inputs.
class Tangent {
 public:
  /// Throws an input Error unless the network has two layers with a linear output.
  Tangent(const nets::Network<double>& network, const Eigen::MatrixXd& inputs);

  /// f(X), (O, n).
  [[nodiscard]] Eigen::MatrixXd outputs() const;

  /// K (N, N), symmetric:
  ///   K[(i,k),(j,l)] = delta_kl s1^2 h_i.h_j + s0^2 x_i.x_j * s1^2 sum_w V_kw V_lw s'_iw s'_jw   (+ bias terms)
  /// The second sum is symmetric in (i,j) and in (k,l) by themselves, so it is one product of the n(n+1)/2 pairs of
  /// slopes with the O(O+1)/2 pairs of weights: a quarter of T T'. In blocks over the width: single precision inside a
  /// block, double across blocks (relative error about 1e-7 of the largest entry).
  [[nodiscard]] Eigen::MatrixXd kernel() const;

  /// Moves `parameters` (same shapes as the network) by -factor * T' v, v (O, n).
  void descend(nets::Network<double>& parameters, double factor, const Eigen::MatrixXd& v) const;

 private:
  const nets::Network<double>* network_;
  const Eigen::MatrixXd* inputs_;
  Eigen::MatrixXd hidden_;  // s(z), (W, n)
  Eigen::MatrixXd slopes_;  // s'(z), (W, n)
};

/// The largest eigenvalue of a symmetric positive semi-definite matrix, to about 1e-6 relative, by Lanczos iteration.
[[nodiscard]] double largest_eigenvalue(const Eigen::MatrixXd& kernel);

}  // namespace basin::train
