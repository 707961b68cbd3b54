// Fig. 5 of jiang2020: activations compared, the largest |eigenvalue| of the Jacobian at the training points before and
// after training. Before: its random bulk is why erf and tanh exceed 1 at small radius.
#include "claims/experiment.hpp"
#include "claims/training_spectra.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

Row measure(const Setting& setting, const Run& run) {
  const auto memorised = memorise(setting, run, Before::measured);
  Row row = {dynamics::mean_radius(memorised.after), dynamics::largest_radius(memorised.after),
             dynamics::mean_radius(memorised.before)};
  add_training_numbers(row, memorised);
  return row;
}

}  // namespace

BASIN_EXPERIMENT(activations) {
  Experiment experiment{
      .name = "jiang2020.activations",
      .summary = "Largest |eigenvalue| before and after training at the training points, by activation.",
      .parameters = {count_parameter("examples", 20, 1, "training examples n")},
      .columns = {{"spectral_radius_mean", "largest |eigenvalue|, mean over the training points"},
                  {"spectral_radius_max", "the largest over the training points"},
                  {"spectral_radius_before", "of the initial network, mean over the training points"}},
      .check = check_autoencoder,
      .measure = measure};
  add_autoencoder_parameters(experiment.parameters,
                             {.width = 10000, .radius = 10, .infinite_width = Infinity::allowed});
  add_training_columns(experiment.columns);
  return experiment;
}
