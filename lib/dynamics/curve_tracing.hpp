// Following one curve {u = 0} from a point on it, both ways: what level_curves is made of.
#pragma once

#include <Eigen/Core>
#include <optional>

#include "dynamics/counted_function.hpp"
#include "dynamics/level_curves.hpp"
#include "dynamics/plane_function.hpp"

namespace basin::dynamics {

/// A point of the curve and the unit normal out of {u < 0}.
struct CurvePoint {
  Eigen::Vector2d x;
  Eigen::Vector2d normal;
};

/// The cubic through two points of a curve with its tangents, at 0 <= s <= 1. The sign of the tangents is taken from
/// the way from a to b.
[[nodiscard]] Eigen::Vector2d between(const CurvePoint& a, const CurvePoint& b, double s);

class CurveTracer {
 public:
  CurveTracer(const PlaneFunction& u, const Window& window, const LevelCurveOptions& options);

  /// The whole curve through `start`, a point on it. Nothing where no step can be made from the start both ways, since
  /// it lies in a corner or where curves meet.
  [[nodiscard]] std::optional<Curve> trace(const CurvePoint& start);

  [[nodiscard]] CountedFunction& function() { return u_; }

 private:
  enum class Way { inside_left, inside_right };
  enum class Ending { closed, edge, unresolved, no_step };
  struct Step {
    CurvePoint middle, end;
  };
  struct Path {
    std::vector<CurvePoint> points;
    Ending ending = Ending::unresolved;
    const char* reason = "";
  };

  [[nodiscard]] std::optional<CurvePoint> project(const Eigen::Vector2d& y, const Eigen::Vector2d& normal,
                                                  double reach);
  [[nodiscard]] std::optional<Step> checked(const CurvePoint& a, const CurvePoint& b, Way way);
  [[nodiscard]] std::optional<Step> step(const CurvePoint& from, Way way, double length, double curvature);
  [[nodiscard]] std::optional<CurvePoint> pass_corner(const CurvePoint& from, Way way, double radius);
  [[nodiscard]] CurvePoint leave(CurvePoint in, CurvePoint out);
  [[nodiscard]] bool outside(const Eigen::Vector2d& x) const;
  [[nodiscard]] bool on_edge(const Eigen::Vector2d& x) const;
  [[nodiscard]] bool grazes(const CurvePoint& at) const;
  [[nodiscard]] Path follow(const CurvePoint& start, Way way);
  static Eigen::Vector2d tangent(const Eigen::Vector2d& normal, Way way);

  CountedFunction u_;
  Window window_;
  LevelCurveOptions options_;
  double size_;
  double smallest_step_;
  double precision_;
};

}  // namespace basin::dynamics
