#include "dynamics/level_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "dynamics/curve_tracing.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Index;
using Eigen::Vector2d;

// Where between two points of the window's edge grid lines start. chosen: not round, so that no line of the inner grid
// runs through the origin or through corners of functions written down by hand
constexpr double offset = 0.1415926;
// A start nearer than this to a traced curve of the same orientation lies on it; in steps (how exact the cubic is) and
// in sizes of the window.
constexpr double on_curve_steps = 2e-5, on_curve_size = 1e-11;
// How often largest_step is divided by 8 where curves share points, which they do where a step passed over an opening.
constexpr int most_refinements = 2;

// The lines of a grid, the signs at its points, and where traced curves cross the pieces of lines between them.
class Grid {
 public:
  Grid(CountedFunction& u, const Window& window, Index cells)
      : u_(u), size_(size_of(window)), cells_(cells), values_(cells + 1, cells + 1) {
    for (int axis = 0; axis < 2; ++axis) {
      lines_[axis].resize(cells + 1);
      const double width = window.sizes()(axis);
      for (Index i = 0; i <= cells; ++i) {
        lines_[axis](i) = window.min()(axis) + width * (static_cast<double>(i) + offset) / static_cast<double>(cells);
      }
      lines_[axis](0) = window.min()(axis);
      lines_[axis](cells) = window.max()(axis);
    }
    for (Index j = 0; j <= cells; ++j) {
      for (Index i = 0; i <= cells; ++i) values_(i, j) = u.value({lines_[0](i), lines_[1](j)});
    }
  }

  // The piece from grid point (i, j) to its neighbour along the axis.
  struct Piece {
    Index i, j;
    int axis;
    auto operator<=>(const Piece&) const = default;
  };

  [[nodiscard]] std::vector<Piece> pieces() const {
    std::vector<Piece> all;
    for (Index j = 0; j <= cells_; ++j) {
      for (Index i = 0; i <= cells_; ++i) {
        if (i < cells_) all.push_back({i, j, 0});
        if (j < cells_) all.push_back({i, j, 1});
      }
    }
    return all;
  }

  void record(const Curve& curve) {
    const std::size_t n = curve.points.size();
    for (std::size_t k = 1; k < n; ++k) record(curve.points[k - 1], curve.points[k]);
    if (curve.kind == CurveKind::closed) record(curve.points.back(), curve.points.front());
  }

  // Points on the piece where the sign changes although no traced curve is known to cross there: traced curves explain
  // the signs at its ends if they cross it an odd number of times where these differ, an even one where they do not.
  [[nodiscard]] std::vector<Vector2d> unexplained(const Piece& piece) const {
    const Index i = piece.i, j = piece.j;
    const double first = values_(i, j), last = piece.axis == 0 ? values_(i + 1, j) : values_(i, j + 1);
    const auto found = crossings_.find(piece);
    std::vector<double> at = found == crossings_.end() ? std::vector<double>{} : found->second;
    const bool odd = at.size() % 2 == 1;
    if (((first < 0.0) != (last < 0.0)) == odd) return {};
    std::sort(at.begin(), at.end());
    const auto& line = lines_[piece.axis];
    const double low = line(piece.axis == 0 ? i : j), high = line((piece.axis == 0 ? i : j) + 1);
    const Vector2d origin(lines_[0](i), lines_[1](j)), d = Vector2d::Unit(piece.axis);
    // Crossings are known as well as chords follow curves: look between them.
    const double margin = 1e-3 * (high - low);
    at.push_back(high + margin);
    std::vector<Vector2d> starts;
    double from = 0.0, value = first;
    for (const double crossing : at) {
      const double to = std::min(crossing - margin, high) - low;
      if (to > from) {
        const double value_to = to == high - low ? last : u_.value(origin + to * d);
        if ((value < 0.0) != (value_to < 0.0)) {
          starts.emplace_back(origin + sign_change(u_, origin, d, {from, to, value, value_to}, 2e-16 * size_) * d);
        }
      }
      from = std::max(from, crossing + margin - low);
      if (from < high - low) value = u_.value(origin + from * d);
    }
    return starts;
  }

 private:
  [[nodiscard]] Index cell(int axis, double x) const {
    const auto& line = lines_[axis];
    const auto* after = std::upper_bound(line.data(), line.data() + line.size(), x);
    return std::clamp<Index>(after - line.data() - 1, 0, cells_ - 1);
  }

  void record(const Vector2d& a, const Vector2d& b) {
    for (int axis = 0; axis < 2; ++axis) {  // crossed are lines of constant x(axis)
      const int along = 1 - axis;
      Index first = cell(axis, a(axis)), last = cell(axis, b(axis));
      if (first > last) std::swap(first, last);
      for (Index line = first + 1; line <= last; ++line) cross(axis, along, line, a, b);
    }
    // Curves end on the window's edge, on whose pieces signs differ there too.
    for (const Vector2d& end : {a, b}) cross_edge(end);
  }

  void cross(int axis, int along, Index line, const Vector2d& a, const Vector2d& b) {
    const double s = (lines_[axis](line) - a(axis)) / (b(axis) - a(axis));
    add(axis, along, line, a(along) + s * (b(along) - a(along)));
  }

  void cross_edge(const Vector2d& x) {
    for (int axis = 0; axis < 2; ++axis) {
      for (const Index line : {Index{0}, cells_}) {
        if (x(axis) == lines_[axis](line)) add(axis, 1 - axis, line, x(1 - axis));
      }
    }
  }

