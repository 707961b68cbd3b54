#include "dynamics/decision_regions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

double cross(const Vector2d& a, const Vector2d& b) {
  return a.x() * b.y() - a.y() * b.x();
}

// Signed area inside a closed curve, by the cubics through its points with its tangents (as Bezier curves): chords
// alone would be wrong by the square of their length.
double signed_area(const Curve& c) {
  double sum = 0.0;
  for (std::size_t k = 0; k < c.points.size(); ++k) {
    const std::size_t next = (k + 1) % c.points.size();
    const Vector2d& p0 = c.points[k];
    const Vector2d& p3 = c.points[next];
    const double third = (p3 - p0).norm() / 3.0;
    const Vector2d p1 = p0 + third * Vector2d(-c.normals[k].y(), c.normals[k].x());
    const Vector2d p2 = p3 - third * Vector2d(-c.normals[next].y(), c.normals[next].x());
    sum += 6.0 * cross(p0, p1) + 3.0 * cross(p0, p2) + cross(p0, p3) + 3.0 * cross(p1, p2) + 3.0 * cross(p1, p3) +
           6.0 * cross(p2, p3);
  }
  return sum / 20.0;
}

// Whether a ray from p to the right crosses the line from a to b.
bool crosses(const Vector2d& p, const Vector2d& a, const Vector2d& b) {
  return (a.y() > p.y()) != (b.y() > p.y()) && p.x() < a.x() + (p.y() - a.y()) / (b.y() - a.y()) * (b.x() - a.x());
}

bool encloses(const std::vector<Vector2d>& polygon, const Vector2d& p) {
  bool inside = false;
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    inside ^= crosses(p, polygon[k], polygon[(k + 1) % polygon.size()]);
  }
  return inside;
}

// Whether the curve lies in the polygon; nothing where some of its points do and some do not.
std::optional<bool> encloses(const std::vector<Vector2d>& polygon, const Curve& curve) {
  const std::size_t every = std::max<std::size_t>(1, curve.points.size() / 32);
  const bool first = encloses(polygon, curve.points.front());
  for (std::size_t k = every; k < curve.points.size(); k += every) {
    if (encloses(polygon, curve.points[k]) != first) return std::nullopt;
  }
  return first;
}

// A place on the window's edge: the way to it from the lower left corner, counterclockwise.
double along_edge(const Window& w, const Vector2d& p) {
  const Vector2d size = w.sizes();
  if (p.y() == w.min().y()) return p.x() - w.min().x();
  if (p.x() == w.max().x()) return size.x() + p.y() - w.min().y();
  if (p.y() == w.max().y()) return size.x() + size.y() + w.max().x() - p.x();
  return 2.0 * size.x() + size.y() + w.max().y() - p.y();
}

// What lies on the left of an arc: it, and back along the edge, counterclockwise.
std::vector<Vector2d> left_polygon(const Window& w, const Curve& arc) {
  std::vector<Vector2d> polygon = arc.points;
  const Vector2d corners[] = {w.min(), {w.max().x(), w.min().y()}, w.max(), {w.min().x(), w.max().y()}};
  const Vector2d size = w.sizes();
  const double at[] = {0.0, size.x(), size.x() + size.y(), 2.0 * size.x() + size.y()};
  const double around = 2.0 * size.sum(), end = along_edge(w, arc.points.back());
  double start = along_edge(w, arc.points.front());
  if (start < end) start += around;
  for (int turn = 0; turn < 2; ++turn) {
    for (int k = 0; k < 4; ++k) {
      const double place = at[k] + turn * around;
      if (place > end && place < start) polygon.push_back(corners[k]);
    }
  }
  return polygon;
}

}  // namespace

DecisionRegions::DecisionRegions(const PlaneFunction& u, const Window& window, const LevelCurveOptions& options)
    : u_(u), curves_(level_curves(u, window, options)) {
  divide_edge();
  nest();
}

