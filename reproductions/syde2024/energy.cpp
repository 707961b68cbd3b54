// The energy -s' W s / 2 along recall from random states: one neuron after the other it never rises where the diagonal
// is zero; all at once it may, and states may go round in cycles of two. [syde2024; derived]
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/hopfield_memories.hpp"
#include "claims/training.hpp"
#include "hopfield/recall.hpp"

namespace {

using namespace basin;
using namespace basin::claims;
using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd random_states(const Setting& setting, const Run& run) {
  std::vector<Eigen::Index> all(static_cast<std::size_t>(setting.count("states")));
  std::iota(all.begin(), all.end(), Eigen::Index{0});
  return random_signs(hopfield_draws(run, "states"), setting.count("pixels"), all, 0.5);
}

Row measure(const Setting& setting, const Run& run) {
  const MatrixXd weights = weights_as_set(setting, draw_memories(setting, run).stored);
  const auto after_sweep = [&](const MatrixXd& states, Eigen::Index sweep) {
    if (setting.text("update") == "synchronous") return hopfield::recall(weights, states, 1);
    return hopfield::recall_asynchronously(weights, states, 1, hopfield_draws(run, fmt::format("order {}", sweep)));
  };
  MatrixXd before_last, last = random_states(setting, run), states = last;
  const VectorXd first = hopfield::energy(weights, states);
  VectorXd energies = first;
  // chosen: a million roundings of the sum's terms
  const double slack = 1e-10 * weights.cwiseAbs().sum();
  double rises = 0.0;
  for (Eigen::Index sweep = 0; sweep < setting.count("sweeps"); ++sweep) {
    before_last = std::move(last);
    last = std::move(states);
    states = after_sweep(last, sweep);
    const VectorXd now = hopfield::energy(weights, states);
    rises += ((now - energies).array() > slack).cast<double>().sum();
    energies = now;
  }
  const auto n = static_cast<double>(states.cols());
  const double settled = equal_columns(states, last) / n;
  return {rises, settled, equal_columns(states, before_last) / n - settled, first.mean(), energies.mean()};
}

void check(const Setting& setting) {
  check_memories(setting);
  require_memory(8.0 * 6.0 * setting.number("pixels") * setting.number("states"),
                 fmt::format("{} states of {} pixels need", setting.number("states"), setting.number("pixels")),
                 "states or pixels");
}

}  // namespace

BASIN_EXPERIMENT(energy) {
  Experiment experiment{.name = "syde2024.energy",
                        .summary = "Energy of a Hopfield network along recall from random states.",
                        .parameters = memory_parameters({.pixels = 100, .stored = 20, .held_out = 1}),
                        .columns = {{"rises", "sweeps of a state after which its energy is higher than before"},
                                    {"settled", "share of the states that the last sweep leaves as they are"},
                                    {"cycles", "share that the last two sweeps bring back, but not the last one"},
                                    {"first_energy", "mean over the random states"},
                                    {"last_energy", "mean after recall"}},
                        .check = check,
                        .measure = measure,
                        .work = [](const Setting& setting) {
                          const double d = setting.number("pixels");
                          return hopfield_work(setting, 0.0) +
                                 4.0 * d * d * setting.number("states") * setting.number("sweeps");
                        }};
  for (auto& p : storage_parameters()) experiment.parameters.push_back(std::move(p));
  experiment.parameters.push_back(choice_parameter("update", "asynchronous", {"asynchronous", "synchronous"},
                                                   "one neuron after the other in random order, or all at once"));
  experiment.parameters.push_back(count_parameter("states", 20, 1, "random states that recall starts from"));
  experiment.parameters.push_back(count_parameter("sweeps", 20, 2, "over all neurons"));
  return experiment;
}
