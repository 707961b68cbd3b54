#include "dynamics/tunnel.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "dynamics/counted_function.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

// In sizes of the window. chosen: above rounding, far below any width that is asked for
constexpr double first_step = 1e-14;
// How far into u < 0 rounding may keep a first step from going. chosen
constexpr double largest_first_step = 1e-11;
// Each step is this part of the way made so far: thin walls behind a strip may be as thin as that part of its width.
constexpr double growth = 0.5;

// The way from a wall to the opposite one along d.
double width_at(CountedFunction& u, const Window& window, const Vector2d& wall, const Vector2d& d) {
  const double size = size_of(window);
  double at = first_step * size, value = u.value(wall + at * d);
  while (!(value < 0.0)) {
    at *= 2.0;
    if (at > largest_first_step * size) return std::numeric_limits<double>::quiet_NaN();
    value = u.value(wall + at * d);
  }
  for (;;) {
    const double next = at + growth * std::min(at, 0.05 * size);
    const Vector2d x = wall + next * d;
    if (!window.contains(x)) {
      return std::numeric_limits<double>::infinity();
    }
    const double value_next = u.value(x);
    if (!(value_next < 0.0)) {
      return sign_change(u, wall, d, {at, next, value, value_next}, std::max(1e-6 * next, 1e-16 * size));
    }
    at = next, value = value_next;
  }
}

}  // namespace

Tunnel tunnel(const PlaneFunction& u, const DecisionRegions& regions, double least, double largest,
              const Vector2d& from) {
  if (!(least >= 0.0 && largest > least)) {
    throw_input_error("a ring from radius {} to {} holds no tunnel; the second must be larger, the first at least 0",
                      least, largest);
  }
  Tunnel result;
  const Component component = regions.component_of(from);
  result.reach = component.reach;
  if (component.side != Side::inner || component.reach != Reach::reaches_edge) return result;
  CountedFunction counted(u);
  for (const std::size_t c : component.boundary) {
    const Curve& curve = regions.curves().curves[c];
    double along = 0.0;
    for (std::size_t k = 0; k < curve.points.size(); ++k) {
      const Vector2d& x = curve.points[k];
      if (k > 0) along += (x - curve.points[k - 1]).norm();
      if (x.norm() < least || x.norm() > largest) continue;
      TunnelPoint point{c, along, x};
      point.width = width_at(counted, regions.curves().window, x, -curve.normals[k]);
      point.log_norm = counted.gradient(x).log_norm;
      result.walls.push_back(point);
      if (point.width < result.width || (std::isnan(result.width) && !std::isnan(point.width))) {
        result.width = point.width, result.at = x;
      }
      if (!(point.log_norm <= result.largest_log_norm)) result.largest_log_norm = point.log_norm;
    }
  }
  return result;
}

}  // namespace basin::dynamics