// The components at the edge: the ends of arcs divide it into pieces, which arcs join.
void DecisionRegions::divide_edge() {
  struct End {
    double at;
    std::size_t arc;
    bool leaves;
  };
  std::vector<End> ends;
  ends_.resize(curves_.curves.size());
  for (std::size_t c = 0; c < curves_.curves.size(); ++c) {
    const Curve& curve = curves_.curves[c];
    if (curve.kind != CurveKind::edge_to_edge) continue;
    ends.push_back({along_edge(curves_.window, curve.points.front()), c, false});
    ends.push_back({along_edge(curves_.window, curve.points.back()), c, true});
  }
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.at < b.at; });
  const std::size_t n = ends.size();
  if (n == 0) {
    const bool inner = u_.value(curves_.window.min()) < 0.0;
    regions_ = {{inner ? Side::inner : Side::outer, 0}};
    region_at_ = {0};
    return;
  }
  // Where a curve leaves, u < 0 follows counterclockwise. Two ends alike, or at one place, cannot be.
  for (std::size_t k = 0; k < n; ++k) {
    const End& next = ends[(k + 1) % n];
    if (ends[k].leaves == next.leaves || ends[k].at == next.at) consistent_ = false;
    (ends[k].leaves ? ends_[ends[k].arc].to : ends_[ends[k].arc].from) = k;
  }
  std::vector<std::size_t> joined(n);
  std::iota(joined.begin(), joined.end(), std::size_t{0});
  const auto join = [&](std::size_t a, std::size_t b) {
    const std::size_t from = joined[a], to = joined[b];
    std::replace(joined.begin(), joined.end(), from, to);
  };
  for (const End& end : ends) {
    const auto [from, to] = ends_[end.arc];
    join(to, (from + n - 1) % n);
    join(from, (to + n - 1) % n);
  }
  region_at_.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    const auto first = static_cast<std::size_t>(std::find(joined.begin(), joined.end(), joined[k]) - joined.begin());
    if (first == k) regions_.push_back({ends[k].leaves ? Side::inner : Side::outer, k});
    region_at_[k] = first == k ? regions_.size() - 1 : region_at_[first];
  }
  if (regions_.size() != n / 2 + 1) consistent_ = false;  // arcs would cross each other
}

// Which closed curve or which region at the edge lies directly around each closed curve.
void DecisionRegions::nest() {
  const auto& curves = curves_.curves;
  area_.resize(curves.size());
  parent_.resize(curves.size());
  outside_.resize(curves.size());
  for (std::size_t c = 0; c < curves.size(); ++c) {
    if (curves[c].kind == CurveKind::closed) area_[c] = signed_area(curves[c]);
  }
  for (std::size_t c = 0; c < curves.size(); ++c) {
    if (curves[c].kind != CurveKind::closed) continue;
    for (std::size_t other = 0; other < curves.size(); ++other) {
      if (other == c || curves[other].kind == CurveKind::unresolved) continue;
      const bool arc = curves[other].kind == CurveKind::edge_to_edge;
      if (!arc && std::abs(area_[other]) <= std::abs(area_[c])) continue;
      if (!encloses(arc ? left_polygon(curves_.window, curves[other]) : curves[other].points, curves[c])) {
        consistent_ = false;
      }
    }
    parent_[c] = enclosing(curves[c].points.front(), c);
    if (parent_[c]) {
      if (inside_of(*parent_[c]) == inside_of(c)) consistent_ = false;
    } else {
      outside_[c] = region_of(curves[c].points.front());
      if (!outside_[c] || regions_[*outside_[c]].side == inside_of(c)) consistent_ = false;
    }
  }
}

// The innermost closed curve around the point; of curves larger than `but` only, where that is one.
std::optional<std::size_t> DecisionRegions::enclosing(const Vector2d& point, std::size_t but) const {
  const auto& curves = curves_.curves;
  std::optional<std::size_t> best;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    if (curves[c].kind != CurveKind::closed || c == but) continue;
    if (but < curves.size() && std::abs(area_[c]) <= std::abs(area_[but])) continue;
    if (best && std::abs(area_[c]) >= std::abs(area_[*best])) continue;
    if (encloses(curves[c].points, point)) best = c;
  }
  return best;
}

