// Functions on the plane in closed form, for tests: of any three formulas, and by name.
#pragma once

#include <cmath>
#include <functional>
#include <utility>

#include "dynamics/plane_function.hpp"

namespace basin::dynamics {

/// u, grad u and its second derivatives as given.
class FormulaPlane : public PlaneFunction {
 public:
  using Vector = Eigen::Vector2d;
  FormulaPlane(std::function<double(double, double)> value, std::function<Vector(double, double)> gradient,
               std::function<Eigen::Vector3d(double, double)> second = {})
      : value_(std::move(value)), gradient_(std::move(gradient)), second_(std::move(second)) {}

  double value(const Vector& x) const override { return value_(x[0], x[1]); }
  PlaneGradient gradient(const Vector& x) const override {
    const Vector g = gradient_(x[0], x[1]);
    const double norm = std::hypot(g[0], g[1]);  // which does not underflow
    PlaneGradient out;
    if (norm == 0.0) return out;
    out.direction = g / norm;
    out.log_norm = std::log(norm);
    return out;
  }
  Eigen::Matrix2d hessian(const Vector& x) const override {
    const Eigen::Vector3d s = second_(x[0], x[1]);  // xx, xy, yy
    Eigen::Matrix2d h;
    h << s[0], s[1], s[1], s[2];
    return h;
  }

 private:
  std::function<double(double, double)> value_;
  std::function<Vector(double, double)> gradient_;
  std::function<Eigen::Vector3d(double, double)> second_;
};

/// a x^2 + b y^2.
inline FormulaPlane quadratic(double a, double b) {
  return {[=](double x, double y) { return a * x * x + b * y * y; },
          [=](double x, double y) { return Eigen::Vector2d(2.0 * a * x, 2.0 * b * y); },
          [=](double, double) { return Eigen::Vector3d(2.0 * a, 0.0, 2.0 * b); }};
}

/// x^3 - 3 x y^2.
inline FormulaPlane monkey_saddle() {
  return {[](double x, double y) { return x * x * x - 3.0 * x * y * y; },
          [](double x, double y) { return Eigen::Vector2d(3.0 * (x * x - y * y), -6.0 * x * y); },
          [](double x, double y) { return Eigen::Vector3d(6.0 * x, -6.0 * y, -6.0 * x); }};
}

/// (x^2 - 1) e^y: the signs of xor, and no critical point.
inline FormulaPlane xor_without_critical_point() {
  return {
      [](double x, double y) { return (x * x - 1.0) * std::exp(y); },
      [](double x, double y) -> Eigen::Vector2d { return Eigen::Vector2d(2.0 * x, x * x - 1.0) * std::exp(y); },
      [](double x, double y) -> Eigen::Vector3d { return Eigen::Vector3d(2.0, 2.0 * x, x * x - 1.0) * std::exp(y); }};
}

/// sqrt(x^2 + w^2) + s y + c y^2 / 2: a valley of width w along the y axis, sloping down to y = -s / c.
inline FormulaPlane valley(double w, double s, double c) {
  return {[=](double x, double y) { return std::hypot(x, w) + s * y + 0.5 * c * y * y; },
          [=](double x, double y) { return Eigen::Vector2d(x / std::hypot(x, w), s + c * y); },
          [=](double x, double) { return Eigen::Vector3d(w * w / std::pow(std::hypot(x, w), 3), 0.0, c); }};
}

}  // namespace basin::dynamics
