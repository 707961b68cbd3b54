#include "dynamics/plane_bounds.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
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

// t -> logit, from the pre-activation of the unit on.
nets::Network<double> after_unit(const nets::Network<double>& logit, std::size_t layer) {
  nets::Network<double> tail = logit;
  const auto cut = static_cast<std::ptrdiff_t>(layer);
  tail.spec.widths.erase(tail.spec.widths.begin(), tail.spec.widths.begin() + cut);
  tail.spec.activations.erase(tail.spec.activations.begin(), tail.spec.activations.begin() + cut - 1);
  tail.weights.erase(tail.weights.begin(), tail.weights.begin() + cut);
  tail.biases.erase(tail.biases.begin(), tail.biases.begin() + cut);
  // The unit itself: its activation, on t as it is.
  tail.spec.widths.insert(tail.spec.widths.begin(), 1);
  tail.weights.insert(tail.weights.begin(), Eigen::MatrixXd::Ones(1, 1));
  tail.biases.insert(tail.biases.begin(),
                     tail.spec.bias == nets::Bias::all ? Eigen::VectorXd::Zero(1).eval() : Eigen::VectorXd());
  return tail;
}

}  // namespace

double block_margin(const nets::Network<double>& network) {
  const nets::Network<double> plain = nets::folded(network);
  double margin = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t l = 0; l < plain.spec.layers(); ++l) {
    if (!plain.spec.is_residual(l)) continue;
    const double norm = plain.spec.scale(l) * Eigen::JacobiSVD<Eigen::MatrixXd>(plain.weights[l]).singularValues()(0);
    const double here = plain.spec.residual->skip -
                        std::abs(plain.spec.residual->strength) * largest_slope(plain.spec.activations[l]) * norm;
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
  const nets::Network<double> logit = nets::up_to_preactivation(network, network.spec.layers());
  const Eigen::MatrixXd unit = nets::forward(nets::up_to_preactivation(network, layer), grid_points(window, side));
  const Eigen::MatrixXd t = Eigen::RowVectorXd::LinSpaced(levels, unit.minCoeff(), unit.maxCoeff());
  std::size_t changes = 0;
  double last = 0.0;
  for (const Eigen::MatrixXd& slope : nets::jacobians<double>(after_unit(logit, layer), t)) {
    const double now = slope(0, 0);
    if (now == 0.0 || std::isnan(now)) continue;
    if (last != 0.0 && (last < 0.0) != (now < 0.0)) ++changes;
    last = now;
  }
  return changes;
}

}  // namespace basin::dynamics