bool DecisionRegions::left_of_arc(std::size_t arc, std::size_t piece) const {
  const std::size_t n = region_at_.size();
  const auto [from, to] = ends_[arc];
  return (piece + n - to) % n < (from + n - to) % n;
}

// The region at the edge that is on the same side of every arc as the point.
std::optional<std::size_t> DecisionRegions::region_of(const Vector2d& point) const {
  std::vector<std::pair<std::size_t, bool>> sides;
  for (std::size_t c = 0; c < curves_.curves.size(); ++c) {
    if (curves_.curves[c].kind != CurveKind::edge_to_edge) continue;
    sides.emplace_back(c, encloses(left_polygon(curves_.window, curves_.curves[c]), point));
  }
  for (std::size_t r = 0; r < regions_.size(); ++r) {
    if (std::all_of(sides.begin(), sides.end(),
                    [&](const auto& s) { return left_of_arc(s.first, regions_[r].piece) == s.second; })) {
      return r;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> DecisionRegions::bounded(Side side) const {
  if (unresolved()) return std::nullopt;
  std::size_t n = 0;
  for (std::size_t c = 0; c < curves_.curves.size(); ++c) {
    n += curves_.curves[c].kind == CurveKind::closed && inside_of(c) == side ? 1 : 0;
  }
  return n;
}

std::optional<std::size_t> DecisionRegions::reaching_edge(Side side) const {
  if (unresolved()) return std::nullopt;
  return static_cast<std::size_t>(
      std::count_if(regions_.begin(), regions_.end(), [&](const Region& r) { return r.side == side; }));
}

Component DecisionRegions::component_of(const Vector2d& point) const {
  const Window& w = curves_.window;
  if (!w.contains(point)) {
    throw_input_error("({}, {}) is outside the window; ask for a point inside it", point.x(), point.y());
  }
  Component component;
  component.side = u_.value(point) < 0.0 ? Side::inner : Side::outer;
  if (!consistent_) return component;
  const auto& curves = curves_.curves;
  const auto outer = enclosing(point, curves.size());
  for (const Curve& c : curves) {
    if (c.kind != CurveKind::unresolved) continue;
    if (!outer) return component;
    const auto inside = encloses(curves[*outer].points, c);
    if (!inside || *inside) return component;
  }
  const auto region = outer ? std::nullopt : region_of(point);
  if (!outer && !region) return component;
  if ((outer ? inside_of(*outer) : regions_[*region].side) != component.side) return component;
  component.reach = outer ? Reach::bounded : Reach::reaches_edge;
  double area = 0.0;
  if (outer) {
    component.boundary.push_back(*outer);
    area = std::abs(area_[*outer]);
  } else {
    for (std::size_t c = 0; c < curves.size(); ++c) {
      if (curves[c].kind != CurveKind::edge_to_edge) continue;
      if (region_at_[ends_[c].to] == *region || region_at_[ends_[c].from] == *region) component.boundary.push_back(c);
    }
  }
  for (std::size_t c = 0; c < curves.size(); ++c) {
    if (curves[c].kind != CurveKind::closed) continue;
    if (outer ? parent_[c] == outer : (!parent_[c] && outside_[c] == region)) {
      component.boundary.push_back(c);
      ++component.holes;
      area -= std::abs(area_[c]);
    }
  }
  if (outer) component.area = area;
  return component;
}

const Curve& DecisionRegions::outer_boundary(const Component& component) const {
  if (component.reach != Reach::bounded) {
    throw_input_error("only a bounded component has one outer boundary; look at its reach first");
  }
  return curves_.curves[component.boundary.front()];
}

}  // namespace basin::dynamics
