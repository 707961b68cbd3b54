// Lemma 4 of jiang2020: examples of small norm are interpolated by an affine map, which has n - 1 eigenvalues 1 (n for
// odd activations, where the map is linear).
#include <algorithm>
#include <limits>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

Row measure(const Setting& setting, const Run& run) {
  const auto problem = autoencoding_problem(setting, run);
  const auto trained = train_as_set(setting, problem);

  const double distance = setting.number("unit_distance");
  double sum = 0.0, fewest = std::numeric_limits<double>::infinity(), most = 0.0, other = 0.0;
  const auto spectra = dynamics::jacobian_spectra(trained.network, problem.inputs);
  for (const auto& spectrum : spectra) {
    const auto count = static_cast<double>(dynamics::count_near_one(spectrum, distance));
    sum += count;
    fewest = std::min(fewest, count);
    most = std::max(most, count);
    other = std::max(other, dynamics::largest_not_near_one(spectrum, distance));
  }
  const auto points = static_cast<double>(spectra.size());
  Row row = {sum / points, most - fewest, other, dynamics::mean_radius(spectra)};
  add_training_numbers(row, trained);
  return row;
}

}  // namespace

BASIN_EXPERIMENT(linear_region) {
  Experiment experiment{
      .name = "jiang2020.linear_region",
      .summary = "Eigenvalues 1 of a trained two-layer autoencoder's Jacobian at examples of small norm.",
      .parameters = {count_parameter("examples", 5, 1, "training examples n"),
                     positive_parameter("unit_distance", 0.07,
                                        "an eigenvalue counts as 1 where |lambda - 1| is below")},
      .columns = {{"unit_eigenvalues", "eigenvalues within unit_distance of 1, mean over the training points"},
                  {"unit_eigenvalues_spread", "most minus fewest over the training points"},
                  {"largest_other_eigenvalue", "largest |eigenvalue| of the others, over all training points"},
                  {"spectral_radius_mean", "largest |eigenvalue|, mean over the training points"}},
      .check = check_autoencoder,
      .measure = measure};
  add_autoencoder_parameters(experiment.parameters, {.dim = 10, .radius = 1});
  add_training_columns(experiment.columns);
  return experiment;
}
