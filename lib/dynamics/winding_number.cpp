#include "dynamics/winding_number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

constexpr double largest_turn = std::numbers::pi / 4.0;
// Of the logarithm of the length. Chosen: in 2400 trials 2 missed one valley, 1/2 found no more.
constexpr double largest_growth = 1.0;

struct Station {
  double t = 0.0;
  Vector2d point;
  PlaneGradient gradient;
};

double turn(const Station& a, const Station& b) {
  return signed_angle(a.gradient.direction, b.gradient.direction);
}

// Whether a step is short against the distance over which the field changes.
bool is_small(const Station& a, const Station& b, double turned) {
  return std::abs(turned) <= largest_turn && std::abs(b.gradient.log_norm - a.gradient.log_norm) <= largest_growth;
}

class Walk {
 public:
  Walk(const PlaneFunction& function, const WindingLimits& limits) : function_(function), limits_(limits) {
    if (limits.first_steps < 1 || limits.halvings < 1 || limits.evaluations < 1) {
      throw_input_error("a curve cannot be followed in {} steps, {} halvings, {} evaluations; each must be at least 1",
                        limits.first_steps, limits.halvings, limits.evaluations);
    }
  }

  Station at(const ClosedCurve& curve, double t) {
    const Vector2d point = curve(t);
    ++evaluations_;
    return {t, point, function_.gradient(point)};
  }

  // From the station at t = 0 to that at t = 1 in so many first steps.
  bool along(const ClosedCurve& curve, Station from, Station to, int steps) {
    from.t = 0.0;
    to.t = 1.0;
    for (int k = 1; k <= steps; ++k) {
      const Station next = k == steps ? to : at(curve, static_cast<double>(k) / steps);
      if (!go(curve, from, next, limits_.halvings)) return false;
      from = next;
    }
    return true;
  }

  // Adds up the turns from a to b; false where they are not resolved.
  bool go(const ClosedCurve& curve, const Station& a, const Station& b, int halvings) {
    // A direction of length 0, or NaN.
    if (!(a.gradient.direction.squaredNorm() > 0.5 && b.gradient.direction.squaredNorm() > 0.5)) return fail(a, b);
    if (halvings == 0 || evaluations_ >= limits_.evaluations) return fail(a, b);
    const Station middle = at(curve, 0.5 * (a.t + b.t));
    if (middle.point == a.point || middle.point == b.point) return fail(a, b);
    const double whole = turn(a, b), first = turn(a, middle), second = turn(middle, b);
    const bool small = is_small(a, b, whole) && is_small(a, middle, first) && is_small(middle, b, second) &&
                       std::abs(first + second - whole) < 1e-6;
    if (!small) return go(curve, a, middle, halvings - 1) && go(curve, middle, b, halvings - 1);
    turned_ += first + second;
    note_step(a, middle);
    note_step(middle, b);
    return true;
  }

  WindingNumber result(bool resolved) const {
    return {resolved ? whole_turns(turned_) : std::nullopt, evaluations_, smallest_step_};
  }

 private:
  bool fail(const Station& a, const Station& b) {
    note_step(a, b);
    return false;
  }
  void note_step(const Station& a, const Station& b) {
    smallest_step_ = std::min(smallest_step_, (b.point - a.point).norm());
  }

  const PlaneFunction& function_;
  const WindingLimits& limits_;
  std::int64_t evaluations_ = 0;
  double turned_ = 0.0, smallest_step_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::optional<int> whole_turns(double angle) {
  constexpr double tolerance = 1e-6;  // rounding over 10^6 steps makes 1e-10
  const double turns = angle / (2.0 * std::numbers::pi), whole = std::nearbyint(turns);
  if (!(std::abs(turns - whole) <= tolerance)) return {};
  return static_cast<int>(whole);
}

ClosedCurve circle(const Vector2d& center, double radius) {
  if (!(radius > 0.0)) throw_input_error("a circle cannot have radius {} (it must be > 0)", radius);
  return [=](double t) {
    const double angle = 2.0 * std::numbers::pi * t;
    return Vector2d(center[0] + radius * std::cos(angle), center[1] + radius * std::sin(angle));
  };
}

std::vector<Vector2d> circle_polygon(const Vector2d& center, double radius, int corners) {
  if (corners < 3) throw_input_error("a polygon needs at least 3 points, not {}", corners);
  const ClosedCurve around = circle(center, radius);
  std::vector<Vector2d> points;
  for (int k = 0; k < corners; ++k) points.push_back(around(static_cast<double>(k) / corners));
  return points;
}

ClosedCurve rectangle(const Window& window) {
  check_window(window);
  const Vector2d low = window.min(), high = window.max();
  return [=](double t) -> Vector2d {
    const double s = 4.0 * t;
    if (s < 1.0) return {std::lerp(low[0], high[0], s), low[1]};
    if (s < 2.0) return {high[0], std::lerp(low[1], high[1], s - 1.0)};
    if (s < 3.0) return {std::lerp(high[0], low[0], s - 2.0), high[1]};
    return {low[0], std::lerp(high[1], low[1], s - 3.0)};
  };
}

void check_polygon(const std::vector<Vector2d>& polygon) {
  if (polygon.size() < 3) throw_input_error("a polygon needs at least 3 points, not {}", polygon.size());
  if (std::all_of(polygon.begin(), polygon.end(), [&](const Vector2d& x) { return x == polygon.front(); })) {
    throw_input_error("a polygon needs two different points; all {} are ({}, {})", polygon.size(), polygon[0].x(),
                      polygon[0].y());
  }
}

WindingNumber winding_number(const PlaneFunction& function, const ClosedCurve& curve, const WindingLimits& limits) {
  Walk walk(function, limits);
  const Station start = walk.at(curve, 0.0);
  return walk.result(walk.along(curve, start, start, limits.first_steps));
}

WindingNumber winding_number(const PlaneFunction& function, const std::vector<Vector2d>& polygon,
                             const WindingLimits& limits) {
  check_polygon(polygon);
  Walk walk(function, limits);
  const int steps = limits.first_steps / static_cast<int>(polygon.size()) + 1;  // of an edge
  Vector2d from = polygon.front(), to = from;
  const ClosedCurve edge = [&](double t) -> Vector2d { return from + t * (to - from); };
  const Station start = walk.at(edge, 0.0);
  Station here = start;
  for (std::size_t k = 1; k <= polygon.size(); ++k) {
    to = polygon[k % polygon.size()];
    if (to == from) continue;
    const Station next = k == polygon.size() ? start : walk.at([&](double) { return to; }, 1.0);
    if (!walk.along(edge, here, next, steps)) return walk.result(false);
    here = next;
    from = to;
  }
  return walk.result(true);
}

}  // namespace basin::dynamics
