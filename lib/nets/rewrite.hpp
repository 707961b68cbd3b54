// The same map by other parameters, and parts of a map: what analyses take networks apart with.
#pragma once

#include <Eigen/Core>

#include "nets/network.hpp"

namespace basin::nets {

/// The same map without batch norm: in evaluation it is an affine map a unit, z <- a (z - mean) + shift with
/// a = scale / sqrt(variance + epsilon), and goes into weights and biases. A network without batch norm comes back as
/// it is; else the one that does has biases.
[[nodiscard]] Network<double> folded(const Network<double>& network);

/// x -> f((x - mean) / deviation), both (n_0): the map on inputs as they were before they were standardised. The
/// network that comes back has biases; where the first layer is a residual block it is folded, with a linear block
/// before the others. Throws an input Error for sizes that do not fit, a deviation of 0, or residual blocks of strength
/// 0.
[[nodiscard]] Network<double> on_raw_inputs(const Network<double>& network, const Eigen::VectorXd& mean,
                                            const Eigen::VectorXd& deviation);

/// The pre-activation of layer l = layers - 1: the network's first `layers` (1 .. L) layers, the last of them linear.
/// Throws an input Error for another number, or where that layer is a residual block.
[[nodiscard]] Network<double> up_to_preactivation(const Network<double>& network, std::size_t layers);

/// The map behind the first `layers` (0 .. L - 1) layers: from what they give to the output, without batch norm. Of an
/// autoencoder with a linear bottleneck, up_to_preactivation is the encoder and this the decoder. Throws an input Error
/// for another number, or for orujlu2023's networks, whose scales depend on their depth.
[[nodiscard]] Network<double> behind(const Network<double>& network, std::size_t layers);

/// The map to the last hidden layer: the network with the identity for its last layer, without batch norm. Throws an
/// input Error for a network of one layer.
[[nodiscard]] Network<double> hidden_map(const Network<double>& network);

}  // namespace basin::nets
