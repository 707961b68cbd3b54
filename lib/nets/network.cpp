#include "nets/network.hpp"

#include <cmath>
#include <span>

#include "core/error.hpp"

namespace basin::nets {
namespace {

// Draws for `count` numbers starting at `first`, by the parametrisation's law.
void draw(Parametrisation parametrisation, const Stream& draws, std::uint64_t first, double fan_in,
          std::span<double> out) {
  if (parametrisation == Parametrisation::ntk) {
    draws.fill_normal(out, first);
    return;
  }
  draws.fill_uniform(out, first);
  const double bound = 1.0 / std::sqrt(fan_in);
  for (double& u : out) u = (2.0 * u - 1.0) * bound;
}

// Each layer has its own range of counters, so that a layer's draws do not move when another's width changes.
std::uint64_t first_draw(std::size_t layer, bool of_bias) {
  return (std::uint64_t{2 * layer + (of_bias ? 1U : 0U)}) << 44U;
}

}  // namespace

std::string to_text(Parametrisation parametrisation) {
  return parametrisation == Parametrisation::ntk ? "ntk" : "pytorch";
}

Parametrisation read_parametrisation(const std::string& name) {
  if (name == "ntk") return Parametrisation::ntk;
  if (name == "pytorch") return Parametrisation::pytorch;
  throw_input_error("parametrisation '{}' is unknown; known: ntk, pytorch", name);
}

double NetworkSpec::scale(std::size_t layer) const {
  return parametrisation == Parametrisation::ntk ? 1.0 / std::sqrt(static_cast<double>(widths[layer])) : 1.0;
}

double NetworkSpec::parameters() const {
  double count = 0.0;
  for (std::size_t l = 0; l < layers(); ++l) {
    count += static_cast<double>(widths[l + 1]) * static_cast<double>(widths[l] + (bias == Bias::all ? 1 : 0));
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
  Network<double> network{spec, {}, {}};
  std::vector<double> unit;
  for (std::size_t l = 0; l < spec.layers(); ++l) {
    const Eigen::Index in = spec.widths[l], out = spec.widths[l + 1];
    const auto fan_in = static_cast<double>(in);
    Eigen::MatrixXd weights(out, in);
    // Unit after unit along the side that grows: rows of a first layer, columns of a last one.
    const bool by_column = out < in;
    const Eigen::Index units = by_column ? in : out, each = by_column ? out : in;
    unit.resize(static_cast<std::size_t>(each));
    for (Eigen::Index u = 0; u < units; ++u) {
      draw(spec.parametrisation, draws, first_draw(l, false) + static_cast<std::uint64_t>(u * each), fan_in, unit);
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
      biases.resize(out);
      draw(spec.parametrisation, draws, first_draw(l, true), fan_in,
           {biases.data(), static_cast<std::size_t>(biases.size())});
    }
    network.biases.push_back(std::move(biases));
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
  return z;
}

template <class Scalar>
MatrixOf<Scalar> forward(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs) {
  if (inputs.rows() != network.spec.inputs()) {
    throw_input_error("a network of {} inputs cannot take examples of {} numbers", network.spec.inputs(),
                      inputs.rows());
  }
  MatrixOf<Scalar> h = inputs;
  for (std::size_t l = 0; l < network.spec.layers(); ++l) {
    h = preactivation(network, l, h);
    activate(network.spec.activations[l], h);
  }
  return h;
}

template MatrixOf<float> preactivation(const Network<float>&, std::size_t, const MatrixOf<float>&);
template MatrixOf<double> preactivation(const Network<double>&, std::size_t, const MatrixOf<double>&);
template MatrixOf<float> forward(const Network<float>&, const MatrixOf<float>&);
template MatrixOf<double> forward(const Network<double>&, const MatrixOf<double>&);

}  // namespace basin::nets
