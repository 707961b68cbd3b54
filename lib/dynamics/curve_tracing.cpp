#include "dynamics/curve_tracing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

// In sizes of the window. chosen: the tip of a strip of width 1e-9 is still followed, and rounding (2e-16) is far below
constexpr double smallest_step = 1e-12;
// To how much a point is found, in sizes of the window: a unit in the last place of its coordinates. Not coarser for
// long steps, since short ones may follow.
constexpr double precision = 2e-16;
// Circles by which corners are passed, in smallest steps; the larger one where u is rounded so much that points are not
// known well enough for the smaller. chosen: both below the width of the narrowest strips that are to be followed
constexpr double small_circle = 8.0, large_circle = 64.0;
// How far the middle of a step may be from the cubic through its ends, in lengths of the step: chosen as far above what
// smooth curves need (a turn a gives a^3 / 384, so steps turn by 0.16) and far below any other wall
constexpr double middle_tolerance = 1e-5;
// chosen: steps shorter than this, in sizes of the window, may be as short because u is rounded to 0
constexpr double rounded_step = 1e-5;
// chosen: a curve that leaves the window at a smaller angle (its sine) touches the edge and may not leave it at all
constexpr double grazing = 1e-6;

Vector2d rotated(const Vector2d& v, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  return {c * v.x() - s * v.y(), s * v.x() + c * v.y()};
}

// How often the normal turns around along a closed curve: once for one that does not meet itself.
long turns_of(const Curve& curve) {
  double sum = 0.0;
  for (std::size_t k = 0; k < curve.normals.size(); ++k) {
    sum += signed_angle(curve.normals[k], curve.normals[(k + 1) % curve.normals.size()]);
  }
  return std::lround(sum / (2.0 * std::numbers::pi));
}

}  // namespace

Vector2d between(const CurvePoint& a, const CurvePoint& b, double s) {
  const Vector2d chord = b.x - a.x;
  const double length = chord.norm();
  Vector2d ta(-a.normal.y(), a.normal.x()), tb(-b.normal.y(), b.normal.x());
  if (ta.dot(chord) + tb.dot(chord) < 0.0) ta = -ta, tb = -tb;
  const double r = 1.0 - s;
  return r * r * (1.0 + 2.0 * s) * a.x + s * s * (3.0 - 2.0 * s) * b.x + s * r * length * (r * ta - s * tb);
}

CurveTracer::CurveTracer(const PlaneFunction& u, const Window& window, const LevelCurveOptions& options)
    : u_(u),
      window_(window),
      options_(options),
      size_(size_of(window)),
      smallest_step_(smallest_step * size_),
      precision_(precision * size_) {}

Vector2d CurveTracer::tangent(const Vector2d& normal, Way way) {
  const Vector2d left(-normal.y(), normal.x());  // u < 0, which lies against the normal, is on its left
  return way == Way::inside_left ? left : Vector2d(-left);
}

bool CurveTracer::outside(const Vector2d& x) const {
  const double slack = 1e-15 * size_;
  return ((x - window_.max()).array() > slack).any() || ((window_.min() - x).array() > slack).any();
}

// The point of the curve near y, along the normal and at most `reach` away. Of a thin strip there are two walls: it is
// the one whose gradient goes with the normal, and where a step along the line passes over the strip, which the
// gradient behind it shows, the way back is halved until it is found.
std::optional<CurvePoint> CurveTracer::project(const Vector2d& y, const Vector2d& normal, double reach) {
  const auto goes_with = [&](const PlaneGradient& g) { return g.direction.dot(normal) > 0.0; };
  Vector2d z = y;
  PlaneGradient g = u_.gradient(z);
  if (!goes_with(g)) {
    for (double d = reach * 0x1p-20; d <= reach && !goes_with(g); d *= 2.0) {
      for (const double side : {1.0, -1.0}) {
        z = y + side * d * normal;
        g = u_.gradient(z);
        if (goes_with(g)) break;
      }
    }
    if (!goes_with(g)) return std::nullopt;
  }
  const double first = u_.value(z);
  const Vector2d d = first < 0.0 ? normal : Vector2d(-normal);
  const double newton = std::abs(first) * std::exp(-g.log_norm) / g.direction.dot(normal);
  double length = std::isfinite(newton) ? std::clamp(1.5 * newton, precision_, 0.125 * reach) : reach / 64.0;
  SignChange bracket{0.0, 0.0, first, first};
  double wrong = -1.0;  // where the gradient goes against the normal, once seen
  for (int k = 0; k < 200; ++k) {
    const double at = wrong < 0.0 ? bracket.near + length : 0.5 * (bracket.near + wrong);
    if (at > 2.0 * reach || (wrong >= 0.0 && wrong - bracket.near < precision_)) return std::nullopt;
    const Vector2d x = z + at * d;
    const double value = u_.value(x);
    if ((value < 0.0) != (first < 0.0)) {
      bracket.far = at, bracket.value_far = value;
      CurvePoint found{z + sign_change(u_, z, d, bracket, precision_) * d, normal};
      found.normal = u_.gradient(found.x).direction;
      if (!(found.normal.dot(normal) > 0.0)) return std::nullopt;
      return found;
    }
    if (goes_with(u_.gradient(x))) {
      bracket.near = at, bracket.value_near = value;
      length *= 2.0;
    } else {
      wrong = at;
    }
  }
  return std::nullopt;
}

