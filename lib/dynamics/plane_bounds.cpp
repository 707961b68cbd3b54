#include "dynamics/plane_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"
#include "nets/rewrite.hpp"

namespace basin::dynamics {
namespace {

double largest_slope(nets::Activation activation) {
  switch (activation) {
    case nets::Activation::sigmoid:
      return 0.25;
    case nets::Activation::erf:
      return 2.0 * std::numbers::inv_sqrtpi;
    case nets::Activation::tanh:
    case nets::Activation::relu:
    case nets::Activation::identity:
      break;
  }
  return 1.0;
}

// What the layers after the unit's make of its activation: h -> logit.
nets::Network<double> after_unit(nets::Network<double> logit, std::size_t layer) {
  const auto cut = static_cast<std::ptrdiff_t>(layer);
  logit.spec.widths.erase(logit.spec.widths.begin(), logit.spec.widths.begin() + cut);
  logit.spec.activations.erase(logit.spec.activations.begin(), logit.spec.activations.begin() + cut);
  logit.weights.erase(logit.weights.begin(), logit.weights.begin() + cut);
  logit.biases.erase(logit.biases.begin(), logit.biases.begin() + cut);
  return logit;
}

}  // namespace

double block_margin(const nets::Network<double>& network) {
  const nets::Network<double> plain = nets::folded(network);
  double margin = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t l = 0; l < plain.spec.layers(); ++l) {
    if (!plain.spec.is_residual(l)) continue;
    const double norm = plain.spec.scale(l) * singular_values(plain.weights[l])(0);
    const double here = std::abs(plain.spec.residual->skip) -
                        std::abs(plain.spec.residual->strength) * largest_slope(plain.spec.activations[l]) * norm;
    if (std::isnan(here)) return here;
    margin = std::isnan(margin) ? here : std::min(margin, here);
  }
  return margin;
}

std::size_t critical_levels(const nets::Network<double>& network, std::size_t layer, const Window& window) {
  const auto& widths = network.spec.widths;
  if (widths.front() != 2 || widths.back() != 1 || layer < 1 || layer >= network.spec.layers() || widths[layer] != 1) {
    throw_input_error("layer {} of a network of {} inputs and {} outputs is no hidden layer of one unit", layer,
                      widths.front(), widths.back());
  }
  constexpr Eigen::Index side = 65, levels = 4001;
  const nets::Network<double> tail = after_unit(nets::up_to_preactivation(network, network.spec.layers()), layer);
  const nets::Activation activation = network.spec.activations[layer - 1];
  const Eigen::MatrixXd unit = nets::forward(nets::up_to_preactivation(network, layer), grid_points(window, side));
  const Eigen::MatrixXd t = Eigen::RowVectorXd::LinSpaced(levels, unit.minCoeff(), unit.maxCoeff());
  const Eigen::MatrixXd h = t.unaryExpr([&](double z) { return nets::value(activation, z); });
  const auto slopes = nets::jacobians<double>(tail, h);
  std::size_t changes = 0;
  double last = 0.0;
  for (Eigen::Index k = 0; k < levels; ++k) {
    const double now = slopes[static_cast<std::size_t>(k)](0, 0) * nets::slope(activation, t(0, k));
    if (now == 0.0 || std::isnan(now)) continue;
    if (last != 0.0 && (last < 0.0) != (now < 0.0)) ++changes;
    last = now;
  }
  return changes;
}

}  // namespace basin::dynamics
