// An autoencoder and a Hopfield network given the same noisy pictures: how many pixels are wrong in what they give
// back. [syde2024, Autoencoder]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/hopfield_memories.hpp"
#include "claims/picture_autoencoder.hpp"
#include "core/error.hpp"
#include "core/random_permutation.hpp"
#include "data/mnist.hpp"
#include "data/pictures.hpp"
#include "hopfield/recall.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr Eigen::Index recall_steps = 5;                            // [syde2024, Hopfield]
constexpr std::array<int, 6> noise_columns = {0, 1, 3, 5, 10, 15};  // in twentieths

// Pixels above 1/2 as 1, others as 0.
Eigen::MatrixXd binarised(const Eigen::MatrixXd& pictures) {
  return (pictures.array() > 0.5).cast<double>();
}

// 0 and 1 as -1 and +1.
Eigen::MatrixXd signs_of(const Eigen::MatrixXd& binary) {
  return (2.0 * binary.array() - 1.0).matrix();
}

// What the Hopfield network stores, binarised: strokes, or digits 0, 1, 2 of MNIST's training part, chosen anew in each
// run.
Eigen::MatrixXd stored_pictures(const Setting& setting, const Run& run) {
  const Eigen::Index count = setting.count("stored");
  if (setting.text("data") == "random") return binarised(data::stroke_pictures(run.stream("stored"), count));
  const auto training = data::mnist(run.data, data::MnistPart::training);
  const std::vector<Eigen::Index> digits = source_digits(*training);
  if (static_cast<std::size_t>(count) > digits.size()) {
    throw_input_error("stored={} is more than the {} digits 0, 1, 2 of MNIST; lower it", count, digits.size());
  }
  const auto order = random_permutation(run.stream("stored"), static_cast<std::ptrdiff_t>(digits.size()));
  std::vector<Eigen::Index> chosen;
  for (Eigen::Index i = 0; i < count; ++i) {
    chosen.push_back(digits[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])]);
  }
  return binarised(training->pictures(chosen));
}

// Both memories, and what they are asked for: clean pictures in columns.
struct Comparison {
  nets::Network<double> autoencoder;
  Eigen::MatrixXd hopfield;
  Eigen::MatrixXd clean;
  double loss = 0.0;
  bool finite = true;
};

Comparison comparison_of(const Setting& setting, const Run& run) {
  const Eigen::MatrixXd stored = stored_pictures(setting, run);
  const bool same = setting.text("learns") == "stored", recalls_stored = setting.text("cues") == "stored";
  PictureSets pictures = same && recalls_stored ? PictureSets{stored, stored} : draw_picture_sets(setting, run);
  if (same) pictures.training = stored;
  const auto trained = train_picture_autoencoder(setting, run, pictures);
  const Eigen::MatrixXd clean = recalls_stored ? stored : pictures.test.middleCols(first_cue, cues);
  return {trained.network, weights_as_set(setting, signs_of(stored)), clean.replicate(1, setting.count("repeats")),
          trained.training_losses.back(), trained.finite};
}

// The share of wrong pixels at no noise and at every level.
struct Errors {
  std::array<double, noise_levels + 1> autoencoder, hopfield;
};

Errors errors_of(const Setting& setting, const Comparison& comparison, const Stream& noise) {
  const Eigen::MatrixXd binary = binarised(comparison.clean);
  Errors errors;
  for (int level = 0; level <= noise_levels; ++level) {
    Eigen::MatrixXd given = with_noise(comparison.clean, level, noise);  // the same pixels for both
    const Eigen::MatrixXd remembered = hopfield::recall(comparison.hopfield, signs_of(binarised(given)), recall_steps);
    for (Eigen::Index pass = 0; pass < setting.count("passes"); ++pass) {
      given = nets::forward(comparison.autoencoder, given);
    }
    const auto at = static_cast<std::size_t>(level);
    errors.autoencoder[at] = wrong_share(binarised(given), binary);
    errors.hopfield[at] = wrong_share(binarised(remembered), binary);
  }
  return errors;
}

// Pictures that the autoencoder is trained on.
Eigen::Index pictures_learnt(const Setting& setting) {
  return setting.text("learns") == "stored" ? setting.count("stored") : pictures_set(setting);
}

