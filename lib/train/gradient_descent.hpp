// Gradient descent on one network, on one core: all examples a step or batch by batch, plain or with an optimizer's
// running means.
#pragma once

#include "train/batches.hpp"
#include "train/observer.hpp"
#include "train/optimizer.hpp"
#include "train/problem.hpp"

namespace basin::train {

/// How descent goes downhill.
struct DescentOptions {
  /// Step: parameters -= learning_rate * dloss/dparameters where the optimizer is plain descent, the loss being the
  /// problem's (of a batch: over its examples).
  double learning_rate = 0.1;
  Precision precision = Precision::single_precision;
  Observer observer = {};          ///< may be empty
  std::int64_t observe_every = 0;  ///< steps between two looks of the observer; 0: log-spaced
  Optimizer optimizer = {};
  Batches batches = {};

  /// Throws an input Error for a learning rate that is not positive and finite, constants that are none, or batches
  /// that the problem's network cannot be trained by.
  void check(const Problem& problem) const;
  /// Whether a step is plain descent of a plain problem, from all examples in their order.
  [[nodiscard]] bool trains_at_once(const Problem& problem) const {
    const Eigen::Index examples = problem.examples();
    return optimizer.method == Method::descent && optimizer.weight_decay == 0.0 &&
           batches.largest(examples) == examples && !batches.order && problem.is_plain();
  }
};

/// Trains by gradient descent. Plain descent with all examples a step looks at the loss before each: the network given
/// back is the first whose loss is below the stop rule's. With batches or running means the loss is looked at after
/// each epoch: the mean over the examples the epoch met, each as it was met; the loss given back is of the network
/// given back, and an observer sees epochs only. Batch norm normalises by the batch while training, by running means in
/// every loss that is said to be of a network. Throws an input Error as DescentOptions::check, for a problem that is
/// not one, or where batch norm meets a batch of one example.
[[nodiscard]] Trained gradient_descent(const Problem& problem, const DescentOptions& options);

/// The learning rate whose product with the largest eigenvalue of the loss's initial tangent kernel is `fraction`
/// (descent follows the flow as fraction -> 0 and diverges from 2 on). Two-layer networks only (input Error).
[[nodiscard]] double stable_learning_rate(const Problem& problem, double fraction);

}  // namespace basin::train
