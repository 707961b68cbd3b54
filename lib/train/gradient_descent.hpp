// Gradient descent on one network, on one core: the loop that every optimizer shares.
#pragma once

#include "train/observer.hpp"
#include "train/problem.hpp"

namespace basin::train {

/// How descent goes downhill.
struct DescentOptions {
  /// Step: parameters -= learning_rate * dloss/dparameters, the loss being the problem's.
  double learning_rate = 0.1;
  Precision precision = Precision::single_precision;
  Observer observer = {};  ///< may be empty
};

/// Trains by full-batch gradient descent. The loss is looked at before each step: the network given back is the first
/// whose loss is below the stop rule's.
/// Throws an input Error for a learning rate that is not positive and finite, or a problem that is not one.
[[nodiscard]] Trained gradient_descent(const Problem& problem, const DescentOptions& options);

/// The learning rate whose product with the largest eigenvalue of the loss's initial tangent kernel is `fraction`
/// (descent follows the flow as fraction -> 0 and diverges from 2 on). Two-layer networks only (input Error).
[[nodiscard]] double stable_learning_rate(const Problem& problem, double fraction);

}  // namespace basin::train
