// Weights of a Hopfield network: how patterns are stored. d neurons, p patterns, patterns (d, p) of +-1. [syde2024]
#pragma once

#include <Eigen/Core>

namespace basin::hopfield {

/// Whether the mean of all entries is taken off the patterns before they are stored.
enum class Centring { none, mean };

/// Whether neurons act on themselves.
enum class Diagonal { zero, kept };

/// The outer-product rule, W = (1/p) sum_m (x_m - theta)(x_m - theta)', theta the mean of all d p entries or 0; its
/// diagonal is then set to 0 or kept. patterns (d, p), finite, usually +-1; returns (d, d), symmetric. Throws an input
/// Error where there is no pattern, or an entry is not finite. [syde2024]
[[nodiscard]] Eigen::MatrixXd outer_product_weights(const Eigen::MatrixXd& patterns, Centring centring,
                                                    Diagonal diagonal);

/// The pseudo-inverse rule, W = (X X' + ridge I)^-1 X X', X = patterns (d, p); returns (d, d), symmetric up to
/// rounding. The source writes X' for X and divides by p, which no sign notices.
/// ridge = 0: the orthogonal projection onto the patterns' span, by singular values: every pattern is a fixed point of
/// recall where they are independent. ridge > 0 and p < d: X (X' X + ridge I)^-1 X', the same matrix (push-through)
/// from a system of p unknowns; its eigenvalues s^2 / (s^2 + ridge), s the singular values of X, lie in [0, 1). A ridge
/// that rounding loses in a singular system is taken for 0.
/// Throws an input Error where there is no pattern, an entry is not finite, or ridge is negative or not finite; a
/// machine Error where the decomposition fails. [syde2024; Personnaz, Guyon and Dreyfus 1985]
[[nodiscard]] Eigen::MatrixXd pseudo_inverse_weights(const Eigen::MatrixXd& patterns, double ridge);

}  // namespace basin::hopfield
