#include "dynamics/critical_point.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "dynamics/winding_number.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Matrix2d;
using Eigen::Vector2d;

// -H^+ g; directions of which H knows nothing (|eigenvalue| below 1e-12 of the largest) are left alone, so that it
// goes straight to critical curves. Not finite where H is 0 or has underflowed.
Vector2d newton_step(const PlaneFunction& function, const Vector2d& x) {
  const PlaneGradient g = function.gradient(x);
  const Eigen::SelfAdjointEigenSolver<Matrix2d> eigen(function.hessian(x));
  const double largest = eigen.eigenvalues().cwiseAbs().maxCoeff(), length = std::exp(g.log_norm);
  constexpr double faint = 1e-290;  // below, products of slopes lose digits
  const bool usable = std::isfinite(largest) && largest > faint && (length > faint || g.direction.isZero(0.0));
  if (!usable) return Vector2d::Constant(std::numeric_limits<double>::quiet_NaN());
  Vector2d step = Vector2d::Zero();
  for (Eigen::Index k = 0; k < 2; ++k) {
    const double value = eigen.eigenvalues()[k];
    const Vector2d axis = eigen.eigenvectors().col(k);
    if (std::abs(value) > 1e-12 * largest) step -= axis * (axis.dot(g.direction) * (length / value));
  }
  return step;
}

// The function seen from a circle about a point.
struct Ring {
  double hessian = 0.0;   // largest |eigenvalue| on it, and in the middle
  double log_norm = 0.0;  // largest of the gradient

  Ring(const PlaneFunction& function, const Vector2d& x, double radius)
      : log_norm(-std::numeric_limits<double>::infinity()) {
    note(function.hessian(x));
    for (const Vector2d& on : circle_polygon(x, radius, 8)) {
      note(function.hessian(on));
      log_norm = std::max(log_norm, function.gradient(on).log_norm);
    }
  }

 private:
  void note(const Matrix2d& h) {
    const Eigen::SelfAdjointEigenSolver<Matrix2d> eigen(h, Eigen::EigenvaluesOnly);
    hessian = std::max(hessian, eigen.eigenvalues().cwiseAbs().maxCoeff());
  }
};

// What a zero of Newton's method is, or nothing where it is none.
std::optional<CriticalPoint> examine(const PlaneFunction& function, const Vector2d& x, double diagonal,
                                     double degenerate) {
  CriticalPoint point{x, CriticalKind::degenerate, function.hessian(x), {}};
  const Eigen::SelfAdjointEigenSolver<Matrix2d> eigen(point.hessian, Eigen::EigenvaluesOnly);
  const Vector2d values = eigen.eigenvalues();  // ascending
  const double log_norm = function.gradient(x).log_norm;
  for (const double share : {1e-3, 1e-4, 1e-5}) {
    const double radius = share * diagonal;
    const Ring ring(function, x, radius);
    point.index = winding_number(function, circle(x, radius)).number;
    const bool is_degenerate = !(values.cwiseAbs().minCoeff() > degenerate * ring.hessian);
    if (!is_degenerate && point.index == (values[0] * values[1] > 0.0 ? 1 : -1)) {
      point.kind = values[0] > 0.0   ? CriticalKind::minimum
                   : values[1] < 0.0 ? CriticalKind::maximum
                                     : CriticalKind::saddle;
      return point;
    }
    const bool vanishes = log_norm < ring.log_norm - std::log(1000.0);
    if (is_degenerate && vanishes && point.index != 0) return point;
  }
  return {};
}

}  // namespace

std::string to_text(CriticalKind kind) {
  constexpr std::array<const char*, 4> names = {"minimum", "maximum", "saddle", "degenerate"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<Vector2d> newton_critical_point(const PlaneFunction& function, const Vector2d& start, double reach,
                                              double tolerance, int steps) {
  Vector2d x = start;
  for (int k = 0; k < steps; ++k) {
    const Vector2d step = newton_step(function, x);
    const double length = step.norm();
    if (!std::isfinite(length)) return {};
    x += length > reach ? Vector2d(step * (reach / length)) : step;
    if (length <= tolerance) return x;
    if ((x - start).norm() > 100.0 * reach) return {};
  }
  return {};
}

std::vector<CriticalPoint> critical_points(const PlaneFunction& function, const Window& window,
                                           const CriticalSearch& search) {
  const Eigen::MatrixXd starts = grid_points(window, search.starts);
  const double diagonal = window.diagonal().norm();
  std::vector<Vector2d> ends;
  for (const Vector2d start : starts.colwise()) {
    const auto end =
        newton_critical_point(function, start, 0.1 * diagonal, search.newton_step * diagonal, search.steps);
    if (!end || !window.contains(*end)) continue;
    const bool known = std::any_of(ends.begin(), ends.end(), [&](const Vector2d& other) {
      return (other - *end).norm() < search.separation * diagonal;
    });
    if (!known) ends.push_back(*end);
  }
  std::vector<CriticalPoint> points;
  for (const Vector2d& x : ends) {
    if (const auto point = examine(function, x, diagonal, search.degenerate)) points.push_back(*point);
  }
  std::sort(points.begin(), points.end(), [](const CriticalPoint& a, const CriticalPoint& b) {
    return a.x[0] != b.x[0] ? a.x[0] < b.x[0] : a.x[1] < b.x[1];
  });
  return points;
}

}  // namespace basin::dynamics
