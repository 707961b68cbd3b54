// Which of its training pictures a deep ReLU autoencoder stores as attractors. [strandqvist2020, chapters 6 and 7]
#include <cmath>
#include <functional>

#include "autoencoder.hpp"
#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/attractor_category.hpp"
#include "dynamics/iterated_fixed_point.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

// What became of the pictures of one network, in their order.
struct Pictures {
  Eigen::MatrixXd values;
  std::vector<dynamics::IteratedExample> iterated;
  std::vector<dynamics::Spectrum> spectra;
};

double count_if(const Pictures& pictures, const std::function<bool(Eigen::Index)>& holds) {
  double count = 0.0;
  for (Eigen::Index i = 0; i < pictures.values.cols(); ++i) count += holds(i) ? 1.0 : 0.0;
  return count;
}

Row row_of(const Pictures& pictures) {
  const auto at = [&](Eigen::Index i) -> const auto& {
    return pictures.iterated[static_cast<std::size_t>(i)];
  };
  const Eigen::VectorXd nearest_other = dynamics::distances_to_nearest_other(pictures.values);
  const auto is_false = [&](Eigen::Index i) { return dynamics::is_false_fixed_point(at(i), nearest_other(i)); };
  const auto is_attractor = [&](Eigen::Index i) {
    const double radius = pictures.spectra[static_cast<std::size_t>(i)].radius;
    return dynamics::category_of(at(i), radius) == dynamics::AttractorCategory::attractor;
  };
  double first = -1.0;
  for (Eigen::Index i = pictures.values.cols(); i-- > 0;) {
    if (at(i).fixed_point) first = static_cast<double>(i);
  }
  Row row;
  for (const auto count : dynamics::count_categories(pictures.iterated, pictures.spectra)) {
    row.push_back(static_cast<double>(count));
  }
  row.push_back(count_if(pictures, [&](auto i) { return is_attractor(i) && !is_false(i); }));
  row.push_back(count_if(pictures, [&](auto i) { return at(i).fixed_point; }));
  row.push_back(count_if(pictures, is_false));
  row.push_back(
      count_if(pictures, [&](auto i) { return dynamics::is_black_fixed_point(at(i), pictures.values.col(i).norm()); }));
  row.push_back(first);
  row.push_back(count_if(pictures, [&](auto i) { return !at(i).converged; }));
  row.push_back(count_if(pictures, [&](auto i) { return at(i).overflowed(); }));
  return row;
}

// For every picture by its index: |lambda|max, category, distance from the picture to where iteration ended.
std::vector<Curve> table_of(const Pictures& pictures) {
  std::vector<Curve> table(3);
  for (std::size_t i = 0; i < pictures.iterated.size(); ++i) {
    const double radius = pictures.spectra[i].radius;
    const auto category = dynamics::category_of(pictures.iterated[i], radius);
    add_point(table, static_cast<double>(i), {radius, static_cast<double>(category), pictures.iterated[i].distance});
  }
  return table;
}

std::vector<std::string> categories() {
  std::vector<std::string> words;
  for (std::size_t k = 0; k < dynamics::attractor_categories; ++k) {
    words.push_back(to_text(static_cast<dynamics::AttractorCategory>(k)));
  }
  return words;
}

Measured measure(const Setting& setting, const Run& run) {
  const auto [inputs, trained] = strandqvist2020::train_autoencoder(setting, run);
  const Pictures pictures{inputs, dynamics::iterated_fixed_points(trained.network, inputs),
                          dynamics::jacobian_spectra(trained.network, inputs)};
  Row row = row_of(pictures);
  const Eigen::VectorXd norms = inputs.colwise().norm();
  Eigen::Index darkest = 0;
  const double smallest_norm = norms.minCoeff(&darkest);
  row.insert(row.end(), {nets::homogeneity_error(trained.network, inputs), static_cast<double>(darkest), smallest_norm,
                         trained.network.spec.parameters(), trained.loss, static_cast<double>(trained.steps),
                         std::isfinite(trained.loss) ? 1.0 : 0.0});
  return {row, table_of(pictures)};
}

// Training, then pictures iterated for some hundred maps and their spectra.
double work(const Setting& setting) {
  constexpr double maps = 200.0;  // chosen: many settle sooner, few go on to 32,000
  return strandqvist2020::training_work(setting) +
         2.0 * maps * setting.number("examples") * strandqvist2020::autoencoder_of(setting).parameters();
}

}  // namespace

BASIN_EXPERIMENT(attractors) {
  return Experiment{
      .name = "strandqvist2020.attractors",
      .summary = "Which training pictures a deep ReLU autoencoder stores as attractors.",
      .parameters = strandqvist2020::autoencoder_parameters(),
      .columns = {{"attractors", "pictures that are fixed points by iteration with |lambda|max < 1"},
                  {"unstable_fixed_points", "fixed points by iteration with |lambda|max >= 1"},
                  {"other_contracting", "no fixed points, |lambda|max < 1"},
                  {"other_expanding", "no fixed points, |lambda|max >= 1"},
                  {"true_attractors", "attractors whose limit is near the picture (no false fixed points)"},
                  {"fixed_points", "pictures to which iteration from themselves leads, by nearest picture"},
                  {"false_fixed_points", "of them those whose limit is half way to another picture or farther"},
                  {"black_fixed_points", "of them those whose limit is black"},
                  {"first_fixed_point", "index of the first, -1 where there is none"},
                  {"not_converged", "pictures whose iterates do not settle"},
                  {"overflowed", "of them those that grow without bound"},
                  {"homogeneity_error", "largest |J(x) x - f(x)| / |f(x)| over the pictures"},
                  {"darkest", "index of the picture of smallest norm"},
                  {"smallest_norm", "its norm"},
                  {"parameters", "weights and biases"},
                  {"loss", "mean squared error when training ended"},
                  {"steps", "parameter updates"},
                  {"converged", "1 unless training diverged: the source's runs end by their epochs"}},
      .series_x = {"picture", "index; of CIFAR-10 that of the thesis"},
      .series = {{"spectral_radius", "|lambda|max of the Jacobian at the picture"},
                 {"category", "of the picture", categories()},
                 {"final_distance", "from the picture to where iteration ended; nan where it overflowed"}},
      .check = strandqvist2020::check_autoencoder,
      .measure = measure,
      .work = work,
      .chaotic = strandqvist2020::is_chaotic,
  };
}
