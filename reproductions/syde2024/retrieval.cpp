// What recall makes of pictures that were spoilt: by flipped pixels, or by pixels of which nothing is known. [syde2024]
#include <algorithm>
#include <cmath>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/hopfield_memories.hpp"
#include "claims/training.hpp"
#include "core/random_sample.hpp"
#include "data/pictures.hpp"
#include "hopfield/recall.hpp"

namespace {

using namespace basin;
using namespace basin::claims;
using Eigen::Index;
using Eigen::MatrixXd;

// As many pixels of each cue as `flipped` of it says, drawn anew for each, likelier at the bottom where as printed.
// More are the fewer and some others.
MatrixXd with_flips(const Setting& setting, const Run& run, MatrixXd cues) {
  const Index flips = data::pixels_in_share(setting.number("flipped"), cues.rows());
  const auto weights = sampling_weights(setting, cues.rows());
  const Stream draws = hopfield_draws(run, "noise");
  for (Index k = 0; k < cues.cols(); ++k) {
    for (const Index i : weighted_sample(draws, weights, flips, static_cast<std::uint64_t>(k * cues.rows()))) {
      cues(i, k) *= -1.0;
    }
  }
  return cues;
}

MatrixXd spoilt(const Setting& setting, const Run& run, MatrixXd cues) {
  const std::string& corruption = setting.text("corruption");
  if (corruption == "flips") return with_flips(setting, run, std::move(cues));
  if (corruption == "half") cues.topRows(cues.rows() / 2).setZero();
  if (corruption == "every_second") {
    for (Index i = 0; i < cues.rows(); i += 2) cues.row(i).setZero();
  }
  return cues;
}

Measured measure(const Setting& setting, const Run& run) {
  const Memories memories = draw_memories(setting, run);
  const MatrixXd& cues = setting.text("cues") == "stored" ? memories.stored : memories.held_out;
  const MatrixXd start = spoilt(setting, run, cues);
  const MatrixXd end = hopfield::recall(weights_as_set(setting, memories.stored), start, setting.count("steps"));
  const auto n = static_cast<double>(cues.cols());
  Row row = {wrong_share(end, cues),       (end - cues).array().square().mean(),       wrong_share(start, cues),
             equal_columns(end, cues) / n, (end.array() == 0.0).cast<double>().mean(), memories.overlap};
  std::vector<Curve> first(3);
  for (Index i = 0; i < std::min(cues.rows(), static_cast<Index>(most_curve_points)); ++i) {
    add_point(first, static_cast<double>(i), {cues(i, 0), start(i, 0), end(i, 0)});
  }
  return {row, first};
}

}  // namespace

BASIN_EXPERIMENT(retrieval) {
  Parameter flipped = positive_parameter("flipped", 0.1, "share of the pixels that corruption=flips flips");
  flipped.low_included = true;
  flipped.high = 0.99;  // as printed pixel 0 is never drawn
  Experiment experiment{
      .name = "syde2024.retrieval",
      .summary = "Recall of a Hopfield network from spoilt pictures.",
      .parameters = memory_parameters({.held_out = 20}),
      .columns = {{"error", "share of pixels that are wrong after recall, 0 included"},
                  {"squared_error", "mean of (recalled - picture)^2; 4 a wrong pixel, 1 a pixel of 0"},
                  {"spoilt", "share of pixels that were wrong before"},
                  {"restored", "share of pictures without an error after recall"},
                  {"undecided", "share of pixels that are 0 after recall"},
                  {"overlap", "stored pictures that are held out, too"}},
      .series_x = {"pixel", "of the first cue, row by row"},
      .series = {{"picture", "as it was: 1 ink, -1 none"},
                 {"spoilt_picture", "what recall starts from; 0: nothing is known"},
                 {"recalled_picture", "what it ends in"}},
      .check = check_memories,
      .measure = measure,
      .work = [](const Setting& setting) { return hopfield_work(setting, setting.number("steps")); }};
  for (auto& p : storage_parameters()) experiment.parameters.push_back(std::move(p));
  experiment.parameters.push_back(
      choice_parameter("cues", "stored", {"stored", "held_out"}, "which pictures are spoilt and recalled"));
  experiment.parameters.push_back(choice_parameter("corruption", "flips", {"none", "flips", "every_second", "half"},
                                                   "flipped pixels; every second pixel, or the upper half, set to 0"));
  experiment.parameters.push_back(flipped);
  experiment.parameters.push_back(count_parameter("steps", 5, 0, "of recall, all neurons at once"));
  return experiment;
}
