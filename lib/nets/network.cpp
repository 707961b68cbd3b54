#include "nets/network.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::nets {
namespace {

// A normal number within two standard deviations, from a uniform one: u of the way through what lies between.
double truncated_normal(double u) {
  static const double below = 0.5 * boost::math::erfc(std::numbers::sqrt2);
  const double within = std::clamp(below + u * (1.0 - 2.0 * below), below, 1.0 - below);
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * within);
}

// The default of torch.nn.Linear: uniform between +-1 / sqrt(fan-in).
void draw_uniform(const NetworkSpec& spec, std::size_t layer, const Stream& draws, std::uint64_t first,
                  std::span<double> out) {
  draws.fill_uniform(out, first);
  const double bound = 1.0 / std::sqrt(static_cast<double>(spec.widths[layer]));
  for (double& u : out) u = (2.0 * u - 1.0) * bound;
}

// Draws for the parameters of one layer, from number `first` on, by the parametrisation's law.
void draw(const NetworkSpec& spec, std::size_t layer, const Stream& draws, std::uint64_t first, std::span<double> out) {
  if (spec.parametrisation == Parametrisation::pytorch) {
    draw_uniform(spec, layer, draws, first, out);
    return;
  }
  if (spec.parametrisation == Parametrisation::glorot_normal) {
    draws.fill_uniform(out, first);
    const double deviation = spec.initial_deviation(layer);
    for (double& u : out) u = deviation * truncated_normal(u);
    return;
  }
  draws.fill_normal(out, first);
  const double deviation = spec.initial_deviation(layer);
  if (deviation == 1.0) return;
  for (double& weight : out) weight *= deviation;
}

// Each layer has its own range of counters, so that a layer's draws do not move when another's width changes.
std::uint64_t first_draw(std::size_t layer, bool of_bias) {
  return (std::uint64_t{2 * layer + (of_bias ? 1U : 0U)}) << 44U;
}

// The deeper networks of orujlu2023; its two-layer ones are ntk.
bool scaled_twice(const NetworkSpec& spec) {
  return spec.parametrisation == Parametrisation::orujlu2023 && spec.layers() > 2;
}

// What a deep network of orujlu2023 takes for the fan-out of a layer: the number its code has, or the width.
double orujlu2023_fan_out(const NetworkSpec& spec, std::size_t layer) {
  constexpr double coded_width = 1000.0, coded_outputs = 32.0;
  const bool sigmoid = spec.activations.front() == Activation::sigmoid;
  if (layer + 1 == spec.layers()) {
    return sigmoid && spec.layers() == 3 ? static_cast<double>(spec.outputs()) : coded_outputs;
  }
  return sigmoid ? static_cast<double>(spec.widths[layer + 1]) : coded_width;
}

// Refuses networks of which orujlu2023's code does not say how they are scaled.
void check_orujlu2023(const NetworkSpec& spec) {
  if (spec.parametrisation != Parametrisation::orujlu2023) return;
  const Activation hidden = spec.activations.front();
  const bool known = hidden == Activation::sigmoid || hidden == Activation::tanh || hidden == Activation::relu;
  if (spec.bias != Bias::none) throw_input_error("parametrisation orujlu2023 has no biases; use ntk or pytorch");
  if (spec.layers() < 2 || spec.layers() > 4) {
    throw_input_error("parametrisation orujlu2023 has 2, 3 or 4 layers, not {}; use ntk", spec.layers());
  }
  if (spec.layers() > 2 && !known) {
    throw_input_error("parametrisation orujlu2023 with {} layers has sigmoid, tanh or relu, not {}; use ntk",
                      spec.layers(), to_text(hidden));
  }
}

}  // namespace

std::string to_text(Parametrisation parametrisation) {
  return parametrisation_names()[static_cast<std::size_t>(parametrisation)];
}

Parametrisation read_parametrisation(const std::string& name) {
  for (const auto p : {Parametrisation::ntk, Parametrisation::pytorch, Parametrisation::orujlu2023,
                       Parametrisation::glorot_normal, Parametrisation::xavier_normal}) {
    if (to_text(p) == name) return p;
  }
  throw_input_error("parametrisation '{}' is unknown; {}", name, known_names(name, parametrisation_names()));
}

