// Follows gradient descent's continuous limit for wide two-layer networks in function space: thousands of times faster
// than small steps in the parameters.
#pragma once

#include "train/observer.hpp"
#include "train/problem.hpp"

namespace basin::train {

/// How closely the flow is followed.
struct FlowOptions {
  /// A step is accepted when the new residual is within tolerance * |e| of what the frozen kernel predicted.
  /// The default keeps the largest |eigenvalue| of trained networks within 0.005 of gradient descent's
  /// (reproductions/jiang2020/README.md has the table).
  double tolerance = 0.003;
  Observer observer = {};  ///< may be empty
};

/// Trains by gradient flow. Time is that of the loss's own gradient flow, dtheta/dt = -dloss/dtheta; training stops at
/// the moment the loss passes the stop rule's.
///
/// With residual e, tangent T, kernel K = T T' and loss factor c, a step of time t with frozen T takes e to
/// exp(-c t K) e and moves the parameters by -c T' integral of exp(-c s K) e. A step is made of
///   1. prediction: the step with T and K at the start;
///   2. correction: the step with the mean of T and K at the start and at the predicted end, which is second order;
///   3. judgement: the network's own new residual against the predicted one decides acceptance and the next t.
/// The kernel at the predicted end serves as the next start's: one kernel a step.
/// t -> infinity is Gauss-Newton, and wrong; the judgement is what keeps the path faithful.
/// Source: exponential integrators as in Hochbruck and Ostermann, Acta Numerica 19 (2010).
///
/// Memory: about 16 bytes * W * (3 (D + O) + 4 n) + 24 bytes * (n O)^2.
/// Throws an input Error unless the network has two layers and a linear output.
[[nodiscard]] Trained gradient_flow(const Problem& problem, const FlowOptions& options = {});

}  // namespace basin::train
