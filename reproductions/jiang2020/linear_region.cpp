// Lemma 4 of jiang2020: examples of small norm are interpolated by an affine map, which has n - 1 eigenvalues 1 (n for
// odd activations, where the map is linear).
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/spectrum.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

// Every eigenvalue at every training point, dim for each; of more than a run may keep the first ones.
std::vector<Curve> table_of(const std::vector<dynamics::Spectrum>& spectra, Eigen::Index dim) {
  std::vector<Curve> table(3);
  std::size_t index = 0;
  for (const auto& spectrum : spectra) {
    for (Eigen::Index k = 0; k < dim && index < most_curve_points; ++k, ++index) {
      // A hidden layer narrower than dim leaves the others exactly 0.
      const std::complex<double> left_out = std::isnan(spectrum.radius) ? spectrum.radius : 0.0;
      const std::complex<double> lambda = k < spectrum.eigenvalues.size() ? spectrum.eigenvalues(k) : left_out;
      add_point(table, static_cast<double>(index), {std::abs(lambda), lambda.real(), lambda.imag()});
    }
  }
  return table;
}

Measured measure(const Setting& setting, const Run& run) {
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
  return {row, table_of(spectra, setting.count("dim"))};
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
      .series_x = {"eigenvalue", "training point * dim + place among its own by falling modulus; the first 16384"},
      .series = {{"modulus", "of the eigenvalue of the trained Jacobian at that point"},
                 {"real", "its real part"},
                 {"imaginary", "its imaginary part"}},
      .check = check_autoencoder,
      .measure = measure};
  add_autoencoder_parameters(experiment.parameters, {.dim = 10, .radius = 1});
  add_training_columns(experiment.columns);
  return experiment;
}
