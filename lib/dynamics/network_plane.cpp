#include "dynamics/network_plane.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "dynamics/plane_jet.hpp"
#include "dynamics/wide_range.hpp"

namespace basin::dynamics {
namespace {

constexpr double two_over_root_pi = 2.0 * std::numbers::inv_sqrtpi;

// s(z), and s'(z) beside it, from one exponential.
double activate(nets::Activation activation, double z, double& slope) {
  switch (activation) {
    case nets::Activation::tanh: {
      // 1 - e from expm1 where it cancels; 1 + expm1 is exact enough there.
      const double twice = -2.0 * std::abs(z);
      const bool near = twice > -0.7;
      const double m = near ? std::expm1(twice) : 0.0;
      const double e = near ? 1.0 + m : std::exp(twice);
      slope = 4.0 * e / ((1.0 + e) * (1.0 + e));
      return std::copysign((near ? -m : 1.0 - e) / (1.0 + e), z);
    }
    case nets::Activation::sigmoid: {
      const double e = std::exp(-std::abs(z));
      slope = e / ((1.0 + e) * (1.0 + e));
      return (z < 0.0 ? e : 1.0) / (1.0 + e);
    }
    case nets::Activation::erf:
      slope = two_over_root_pi * std::exp(-z * z);
      return std::erf(z);
    case nets::Activation::relu:
      slope = z > 0.0 ? 1.0 : 0.0;
      return z < 0.0 ? 0.0 : z;  // NaN stays NaN
    case nets::Activation::identity:
      break;
  }
  slope = 1.0;
  return z;
}

// s'(z) where e^-2|z| may be anything.
WideRange wide_slope(nets::Activation activation, double z) {
  const double size = std::abs(z);
  switch (activation) {
    case nets::Activation::tanh: {
      const double e = 1.0 + std::exp(-2.0 * size);
      return wide_exp(-2.0 * size) * (4.0 / (e * e));
    }
    case nets::Activation::sigmoid: {
      const double e = 1.0 + std::exp(-size);
      return wide_exp(-size) * (1.0 / (e * e));
    }
    case nets::Activation::erf:
      return wide_exp(-z * z) * two_over_root_pi;
    case nets::Activation::relu:
      return z > 0.0 ? 1.0 : 0.0;
    case nets::Activation::identity:
      break;
  }
  return 1.0;
}

// The row carried backward through all layers. `slope_of(k, layer)` is that of unit k, counted through all layers.
template <class Number, class Slope>
void carry_back(const std::vector<DenseLayer>& layers, std::size_t units, Slope slope_of, std::vector<Number>& row,
                std::vector<Number>& next) {
  row[0] = Number(1.0);
  std::size_t first = units;
  for (std::size_t l = layers.size(); l-- > 0;) {
    const DenseLayer& layer = layers[l];
    const auto out = static_cast<std::size_t>(layer.weights.rows());
    const auto in = static_cast<std::size_t>(layer.weights.cols());
    first -= out;
    for (std::size_t i = 0; i < in; ++i) next[i] = layer.skip == 0.0 ? Number(0.0) : layer.skip * row[i];
    const double* weights = layer.weights.data();
    for (std::size_t j = 0; j < out; ++j, weights += in) {
      const Number through = layer.strength * (row[j] * slope_of(first + j, layer));
      for (std::size_t i = 0; i < in; ++i) next[i] = next[i] + through * Number(weights[i]);
    }
    row.swap(next);
  }
}

PlaneGradient of_components(const WideRange& x, const WideRange& y) {
  PlaneGradient g;
  if (x.mantissa() == 0.0 && y.mantissa() == 0.0) return g;
  double exponent = std::max(x.exponent(), y.exponent());
  if (x.mantissa() == 0.0) exponent = y.exponent();
  if (y.mantissa() == 0.0) exponent = x.exponent();
  const Eigen::Vector2d scaled(x.scaled(exponent), y.scaled(exponent));
  const double norm = scaled.norm();
  g.direction = scaled / norm;
  g.log_norm = std::log(norm) + exponent * std::numbers::ln2;
  return g;
}

PlaneGradient not_a_gradient() {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return {Eigen::Vector2d(nan, nan), nan};
}

}  // namespace

// Memory of one thread, of the largest network it has met.
struct NetworkPlane::Workspace {
  std::vector<double> z, slopes;  // of all units
  std::vector<double> row, next;
  std::vector<WideRange> wide_row, wide_next;