std::vector<std::string> parametrisation_names() {
  return {"ntk", "pytorch", "orujlu2023", "glorot_normal", "xavier_normal"};
}

double NetworkSpec::scale(std::size_t layer) const {
  if (parametrisation != Parametrisation::ntk && parametrisation != Parametrisation::orujlu2023) return 1.0;
  if (scaled_twice(*this)) return 1.0 / std::sqrt(orujlu2023_fan_out(*this, layer));
  return 1.0 / std::sqrt(static_cast<double>(widths[layer]));
}

double NetworkSpec::initial_deviation(std::size_t layer) const {
  const auto fan_in = static_cast<double>(widths[layer]);
  if (parametrisation == Parametrisation::pytorch) return 1.0 / std::sqrt(3.0 * fan_in);
  if (parametrisation == Parametrisation::glorot_normal || parametrisation == Parametrisation::xavier_normal) {
    return std::sqrt(2.0 / (fan_in + static_cast<double>(widths[layer + 1])));
  }
  return scaled_twice(*this) ? 1.0 / std::sqrt(fan_in) : 1.0;
}

double NetworkSpec::parameters() const {
  double count = 0.0;
  for (std::size_t l = 0; l < layers(); ++l) {
    count += static_cast<double>(widths[l + 1]) * static_cast<double>(widths[l] + (bias == Bias::all ? 1 : 0));
    if (is_normalised(l)) count += 2.0 * static_cast<double>(widths[l + 1]);
  }
  return count;
}

void NetworkSpec::check() const {
  if (activations.empty()) throw_input_error("a network needs at least one layer");
  if (widths.size() != activations.size() + 1) {
    throw_input_error("a network of {} layers needs {} widths, not {}", activations.size(), activations.size() + 1,
                      widths.size());
  }
  for (const auto width : widths) {
    if (width < 1) throw_input_error("a layer cannot have {} units (at least 1)", width);
  }
  if (residual && !(std::isfinite(residual->skip) && std::isfinite(residual->strength))) {
    throw_input_error("a residual block cannot have skip {} and strength {} (finite numbers needed)", residual->skip,
                      residual->strength);
  }
  check_orujlu2023(*this);
}

NetworkSpec autoencoder(Eigen::Index dim, Eigen::Index width, std::size_t layers, Activation activation,
                        Parametrisation parametrisation) {
  if (layers < 1) throw_input_error("an autoencoder needs at least one layer");
  NetworkSpec spec;
  spec.widths.assign(layers + 1, width);
  spec.widths.front() = spec.widths.back() = dim;
  spec.activations.assign(layers, activation);
  spec.activations.back() = Activation::identity;
  spec.parametrisation = parametrisation;
  spec.check();
  return spec;
}

Network<double> draw_network(const NetworkSpec& spec, const Stream& draws) {
  spec.check();
  Network<double> network{spec, {}, {}, {}};
  std::vector<double> unit;
  for (std::size_t l = 0; l < spec.layers(); ++l) {
    const Eigen::Index in = spec.widths[l], out = spec.widths[l + 1];
    Eigen::MatrixXd weights(out, in);
    // Unit after unit along the side that grows: rows of a first layer, columns of a last one.
    const bool by_column = out < in;
    const Eigen::Index units = by_column ? in : out, each = by_column ? out : in;
    unit.resize(static_cast<std::size_t>(each));
    for (Eigen::Index u = 0; u < units; ++u) {
      draw(spec, l, draws, first_draw(l, false) + static_cast<std::uint64_t>(u * each), unit);
      const Eigen::Map<const Eigen::VectorXd> numbers(unit.data(), each);
      if (by_column) {
        weights.col(u) = numbers;
      } else {
        weights.row(u) = numbers.transpose();
      }
    }
    network.weights.push_back(std::move(weights));
    Eigen::VectorXd biases;
    if (spec.bias == Bias::all) {
      biases = Eigen::VectorXd::Zero(out);
      const std::span<double> numbers(biases.data(), static_cast<std::size_t>(biases.size()));
      if (spec.parametrisation == Parametrisation::xavier_normal) {
        draw_uniform(spec, l, draws, first_draw(l, true), numbers);
      } else if (spec.parametrisation != Parametrisation::glorot_normal) {
        draw(spec, l, draws, first_draw(l, true), numbers);
      }
    }
    network.biases.push_back(std::move(biases));
    if (spec.is_normalised(l)) {
      network.norms.push_back({Eigen::VectorXd::Ones(out), Eigen::VectorXd::Zero(out), Eigen::VectorXd::Zero(out),
                               Eigen::VectorXd::Ones(out)});
    }
  }
  return network;
}

