// Recall of a Hopfield network: all neurons at once, or one after the other; and the energy that the latter lowers.
// d neurons, n states, states (d, n) of +-1, or 0 for a neuron of which nothing is known. [syde2024; Hopfield 1982]
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"

namespace basin::hopfield {

/// `steps` synchronous steps s <- sign(W s), sign(0) = 0, of every column, or fewer where nothing changes any more.
/// weights (d, d), states (d, n); returns (d, n). Throws an input Error unless weights are square, fit the states and
/// all is finite, and steps >= 0. [syde2024]
[[nodiscard]] Eigen::MatrixXd recall(const Eigen::MatrixXd& weights, Eigen::MatrixXd states, Eigen::Index steps);

/// `sweeps` sweeps over all neurons of every column, one neuron i at a time: s_i <- sign(h_i), h = W s; a neuron with
/// h_i = 0 keeps its state. Each column has an order of its own in each sweep, all equally likely: column k in sweep t
/// uses the d uniform draws from (k sweeps + t) d on. With symmetric weights of zero diagonal the energy never rises.
/// Shapes and errors as recall. [Hopfield 1982]
[[nodiscard]] Eigen::MatrixXd recall_asynchronously(const Eigen::MatrixXd& weights, Eigen::MatrixXd states,
                                                    Eigen::Index sweeps, const Stream& draws);

/// E = -s' W s / 2 of every column s. Returns (n). Throws an input Error as recall. [Hopfield 1982]
[[nodiscard]] Eigen::VectorXd energy(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& states);

}  // namespace basin::hopfield
