// The curves {u = 0} of a plane function in a window: found by sign changes along a grid, followed by predictor and
// corrector. Only signs of u and directions of its gradient are used, since networks saturate.
#pragma once

#include <Eigen/Core>
#include <numbers>
#include <string>
#include <vector>

#include "dynamics/plane_function.hpp"
#include "dynamics/window.hpp"

namespace basin::dynamics {

enum class CurveKind {
  closed,
  edge_to_edge,  ///< of the window
  unresolved,    ///< curves meet, the gradient is zero, or too many points: its ends are not known
};

/// A piece of {u = 0}, run through with u < 0 on the left: a closed curve is counterclockwise where u < 0 inside.
struct Curve {
  CurveKind kind = CurveKind::unresolved;
  std::string reason;                    ///< why it is unresolved
  std::vector<Eigen::Vector2d> points;   ///< a polyline; the first point is not repeated at the end of a closed one
  std::vector<Eigen::Vector2d> normals;  ///< grad u / |grad u| at each point: out of {u < 0}
  double length = 0.0;                   ///< of the polyline, that from the last point to the first included if closed
};

struct LevelCurveOptions {
  Eigen::Index cells = 128;                      ///< of the grid, along each side
  double largest_step = 0.01;                    ///< between two points of a curve, in sizes of the window
  double largest_turn = std::numbers::pi / 8.0;  ///< of the normal in one step
  std::size_t most_points = 50000;               ///< of a curve; with more it is unresolved
  std::size_t most_unresolved = 16;              ///< curves; after as many no more are searched for
};

struct LevelCurves {
  Window window;
  std::vector<Curve> curves;
  std::size_t evaluations = 0;  ///< of u
  std::size_t gradients = 0;    ///< of grad u

  [[nodiscard]] bool unresolved() const;  ///< whether a curve is
};

/// All curves {u = 0} in the window that cross a line of its grid at a place where the grid can see it: between two
/// neighbouring grid points at which u has different signs (u = 0 counts as u > 0). Not seen are curves smaller than a
/// cell, and pieces that lie wholly in strips narrower than a cell; a thin strip that opens to a place wider than a
/// cell is followed to its end, whatever its width (tested down to 1e-9). A step is taken where the normal turns by at
/// most largest_turn and the middle of the step lies where the cubic through its ends says, to 1e-5 of the step; else
/// it is shortened, down to 1e-12 sizes of the window. There a corner of any angle is passed if a circle around it
/// meets the curve exactly twice. Where u is rounded to exactly 0 beside a curve that needs
/// short steps, as at a saddle of level 0, the curve is unresolved. Two walls of the same orientation nearer to each
/// other than 1e-5 of a step are not told apart. u is asked for values up to a step outside the window. Throws an input
/// Error for fewer than 2 cells, steps or turns that are not > 0, where u is not a number, or as check_window.
[[nodiscard]] LevelCurves level_curves(const PlaneFunction& u, const Window& window,
                                       const LevelCurveOptions& options = {});

}  // namespace basin::dynamics
