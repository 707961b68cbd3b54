// The input-output Jacobian J(x) = df/dx by the chain rule: J = F_{L-1} ... F_0 with F_l = diag(s'_l(z_l)) scale_l W_l.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "nets/network.hpp"

namespace basin::nets {

/// J(x) for one input x (n_0). Returns (n_L, n_0). Holds one matrix of a layer's size beside the network.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> jacobian(const Network<Scalar>& network,
                                        const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>& x);

/// J at every column of `inputs` (n_0, n): n matrices (n_L, n_0).
template <class Scalar>
[[nodiscard]] std::vector<MatrixOf<Scalar>> jacobians(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs);

/// The slopes s'_l(z_l) of every layer: slopes[l] is (n_{l+1}, n).
template <class Scalar>
[[nodiscard]] std::vector<MatrixOf<Scalar>> layer_slopes(const Network<Scalar>& network,
                                                         const MatrixOf<Scalar>& inputs);

/// The cyclic product of smallest size: a square matrix of side m = min n_l with the non-zero eigenvalues of J(x).
/// Needs n_0 = n_L (throws an input Error). `slopes` as of layer_slopes, `example` the column to take.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> smallest_cyclic_product(const Network<Scalar>& network,
                                                       const std::vector<MatrixOf<Scalar>>& slopes,
                                                       Eigen::Index example);

}  // namespace basin::nets
