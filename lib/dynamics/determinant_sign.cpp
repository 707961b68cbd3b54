#include "dynamics/determinant_sign.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/eigen.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "nets/rewrite.hpp"

namespace basin::dynamics {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// Where units saturate, the two columns of J are parallel to many more digits than doubles have.
using Digits = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;

struct ValueAndSlope {
  Digits value, slope;
};

ValueAndSlope value_and_slope(nets::Activation activation, const Digits& z) {
  switch (activation) {
    case nets::Activation::tanh: {
      const Digits t = tanh(z);
      return {t, 1 - t * t};
    }
    case nets::Activation::sigmoid: {
      const Digits s = 1 / (1 + exp(-z));
      return {s, s * (1 - s)};
    }
    case nets::Activation::erf:
      return {boost::math::erf(z), 2 * exp(-z * z) / sqrt(boost::math::constants::pi<Digits>())};
    case nets::Activation::relu:
      return {z > 0 ? z : Digits(0), z > 0 ? Digits(1) : Digits(0)};
    case nets::Activation::identity:
      break;
  }
  return {z, 1};
}

double sign(double x) {
  return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
}

double sign_of_layers(const nets::Network<double>& hidden) {
  double product = 1.0;
  for (std::size_t l = 0; l + 1 < hidden.spec.layers(); ++l) {
    const bool rises = hidden.spec.activations[l] != nets::Activation::relu;
    if (hidden.spec.widths[l + 1] != 2 || !rises) return unknown;
    product *= sign(hidden.weights[l].determinant());
  }
  return product;
}

// J(x) of the hidden map, multiplied out, and the sign of its determinant; 0 where rounding might have made it.
double sign_of_determinant(const nets::Network<double>& hidden, const Eigen::Vector2d& x) {
  using Matrix = Eigen::Matrix<Digits, Eigen::Dynamic, Eigen::Dynamic>;
  using Vector = Eigen::Matrix<Digits, Eigen::Dynamic, 1>;
  static const Digits rounding("1e-40");
  Vector h = x.cast<Digits>();
  Matrix j = Matrix::Identity(2, 2);
  for (std::size_t l = 0; l + 1 < hidden.spec.layers(); ++l) {
    const Matrix w = Digits(hidden.spec.scale(l)) * hidden.weights[l].cast<Digits>();
    Vector s = w * h;
    Matrix slope = w * j;
    for (Eigen::Index u = 0; u < s.size(); ++u) {
      const Digits z = hidden.biases[l].size() > 0 ? Digits(s(u) + hidden.biases[l](u)) : s(u);
      const ValueAndSlope at = value_and_slope(hidden.spec.activations[l], z);
      s(u) = at.value;
      slope.row(u) *= at.slope;
    }
    if (hidden.spec.is_residual(l)) {
      const Digits skip = hidden.spec.residual->skip, strength = hidden.spec.residual->strength;
      s = (strength * s + skip * h).eval();
      slope = (strength * slope + skip * j).eval();
    }
    h = s;
    j = slope;
  }
  const Digits det = j(0, 0) * j(1, 1) - j(0, 1) * j(1, 0), size = j.squaredNorm();
  if (!(abs(det) > rounding * size)) return 0.0;
  return det > 0 ? 1.0 : -1.0;
}

}  // namespace

DeterminantSigns determinant_signs(const nets::Network<double>& network, const Window& window, Eigen::Index side) {
  if (network.spec.inputs() != 2 || network.spec.layers() < 2) {
    throw_input_error("signs are of networks of 2 inputs with a hidden layer, not of {} inputs and {} layers",
                      network.spec.inputs(), network.spec.layers());
  }
  const Eigen::MatrixXd grid = grid_points(window, side);
  const nets::Network<double> hidden = nets::hidden_map(network);
  if (hidden.spec.outputs() != 2) return {unknown, unknown, unknown, unknown};
  const double expected = sign_of_layers(hidden);

  double positive = 0.0, negative = 0.0, against = 0.0;
  for (Eigen::Index i = 0; i < grid.cols(); ++i) {
    const double found = sign_of_determinant(hidden, grid.col(i));
    (found > 0.0 ? positive : negative) += std::abs(found);
    if (found != 0.0 && found != expected) against += 1.0;
  }
  const double resolved = positive + negative;
  return {expected, resolved / static_cast<double>(grid.cols()),
          resolved > 0.0 ? std::min(positive, negative) / resolved : unknown, std::isnan(expected) ? unknown : against};
}

}  // namespace basin::dynamics
