// Computes what is missing: every run a plan needs that the store does not hold, one run a core.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/run_store.hpp"

namespace basin::claims {

/// One run asked for.
struct RunRequest {
  const Experiment* experiment;
  Values given;        ///< before defaults
  std::uint64_t seed;  ///< as used, epoch included
};

/// Whether the runner gives back the series of runs; they are saved in any case. A stored run whose series are not
/// there, or not sound, is computed again where they are wanted.
enum class Curves { unwanted, wanted };

/// What the requests for runs of one experiment would cost.
struct RunForecast {
  const Experiment* experiment;
  std::size_t wanted = 0, stored = 0;                           ///< different runs, and how many of them the store has
  std::size_t timed = 0, scaled = 0, nominal = 0, unknown = 0;  ///< of those to be computed: on what their time rests
  double seconds = 0.0;                                         ///< of one core, for all but the unknown
  double longest = 0.0;                                         ///< of these

  /// Runs to be computed.
  [[nodiscard]] std::size_t open() const { return wanted - stored; }
  /// Seconds on `cores` cores: neither less than the work shared out nor than the longest run.
  [[nodiscard]] double seconds_on(unsigned cores) const { return std::max(seconds / cores, longest); }
};

/// Several experiments as one, its `experiment` empty.
[[nodiscard]] RunForecast sum_of(const std::vector<RunForecast>& forecasts);

/// How the runner works.
struct RunnerOptions {
  std::filesystem::path data;
  unsigned jobs = 0;  ///< workers; 0: one a core
  Reuse reuse = Reuse::same_code;
  bool show_progress = true;
  Perturbation perturbation = Perturbation::none;  ///< perturbed runs are neither taken from the store nor saved
  Curves curves = Curves::unwanted;
  /// Told what will be computed before it is; may be empty.
  std::function<void(const std::vector<RunForecast>&)> announce = {};
};

/// What became of the requests; counts are of different runs, `reused` includes `reused_other_code`.
struct RunReport {
  std::size_t computed = 0, reused = 0, reused_other_code = 0, skipped = 0;
  std::uint64_t other_code_rows = 0;       ///< rows in the store that were not taken because other code made them
  std::vector<std::optional<Row>> rows;    ///< one a request, in their order; empty where data was missing
  std::vector<std::vector<Curve>> curves;  ///< likewise, in the order of the series, where they are wanted; else empty
  std::string skip_reason;                 ///< what the first skipped run said
  double seconds = 0.0;
};

/// Checks every setting before it computes anything (input Error), then runs what is missing and saves each run as it
/// ends. Identical requests are computed once. A run that throws stops the rest and is reported with its setting and
/// seed; what was saved stays. Runs that need data that is not there (Fault::skipped) are counted and left empty.
/// Rows do not depend on the number of workers. Longest expected first; runs never timed before those.
[[nodiscard]] RunReport compute_runs(const std::vector<RunRequest>& requests, RunStore& store,
                                     const RunnerOptions& options);

/// Whether every run that the store has no row for was skipped for want of its data when it was last asked for.
[[nodiscard]] bool all_missing_were_skipped(const std::vector<RunRequest>& requests, const RunStore& store,
                                            Reuse reuse);

/// Checks every setting as compute_runs does and says what it would compute: one entry an experiment, by name. Expected
/// times as RunTimes has them.
[[nodiscard]] std::vector<RunForecast> forecast_runs(const std::vector<RunRequest>& requests, const RunStore& store,
                                                     Reuse reuse);

}  // namespace basin::claims
