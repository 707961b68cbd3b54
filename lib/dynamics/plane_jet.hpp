// Value, first and second derivatives of a network on the plane, all carried forward at once. The numbers are doubles
// or intervals: what a proof encloses is what the evaluation computes.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "dynamics/dense_layer.hpp"

namespace basin::dynamics {

/// s(z), s'(z), s''(z).
template <class Number>
struct Bend {
  Number value, slope, curvature;
};

/// Slopes keep their relative precision however far a unit is saturated.
[[nodiscard]] inline Bend<double> bend(nets::Activation activation, double z) {
  switch (activation) {
    case nets::Activation::tanh: {
      const double e = std::exp(-2.0 * std::abs(z)), t = std::tanh(z);
      const double slope = 4.0 * e / ((1.0 + e) * (1.0 + e));
      return {t, slope, -2.0 * t * slope};
    }
    case nets::Activation::sigmoid: {
      const double e = std::exp(-std::abs(z));
      const double slope = e / ((1.0 + e) * (1.0 + e));
      return {(z < 0.0 ? e : 1.0) / (1.0 + e), slope, std::copysign((1.0 - e) / (1.0 + e), -z) * slope};
    }
    case nets::Activation::erf: {
      const double slope = 2.0 * std::numbers::inv_sqrtpi * std::exp(-z * z);
      return {std::erf(z), slope, -2.0 * z * slope};
    }
    case nets::Activation::relu:
      return {std::fmax(z, 0.0), z > 0.0 ? 1.0 : 0.0, 0.0};
    case nets::Activation::identity:
      break;
  }
  return {z, 1.0, 0.0};
}

[[nodiscard]] inline double squared(double x) {
  return x * x;
}

/// u, (u_x, u_y), (u_xx, u_xy, u_yy).
template <class Number>
struct PlaneJet {
  Number value = Number(0.0);
  std::array<Number, 2> first = {Number(0.0), Number(0.0)};
  std::array<Number, 3> second = {Number(0.0), Number(0.0), Number(0.0)};

  /// Adds w times another.
  void add(double w, const PlaneJet& other) {
    value = value + w * other.value;
    for (std::size_t k = 0; k < 2; ++k) first[k] = first[k] + w * other.first[k];
    for (std::size_t k = 0; k < 3; ++k) second[k] = second[k] + w * other.second[k];
  }
};

/// s(z) for z with its derivatives: s'' z_x z_y + s' z_xy and so on.
template <class Number>
[[nodiscard]] PlaneJet<Number> compose(nets::Activation activation, const PlaneJet<Number>& z) {
  if (activation == nets::Activation::identity) return z;
  const Bend<Number> s = bend(activation, z.value);
  const auto& [x, y] = z.first;
  PlaneJet<Number> out;
  out.value = s.value;
  out.first = {s.slope * x, s.slope * y};
  out.second = {s.curvature * squared(x) + s.slope * z.second[0], s.curvature * (x * y) + s.slope * z.second[1],
                s.curvature * squared(y) + s.slope * z.second[2]};
  return out;
}

/// The jet of u at (x, y). Memory is kept between calls, for each thread.
template <class Number>
[[nodiscard]] PlaneJet<Number> plane_jet(const std::vector<DenseLayer>& layers, const Number& x, const Number& y) {
  thread_local std::vector<PlaneJet<Number>> h, next;
  h.assign(2, PlaneJet<Number>());
  h[0].value = x;
  h[1].value = y;
  h[0].first[0] = h[1].first[1] = Number(1.0);
  for (const DenseLayer& layer : layers) {
    const Eigen::Index rows = layer.weights.rows(), columns = layer.weights.cols();
    next.resize(static_cast<std::size_t>(rows));
    for (Eigen::Index j = 0; j < rows; ++j) {
      PlaneJet<Number> z;
      z.value = Number(layer.biases(j));
      for (Eigen::Index i = 0; i < columns; ++i) z.add(layer.weights(j, i), h[static_cast<std::size_t>(i)]);
      PlaneJet<Number>& out = next[static_cast<std::size_t>(j)] = compose(layer.activation, z);
      if (layer.skip == 0.0 && layer.strength == 1.0) continue;
      PlaneJet<Number> block;
      block.add(layer.skip, h[static_cast<std::size_t>(j)]);
      block.add(layer.strength, out);
      out = block;
    }
    h.swap(next);
  }
  return h.front();
}

}  // namespace basin::dynamics
