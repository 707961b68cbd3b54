// What the module with Armadillo gives to weights.cpp: Armadillo needs OpenBLAS and LAPACK, which cost every start of
// the program tens of milliseconds where they are linked. d neurons, p patterns; shapes and numbers are checked before.
#pragma once

#include <Eigen/Core>

namespace basin::hopfield {

/// What the module exports, by these C names.
///   outer product: weights (d, d) = sum_m (x_m - theta)(x_m - theta)' / p
///   pseudo-inverse: weights (d, d) of pseudo_inverse_weights; returns whether the decomposition succeeded
using OuterProduct = void(const Eigen::MatrixXd& patterns, double theta, Eigen::MatrixXd& weights);
using PseudoInverse = bool(const Eigen::MatrixXd& patterns, double ridge, Eigen::MatrixXd& weights);
inline constexpr const char* outer_product_symbol = "basin_outer_product";
inline constexpr const char* pseudo_inverse_symbol = "basin_pseudo_inverse";

}  // namespace basin::hopfield
