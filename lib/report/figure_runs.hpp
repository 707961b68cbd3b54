// The runs that a figure shows: which it asks for, and what the store has of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/run_store.hpp"
#include "claims/runner.hpp"
#include "report/figure_file.hpp"

namespace basin::report {

/// One run that is there.
struct FigureRun {
  std::uint64_t seed;
  claims::Row row;                    ///< by the experiment's columns
  std::vector<claims::Curve> curves;  ///< by its series; empty where the figure draws none
};

/// One setting of a layer with its runs.
struct FigureArm {
  Values levels;                ///< the varied settings
  Values setting;               ///< all of them
  std::vector<FigureRun> runs;  ///< by seed; empty: not run
  std::string skip_reason;      ///< why, where their data was not there
};

/// The arms of each layer, layers and arms in the figure's order.
using FigureRuns = std::vector<std::vector<FigureArm>>;

/// Whether it draws series of runs and not only their rows.
[[nodiscard]] bool needs_series(FigureKind kind);

/// What must be in the store for the figure to be whole in a tier: the runs of its layers up to it.
[[nodiscard]] std::vector<claims::RunRequest> requests_of(const Figure& figure, claims::Tier tier,
                                                          std::uint64_t seed_epoch);

/// What is in the store. Kinds that average take every seed from the first on without a gap, however many claims have
/// left there; `paths` the layer's seeds, `surface` and `strips` one.
[[nodiscard]] FigureRuns runs_of(const Figure& figure, const claims::RunStore& store, claims::Reuse reuse,
                                 std::uint64_t seed_epoch);

}  // namespace basin::report
