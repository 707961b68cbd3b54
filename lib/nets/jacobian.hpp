// The input-output Jacobian J(x) = df/dx by the chain rule: J = F_{L-1} ... F_0 with F_l = diag(s'_l(z_l)) scale_l W_l,
// and skip I + strength F_l for a residual block. Only `jacobian` and `jacobians` take networks with batch norm or
// residual blocks; the others throw an input Error.
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

/// The cyclic product of smallest size: a square matrix with the non-zero eigenvalues of J(x). Its side is m = min n_l,
/// or, where there are ReLU layers, the fewest units that are on (slope not 0) in any layer if these are fewer; 0 x 0
/// where a layer is all off. Units that are off are then left out, and weights that are not finite with them.
/// Needs n_0 = n_L (throws an input Error). `slopes` as of layer_slopes, `example` the column to take.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> smallest_cyclic_product(const Network<Scalar>& network,
                                                       const std::vector<MatrixOf<Scalar>>& slopes,
                                                       Eigen::Index example);

/// J(x_i) v_i for every column: directions v (n_0, n) to (n_L, n), `slopes` as of layer_slopes at the x_i. J is not
/// formed. Throws an input Error where there is not one direction of n_0 numbers for each column of the slopes.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> jacobian_products(const Network<Scalar>& network,
                                                 const std::vector<MatrixOf<Scalar>>& slopes,
                                                 const MatrixOf<Scalar>& directions);

/// max over the columns of |J(x) x - f(x)| / |f(x)|, 0 / 0 taken for 0. ReLU networks without biases are homogeneous,
/// f(c x) = c f(x) for c > 0, so that J(x) x = f(x) (Euler) to rounding: their fixed points x != 0 have an eigenvalue 1
/// and never attract. NaN where a number is not finite. Throws an input Error where the rows of X are not n_0.
[[nodiscard]] double homogeneity_error(const Network<double>& network, const Eigen::MatrixXd& inputs);

}  // namespace basin::nets