// Cues at one noise level.
double cues_of(const Setting& setting) {
  return setting.number("repeats") *
         (setting.text("cues") == "stored" ? setting.number("stored") : static_cast<double>(cues));
}

void check(const Setting& setting) {
  check_picture_autoencoder(setting, pictures_learnt(setting));
  // Clean, noisy, binary and recalled pictures with the products they come from; hidden units before and after.
  const double values = cues_of(setting) * (10.0 * data::mnist_values + 2.0 * setting.number("width"));
  require_memory(8.0 * values, fmt::format("{} cues of {} pixels need", cues_of(setting), data::mnist_values),
                 "repeats, stored or width");
}

double work(const Setting& setting) {
  constexpr double d = data::mnist_values, both_layers = 2.0, operations = 2.0;
  const double recall = recall_steps * d * d,
               passes = setting.number("passes") * both_layers * d * setting.number("width");
  return picture_autoencoder_work(setting, pictures_learnt(setting)) +
         operations * (noise_levels + 1) * cues_of(setting) * (recall + passes);
}

Measured measure(const Setting& setting, const Run& run) {
  const Comparison comparison = comparison_of(setting, run);
  const Errors errors = errors_of(setting, comparison, run.stream("noise"));
  Row row;
  for (const auto* of : {&errors.autoencoder, &errors.hopfield}) {
    for (const int level : noise_columns) row.push_back((*of)[static_cast<std::size_t>(level)]);
  }
  double least = std::numeric_limits<double>::infinity(), most = -least;
  std::vector<Curve> curves(2);
  for (std::size_t level = 0; level < errors.hopfield.size(); ++level) {
    const double advantage = errors.hopfield[level] - errors.autoencoder[level];
    if (level > 0) least = std::min(least, advantage);
    if (level > 0) most = std::max(most, advantage);
    add_point(curves, static_cast<double>(level) / 20.0, {errors.autoencoder[level], errors.hopfield[level]});
  }
  row.insert(row.end(), {least, most, comparison.loss, comparison.finite ? 1.0 : 0.0});
  return {row, curves};
}

}  // namespace

BASIN_EXPERIMENT(robustness) {
  Parameter stored = count_parameter("stored", 10, 1, "pictures that the Hopfield network stores, binarised");
  Parameter repeats = count_parameter("repeats", 5, 1, "how often noise is put on each cue");
  stored.high = 1000.0;  // chosen: more than neurons
  repeats.high = 1000.0;
  Experiment experiment{
      .name = "syde2024.robustness",
      .summary = "Wrong pixels of an autoencoder and of a Hopfield network given the same noisy pictures.",
      .parameters = {stored,
                     choice_parameter("learns", "stored", {"stored", "pictures"},
                                      "what the autoencoder is trained on: the same, or the training pictures"),
                     choice_parameter("cues", "stored", {"stored", "test"},
                                      "what noise is put on: the stored pictures, or test pictures 138 to 249"),
                     repeats,
                     count_parameter("passes", 1, 1,
                                     "of a cue through the autoencoder; the other is given five steps")},
      .columns = {},
      .series_x = {"noise", "share of the pixels, half of them set to black, half to white"},
      .series = {{"autoencoder", "share of wrong pixels"}, {"hopfield", "share of wrong pixels"}},
      .check = check,
      .measure = measure,
      .work = work,
      .chaotic = [](const Setting& s) { return is_chaotic_picture_autoencoder(s, pictures_learnt(s)); }};
  for (auto& p : storage_parameters()) experiment.parameters.push_back(std::move(p));
  for (auto& p : picture_autoencoder_parameters()) experiment.parameters.push_back(std::move(p));
  for (const char* of : {"autoencoder", "hopfield"}) {
    for (const int level : noise_columns) {
      experiment.columns.push_back({fmt::format("{}_{}", of, 5 * level),
                                    fmt::format("share of wrong pixels, noise on {} % of them", 5 * level)});
    }
  }
  experiment.columns.insert(
      experiment.columns.end(),
      {{"least_advantage",
        "wrong pixels of the Hopfield network less the autoencoder's, the least over the noise levels"},
       {"most_advantage", "the same, the most"},
       {"loss", "of the autoencoder's training, the last epoch"},
       {"converged", "1 unless training diverged"}});
  return experiment;
}
