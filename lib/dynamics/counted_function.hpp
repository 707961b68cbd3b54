// A plane function that counts how often it is asked, and where its sign changes on a line.
#pragma once

#include <Eigen/Core>
#include <cstddef>

#include "dynamics/plane_function.hpp"

namespace basin::dynamics {

/// A plane function that counts how often it is asked.
class CountedFunction {
 public:
  explicit CountedFunction(const PlaneFunction& u) : u_(u) {}
  /// Throws an input Error where u is not a number.
  [[nodiscard]] double value(const Eigen::Vector2d& x);
  [[nodiscard]] bool inside(const Eigen::Vector2d& x) { return value(x) < 0.0; }  ///< whether u < 0
  [[nodiscard]] PlaneGradient gradient(const Eigen::Vector2d& x);
  [[nodiscard]] std::size_t values() const { return values_; }
  [[nodiscard]] std::size_t gradients() const { return gradients_; }

 private:
  const PlaneFunction& u_;
  std::size_t values_ = 0;
  std::size_t gradients_ = 0;
};

/// A change of sign on the line x + s d: u has one sign at s = near and the other at s = far.
struct SignChange {
  double near = 0.0;
  double far = 0.0;
  double value_near = 0.0;
  double value_far = 0.0;
};

/// Where on the line x + s d the sign changes, to `tolerance` in s: secants, and bisection where they do not help (u
/// may be flat on both sides).
[[nodiscard]] double sign_change(CountedFunction& u, const Eigen::Vector2d& x, const Eigen::Vector2d& d, SignChange at,
                                 double tolerance);

}  // namespace basin::dynamics
