// Section 4 and Fig. 2 of jiang2020: the Jacobian at a single example before and after it is memorised, by depth.
#include <cmath>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

nets::NetworkSpec spec_of(const Setting& setting) {
  return nets::autoencoder(setting.count("dim"), setting.count("width"),
                           static_cast<std::size_t>(setting.count("layers")),
                           nets::read_activation(setting.text("activation")));
}

void check(const Setting& setting) {
  check_training(setting, spec_of(setting), 1);
}

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

Row measure(const Setting& setting, const Run& run) {
  const auto spec = spec_of(setting);
  const auto example = draw_examples(setting, run, 1);
  const auto problem = autoencoding_problem(setting, run, spec, example);
  const Local before = at_example(problem.initial, example);
  const auto trained = train_as_set(setting, problem);
  const Local after = at_example(trained.network, example);
  return {before.operator_norm,
          before.spectral_radius,
          after.operator_norm,
          after.spectral_radius,
          std::abs(after.spectral_radius - before.spectral_radius),
          2.0 * initial_slope_product(setting, spec),
          trained.loss,
          static_cast<double>(trained.steps),
          trained.converged() ? 1.0 : 0.0};
}

}  // namespace

BASIN_EXPERIMENT(single_example) {
  Parameter layers = count_parameter("layers", 2, 1, "weight matrices L");
  layers.high = 16;
  std::vector<Parameter> parameters = {
      layers,
      count_parameter("dim", 32, 1, "input dimension n0"),
      count_parameter("width", 1000, 1, "hidden units N of every hidden layer"),
      positive_parameter("radius", 1, "norm of the example"),
      activation_parameter("sigmoid"),
      inputs_parameter(),
  };
  for (auto& p : training_parameters("descent")) {
    if (p.name == "lr") p.fallback = 0.1;  // chosen: a tenth of where descent diverges at radius 1, still stable at 100
    parameters.push_back(std::move(p));
  }
  return {.name = "jiang2020.single_example",
          .summary = "Jacobian of an autoencoder at its only training example, before and after training.",
          .parameters = std::move(parameters),
          .columns = {{"operator_norm_before", "largest singular value of the initial Jacobian"},
                      {"spectral_radius_before", "largest |eigenvalue| of the initial Jacobian"},
                      {"operator_norm", "after training"},
                      {"spectral_radius", "after training"},
                      {"spectral_radius_change", "| spectral_radius - spectral_radius_before |"},
                      {"operator_norm_law", "2 prod_l sqrt(E s'^2): the initial norm for width >> dim >> 1"},
                      {"loss", "when training ended"},
                      {"steps", "of the engine"},
                      {"converged", "1 where training reached the stop loss"}},
          .check = check,
          .measure = measure};
}
