// Fig. 3 of jiang2020: the largest |eigenvalue| of the trained Jacobian at the training points, beyond the linear
// region, for any number of examples, width and radius.
#include "claims/experiment.hpp"
#include "claims/training_spectra.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

Row measure(const Setting& setting, const Run& run) {
  const auto memorised = memorise(setting, run, Before::skipped);
  Row row = {dynamics::mean_radius(memorised.after), dynamics::largest_radius(memorised.after),
             memorised.after.front().radius};
  add_training_numbers(row, memorised);
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
  add_autoencoder_parameters(experiment.parameters, {.radius = 10, .infinite_width = Infinity::allowed});
  add_training_columns(experiment.columns);
  return experiment;
}
