// The sign of the determinant of a planar network's hidden map: where it is constant, the map folds nowhere.
#pragma once

#include <Eigen/Core>

#include "dynamics/window.hpp"
#include "nets/network.hpp"

namespace basin::dynamics {

/// What is known of the signs over a grid.
struct DeterminantSigns {
  double of_layers;       ///< product of sign det W_l of the hidden layers, batch norm taken in, residual blocks taken
                          ///< for plain layers; NaN unless all are 2 x 2 and their activations rise everywhere
  double resolved_share;  ///< of the grid, where rounding leaves the sign known
  double rarer_share;     ///< of the resolved points, those with the rarer sign; NaN where there are none
  double against_layers;  ///< resolved points whose sign is another than of_layers; NaN where that is
};

/// Signs of det of the Jacobian of the map from the plane to the last hidden layer, on a grid of side^2 points of a
/// window. For 2 x 2 layers with activations that rise everywhere, det J = prod_l s'_l1 s'_l2 det W_l, so its
/// sign is the constant `of_layers` [kuehn2024]. As a test of that J is multiplied out, with 50 digits, not its
/// determinant; where |det J| <= 1e-40 |J|^2 it is not resolved (rounding reaches about 1e-48 |J|^2). All NaN where the
/// last hidden layer has not two units. About 0.7 ms a point at 15 layers. Throws an input Error unless the network has
/// 2 inputs and at least 2 layers, for or as grid_points.
[[nodiscard]] DeterminantSigns determinant_signs(const nets::Network<double>& network, const Window& window,
                                                 Eigen::Index side);

}  // namespace basin::dynamics
