// What one flipped pixel does to stored pictures: with weights P that are a projection it is corrected where P_ii, the
// leverage of pixel i, is below one half. [syde2024; derived]
#include <cmath>

#include "claims/experiment.hpp"
#include "claims/hopfield_memories.hpp"
#include "claims/training.hpp"
#include "hopfield/recall.hpp"

namespace {

using namespace basin;
using namespace basin::claims;
using Eigen::Index;
using Eigen::MatrixXd;

Row measure(const Setting& setting, const Run& run) {
  const MatrixXd patterns = draw_memories(setting, run).stored;
  const MatrixXd weights = weights_as_set(setting, patterns);
  const Eigen::ArrayXd leverage = weights.diagonal();
  // Which stored picture makes no difference: the first one, d times, with each of its pixels flipped once.
  const MatrixXd wanted = patterns.col(0).replicate(1, patterns.rows());
  MatrixXd flipped = wanted;
  flipped.diagonal() *= -1.0;
  const MatrixXd recalled = hopfield::recall(weights, flipped, 1);
  double corrected = 0.0, agreeing = 0.0;
  for (Index i = 0; i < patterns.rows(); ++i) {
    const bool back = recalled.col(i) == wanted.col(i);
    corrected += back ? 1.0 : 0.0;
    agreeing += back == (leverage(i) < 0.5) ? 1.0 : 0.0;
  }
  return {leverage.sum(),
          equal_columns(hopfield::recall(weights, patterns, 1), patterns),
          leverage.minCoeff(),
          leverage.maxCoeff(),
          (leverage < 0.5).cast<double>().sum(),
          corrected,
          agreeing,
          (leverage - 0.5).abs().minCoeff()};
}

}  // namespace

BASIN_EXPERIMENT(projection) {
  Experiment experiment{.name = "syde2024.projection",
                        .summary = "Single flipped pixels of a stored picture, and the diagonal of the weights.",
                        .parameters = memory_parameters({.pixels = 200, .stored = 100, .held_out = 1}),
                        .columns = {{"trace", "sum of P_ii; the patterns' rank where P is a projection"},
                                    {"fixed", "stored pictures that one step leaves as they are"},
                                    {"smallest_leverage", "of P_ii"},
                                    {"largest_leverage", "of P_ii"},
                                    {"below_half", "pixels with P_ii < 1/2"},
                                    {"corrected", "pixels whose flip one step corrects, all others staying right"},
                                    {"agreeing", "pixels where the one holds just where the other does"},
                                    {"half_margin", "smallest |P_ii - 1/2|"}},
                        .check = check_memories,
                        .measure = measure,
                        .work = [](const Setting& setting) {
                          return hopfield_work(setting, 1.0) + 2.0 * std::pow(setting.number("pixels"), 3.0);
                        }};
  for (auto& p : storage_parameters()) experiment.parameters.push_back(std::move(p));
  return experiment;
}
