// Plane functions in closed form for tests: a formula over dual numbers, so that gradients need not be written down.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <utility>

#include "dynamics/plane_function.hpp"

namespace basin::dynamics::testing {

/// A number and its gradient.
struct Dual {
  double v = 0.0;
  Eigen::Vector2d d = Eigen::Vector2d::Zero();
  Dual() = default;
  Dual(double value) : v(value) {}  // NOLINT: constants in formulas
  Dual(double value, Eigen::Vector2d gradient) : v(value), d(std::move(gradient)) {}
};

inline Dual operator+(const Dual& a, const Dual& b) {
  return {a.v + b.v, a.d + b.d};
}
inline Dual operator-(const Dual& a, const Dual& b) {
  return {a.v - b.v, a.d - b.d};
}
inline Dual operator-(const Dual& a) {
  return {-a.v, -a.d};
}
inline Dual operator*(const Dual& a, const Dual& b) {
  return {a.v * b.v, a.d * b.v + b.d * a.v};
}
inline Dual operator/(const Dual& a, const Dual& b) {
  return {a.v / b.v, (a.d - b.d * (a.v / b.v)) / b.v};
}
inline Dual exp(const Dual& a) {
  return {std::exp(a.v), a.d * std::exp(a.v)};
}
inline Dual sin(const Dual& a) {
  return {std::sin(a.v), a.d * std::cos(a.v)};
}
inline Dual sqrt(const Dual& a) {
  return {std::sqrt(a.v), a.d / (2.0 * std::sqrt(a.v))};
}
inline Dual abs(const Dual& a) {
  return a.v < 0.0 ? -a : a;
}
inline Dual min(const Dual& a, const Dual& b) {
  return b.v < a.v ? b : a;
}
inline Dual max(const Dual& a, const Dual& b) {
  return a.v < b.v ? b : a;
}

/// u(x, y) = f(x, y), or its tanh(1000 f(x, y)), whose gradient has the direction of grad f however flat it is.
enum class Saturated { no, yes };

template <class F>
class Formula : public PlaneFunction {
 public:
  explicit Formula(F f, Saturated saturated = Saturated::no) : f_(std::move(f)), saturated_(saturated) {}
  [[nodiscard]] double value(const Eigen::Vector2d& x) const override {
    const double u = dual(x).v;
    return saturated_ == Saturated::yes ? std::tanh(1000.0 * u) : u;
  }
  [[nodiscard]] PlaneGradient gradient(const Eigen::Vector2d& x) const override {
    const Dual u = dual(x);
    const double norm = u.d.norm();
    if (!(norm > 0.0)) return {};
    PlaneGradient g{u.d / norm, std::log(norm)};
    if (saturated_ == Saturated::yes) {  // log of 1000 / cosh(1000 u)^2
      const double z = 1000.0 * std::abs(u.v);
      g.log_norm += std::log(4000.0) - 2.0 * z - 2.0 * std::log1p(std::exp(-2.0 * z));
    }
    return g;
  }
  [[nodiscard]] Eigen::Matrix2d hessian(const Eigen::Vector2d& /*x*/) const override {
    return Eigen::Matrix2d::Constant(std::numeric_limits<double>::quiet_NaN());
  }

 private:
  [[nodiscard]] Dual dual(const Eigen::Vector2d& x) const {
    return f_(Dual{x.x(), Eigen::Vector2d::UnitX()}, Dual{x.y(), Eigen::Vector2d::UnitY()});
  }
  F f_;
  Saturated saturated_;
};

}  // namespace basin::dynamics::testing
