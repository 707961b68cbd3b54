// Fig. 3 and 5 of jiang2020: the largest |eigenvalue| of the trained Jacobian at the training points, beyond the linear
// region, for any number of examples, width, radius and activation.
#include <algorithm>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

Row measure(const Setting& setting, const Run& run) {
  const auto problem = autoencoding_problem(setting, run);
  const auto trained = train_as_set(setting, problem);

  double sum = 0.0, largest = 0.0;
  const auto spectra = dynamics::jacobian_spectra(trained.network, problem.inputs);
  for (const auto& spectrum : spectra) {
    sum += spectrum.radius;
    largest = std::max(largest, spectrum.radius);
  }
  Row row = {sum / static_cast<double>(spectra.size()), largest, spectra.front().radius};
  add_training_numbers(row, trained);
  return row;
}

}  // namespace

BASIN_EXPERIMENT(radius_sweep) {
  Experiment experiment{
      .name = "jiang2020.radius_sweep",
      .summary = "Largest |eigenvalue| of a trained two-layer autoencoder's Jacobian at its training points.",
      .parameters = {count_parameter("examples", 5, 1, "training examples n")},
      .columns = {{"spectral_radius_mean", "largest |eigenvalue|, mean over the training points"},
                  {"spectral_radius_max", "the largest over the training points"},
                  {"spectral_radius_first", "at the first training point"}},
      .check = check_autoencoder,
      .measure = measure};
  add_autoencoder_parameters(experiment.parameters, {.radius = 10});
  add_training_columns(experiment.columns);
  return experiment;
}
