// The tunnel: where a component of {u < 0}, as a rule that which holds the origin, runs through a ring around it to the
// window's edge, and how narrow it is there.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <vector>

#include "dynamics/decision_regions.hpp"
#include "dynamics/plane_function.hpp"

namespace basin::dynamics {

/// A point of a wall of the tunnel.
struct TunnelPoint {
  std::size_t curve = 0;  ///< of DecisionRegions::curves()
  double along = 0.0;     ///< the way along the curve from its first point
  Eigen::Vector2d x = Eigen::Vector2d::Zero();
  /// From here along -grad u to the opposite wall; infinite where the window ends first, NaN in a corner whose gradient
  /// does not lead into {u < 0}.
  double width = std::numeric_limits<double>::quiet_NaN();
  double log_norm = -std::numeric_limits<double>::infinity();  ///< log |grad u|
};

struct Tunnel {
  Reach reach = Reach::unresolved;  ///< of the component; there is a tunnel only where it reaches the edge
  /// The smallest width in the ring, and the wall's point it is at; NaN where there is no tunnel, infinite where every
  /// width is.
  double width = std::numeric_limits<double>::quiet_NaN();
  Eigen::Vector2d at = Eigen::Vector2d::Constant(std::numeric_limits<double>::quiet_NaN());
  double largest_log_norm = std::numeric_limits<double>::quiet_NaN();  ///< of grad u along the walls in the ring
  std::vector<TunnelPoint> walls;                                      ///< in the ring, curve by curve
};

/// The tunnel of the component that holds `from` in the ring least <= |x| <= largest. Widths are measured at the points
/// of the curves, not between them: trace with a small largest_step where the narrowest place is wanted closely. A
/// width is found to 1e-6 of itself, but no better than rounding of coordinates allows (4e-16 in [-2, 2]); a wall of u
/// > 0 thinner than half of it may be passed over. Where `from` is not in {u < 0} there is no tunnel. Throws an input
/// Error unless 0 <= least < largest.
[[nodiscard]] Tunnel tunnel(const PlaneFunction& u, const DecisionRegions& regions, double least, double largest,
                            const Eigen::Vector2d& from = Eigen::Vector2d::Zero());

}  // namespace basin::dynamics
