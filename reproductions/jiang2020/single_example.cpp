// Section 4 and Fig. 2 of jiang2020: the Jacobian at a single example before and after it is memorised, by depth.
#include <cmath>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

// The product over hidden layers of rms s'(z), z ~ N(0, q_l), q_0 = r^2 / n0 and q_l = E s(z)^2 of the layer before:
// for width >> n0 the entries of the initial Jacobian are as if independent with this standard deviation / sqrt(n0), so
// the spectral radius tends to the product and the operator norm to twice it.
double initial_slope_product(const Setting& setting, const nets::NetworkSpec& spec) {
  double variance = std::pow(setting.number("radius"), 2) / static_cast<double>(spec.inputs());
  double product = 1.0;
  for (std::size_t l = 0; l + 1 < spec.layers(); ++l) {
    product *= std::sqrt(nets::mean_squared_slope(spec.activations[l], variance));
    variance = nets::mean_squared_value(spec.activations[l], variance);
  }
  return product;
}

struct Local {
  double operator_norm, spectral_radius;
};

Local at_example(const nets::Network<double>& network, const Eigen::MatrixXd& example) {
  return {dynamics::operator_norm(nets::jacobians(network, example).front()),
          dynamics::jacobian_spectra(network, example).front().radius};
}

// |change of the last layer's weights|^2 / |change of all weights|^2; 0 where nothing changed.
double last_layer_share(const nets::Network<double>& before, const nets::Network<double>& after) {
  double all = 0.0, last = 0.0;
  for (std::size_t l = 0; l < before.weights.size(); ++l) {
    last = (after.weights[l] - before.weights[l]).squaredNorm();
    all += last;
  }
  return all > 0.0 ? last / all : 0.0;
}

Row measure(const Setting& setting, const Run& run) {
  const auto problem = autoencoding_problem(setting, run);
  const Local before = at_example(problem.initial, problem.inputs);
  const auto trained = train_as_set(setting, problem);
  const Local after = at_example(trained.network, problem.inputs);
  Row row = {before.operator_norm,
             before.spectral_radius,
             after.operator_norm,
             after.spectral_radius,
             std::abs(after.spectral_radius - before.spectral_radius),
             2.0 * initial_slope_product(setting, problem.initial.spec),
             last_layer_share(problem.initial, trained.network)};
  add_training_numbers(row, trained);
  return row;
}

}  // namespace

BASIN_EXPERIMENT(single_example) {
  Experiment experiment{
      .name = "jiang2020.single_example",
      .summary = "Jacobian of an autoencoder at its only training example, before and after training.",
      .parameters = {count_parameter("layers", 2, 1, "weight matrices L"),
                     choice_parameter("parametrisation", "ntk", {"ntk", "orujlu2023"},
                                      "how layers are scaled and drawn: as in jiang2020, or as in orujlu2023")},
      .columns = {{"operator_norm_before", "largest singular value of the initial Jacobian"},
                  {"spectral_radius_before", "largest |eigenvalue| of the initial Jacobian"},
                  {"operator_norm", "after training"},
                  {"spectral_radius", "after training"},
                  {"spectral_radius_change", "| spectral_radius - spectral_radius_before |"},
                  {"operator_norm_law", "2 prod_l sqrt(E s'^2): the initial norm for width >> dim >> 1 (ntk)"},
                  {"last_layer_share", "of the last layer in the squared change of all weights"}},
      .check = check_autoencoder,
      .measure = measure};
  experiment.parameters.front().high = 16;  // chosen: deeper ones do not train from this initialisation
  add_autoencoder_parameters(experiment.parameters, {.radius = 1, .engine = "descent"});
  for (auto& p : experiment.parameters) {
    if (p.name == "lr") p.fallback = 0.1;  // chosen: far from where descent diverges up to radius 100
  }
  add_training_columns(experiment.columns);
  return experiment;
}