// The step from a to b with its middle, if it is one: see level_curves.
std::optional<CurveTracer::Step> CurveTracer::checked(const CurvePoint& a, const CurvePoint& b, Way way) {
  const Vector2d chord = b.x - a.x;
  const double length = chord.norm(), least = std::cos(options_.largest_turn);
  if (!(length > 0.0) || !(a.normal.dot(b.normal) >= least)) return std::nullopt;
  if (!(chord.dot(tangent(a.normal, way)) >= least * length)) return std::nullopt;
  const Vector2d expected = between(a, b, 0.5), normal = (a.normal + b.normal).normalized();
  const double allowed = middle_tolerance * length + 8.0 * precision_;
  const auto middle = project(expected, normal, 10.0 * allowed);
  if (!middle || (middle->x - expected).norm() > allowed || middle->normal.dot(normal) < least) return std::nullopt;
  // Where u is 0 beside the curve and not only on it, its curves meet as far as rounding lets us see.
  if (length < rounded_step * size_ && u_.value(b.x + 0.25 * length * b.normal) == 0.0) return std::nullopt;
  return Step{*middle, b};
}

std::optional<CurveTracer::Step> CurveTracer::step(const CurvePoint& from, Way way, double length, double curvature) {
  const double angle = std::clamp(curvature * length, -options_.largest_turn, options_.largest_turn);
  const Vector2d predicted = from.x + length * rotated(tangent(from.normal, way), 0.5 * angle);
  const auto to = project(predicted, rotated(from.normal, angle), 0.1 * length);
  if (!to) return std::nullopt;
  return checked(from, *to, way);
}

// Where the curve leaves a circle around a point at which every step fails. Seen from the point the curve comes from
// behind; going round from there through {u < 0} the sign must change once and for all, else curves meet here.
std::optional<CurvePoint> CurveTracer::pass_corner(const CurvePoint& from, Way way, double radius) {
  const Vector2d behind = -tangent(from.normal, way);
  const auto direction = [&](double angle) { return rotated(behind, way == Way::inside_left ? -angle : angle); };
  std::vector<double> angles;
  for (double a = 3e-4; a < std::numbers::pi; a *= 1.6) angles.push_back(a);
  for (std::size_t k = angles.size(); k > 0; --k) angles.push_back(2.0 * std::numbers::pi - angles[k - 1]);
  double last_inside = -1.0, first_outside = -1.0;
  for (const double a : angles) {
    const double value = u_.value(from.x + radius * direction(a));
    const bool inside = value < 0.0;
    if (value == 0.0 || (inside && first_outside >= 0.0)) return std::nullopt;
    if (inside) last_inside = a;
    if (!inside && first_outside < 0.0) first_outside = a;
  }
  if (last_inside < 0.0 || first_outside < 0.0) return std::nullopt;
  for (int k = 0; k < 30; ++k) {
    const double middle = 0.5 * (last_inside + first_outside);
    (u_.inside(from.x + radius * direction(middle)) ? last_inside : first_outside) = middle;
  }
  CurvePoint to{from.x + radius * direction(last_inside), Vector2d::Zero()};
  to.normal = u_.gradient(to.x).direction;
  if (!(tangent(to.normal, way).dot(direction(last_inside)) > 0.0)) return std::nullopt;
  return to;
}

// Where the curve between these points, the second of them outside, crosses the edge of the window.
CurvePoint CurveTracer::leave(CurvePoint in, CurvePoint out) {
  CurvePoint end = in;
  for (int k = 0; k < 60; ++k) {
    const Vector2d chord = out.x - in.x;
    double s = 1.0;
    for (int i = 0; i < 2; ++i) {
      if (out.x(i) > window_.max()(i)) s = std::min(s, (window_.max()(i) - in.x(i)) / chord(i));
      if (out.x(i) < window_.min()(i)) s = std::min(s, (window_.min()(i) - in.x(i)) / chord(i));
    }
    s = std::clamp(s, 0.0, 1.0);
    const Vector2d expected = between(in, out, s);
    const auto at = project(expected, ((1.0 - s) * in.normal + s * out.normal).normalized(), 0.01 * chord.norm());
    if (!at) break;
    end = *at;
    (outside(end.x) ? out : in) = end;
    const double off =
        std::min((window_.max() - end.x).cwiseAbs().minCoeff(), (end.x - window_.min()).cwiseAbs().minCoeff());
    if (off <= 1e-15 * size_ || chord.norm() <= 1e-14 * size_) break;
  }
  for (int i = 0; i < 2; ++i) {  // exactly on the edge, as far as it was found to be
    for (const double edge : {window_.min()(i), window_.max()(i)}) {
      if (std::abs(end.x(i) - edge) <= 1e-14 * size_) end.x(i) = edge;
    }
  }
  return end;
}

