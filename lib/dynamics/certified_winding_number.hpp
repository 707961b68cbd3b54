// The winding number of a network's gradient, proven by interval arithmetic where sampling only makes it plausible.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "nets/network.hpp"

namespace basin::dynamics {

/// The winding number of the gradient of logit_layers(network) along the closed polygon, proven; nothing where this
/// does not succeed with at most `pieces` pieces of edges, which proves nothing. Each edge is halved until over the box
/// around every piece the enclosed gradient keeps to one side of a line through 0; at the ends of the pieces a double
/// of the enclosed gradient, on the same sides, stands for it. The field between these doubles, linear over a piece,
/// never vanishes on the way to the true one, so both have the same number, and its own is a sum of angles below pi.
/// The polygon is the one with the corners given and, between them, the midpoints rounded to double: edges along an
/// axis are unchanged, others move by less than a unit in the last place. Gradients that underflow cannot be enclosed
/// away from 0: of strongly saturated networks nothing is proven. Throws an input Error for relu in a hidden layer,
/// unless there are 2 inputs and 1 output, or as check_polygon.
[[nodiscard]] std::optional<int> certified_winding_number(const nets::Network<double>& network,
                                                          const std::vector<Eigen::Vector2d>& polygon,
                                                          int pieces = 100'000);

}  // namespace basin::dynamics
