// How often a neuron errs after one step, by the number of pictures stored: of these pictures and of others, beside the
// law for random patterns and the formulas of capacity. [syde2024]
#include "hopfield/capacity.hpp"

#include <cmath>

#include "claims/experiment.hpp"
#include "claims/hopfield_memories.hpp"
#include "claims/training.hpp"
#include "hopfield/recall.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

Row measure(const Setting& setting, const Run& run) {
  const Memories memories = draw_memories(setting, run);
  const Eigen::MatrixXd weights = weights_as_set(setting, memories.stored);
  const Eigen::Index steps = setting.count("steps"), pixels = setting.count("pixels");
  const Eigen::MatrixXd stored = hopfield::recall(weights, memories.stored, steps);
  const Eigen::MatrixXd mirrored = hopfield::recall(weights, -memories.stored, steps);
  const Eigen::MatrixXd held_out = hopfield::recall(weights, memories.held_out, steps);
  const double error = wrong_share(stored, memories.stored);
  const double law = hopfield::one_step_error(pixels, setting.count("stored"));
  return {error,
          wrong_share(held_out, memories.held_out),
          law,
          error / law,
          equal_columns(stored, memories.stored),
          equal_columns(mirrored, -memories.stored),
          memories.overlap,
          (memories.stored.array() > 0.0).cast<double>().mean(),
          hopfield::capacity_as_printed(pixels),
          hopfield::capacity_for_most(pixels),
          hopfield::capacity_for_all(pixels)};
}

}  // namespace

BASIN_EXPERIMENT(capacity) {
  Experiment experiment{
      .name = "syde2024.capacity",
      .summary = "Hopfield networks by the number of pictures stored: errors of stored and of other pictures.",
      .parameters = memory_parameters({}),
      .columns = {{"training_error", "share of the stored pictures' pixels that are wrong after recall"},
                  {"held_out_error", "the same of pictures that are held out"},
                  {"law", "Phi(-sqrt(d / p)), one step's error of random patterns"},
                  {"error_over_law", "training_error / law"},
                  {"fixed", "stored pictures that recall leaves as they are"},
                  {"mirrored_fixed", "stored pictures whose negative it leaves as it is"},
                  {"overlap", "stored pictures that are held out, too"},
                  {"positive_share", "of the stored pictures' pixels"},
                  {"capacity_as_printed", "d / (2 log2 d)"},
                  {"capacity_for_most", "d / (2 ln d): most patterns are fixed"},
                  {"capacity_for_all", "d / (4 ln d): all are"}},
      .check = check_memories,
      .measure = measure,
      .work = [](const Setting& setting) { return hopfield_work(setting, 2.0 * setting.number("steps")); }};
  for (auto& p : storage_parameters()) experiment.parameters.push_back(std::move(p));
  experiment.parameters.push_back(count_parameter("steps", 1, 1, "of recall, all neurons at once"));
  return experiment;
}