  static Workspace& of(const NetworkPlane& plane) {
    thread_local Workspace work;
    if (work.z.size() < plane.units_) {
      work.z.resize(plane.units_);
      work.slopes.resize(plane.units_);
    }
    if (work.row.size() < plane.widest_) {
      work.row.resize(plane.widest_);
      work.next.resize(plane.widest_);
      work.wide_row.resize(plane.widest_);
      work.wide_next.resize(plane.widest_);
    }
    return work;
  }
};

NetworkPlane::NetworkPlane(const nets::Network<double>& network) : layers_(logit_layers(network)) {
  double growth = 1.0;
  for (const DenseLayer& layer : layers_) {
    units_ += static_cast<std::size_t>(layer.weights.rows());
    widest_ = std::max(widest_, static_cast<std::size_t>(layer.weights.rows()));
    const double most = layer.weights.cwiseAbs().colwise().sum().maxCoeff() * two_over_root_pi;  // slopes: <= 1.13
    growth *= std::max(1.0, std::abs(layer.skip) + std::abs(layer.strength) * most);
  }
  // What underflows is less than 2.3e-308 each time, and later layers make at most `growth` of it.
  smallest_norm_ = growth * 1e-280;
}

double NetworkPlane::forward(const Eigen::Vector2d& x, Workspace& work) const {
  work.row[0] = x[0];
  work.row[1] = x[1];
  double* z_of = work.z.data();
  double* slope_of = work.slopes.data();
  for (const DenseLayer& layer : layers_) {
    const auto out = static_cast<std::size_t>(layer.weights.rows());
    const auto in = static_cast<std::size_t>(layer.weights.cols());
    const double* weights = layer.weights.data();
    const double* h = work.row.data();
    double* next = work.next.data();
    for (std::size_t j = 0; j < out; ++j, weights += in) {
      double z = layer.biases.data()[j];
      for (std::size_t i = 0; i < in; ++i) z += weights[i] * h[i];
      z_of[j] = z;
      next[j] = layer.strength * activate(layer.activation, z, slope_of[j]);
      if (layer.skip != 0.0) next[j] += layer.skip * h[j];
    }
    work.row.swap(work.next);
    z_of += out;
    slope_of += out;
  }
  return work.row[0];
}

double NetworkPlane::value(const Eigen::Vector2d& x) const {
  return forward(x, Workspace::of(*this));
}

PlaneGradient NetworkPlane::gradient(const Eigen::Vector2d& x) const {
  Workspace& work = Workspace::of(*this);
  if (!std::isfinite(forward(x, work))) return not_a_gradient();
  carry_back<double>(
      layers_, units_, [&](std::size_t k, const DenseLayer&) { return work.slopes[k]; }, work.row, work.next);
  const Eigen::Vector2d row(work.row[0], work.row[1]);
  const double size = row.cwiseAbs().maxCoeff();
  if (!(size >= smallest_norm_ && size < 1e150)) return wide_gradient(work);
  const double norm = std::hypot(row[0], row[1]);
  return {row / norm, std::log(norm)};
}

PlaneGradient NetworkPlane::gradient_without_underflow(const Eigen::Vector2d& x) const {
  Workspace& work = Workspace::of(*this);
  if (!std::isfinite(forward(x, work))) return not_a_gradient();
  return wide_gradient(work);
}

PlaneGradient NetworkPlane::wide_gradient(Workspace& work) const {
  carry_back<WideRange>(
      layers_, units_, [&](std::size_t k, const DenseLayer& layer) { return wide_slope(layer.activation, work.z[k]); },
      work.wide_row, work.wide_next);
  return of_components(work.wide_row[0], work.wide_row[1]);
}

Eigen::Matrix2d NetworkPlane::hessian(const Eigen::Vector2d& x) const {
  const auto jet = plane_jet<double>(layers_, x[0], x[1]);
  Eigen::Matrix2d h;
  h << jet.second[0], jet.second[1], jet.second[1], jet.second[2];
  return h;
}

}  // namespace basin::dynamics
