// Which of its training pictures a deep ReLU autoencoder stores as attractors. [strandqvist2020, chapters 6 and 7]
#include <cmath>
#include <functional>

#include "claims/batch_training.hpp"
#include "claims/experiment.hpp"
#include "core/error.hpp"
#include "data/pictures.hpp"
#include "data/strandqvist2020.hpp"
#include "dynamics/attractor_category.hpp"
#include "dynamics/iterated_fixed_point.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr Eigen::Index thesis_pictures = 100;
constexpr double most_pictures = 1000.0;  // chosen: ten times the thesis'; a run's series have a point for each

nets::NetworkSpec network_of(const Setting& setting) {
  nets::NetworkSpec spec = nets::autoencoder(setting.count("dim"), setting.count("width"),
                                             static_cast<std::size_t>(setting.count("depth")) + 1,
                                             nets::Activation::relu, nets::Parametrisation::glorot_normal);
  spec.activations.back() = nets::Activation::relu;
  spec.bias = setting.text("bias") == "all" ? nets::Bias::all : nets::Bias::none;
  return spec;
}

// Random pictures are one set for all seeds, as in the source: what is inferred is conditional on data_seed.
Eigen::MatrixXd pictures_of(const Setting& setting, const Run& run) {
  const Eigen::Index count = setting.count("examples");
  if (setting.text("data") == "cifar10") return data::strandqvist2020_pictures(run.data).leftCols(count);
  const Stream draws(run.experiment, static_cast<std::uint64_t>(setting.count("data_seed")), "data", run.perturbation);
  return data::random_pictures(draws, setting.count("dim"), count);
}

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
  train::Problem problem;
  problem.inputs = problem.targets = pictures_of(setting, run);
  problem.initial = nets::draw_network(network_of(setting), run.stream("init"));
  problem.loss = train::Loss::mean;
  const auto trained = train_batches_as_set(setting, run, problem);
  const Pictures pictures{problem.inputs, dynamics::iterated_fixed_points(trained.network, problem.inputs),
                          dynamics::jacobian_spectra(trained.network, problem.inputs)};
  Row row = row_of(pictures);
  const Eigen::VectorXd norms = problem.inputs.colwise().norm();
  Eigen::Index darkest = 0;
  const double smallest_norm = norms.minCoeff(&darkest);
  row.insert(row.end(), {nets::homogeneity_error(trained.network, problem.inputs), static_cast<double>(darkest),
                         smallest_norm, trained.network.spec.parameters(), trained.loss,
                         static_cast<double>(trained.steps), std::isfinite(trained.loss) ? 1.0 : 0.0});
  return {row, table_of(pictures)};
}

// Training, then pictures iterated for some hundred maps and their spectra.
double work(const Setting& setting) {
  const nets::NetworkSpec spec = network_of(setting);
  const double examples = setting.number("examples");
  constexpr double maps = 200.0;  // chosen: many settle sooner, few go on to 32,000
  return batch_training_work(setting, spec, examples) + 2.0 * maps * examples * spec.parameters();
}

bool is_chaotic(const Setting& setting) {
  constexpr double most_steps = 200.0;  // chosen: single precision moves the loss by 1e-5 of itself until then
  return batch_training_steps(setting, setting.number("examples")) > most_steps;
}

void check(const Setting& setting) {
  const Eigen::Index examples = setting.count("examples");
  if (setting.text("data") == "cifar10" &&
      (setting.count("dim") != data::cifar10_values || examples > thesis_pictures)) {
    throw_input_error("data=cifar10 has {} pictures of {} numbers, not examples={} and dim={}", thesis_pictures,
                      data::cifar10_values, examples, setting.count("dim"));
  }
  check_batch_training(setting, network_of(setting), static_cast<double>(examples));
}

}  // namespace

BASIN_EXPERIMENT(attractors) {
  Parameter dim = count_parameter("dim", data::cifar10_values, 1, "numbers of a picture");
  Parameter examples = count_parameter("examples", thesis_pictures, 1, "training pictures");
  examples.high = most_pictures;
  Experiment experiment{
      .name = "strandqvist2020.attractors",
      .summary = "Which training pictures a deep ReLU autoencoder stores as attractors.",
      .parameters = {choice_parameter("data", "random", {"random", "cifar10"},
                                      "uniform on [0, 1]^dim, or the thesis' pictures of CIFAR-10"),
                     count_parameter("data_seed", 1, 0, "which random pictures, shared by all seeds"), dim, examples,
                     count_parameter("depth", 11, 1, "hidden layers D"),
                     count_parameter("width", 128, 1, "units w of every hidden layer"),
                     choice_parameter("bias", "all", {"all", "none"}, "of every layer, the output too")},
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
      .check = check,
      .measure = measure,
      .work = work,
      .chaotic = is_chaotic};
  for (auto& p : batch_training_parameters({.epochs = 5000})) experiment.parameters.push_back(std::move(p));
  return experiment;
}
