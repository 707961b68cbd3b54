#include "nets/activation.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <unsupported/Eigen/SpecialFunctions>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::nets {
namespace {

struct Name {
  Activation activation;
  const char* text;
};
constexpr std::array<Name, 5> names = {{{Activation::sigmoid, "sigmoid"},
                                        {Activation::tanh, "tanh"},
                                        {Activation::erf, "erf"},
                                        {Activation::relu, "relu"},
                                        {Activation::identity, "identity"}}};
constexpr double two_over_root_pi = 2.0 * std::numbers::inv_sqrtpi;

template <class Scalar>
void apply(Activation activation, MatrixOf<Scalar>& z) {
  auto a = z.array();
  switch (activation) {
    case Activation::sigmoid:
      a = a.logistic();
      break;
    case Activation::tanh:
      // In double this is a vector operation where Eigen's tanh is not; the absolute error stays at rounding.
      if constexpr (std::is_same_v<Scalar, double>) {
        a = 2.0 * (2.0 * a).logistic() - 1.0;
      } else {
        a = a.tanh();
      }
      break;
    case Activation::erf:
      a = a.erf();
      break;
    case Activation::relu:
      a = a.max(Scalar(0));
      break;
    case Activation::identity:
      break;
  }
}

// E[g(sd * u)^2], u ~ N(0, 1).
template <class Function>
double gaussian_mean_square(double variance, Function g) {
  if (!(variance >= 0.0) || !std::isfinite(variance)) {
    throw_input_error("a Gaussian cannot have variance {} (it must be finite and not negative)", variance);
  }
  const double sd = std::sqrt(variance);
  // The integrand's width in u is that of the Gaussian or, for large sd, that of the activation: resolve both.
  const double step = std::min(0.05, 0.05 / std::max(sd, 1e-300));
  const auto count = static_cast<long>(std::ceil(10.0 / step));
  double sum = 0.0;
  for (long k = -count; k <= count; ++k) {
    const double u = static_cast<double>(k) * step;
    const double v = g(sd * u);
    sum += v * v * std::exp(-0.5 * u * u);
  }
  return sum * step / std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace

std::string to_text(Activation activation) {
  for (const auto& name : names) {
    if (name.activation == activation) return name.text;
  }
  return "unknown";
}

std::vector<std::string> activation_names() {
  std::vector<std::string> all;
  for (const auto& name : names) all.emplace_back(name.text);
  return all;
}

Activation read_activation(const std::string& text) {
  for (const auto& name : names) {
    if (text == name.text) return name.activation;
  }
  throw_input_error("activation '{}' is unknown; {}", text, known_names(text, activation_names()));
}

double value(Activation activation, double z) {
  switch (activation) {
    case Activation::sigmoid:
      return 1.0 / (1.0 + std::exp(-z));
    case Activation::tanh:
      return std::tanh(z);
    case Activation::erf:
      return std::erf(z);
    case Activation::relu:
      return std::max(z, 0.0);
    case Activation::identity:
      return z;
  }
  return z;
}

double slope(Activation activation, double z) {
  switch (activation) {
    case Activation::sigmoid: {
      const double s = value(activation, z);
      return s * (1.0 - s);
    }
    case Activation::tanh: {
      const double t = std::tanh(z);
      return 1.0 - t * t;
    }
    case Activation::erf:
      return two_over_root_pi * std::exp(-z * z);
    case Activation::relu:
      return z > 0.0 ? 1.0 : 0.0;
    case Activation::identity:
      return 1.0;
  }
  return 1.0;
}

template <class Scalar>
void activate(Activation activation, MatrixOf<Scalar>& z, MatrixOf<Scalar>& slopes) {
  slopes.resize(z.rows(), z.cols());
  auto a = z.array();
  switch (activation) {
    case Activation::sigmoid:
      apply(activation, z);
      slopes.array() = a * (Scalar(1) - a);
      return;
    case Activation::tanh:
      apply(activation, z);
      slopes.array() = Scalar(1) - a.square();
      return;
    case Activation::erf:
      slopes.array() = static_cast<Scalar>(two_over_root_pi) * (-a.square()).exp();
      break;
    case Activation::relu:
      // A loop that compilers turn into vector instructions, which Eigen does not with comparisons. NaN stays NaN.
      for (Eigen::Index i = 0; i < z.size(); ++i) {
        Scalar &value = z.data()[i], &slope = slopes.data()[i];
        slope = value > Scalar(0) ? Scalar(1) : Scalar(0);
        value = value < Scalar(0) ? Scalar(0) : value;
      }
      return;
    case Activation::identity:
      slopes.setOnes();
      break;
  }
  apply(activation, z);
}

template <class Scalar>
void activate(Activation activation, MatrixOf<Scalar>& z) {
  apply(activation, z);
}

template void activate<float>(Activation, MatrixOf<float>&, MatrixOf<float>&);
template void activate<double>(Activation, MatrixOf<double>&, MatrixOf<double>&);
template void activate<float>(Activation, MatrixOf<float>&);
template void activate<double>(Activation, MatrixOf<double>&);

double mean_squared_slope(Activation activation, double variance) {
  if (activation == Activation::relu) return 0.5;
  return gaussian_mean_square(variance, [&](double z) { return slope(activation, z); });
}

double mean_squared_value(Activation activation, double variance) {
  if (activation == Activation::relu) return 0.5 * variance;
  if (activation == Activation::identity) return variance;
  return gaussian_mean_square(variance, [&](double z) { return value(activation, z); });
}

}  // namespace basin::nets