  void add(int axis, int along, Index line, double at) {
    Piece piece{line, line, along};
    (axis == 0 ? piece.j : piece.i) = cell(along, at);
    auto& known = crossings_[piece];
    // A curve's end is an end of two pieces of polyline where the curve is a single point, and is counted once.
    if (line != 0 && line != cells_)
      known.push_back(at);
    else if (std::find(known.begin(), known.end(), at) == known.end())
      known.push_back(at);
  }

  CountedFunction& u_;
  double size_;  // of the window
  Index cells_;
  std::array<Eigen::VectorXd, 2> lines_;
  Eigen::MatrixXd values_;
  std::map<Piece, std::vector<double>> crossings_;
};

// Whether the point lies on the curve, walked through the same way.
bool lies_on(const Curve& curve, const CurvePoint& at, double size) {
  const std::size_t n = curve.points.size(), pieces = curve.kind == CurveKind::closed ? n : n - 1;
  for (std::size_t k = 0; k < pieces; ++k) {
    const CurvePoint a{curve.points[k], curve.normals[k]}, b{curve.points[(k + 1) % n], curve.normals[(k + 1) % n]};
    const Vector2d chord = b.x - a.x, from = at.x - a.x;
    const double length = chord.norm(), allowed = on_curve_steps * length + on_curve_size * size;
    if (from.norm() > 1.5 * length + allowed) continue;
    double s = length > 0.0 ? from.dot(chord) / (length * length) : 0.0;
    for (int i = 0; i < 4 && length > 0.0; ++i) {  // the cubic's point beside it is not quite the chord's
      s = std::clamp(s, 0.0, 1.0);
      s += (at.x - between(a, b, s)).dot(chord) / (length * length);
    }
    if ((between(a, b, std::clamp(s, 0.0, 1.0)) - at.x).norm() > allowed) continue;
    if (at.normal.dot(a.normal) > 0.5 || at.normal.dot(b.normal) > 0.5) return true;
  }
  return false;
}

// One pass: every curve from its first start. `shared` says whether two curves share points, which they do where a step
// has passed over the opening of a strip.
struct Pass {
  std::vector<Curve> curves;
  bool shared = false;
};

Pass trace_all(CurveTracer& tracer, Grid& grid, const Window& window, const LevelCurveOptions& options) {
  Pass pass;
  std::vector<CurvePoint> without_step;
  std::size_t unresolved = 0;
  const auto on_known = [&](const CurvePoint& at) {
    return std::any_of(pass.curves.begin(), pass.curves.end(),
                       [&](const Curve& c) { return lies_on(c, at, size_of(window)); });
  };
  const auto keep = [&](Curve curve) {
    grid.record(curve);
    // A curve that only touches the window's edge from outside, in a point, divides nothing.
    if (curve.kind == CurveKind::edge_to_edge && curve.length < 1e-12 * size_of(window)) return;
    if (curve.kind == CurveKind::unresolved) {
      ++unresolved;
    } else {
      for (std::size_t k = 0; k < curve.points.size() && !pass.shared; k += 4) {
        pass.shared = on_known({curve.points[k], curve.normals[k]});
      }
    }
    pass.curves.push_back(std::move(curve));
  };
  for (const auto& piece : grid.pieces()) {
    for (const Vector2d& x : grid.unexplained(piece)) {
      if (unresolved >= options.most_unresolved) return pass;
      const CurvePoint start{x, tracer.function().gradient(x).direction};
      if (on_known(start)) continue;
      if (auto curve = tracer.trace(start)) {
        keep(std::move(*curve));
      } else {
        without_step.push_back(start);
      }
      if (pass.shared) return pass;
    }
  }
  // A start in a corner: another start has led to its curve, or it is where curves meet.
  for (const CurvePoint& start : without_step) {
    const bool known = std::any_of(pass.curves.begin(), pass.curves.end(), [&](const Curve& c) {
      return std::any_of(c.points.begin(), c.points.end(),
                         [&](const Vector2d& p) { return (p - start.x).norm() < 1e-10 * size_of(window); });
    });
    if (known || unresolved >= options.most_unresolved) continue;
    keep({CurveKind::unresolved, "no step can be made from its start", {start.x}, {start.normal}, 0.0});
  }
  return pass;
}

}  // namespace

bool LevelCurves::unresolved() const {
  return std::any_of(curves.begin(), curves.end(), [](const Curve& c) { return c.kind == CurveKind::unresolved; });
}

LevelCurves level_curves(const PlaneFunction& u, const Window& window, const LevelCurveOptions& options) {
  check_window(window);
  if (options.cells < 2) throw_input_error("a grid of {} cells finds no curves; it needs at least 2", options.cells);
  if (!(options.largest_step > 0.0 && options.largest_turn > 0.0)) {
    throw_input_error("curves cannot be followed in steps of {} that turn by {}; both must be > 0",
                      options.largest_step, options.largest_turn);
  }
  LevelCurves result;
  result.window = window;
  LevelCurveOptions now = options;
  for (int refinement = 0; refinement <= most_refinements; ++refinement) {
    CurveTracer tracer(u, window, now);
    Grid grid(tracer.function(), window, options.cells);
    Pass pass = trace_all(tracer, grid, window, now);
    result.curves = std::move(pass.curves);
    result.evaluations += tracer.function().values();
    result.gradients += tracer.function().gradients();
    if (!pass.shared) return result;
    now.largest_step *= 0.125;
  }
  for (Curve& c : result.curves) {
    c.kind = CurveKind::unresolved;
    c.reason = "two curves share points: there is an opening narrower than the smallest of largest_step";
  }
  return result;
}

}  // namespace basin::dynamics
