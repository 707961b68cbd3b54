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

  const double distance = setting.number("unit_distance");
  double sum = 0.0, fewest = std::numeric_limits<double>::infinity(), most = 0.0, other = 0.0, radius = 0.0;
  const auto spectra = dynamics::jacobian_spectra(trained.network, inputs);
  for (const auto& spectrum : spectra) {
    const auto count = static_cast<double>(dynamics::count_near_one(spectrum, distance));
    sum += count;
    fewest = std::min(fewest, count);
    most = std::max(most, count);
    other = std::max(other, dynamics::largest_not_near_one(spectrum, distance));
    radius += spectrum.radius;
  }
  const auto points = static_cast<double>(spectra.size());
  return {sum / points,
          most - fewest,
          other,
          radius / points,
          trained.loss,
          static_cast<double>(trained.steps),
          trained.converged() ? 1.0 : 0.0};
}

}  // namespace

BASIN_EXPERIMENT(linear_region) {
  std::vector<Parameter> parameters = {
      count_parameter("examples", 5, 1, "training examples n"),
      count_parameter("dim", 10, 1, "input dimension n0"),
      count_parameter("width", 1000, 1, "hidden units N"),
      positive_parameter("radius", 1, "norm of every example"),
      positive_parameter("unit_distance", 0.07, "an eigenvalue counts as 1 where |lambda - 1| is below this"),
      activation_parameter("sigmoid"),
      inputs_parameter(),
  };
  for (auto& p : training_parameters("flow")) parameters.push_back(std::move(p));
  return {.name = "jiang2020.linear_region",
          .summary = "Eigenvalues 1 of a trained two-layer autoencoder's Jacobian at examples of small norm.",
          .parameters = std::move(parameters),
          .columns = {{"unit_eigenvalues", "eigenvalues within unit_distance of 1, mean over the training points"},
                      {"unit_eigenvalues_spread", "most minus fewest over the training points"},
                      {"largest_other_eigenvalue", "largest |eigenvalue| of the others, over all training points"},
                      {"spectral_radius_mean", "largest |eigenvalue|, mean over the training points"},
                      {"loss", "when training ended"},
                      {"steps", "of the engine"},
                      {"converged", "1 where training reached the stop loss"}},
          .check = check,
          .measure = measure};
}
