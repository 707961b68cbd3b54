// Functions on the plane in closed form, for tests: of any three formulas (FormulaPlane), of one over dual numbers, so
// that gradients need not be written down (Formula), and by name.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "dynamics/plane_function.hpp"
#include "nets/network.hpp"

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

/// Whether u is a formula f or tanh(1000 f), whose gradient has the direction of grad f however flat it is.
enum class Saturated { no, yes };

/// u(x, y) = f(x, y), a formula over dual numbers; without second derivatives.
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

/// A network of tanh layers, Xavier's weights times `steep`; its draws are of the test's name.
inline nets::Network<double> steep_network(std::vector<Eigen::Index> widths, const char* test, std::uint64_t seed,
                                           double steep) {
  nets::NetworkSpec spec{std::move(widths), {}};
  spec.activations.assign(spec.widths.size() - 1, nets::Activation::tanh);
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::xavier_normal;
  auto network = draw_network(spec, Stream(test, seed, "init"));
  for (auto& w : network.weights) w *= steep;
  return network;
}

}  // namespace basin::dynamics