bool CurveTracer::on_edge(const Vector2d& x) const {
  return !outside(x) && ((x.array() == window_.min().array()).any() || (x.array() == window_.max().array()).any());
}

// Whether the curve, at the edge of the window, runs along it.
bool CurveTracer::grazes(const CurvePoint& at) const {
  const Vector2d from_edge = (window_.max() - at.x).cwiseAbs().cwiseMin((at.x - window_.min()).cwiseAbs());
  const int axis = from_edge.x() < from_edge.y() ? 0 : 1;  // of the edge's normal
  return std::abs(at.normal(1 - axis)) < grazing;
}

CurveTracer::Path CurveTracer::follow(const CurvePoint& start, Way way) {
  Path path;
  path.points.push_back(start);
  double length = 0.25 * options_.largest_step * size_, curvature = 0.0;
  const auto ends = [&](Ending ending, const char* reason) {
    path.ending = ending, path.reason = reason;
    return path;
  };
  while (path.points.size() < options_.most_points) {
    const CurvePoint from = path.points.back();
    auto taken = step(from, way, length, curvature);
    if (!taken && length > smallest_step_) {
      length *= 0.25;
      continue;
    }
    if (!taken) {
      if (path.points.size() == 1) return ends(Ending::no_step, "no step can be made from its start");
      auto corner = pass_corner(from, way, small_circle * smallest_step_);
      if (!corner) corner = pass_corner(from, way, large_circle * smallest_step_);
      if (!corner) return ends(Ending::unresolved, "curves meet or the gradient is zero");
      taken = Step{{0.5 * (from.x + corner->x), corner->normal}, *corner};
      length = smallest_step_;
    }
    // Back at the start? Then the step to it must be as good as any other.
    const Vector2d chord = taken->end.x - from.x, back = start.x - from.x;
    const double s = back.dot(chord) / chord.squaredNorm();
    if (path.points.size() > 2 && s > 0.0 && s <= 1.001 && start.normal.dot(taken->end.normal) > 0.0 &&
        (back - s * chord).norm() < 0.1 * chord.norm()) {
      const double off = std::abs(start.normal.dot(between(from, taken->end, std::min(s, 1.0)) - start.x));
      if (const auto last = checked(from, start, way)) {
        path.points.push_back(last->middle);
        return ends(Ending::closed, "");
      }
      // So near to a point of the path that no step can be checked between them: the step just taken goes through it.
      if (off < middle_tolerance * chord.norm()) return ends(Ending::closed, "");
      if (off < 1e-3 * chord.norm() && length > smallest_step_) {
        length *= 0.25;
        continue;
      }
    }
    for (const CurvePoint& next : {taken->middle, taken->end}) {
      if (outside(next.x)) {
        const CurvePoint edge = leave(path.points.back(), next);
        if ((edge.x - path.points.back().x).norm() > 1e-15 * size_) path.points.push_back(edge);
        if (!on_edge(edge.x)) return ends(Ending::unresolved, "where it leaves the window is not found");
        if (grazes(edge)) return ends(Ending::unresolved, "it touches the edge of the window");
        return ends(Ending::edge, "");
      }
      path.points.push_back(next);
    }
    curvature = signed_angle(tangent(taken->middle.normal, way), tangent(taken->end.normal, way)) /
                std::max((taken->end.x - taken->middle.x).norm(), smallest_step_);
    length = std::min(2.0 * length, options_.largest_step * size_ * 2.0);
  }
  return ends(Ending::unresolved, "too many points");
}

std::optional<Curve> CurveTracer::trace(const CurvePoint& start) {
  Path ahead = follow(start, Way::inside_left), behind;
  if (ahead.ending != Ending::closed) {
    behind = follow(start, Way::inside_right);
  }
  if (ahead.ending == Ending::no_step || behind.ending == Ending::no_step) return std::nullopt;
  Curve curve;
  for (std::size_t k = behind.points.size(); k > 1; --k) {
    curve.points.push_back(behind.points[k - 1].x);
    curve.normals.push_back(behind.points[k - 1].normal);
  }
  for (const CurvePoint& p : ahead.points) {
    curve.points.push_back(p.x);
    curve.normals.push_back(p.normal);
  }
  for (std::size_t k = 1; k < curve.points.size(); ++k) curve.length += (curve.points[k] - curve.points[k - 1]).norm();
  if (ahead.ending == Ending::closed && std::abs(turns_of(curve)) != 1) {
    curve.reason = "it does not come back to its start after one turn";
  } else if (ahead.ending == Ending::closed) {
    curve.kind = CurveKind::closed;
    curve.length += (curve.points.back() - curve.points.front()).norm();
  } else if (ahead.ending == Ending::edge && behind.ending == Ending::edge) {
    curve.kind = CurveKind::edge_to_edge;
  } else {
    curve.reason = ahead.ending == Ending::edge ? behind.reason : ahead.reason;
  }
  return curve;
}

}  // namespace basin::dynamics
