// Proofs by computation about the critical points of one network: there is exactly one in this box; there is none.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <optional>

#include "dynamics/critical_point.hpp"
#include "nets/network.hpp"

namespace basin::dynamics {

/// Proven: in the box the logit of the network has exactly one critical point, and the Hessian is definite (minimum,
/// maximum) or indefinite (saddle) at every point of the box. Never degenerate.
struct CriticalCertificate {
  Window box;
  CriticalKind kind = CriticalKind::degenerate;
  double radius = 0.0;  ///< half the box's larger side
};

/// Tries to prove it for the box: Krawczyk's operator
///   K = m - Y grad u(m) + (I - Y H(box)) (box - m),  m the middle, Y about H(m)^-1,
/// must lie in the interior of the box [Krawczyk 1969, Moore 1977], with gradient and Hessian enclosed in interval
/// arithmetic (interval.hpp); then det H(box) and H_xx(box) must not contain 0. Nothing where this does not succeed,
/// which proves nothing. What is proven is so for logit_layers(network), whose weights and biases are these doubles:
/// batch norm and scales are rounded into them. A strictly monotone activation of the output moves no critical point,
/// but turns kinds around where it decreases (none of ours does). Throws an input Error for relu in a hidden layer, or
/// unless there are 2 inputs and 1 output.
[[nodiscard]] std::optional<CriticalCertificate> certify_critical_point_in(const nets::Network<double>& network,
                                                                           const Window& box);

/// The largest certified box about the critical point that Newton's method goes to from `near`: squares with half sides
/// 1e-13, 1e-12, ..., 1 are tried until one is certified and the next is not. Throws as certify_critical_point_in.
[[nodiscard]] std::optional<CriticalCertificate> certify_critical_point(const nets::Network<double>& network,
                                                                        const Eigen::Vector2d& near);

/// Whether it is proven that the box has no critical point: the enclosed gradient keeps to one side of a line through
/// 0. Throws as certify_critical_point_in.
[[nodiscard]] bool excludes_critical_points(const nets::Network<double>& network, const Window& box);

/// How many boxes of the window are left of which that is not proven: a box that is not excluded is halved across its
/// longer side, up to `halvings` times (at least 0) in turn. 0: the window is proven to have no critical point. Throws
/// as certify_critical_point_in, or for an empty window.
[[nodiscard]] std::size_t boxes_not_excluded(const nets::Network<double>& network, const Window& window, int halvings);

}  // namespace basin::dynamics
