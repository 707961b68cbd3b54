// How well a sigmoid autoencoder of pictures learns by its width, and how it bears noise. [syde2024, Autoencoder]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "claims/experiment.hpp"
#include "claims/picture_autoencoder.hpp"
#include "core/error.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr Eigen::Index repeats = 5;                           // of the noise on each cue [syde2024]
constexpr std::array<int, 4> noise_columns = {1, 5, 10, 15};  // in twentieths

// The mean squared error against the clean pictures at no noise and at every level.
std::array<double, noise_levels + 1> noise_errors(const nets::Network<double>& network, const Eigen::MatrixXd& test,
                                                  const Stream& noise) {
  const Eigen::MatrixXd clean = test.middleCols(first_cue, cues).replicate(1, repeats);
  std::array<double, noise_levels + 1> errors;
  for (int level = 0; level <= noise_levels; ++level) {
    const Eigen::MatrixXd outputs = nets::forward(network, with_noise(clean, level, noise));
    errors[static_cast<std::size_t>(level)] = picture_error(outputs, clean);
  }
  return errors;
}

// What the hidden units and the outputs do over the test pictures.
struct Code {
  double output_share;   // variance of the outputs over that of the pictures
  double varying_units;  // hidden units whose standard deviation over the pictures is above .01
  double saturated;      // the share of hidden activations below .01 or above .99
};

Code code_of(const nets::Network<double>& network, const Eigen::MatrixXd& test) {
  const Eigen::ArrayXXd hidden = 1.0 / (1.0 + (-nets::preactivation(network, 0, test).array()).exp());
  const Eigen::ArrayXd mean = hidden.rowwise().mean();
  const Eigen::ArrayXd variance = (hidden.colwise() - mean).square().rowwise().mean();
  return {pixel_variance(nets::forward(network, test)) / pixel_variance(test),
          static_cast<double>((variance > 1e-4).count()),
          static_cast<double>((hidden < 0.01 || hidden > 0.99).count()) / static_cast<double>(hidden.size())};
}

Measured measure(const Setting& setting, const Run& run) {
  const PictureSets pictures = draw_picture_sets(setting, run);
  const PictureAutoencoder trained = train_picture_autoencoder(setting, run, pictures);
  const auto& training = trained.training_losses;
  const auto errors = noise_errors(trained.network, pictures.test, run.stream("noise"));
  const Code code = code_of(trained.network, pictures.test);
  double least_rise = std::numeric_limits<double>::infinity();
  for (std::size_t level = 0; level + 1 < errors.size(); ++level) {
    least_rise = std::min(least_rise, errors[level + 1] - errors[level]);
  }
  Row row = {training.back(), trained.test_losses.back()};
  for (const auto* losses : {&training, &trained.test_losses}) {
    for (std::size_t i = 0; i < source_iterations; ++i) row.push_back((*losses)[std::min(i, losses->size() - 1)]);
  }
  row.insert(row.end(), {*std::min_element(trained.test_losses.begin(), trained.test_losses.end()),
                         pixel_variance(pictures.training), code.output_share, code.varying_units, code.saturated,
                         errors.front()});
  for (const int level : noise_columns) row.push_back(errors[static_cast<std::size_t>(level)]);
  row.insert(row.end(), {least_rise, static_cast<double>(trained.steps), trained.finite ? 1.0 : 0.0});
  std::vector<Curve> curves(2);
  for (std::size_t i = 0; i < training.size(); ++i) {
    add_point(curves, static_cast<double>(i + 1), {training[i], trained.test_losses[i]});
  }
  return {row, curves};
}

void check(const Setting& setting) {
  check_picture_autoencoder(setting, pictures_set(setting));
  constexpr auto most_epochs = static_cast<double>(iteration_epochs) * static_cast<double>(most_curve_points);
  if (setting.number("epochs") > most_epochs) {
    throw_input_error("epochs={} has more iterations of {} epochs than a run keeps ({}); give at most {}",
                      setting.number("epochs"), iteration_epochs, most_curve_points, most_epochs);
  }
}

}  // namespace

BASIN_EXPERIMENT(autoencoder) {
  Experiment experiment{
      .name = "syde2024.autoencoder",
      .summary = "Losses of a sigmoid autoencoder of pictures by width, its errors under noise, whether it collapsed.",
      .parameters = picture_autoencoder_parameters(),
      .columns = {{"training_loss", "mean over the last epoch, each picture as it was met"},
                  {"test_loss", "when training ended"}},
      .series_x = {"iteration", "ten epochs each"},
      .series = {{"training_loss", "mean over the epoch that ended"}, {"test_loss", "on the test pictures"}},
      .check = check,
      .measure = measure,
      .work = [](const Setting& s) { return picture_autoencoder_work(s, pictures_set(s)); },
      .chaotic = [](const Setting& s) { return is_chaotic_picture_autoencoder(s, pictures_set(s)); }};
  auto& columns = experiment.columns;
  for (const char* loss : {"training_loss", "test_loss"}) {
    for (std::size_t i = 1; i <= source_iterations; ++i) {
      columns.push_back(
          {fmt::format("{}_{}", loss, i), fmt::format("after iteration {} of ten epochs, or the last before it", i)});
    }
  }
  columns.insert(
      columns.end(),
      {{"best_test_loss", "the least after an iteration"},
       {"pixel_variance", "of the training pictures: the loss of the best constant output"},
       {"output_share", "variance of the outputs over the test pictures, as a share of that of the pictures"},
       {"varying_units", "hidden units whose standard deviation over the test pictures is above .01"},
       {"saturated", "share of hidden activations below .01 or above .99 on the test pictures"},
       {"error_0", "mean squared error on test pictures 138 to 249, without noise"}});
  for (const int level : noise_columns) {
    columns.push_back({fmt::format("error_{}", 5 * level),
                       fmt::format("the same with {} % of the pixels half black, half white, five times", 5 * level)});
  }
  columns.insert(columns.end(), {{"least_rise", "of that error from a noise level to the next, 0, 5, ... 75 %"},
                                 {"steps", "parameter updates"},
                                 {"converged", "1 unless training diverged: the source's runs end by their epochs"}});
  return experiment;
}
