#include "dynamics/counted_function.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace basin::dynamics {

using Eigen::Vector2d;

double CountedFunction::value(const Vector2d& x) {
  ++values_;
  const double u = u_.value(x);
  if (std::isnan(u)) {
    throw_input_error("the plane function is not a number at ({}, {}); its curves can only be followed where it is one",
                      x.x(), x.y());
  }
  return u;
}

PlaneGradient CountedFunction::gradient(const Vector2d& x) {
  ++gradients_;
  return u_.gradient(x);
}

double sign_change(CountedFunction& u, const Vector2d& x, const Vector2d& d, SignChange at, double tolerance) {
  auto [a, b, ua, ub] = at;
  const bool inside_a = ua < 0.0;
  int same_end = 0;  // how often in a row a was moved (> 0) or b (< 0)
  for (int k = 0; k < 200 && std::abs(b - a) > tolerance; ++k) {
    const double width = b - a;
    // Never nearer to an end than half the tolerance: where an end is all but on the root this closes the bracket.
    const double margin = std::min(0.5, 0.5 * tolerance / std::abs(width));
    double s = ua / (ua - ub);
    if (k % 3 == 2 || !std::isfinite(s)) s = 0.5;
    const double middle = a + width * std::clamp(s, margin, 1.0 - margin);
    if (middle == a || middle == b) break;
    const double value = u.value(x + middle * d);
    if ((value < 0.0) == inside_a) {
      a = middle, ua = value;
      if (same_end > 0) ub *= 0.5;  // Illinois: else one end would stay for ever
      same_end = 1;
    } else {
      b = middle, ub = value;
      if (same_end < 0) ua *= 0.5;
      same_end = -1;
    }
  }
  return 0.5 * (a + b);
}

}  // namespace basin::dynamics
