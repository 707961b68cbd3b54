// Gathers the runs of figures from the store.
#include "report/figure_runs.hpp"

#include "claims/fingerprint.hpp"
#include "claims/judge.hpp"

namespace basin::report {
namespace {

constexpr std::uint64_t most_seeds = 100000;  // as many as a claim may have

/// The seeds of a layer, from 1: the first and the last that are wanted, and the last that are taken where they are.
struct Seeds {
  std::uint64_t first, last, last_taken;
};

Seeds seeds_of(const Figure& figure, const Layer& layer) {
  switch (figure.kind) {
    case FigureKind::surface:
    case FigureKind::strips:
      return {layer.seed, layer.seed, layer.seed};
    case FigureKind::paths:
      return {1, layer.plan.seeds, layer.plan.seeds};
    case FigureKind::curves:
    case FigureKind::histogram:
    case FigureKind::heat_map:
      break;
  }
  return {1, layer.plan.seeds, most_seeds};
}

FigureArm arm_of(const Figure& figure, const Layer& layer, const Values& given, const claims::RunStore& store,
                 claims::Reuse reuse, std::uint64_t seed_epoch) {
  const claims::Experiment& experiment = *layer.experiment;
  const claims::Setting setting(experiment.parameters, given);
  FigureArm arm{{}, setting.values(), {}, {}};
  for (const auto& [name, levels] : layer.plan.vary) arm.levels[name] = arm.setting.at(name);
  claims::RunKey key{experiment.name, setting.canonical(), 0, claims::fingerprint_of(experiment)};
  const std::vector<claims::Series> series =
      needs_series(figure.kind) ? experiment.series : std::vector<claims::Series>{};
  const Seeds seeds = seeds_of(figure, layer);
  for (std::uint64_t seed = seeds.first; seed <= seeds.last_taken; ++seed) {
    key.seed = claims::first_seed(seed_epoch) + seed - 1;
    auto stored = store.find(key, experiment.columns, reuse, series);
    if (!stored) {
      if (arm.runs.empty()) arm.skip_reason = store.skip_reason(key).value_or("");
      break;
    }
    arm.runs.push_back({seed, std::move(stored->row), std::move(stored->curves)});
  }
  return arm;
}

}  // namespace

bool needs_series(FigureKind kind) {
  return kind != FigureKind::curves && kind != FigureKind::heat_map;
}

std::vector<claims::RunRequest> requests_of(const Figure& figure, claims::Tier tier, std::uint64_t seed_epoch) {
  std::vector<claims::RunRequest> requests;
  for (const Layer& layer : figure.layers) {
    if (layer.tier > tier) continue;
    const Seeds seeds = seeds_of(figure, layer);
    for (const auto& given : claims::arms_of(layer.plan))
      for (std::uint64_t seed = seeds.first; seed <= seeds.last; ++seed)
        requests.push_back({layer.experiment, given, claims::first_seed(seed_epoch) + seed - 1});
  }
  return requests;
}

FigureRuns runs_of(const Figure& figure, const claims::RunStore& store, claims::Reuse reuse, std::uint64_t seed_epoch) {
  FigureRuns runs;
  for (const Layer& layer : figure.layers) {
    runs.emplace_back();
    for (const auto& given : claims::arms_of(layer.plan))
      runs.back().push_back(arm_of(figure, layer, given, store, reuse, seed_epoch));
  }
  return runs;
}

}  // namespace basin::report
