// A function on the plane as curves, winding numbers and critical points need it: its value, the direction of its
// gradient, its second derivatives.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <limits>

namespace basin::dynamics {

/// A gradient as direction and logarithm of its length, since networks saturate: |grad u| may be e^-2000.
struct PlaneGradient {
  Eigen::Vector2d direction = Eigen::Vector2d::Zero();  ///< of length 1; 0 where the gradient is exactly 0
  double log_norm = -std::numeric_limits<double>::infinity();
};

/// The angle from one direction to another, in (-pi, pi], positive counterclockwise; neither need have length 1.
[[nodiscard]] inline double signed_angle(const Eigen::Vector2d& from, const Eigen::Vector2d& to) {
  return std::atan2(from.x() * to.y() - from.y() * to.x(), from.dot(to));
}

/// u: R^2 -> R, smooth or piecewise linear.
class PlaneFunction {
 public:
  PlaneFunction() = default;
  PlaneFunction(const PlaneFunction&) = delete;
  PlaneFunction& operator=(const PlaneFunction&) = delete;
  virtual ~PlaneFunction() = default;

  [[nodiscard]] virtual double value(const Eigen::Vector2d& x) const = 0;
  [[nodiscard]] virtual PlaneGradient gradient(const Eigen::Vector2d& x) const = 0;
  [[nodiscard]] virtual Eigen::Matrix2d hessian(const Eigen::Vector2d& x) const = 0;
};

}  // namespace basin::dynamics
