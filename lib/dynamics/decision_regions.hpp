// The decision regions {u < 0} and {u > 0} of a plane function in a window: their components, read from the curves
// {u = 0} alone. Disjoint curves in a rectangle divide it into one component more than there are curves.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <optional>
#include <vector>

#include "dynamics/level_curves.hpp"
#include "dynamics/plane_function.hpp"

namespace basin::dynamics {

enum class Side { inner, outer };  ///< u < 0, the inner class, or u > 0

enum class Reach { bounded, reaches_edge, unresolved };

/// A connected component of a decision region.
struct Component {
  Side side = Side::inner;
  Reach reach = Reach::unresolved;
  /// Which curves bound it: the outer one (bounded) or those from edge to edge (reaches_edge) first, then the holes.
  std::vector<std::size_t> boundary;
  std::size_t holes = 0;
  double area = std::numeric_limits<double>::quiet_NaN();  ///< holes taken out; NaN where it is not bounded
};

class DecisionRegions {
 public:
  /// Traces the curves of u, which must live as long as this. Throws what level_curves does.
  explicit DecisionRegions(const PlaneFunction& u, const Window& window = square_window(2.0),
                           const LevelCurveOptions& options = {});
  explicit DecisionRegions(const PlaneFunction&& u, const Window& window = square_window(2.0),
                           const LevelCurveOptions& options = {}) = delete;

  [[nodiscard]] const LevelCurves& curves() const { return curves_; }

  /// Whether some curve is unresolved, or the curves contradict each other: u < 0 would be on the wrong side of one.
  [[nodiscard]] bool unresolved() const { return !consistent_ || curves_.unresolved(); }

  /// How many components of a side are bounded (do not reach the window's edge); nothing where unresolved. Each closed
  /// curve has one just inside it.
  [[nodiscard]] std::optional<std::size_t> bounded(Side side) const;
  [[nodiscard]] std::optional<std::size_t> reaching_edge(Side side) const;

  /// The component that holds the point. It is bounded if some closed curve encloses the point: the innermost of them
  /// is its outer boundary, curves directly inside are its holes. Unresolved curves inside the outer boundary, or
  /// anywhere where there is none, make it unresolved, as does a point nearer to a curve than its polyline. Throws an
  /// input Error for a point outside the window.
  [[nodiscard]] Component component_of(const Eigen::Vector2d& point) const;

  /// The outer boundary of a bounded component as a closed polyline (the first point is not repeated), with the
  /// component on its left if it is of the inner side, else on its right.
  [[nodiscard]] const Curve& outer_boundary(const Component& component) const;

 private:
  struct Region {  // a component that reaches the edge
    Side side;
    std::size_t piece;  // of the window's edge, one that belongs to it
  };
  [[nodiscard]] std::optional<std::size_t> enclosing(const Eigen::Vector2d& point, std::size_t but) const;
  [[nodiscard]] std::optional<std::size_t> region_of(const Eigen::Vector2d& point) const;
  [[nodiscard]] bool left_of_arc(std::size_t arc, std::size_t piece) const;
  [[nodiscard]] Side inside_of(std::size_t closed) const { return area_[closed] > 0.0 ? Side::inner : Side::outer; }
  void divide_edge();
  void nest();

  const PlaneFunction& u_;
  LevelCurves curves_;
  bool consistent_ = true;
  std::vector<double> area_;                         // signed, of closed curves
  std::vector<std::optional<std::size_t>> parent_;   // the closed curve directly around each closed one
  std::vector<std::optional<std::size_t>> outside_;  // or the region, where there is none
  std::vector<Region> regions_;
  struct Ends {
    std::size_t from = 0, to = 0;  // places among the ends of all arcs, counterclockwise
  };
  std::vector<Ends> ends_;              // of arcs
  std::vector<std::size_t> region_at_;  // of each piece of the edge: piece k follows end k
};

}  // namespace basin::dynamics
