#include "dynamics/dense_layer.hpp"

#include "core/error.hpp"
#include "nets/rewrite.hpp"

namespace basin::dynamics {

std::vector<DenseLayer> logit_layers(const nets::Network<double>& network) {
  network.spec.check();
  if (network.spec.inputs() != 2 || network.spec.outputs() != 1) {
    throw_input_error("a function on the plane needs a network of 2 inputs and 1 output, not of {} and {}",
                      network.spec.inputs(), network.spec.outputs());
  }
  const auto logit = up_to_preactivation(folded(network), network.spec.layers());
  std::vector<DenseLayer> layers(logit.spec.layers());
  for (std::size_t l = 0; l < layers.size(); ++l) {
    DenseLayer& layer = layers[l];
    layer.weights = logit.spec.scale(l) * logit.weights[l];
    layer.biases = logit.biases[l].size() > 0 ? logit.biases[l] : Eigen::VectorXd::Zero(layer.weights.rows());
    layer.activation = logit.spec.activations[l];
    if (logit.spec.is_residual(l)) {
      layer.skip = logit.spec.residual->skip;
      layer.strength = logit.spec.residual->strength;
    }
  }
  return layers;
}

}  // namespace basin::dynamics
