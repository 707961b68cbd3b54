// Two numbers that say whether a network of the plane may have critical points at all: how far its residual blocks are
// from folding, and how often what follows a bottleneck turns back.
#pragma once

#include <Eigen/Core>
#include <cstddef>

#include "dynamics/window.hpp"
#include "nets/network.hpp"

namespace basin::dynamics {

/// min over the residual blocks of |skip| - |strength| sup|s'| |W|_2, W with scale and batch norm (evaluation) taken
/// in. Where it is positive every block's Jacobian, skip I + strength D W, is injective, and where every hidden layer
/// is a block so is that of all of them: then a linear output has no critical point. Sufficient, not necessary. NaN
/// where there is no block, or a weight of one is not finite. [kuehn2024, derived]
[[nodiscard]] double block_margin(const nets::Network<double>& network);

/// How many values of the one unit of hidden layer `layer` (1 .. L - 1) are critical for what follows: sign changes of
/// g' over the pre-activations t that the unit takes on a grid of the window, f = g(t(x)); counted on 4001 evenly
/// spaced t. Along the whole curve t(x) = const of such a value grad f = 0. Where g' underflows it has no sign and is
/// passed over. Throws an input Error unless the network has 2 inputs, 1 output and one unit in that layer, where it
/// is a residual block, or as check_window.
[[nodiscard]] std::size_t critical_levels(const nets::Network<double>& network, std::size_t layer,
                                          const Window& window);

}  // namespace basin::dynamics
