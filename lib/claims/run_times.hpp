// How long runs will take, from runs that were timed and from the work that experiments declare. For forecasts and for
// the order of work; no number that is judged depends on it.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "claims/experiment.hpp"
#include "claims/run_store.hpp"
#include "claims/setting.hpp"

namespace basin::claims {

/// Floating-point operations a second where no run of an experiment was timed yet. Chosen: a core of 2020 in single
/// precision, far below its peak since much of the work waits for memory. Nine experiments timed in 2026 took
/// between a quarter (strandqvist2020.attractors) and twice (kuehn2024.embedding) of what it gives.
inline constexpr double nominal_rate = 2e10;

/// What an expected time rests on, the surest first.
enum class TimeBasis {
  timed,    ///< runs of this setting
  scaled,   ///< runs of other settings of the experiment, by its work
  nominal,  ///< its work at nominal_rate
  unknown,  ///< never timed, and no work declared
};

/// How long one run is expected to take on one core.
struct ExpectedTime {
  double seconds;  ///< infinite where unknown
  TimeBasis basis;
};

/// Expected times of the runs of a store's experiments. Looks an experiment up once: runs saved later are not seen.
class RunTimes {
 public:
  explicit RunTimes(const RunStore& store) : store_(store) {}

  /// Runs of this setting were timed: their mean. Else work(setting) times the seconds an operation took, a ratio of
  /// sums over all stored runs of the experiment (long ones weigh more, as they do in what is forecast). Any seed, any
  /// code.
  [[nodiscard]] ExpectedTime of(const Experiment& experiment, const Setting& setting);

 private:
  struct Known {
    std::map<std::string, Timing> timings;
    double seconds_per_operation;  ///< NaN where no run with known work was timed
  };
  const Known& known_of(const Experiment& experiment);

  const RunStore& store_;
  std::map<std::string, Known> known_;
};

}  // namespace basin::claims
