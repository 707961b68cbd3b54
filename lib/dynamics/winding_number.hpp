// How often the gradient turns around while a point goes once along a closed curve: the sum of the indices of the
// critical points inside, 0 where there is none.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "dynamics/plane_function.hpp"
#include "dynamics/window.hpp"

namespace basin::dynamics {

/// A point for each t in [0, 1), continuous, and as t goes to 1 the point of t = 0.
using ClosedCurve = std::function<Eigen::Vector2d(double)>;

/// Counterclockwise: a circle, its polygon of so many evenly spaced points, the edge of a window. They throw an input
/// Error for what encloses nothing: a radius or side that is not > 0, fewer than 3 corners.
[[nodiscard]] ClosedCurve circle(const Eigen::Vector2d& center, double radius);
[[nodiscard]] std::vector<Eigen::Vector2d> circle_polygon(const Eigen::Vector2d& center, double radius, int corners);
[[nodiscard]] ClosedCurve rectangle(const Window& window);

/// Throws an input Error for fewer than 3 points, or where all of them are one: they enclose nothing.
void check_polygon(const std::vector<Eigen::Vector2d>& polygon);

/// The whole number of turns that a sum of angles is, to 1e-6 of a turn; nothing where it is none.
[[nodiscard]] std::optional<int> whole_turns(double angle);

struct WindingNumber {
  std::optional<int> number;     ///< nothing where it could not be resolved
  std::int64_t evaluations = 0;  ///< of the gradient
  double smallest_step = 0.0;    ///< shortest distance between neighbouring points
};

struct WindingLimits {
  int first_steps = 256;                 ///< of a curve before it is refined; at least one of each edge of a polygon
  int halvings = 48;                     ///< of a first step
  std::int64_t evaluations = 1'000'000;  ///< of the gradient
};

/// (1 / 2 pi) of the turns of the gradient's direction, summed over steps along the curve; positive is
/// counterclockwise. A step is halved until it and both its halves turn by at most pi/4 and grow or shrink by at most a
/// factor e, and the halves' turns add up to the whole's. Not resolved, and never rounded to a whole number, is a curve
/// on which this reaches a limit: where it goes through a critical point, or the gradient is 0, not finite, or turns
/// within less than doubles tell apart; and one where the sum is not within 1e-6 of a whole number of turns. The growth
/// is what finds valleys narrower than the first steps: saturated networks grow or shrink exponentially beside them.
/// Without that bound, of 200 random tanh networks of width 2, depth 10 and weights up to 4 times Xavier's, whose
/// number is 0, up to 12 had another; with it none. Piecewise linear functions (relu) have gradients that jump at
/// kinks: a jump beyond these bounds is not resolved, a smaller one counts as the turn of less than pi that it is.
/// Sampling is no proof: what leaves no trace at neighbouring points goes unseen. Throws an input Error for limits
/// below 1.
[[nodiscard]] WindingNumber winding_number(const PlaneFunction& function, const ClosedCurve& curve,
                                           const WindingLimits& limits = {});

/// Along the closed polygon through the points, each followed by the next and the last by the first. Points may be
/// repeated. Throws as check_polygon.
[[nodiscard]] WindingNumber winding_number(const PlaneFunction& function, const std::vector<Eigen::Vector2d>& polygon,
                                           const WindingLimits& limits = {});

}  // namespace basin::dynamics
