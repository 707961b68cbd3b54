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
  Observer observer = {};  ///< may be empty
  Optimizer optimizer = {};
  Batches batches = {};

  /// Throws an input Error for a learning rate that is not positive and finite, or constants that are none.
  void check() const;
  /// Whether a step is plain and from all examples in their order.
  [[nodiscard]] bool trains_at_once(Eigen::Index examples) const {
    return optimizer.method == Method::descent && batches.largest(examples) == examples && !batches.order;
  }
};

/// Trains by gradient descent. Plain descent with all examples a step looks at the loss before each: the network given
/// back is the first whose loss is below the stop rule's. With batches or running means the loss is looked at after
/// each epoch: the mean over the epoch's examples, each as it was met; the loss given back is of the network given
/// back, and an observer sees epochs only. Throws an input Error as DescentOptions::check, or for a problem that is not
/// one.
[[nodiscard]] Trained gradient_descent(const Problem& problem, const DescentOptions& options);

/// The learning rate whose product with the largest eigenvalue of the loss's initial tangent kernel is `fraction`
/// (descent follows the flow as fraction -> 0 and diverges from 2 on). Two-layer networks only (input Error).
[[nodiscard]] double stable_learning_rate(const Problem& problem, double fraction);

}  // namespace basin::train
