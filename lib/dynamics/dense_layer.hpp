// A network of two inputs as the analyses of the plane read it: layers in one form, whatever their parametrisation,
// batch norm and residual blocks were.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "nets/network.hpp"

namespace basin::dynamics {

/// h (n) -> skip h + strength s(W h + b) (m); skip is 0 where the layer is no residual block, m = n where it is not 0.
struct DenseLayer {
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> weights;  ///< W (m, n), scale included
  Eigen::VectorXd biases;                                                          ///< b (m), zeros where none
  nets::Activation activation = nets::Activation::identity;
  double skip = 0.0, strength = 1.0;
};

/// The layers of u: R^2 -> R, the pre-activation of a network's output ("logit"): batch norm goes into weights and
/// biases, rounded to double, and the activation of the last layer is left out, which no gradient's direction knows of
/// where it is strictly monotone. Throws an input Error unless there are 2 inputs and 1 output.
[[nodiscard]] std::vector<DenseLayer> logit_layers(const nets::Network<double>& network);

}  // namespace basin::dynamics
