// Eigenvalues and norm of the input-output Jacobian: what decides whether a fixed point attracts.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "nets/network.hpp"

namespace basin::dynamics {

/// The spectrum of J at one point.
struct Spectrum {
  /// The eigenvalues that can differ from zero: m of them, m the smallest layer width (eigenvalues of AB are those of
  /// BA and zeros). Sorted by falling modulus, then by falling real part, then by falling imaginary part.
  Eigen::VectorXcd eigenvalues;
  /// The largest |eigenvalue|. NaN where the network or the point holds a number that is not finite.
  double radius = 0.0;
};

/// The spectrum of J at every column of `inputs` (n_0, n), from the smallest cyclic product of the chain.
/// Throws an input Error unless the network has as many outputs as inputs.
[[nodiscard]] std::vector<Spectrum> jacobian_spectra(const nets::Network<double>& network,
                                                     const Eigen::MatrixXd& inputs);

/// The spectrum of any square matrix; the oracle for jacobian_spectra when given J itself.
[[nodiscard]] Spectrum spectrum(const Eigen::MatrixXd& square);

/// The operator norm (largest singular value) of a matrix. NaN where it holds a number that is not finite.
[[nodiscard]] double operator_norm(const Eigen::MatrixXd& matrix);

/// All singular values of a small matrix, falling, as many as its shorter side. All NaN where it holds a number that is
/// not finite.
[[nodiscard]] Eigen::VectorXd singular_values(const Eigen::MatrixXd& matrix);

/// How many eigenvalues lie within `distance` of 1, |lambda - 1| < distance (the distance, not the modulus).
[[nodiscard]] Eigen::Index count_near_one(const Spectrum& spectrum, double distance);

/// The largest modulus among the eigenvalues that do not lie within `distance` of 1; 0 where there is none.
[[nodiscard]] double largest_not_near_one(const Spectrum& spectrum, double distance);

/// Mean and largest of `radius` over the points (one at least).
[[nodiscard]] double mean_radius(const std::vector<Spectrum>& spectra);
[[nodiscard]] double largest_radius(const std::vector<Spectrum>& spectra);

}  // namespace basin::dynamics
