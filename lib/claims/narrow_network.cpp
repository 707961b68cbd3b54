#include "claims/narrow_network.hpp"

#include "claims/training.hpp"

namespace basin::claims {

std::vector<Parameter> narrow_network_parameters(const NarrowNetworkDefaults& defaults) {
  Parameter skip =
      positive_parameter("skip", 0.0, "of residual blocks h -> skip h + strength s(z); 0 and strength 1: none");
  skip.low_included = true;
  return {count_parameter("depth", defaults.depth, 1, "hidden layers"),
          count_parameter("width", defaults.width, 1, "units of every hidden layer"),
          choice_parameter("activation", "tanh", nets::activation_names(), "of every hidden layer"),
          choice_parameter("batch_norm", defaults.batch_norm, {"hidden", "none"}, "before every hidden activation"),
          skip,
          positive_parameter("strength", 1.0, "of what a residual block adds")};
}

nets::NetworkSpec narrow_network_spec(const Setting& setting, Eigen::Index inputs, nets::Activation output) {
  const auto depth = static_cast<std::size_t>(setting.count("depth"));
  nets::NetworkSpec spec;
  spec.widths.assign(depth + 2, setting.count("width"));
  spec.widths.front() = inputs;
  spec.widths.back() = 1;
  spec.activations.assign(depth + 1, nets::read_activation(setting.text("activation")));
  spec.activations.back() = output;
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::pytorch;
  spec.batch_norm = setting.text("batch_norm") == "hidden" ? nets::BatchNorm::hidden : nets::BatchNorm::none;
  const nets::Residual block{setting.number("skip"), setting.number("strength")};
  if (block != nets::Residual{0.0, 1.0}) spec.residual = block;
  return spec;
}

}  // namespace basin::claims
