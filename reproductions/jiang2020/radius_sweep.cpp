// Fig. 3 and 5 of jiang2020: the largest |eigenvalue| of the trained Jacobian at the training points, beyond the linear
// region, for any number of examples, width, radius and activation.
#include <algorithm>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

nets::NetworkSpec spec_of(const Setting& setting) {
  return nets::autoencoder(setting.count("dim"), setting.count("width"), 2,
                           nets::read_activation(setting.text("activation")));
}

void check(const Setting& setting) {
  check_training(setting, spec_of(setting), setting.count("examples"));
}

Row measure(const Setting& setting, const Run& run) {
  const auto inputs = draw_examples(setting, run, setting.count("examples"));
  const auto problem = autoencoding_problem(setting, run, spec_of(setting), inputs);
  const auto trained = train_as_set(setting, problem);

  double sum = 0.0, largest = 0.0;
  const auto spectra = dynamics::jacobian_spectra(trained.network, inputs);
  for (const auto& spectrum : spectra) {
    sum += spectrum.radius;
    largest = std::max(largest, spectrum.radius);
  }
  return {sum / static_cast<double>(spectra.size()),
          largest,
          spectra.front().radius,
          trained.loss,
          static_cast<double>(trained.steps),
          trained.converged() ? 1.0 : 0.0};
}

}  // namespace

BASIN_EXPERIMENT(radius_sweep) {
  std::vector<Parameter> parameters = {
      count_parameter("examples", 5, 1, "training examples"),
      count_parameter("dim", 32, 1, "input dimension n0"),
      count_parameter("width", 1000, 1, "hidden units N"),
      positive_parameter("radius", 10, "norm of every example"),
      activation_parameter("sigmoid"),
      inputs_parameter(),
  };
  for (auto& p : training_parameters("flow")) parameters.push_back(std::move(p));
  return {.name = "jiang2020.radius_sweep",
          .summary = "Largest |eigenvalue| of a trained two-layer autoencoder's Jacobian at its training points.",
          .parameters = std::move(parameters),
          .columns = {{"spectral_radius_mean", "largest |eigenvalue|, mean over the training points"},
                      {"spectral_radius_max", "the largest over the training points"},
                      {"spectral_radius_first", "at the first training point"},
                      {"loss", "when training ended"},
                      {"steps", "of the engine"},
                      {"converged", "1 where training reached the stop loss"}},
          .check = check,
          .measure = measure};
}
