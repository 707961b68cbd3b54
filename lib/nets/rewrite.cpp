#include "nets/rewrite.hpp"

#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace basin::nets {
namespace {

// Gives a network biases, zeros where it had none.
void require_biases(Network<double>& network) {
  network.spec.bias = Bias::all;
  for (std::size_t l = 0; l < network.biases.size(); ++l) {
    if (network.biases[l].size() == 0) network.biases[l] = Eigen::VectorXd::Zero(network.weights[l].rows());
  }
}

// A residual block hands its inputs on, so they must be standardised before it: by a linear block of its own,
// skip x + strength (W x + b) = (x - mean) / deviation.
Network<double> with_standardising_block(const Network<double>& network, const Eigen::VectorXd& mean,
                                         const Eigen::VectorXd& deviation) {
  Network<double> raw = folded(network);
  require_biases(raw);
  const Eigen::Index inputs = network.spec.inputs();
  const auto [skip, strength] = *network.spec.residual;
  if (strength == 0.0) throw_input_error("residual blocks of strength 0 cannot standardise inputs; take another");
  const Eigen::VectorXd factor = deviation.cwiseInverse();
  const Eigen::MatrixXd weights =
      (Eigen::MatrixXd(factor.asDiagonal()) - skip * Eigen::MatrixXd::Identity(inputs, inputs)) /
      (strength * raw.spec.scale(0));
  raw.spec.widths.insert(raw.spec.widths.begin(), inputs);
  raw.spec.activations.insert(raw.spec.activations.begin(), Activation::identity);
  raw.weights.insert(raw.weights.begin(), weights);
  raw.biases.insert(raw.biases.begin(), -factor.cwiseProduct(mean) / strength);
  return raw;
}

}  // namespace

Network<double> folded(const Network<double>& network) {
  if (network.spec.batch_norm == BatchNorm::none) return network;
  Network<double> plain = network;
  require_biases(plain);
  for (std::size_t l = 0; l < network.norms.size(); ++l) {
    const auto& norm = network.norms[l];
    const Eigen::VectorXd factor = norm.scale.array() / (norm.variance.array() + Normalisation<double>::epsilon).sqrt();
    plain.weights[l] = factor.asDiagonal() * network.weights[l];
    plain.biases[l] = (factor.array() * (plain.biases[l] - norm.mean).array()).matrix() + norm.shift;
  }
  plain.norms.clear();
  plain.spec.batch_norm = BatchNorm::none;
  return plain;
}

Network<double> on_raw_inputs(const Network<double>& network, const Eigen::VectorXd& mean,
                              const Eigen::VectorXd& deviation) {
  const Eigen::Index inputs = network.spec.inputs();
  if (mean.size() != inputs || deviation.size() != inputs || !(deviation.array().abs() > 0.0).all()) {
    throw_input_error("a network of {} inputs needs as many means and deviations, none of them 0; {} and {} are given",
                      inputs, mean.size(), deviation.size());
  }
  if (network.spec.is_residual(0)) return with_standardising_block(network, mean, deviation);
  Network<double> raw = network;
  require_biases(raw);
  raw.weights[0] = network.weights[0] * deviation.cwiseInverse().asDiagonal();
  raw.biases[0] -= network.spec.scale(0) * (raw.weights[0] * mean);
  return raw;
}

Network<double> up_to_preactivation(const Network<double>& network, std::size_t layers) {
  if (layers < 1 || layers > network.spec.layers()) {
    throw_input_error("a network of {} layers has no layer {}", network.spec.layers(), layers);
  }
  if (network.spec.is_residual(layers - 1)) {
    throw_input_error("layer {} is a residual block, whose pre-activation is not what it hands on", layers);
  }
  Network<double> part = folded(network);
  part.spec.widths.resize(layers + 1);
  part.spec.activations.resize(layers);
  part.spec.activations.back() = Activation::identity;
  part.weights.resize(layers);
  part.biases.resize(layers);
  return part;
}

Network<double> hidden_map(const Network<double>& network) {
  if (network.spec.layers() < 2) throw_input_error("a network of one layer has no hidden layer");
  // The last layer stays one, and does nothing: cut off, the layer before it would be last and no block any more.
  Network<double> hidden = folded(network);
  const std::size_t last = network.spec.layers() - 1;
  const Eigen::Index units = network.spec.widths[last];
  hidden.spec.widths.back() = units;
  hidden.spec.activations.back() = Activation::identity;
  hidden.weights.back() = Eigen::MatrixXd::Identity(units, units) / hidden.spec.scale(last);
  if (hidden.biases.back().size() > 0) hidden.biases.back() = Eigen::VectorXd::Zero(units);
  return hidden;
}

Network<double> behind(const Network<double>& network, std::size_t layers) {
  if (layers >= network.spec.layers()) {
    throw_input_error("there is no map behind {} of {} layers; give 0 to {}", layers, network.spec.layers(),
                      network.spec.layers() - 1);
  }
  if (network.spec.parametrisation == Parametrisation::orujlu2023) {
    throw_input_error("networks of orujlu2023 cannot be cut: their scales depend on their depth; take another");
  }
  Network<double> rest = folded(network);
  const auto cut = static_cast<std::ptrdiff_t>(layers);
  rest.spec.widths.erase(rest.spec.widths.begin(), rest.spec.widths.begin() + cut);
  rest.spec.activations.erase(rest.spec.activations.begin(), rest.spec.activations.begin() + cut);
  rest.weights.erase(rest.weights.begin(), rest.weights.begin() + cut);
  rest.biases.erase(rest.biases.begin(), rest.biases.begin() + cut);
  return rest;
}

}  // namespace basin::nets