void mirror_units(Network<double>& network) {
  if (network.spec.layers() != 2 || network.spec.widths[1] % 2 != 0) {
    throw_input_error("only two layers with an even number of hidden units can be mirrored, not {} layers of {} units",
                      network.spec.layers(), network.spec.widths[1]);
  }
  const Eigen::Index half = network.spec.widths[1] / 2;
  network.weights[0].bottomRows(half) = network.weights[0].topRows(half).eval();
  network.weights[1].rightCols(half) = -network.weights[1].leftCols(half).eval();
  if (network.biases[0].size() > 0) network.biases[0].tail(half) = network.biases[0].head(half).eval();
  if (network.biases[1].size() > 0) network.biases[1].setZero();
}

template <class Scalar>
MatrixOf<Scalar> preactivation(const Network<Scalar>& network, std::size_t layer, const MatrixOf<Scalar>& h) {
  MatrixOf<Scalar> z(network.weights[layer].rows(), h.cols());
  z.noalias() = network.weights[layer] * h;
  z *= static_cast<Scalar>(network.spec.scale(layer));
  if (network.biases[layer].size() > 0) z.colwise() += network.biases[layer];
  if (network.spec.is_normalised(layer)) {
    const Normalisation<Scalar>& norm = network.norms[layer];
    const auto epsilon = static_cast<Scalar>(Normalisation<Scalar>::epsilon);
    z.colwise() -= norm.mean;
    z.array().colwise() *= norm.scale.array() / (norm.variance.array() + epsilon).sqrt();
    z.colwise() += norm.shift;
  }
  return z;
}

template <class Scalar>
MatrixOf<Scalar> layer_output(const NetworkSpec& spec, std::size_t layer, const MatrixOf<Scalar>& h,
                              MatrixOf<Scalar> activated) {
  if (spec.is_residual(layer)) {
    activated = static_cast<Scalar>(spec.residual->skip) * h + static_cast<Scalar>(spec.residual->strength) * activated;
  }
  return activated;
}

template <class Scalar>
MatrixOf<Scalar> forward(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs) {
  if (inputs.rows() != network.spec.inputs()) {
    throw_input_error("a network of {} inputs cannot take examples of {} numbers", network.spec.inputs(),
                      inputs.rows());
  }
  MatrixOf<Scalar> h = inputs;
  for (std::size_t l = 0; l < network.spec.layers(); ++l) {
    MatrixOf<Scalar> z = preactivation(network, l, h);
    activate(network.spec.activations[l], z);
    h = layer_output(network.spec, l, h, std::move(z));
  }
  return h;
}

template MatrixOf<float> preactivation(const Network<float>&, std::size_t, const MatrixOf<float>&);
template MatrixOf<double> preactivation(const Network<double>&, std::size_t, const MatrixOf<double>&);
template MatrixOf<float> layer_output(const NetworkSpec&, std::size_t, const MatrixOf<float>&, MatrixOf<float>);
template MatrixOf<double> layer_output(const NetworkSpec&, std::size_t, const MatrixOf<double>&, MatrixOf<double>);
template MatrixOf<float> forward(const Network<float>&, const MatrixOf<float>&);
template MatrixOf<double> forward(const Network<double>&, const MatrixOf<double>&);

}  // namespace basin::nets
