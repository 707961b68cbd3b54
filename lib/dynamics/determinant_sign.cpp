#include "dynamics/determinant_sign.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "nets/jacobian.hpp"
#include "nets/rewrite.hpp"

namespace basin::dynamics {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double sign(double x) {
  return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
}

double sign_of_layers(const nets::Network<double>& hidden) {
  if (hidden.spec.residual) return unknown;
  double product = 1.0;
  for (std::size_t l = 0; l + 1 < hidden.spec.layers(); ++l) {
    const bool rises = hidden.spec.activations[l] != nets::Activation::relu;
    if (hidden.spec.widths[l + 1] != 2 || !rises) return unknown;
    product *= sign(hidden.weights[l].determinant());
  }
  return product;
}

}  // namespace

DeterminantSigns determinant_signs(const nets::Network<double>& network, double half, Eigen::Index side) {
  if (network.spec.inputs() != 2 || network.spec.layers() < 2) {
    throw_input_error("signs are of networks of 2 inputs with a hidden layer, not of {} inputs and {} layers",
                      network.spec.inputs(), network.spec.layers());
  }
  if (side < 2 || !(half > 0.0)) throw_input_error("a grid of {} points a side on +-{} is none", side, half);
  const nets::Network<double> hidden = nets::hidden_map(network);
  if (hidden.spec.outputs() != 2) return {unknown, unknown, unknown, unknown};
  const double expected = sign_of_layers(hidden);

  const Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(side, -half, half);
  Eigen::MatrixXd grid(2, side * side);
  for (Eigen::Index i = 0; i < grid.cols(); ++i) grid.col(i) << at(i % side), at(i / side);
  double positive = 0.0, negative = 0.0, against = 0.0;
  for (const Eigen::MatrixXd& j : nets::jacobians<double>(hidden, grid)) {
    constexpr double smallest = 1e-150, rounding = 1e-10;
    const double size = j.norm(), det = j.determinant();
    if (!(size > smallest) || !(std::abs(det) > rounding * size * size)) continue;
    (det > 0.0 ? positive : negative) += 1.0;
    if (sign(det) != expected) against += 1.0;
  }
  const double resolved = positive + negative;
  return {expected, resolved / static_cast<double>(grid.cols()),
          resolved > 0.0 ? std::min(positive, negative) / resolved : unknown, std::isnan(expected) ? unknown : against};
}

}  // namespace basin::dynamics
