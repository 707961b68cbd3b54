#include "theory/gaussian_means.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace basin::theory {
namespace {

constexpr Eigen::Index terms = 600;  // chosen: correlations to .95 at any variance, to .998 at a variance of 1
constexpr double reach = 13.0;       // in sd: exp(-13^2 / 4) = 4e-19 is what is left of the weight's square root there
// Steps in units of the Gaussian, where h_600 has wave number 24, and of the activation, whose nearest pole lies pi/2
// from the real axis (tanh): the error falls as exp(-2 pi * (pi/2) / step) = 4e-22.
constexpr double gaussian_step = 0.05, activation_step = 0.2;
constexpr double accuracy = 1e-10;

using nets::Activation;

}  // namespace

std::array<double, 4> derivatives(Activation activation, double z) {
  switch (activation) {
    case Activation::sigmoid: {
      const double s = nets::value(activation, z), d = s * (1.0 - s);
      return {s, d, d * (1.0 - 2.0 * s), d * (1.0 - 6.0 * d)};
    }
    case Activation::tanh: {
      const double t = std::tanh(z), d = 1.0 - t * t;
      return {t, d, -2.0 * t * d, -2.0 * d * (1.0 - 3.0 * t * t)};
    }
    case Activation::erf: {
      const double d = nets::slope(activation, z);
      return {std::erf(z), d, -2.0 * z * d, (4.0 * z * z - 2.0) * d};
    }
    case Activation::identity:
      return {z, 1.0, 0.0, 0.0};
    case Activation::relu:
      break;
  }
  throw_input_error(
      "{} has no smooth infinite-width kernel here; take sigmoid, tanh, erf or identity, or a finite width",
      nets::to_text(activation));
}

HermiteSeries::HermiteSeries(Activation activation, double variance)
    : coefficients_(terms, 4), activation_(activation), variance_(variance) {
  if (!(variance > 0.0) || !std::isfinite(variance)) {
    throw_input_error("pre-activations cannot have variance {} (it must be positive and finite)", variance);
  }
  const double sd = std::sqrt(variance);
  const double step = std::min(gaussian_step, activation_step / sd);
  const auto half = static_cast<Eigen::Index>(std::ceil(reach / step));
  const Eigen::Index points = 2 * half + 1;

  // psi_k = h_k sqrt(weight) and s^(a) sqrt(weight): their products are the integrands, and neither overflows.
  Eigen::VectorXd u(points), root(points);
  Eigen::Matrix<double, Eigen::Dynamic, 4> values(points, 4);
  for (Eigen::Index i = 0; i < points; ++i) {
    u(i) = static_cast<double>(i - half) * step;
    root(i) = std::sqrt(step / std::sqrt(2.0 * std::numbers::pi)) * std::exp(-0.25 * u(i) * u(i));
    const auto s = derivatives(activation, sd * u(i));
    for (int a = 0; a < 4; ++a) values(i, a) = s[static_cast<std::size_t>(a)] * root(i);
  }
  same_point_ = values.transpose() * values;
  Eigen::VectorXd before = Eigen::VectorXd::Zero(points), psi = root;
  for (Eigen::Index k = 0; k < terms; ++k) {
    coefficients_.row(k) = psi.transpose() * values;
    const auto order = static_cast<double>(k);
    Eigen::VectorXd next = (u.array() * psi.array() - std::sqrt(order) * before.array()) / std::sqrt(order + 1.0);
    before.swap(psi);
    psi.swap(next);
  }
}

double HermiteSeries::mean_product(int a, const HermiteSeries& other, int b, double rho) const {
  if (!(std::abs(rho) <= 1.0)) throw_input_error("a correlation cannot be {} (at most 1 in size)", rho);
  if (rho == 1.0 && activation_ == other.activation_ && variance_ == other.variance_) return same_point_(a, b);
  double sum = 0.0, power = 1.0, left_a = same_point_(a, a), left_b = other.same_point_(b, b);
  for (Eigen::Index k = 0; k < terms; ++k) {
    const double f = coefficients_(k, a), g = other.coefficients_(k, b);
    sum += f * g * power;
    power *= rho;
    left_a -= f * f;
    left_b -= g * g;
    // What is left of both series bounds the rest (Cauchy and Schwarz); rounding can make it negative.
    if (std::abs(power) * std::sqrt(std::max(left_a, 0.0) * std::max(left_b, 0.0)) < accuracy) return sum;
  }
  throw_input_error(
      "points of correlation {:.4f} at a pre-activation variance of {:.3g} are too alike for {} terms of Mehler's sum; "
      "take fewer examples, a larger dim or a smaller radius",
      rho, variance_, terms);
}

}  // namespace basin::theory
