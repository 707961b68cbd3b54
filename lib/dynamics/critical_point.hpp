// Critical points of a function on the plane, found by Newton's method from a grid of starts. What is found is there;
// what is not found may be there all the same.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

#include "dynamics/plane_function.hpp"
#include "dynamics/window.hpp"

namespace basin::dynamics {

/// degenerate: an eigenvalue of the Hessian is 0 as far as this can tell, or the point is not isolated.
enum class CriticalKind { minimum, maximum, saddle, degenerate };
[[nodiscard]] std::string to_text(CriticalKind kind);

struct CriticalPoint {
  Eigen::Vector2d x;
  CriticalKind kind = CriticalKind::degenerate;
  Eigen::Matrix2d hessian;
  std::optional<int> index;  ///< winding number on a small circle around it; nothing where not resolved (not isolated)
};

/// Lengths are in units of the window's diagonal. Chosen: a Newton step of 1e-10 is far above rounding in a function
/// with a Hessian of condition 1e5, and far below the smallest circle.
struct CriticalSearch {
  int starts = 21;             ///< along each side of the window
  int steps = 100;             ///< of Newton's method; degenerate points halve the distance with each
  double newton_step = 1e-10;  ///< below which it has converged
  double separation = 1e-6;    ///< points closer than this are one
  double degenerate = 1e-6;    ///< smallest |eigenvalue| over the largest within the circle
};

/// Critical points in the window, ordered by x, then y. A point is one where Newton's method has converged and
///   - the gradient turns around once on a circle about it, of radius 1e-3, 1e-4 or 1e-5, by the sign of det H; or
///   - the Hessian is degenerate, the gradient on the circle is more than 1000 times as long as in the middle, and
///     its winding number there is not 0.
/// So plateaus do not count: where a gradient underflows, as e^-x, Newton's step stays as long as it was and the
/// gradient does not turn. A critical curve gives many degenerate points without index, as many as Newton's method has
/// ended at. Throws an input Error for fewer than 2 starts along a side, or as
/// check_window.
[[nodiscard]] std::vector<CriticalPoint> critical_points(const PlaneFunction& function, const Window& window,
                                                         const CriticalSearch& search = {});

/// The zero of the gradient that Newton's method goes to from `start`, steps longer than `reach` being cut to it;
/// nothing where it has not come to steps below `tolerance` within `steps`, or has left the ball of 100 reaches about
/// the start.
[[nodiscard]] std::optional<Eigen::Vector2d> newton_critical_point(const PlaneFunction& function,
                                                                   const Eigen::Vector2d& start, double reach,
                                                                   double tolerance, int steps);

}  // namespace basin::dynamics
