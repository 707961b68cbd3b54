// The settings of networks with few units a layer, batch norm and residual blocks, so that `depth`, `width`, `skip` ...
// mean the same in every experiment on them. [kuehn2024]
#pragma once

#include <string>
#include <vector>

#include "claims/setting.hpp"
#include "nets/network.hpp"

namespace basin::claims {

struct NarrowNetworkDefaults {
  double depth = 15, width = 2;
  std::string batch_norm = "hidden";
};

/// depth, width, activation, batch_norm, skip, strength.
[[nodiscard]] std::vector<Parameter> narrow_network_parameters(const NarrowNetworkDefaults& defaults);

/// The network that is set, of one output with the activation given: `depth` hidden layers of `width` units, biases,
/// weights as PyTorch draws them.
[[nodiscard]] nets::NetworkSpec narrow_network_spec(const Setting& setting, Eigen::Index inputs,
                                                    nets::Activation output);

}  // namespace basin::claims
