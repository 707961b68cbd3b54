// Timed, scaled by declared work, at a nominal rate, or unknown: the surest there is.
#include "claims/run_times.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>

#include "core/error.hpp"

namespace basin::claims {
namespace {

bool is_time(double seconds) {
  return std::isfinite(seconds) && seconds >= 0.0;
}

/// The setting behind a store's key; empty where today's experiment has no such setting (other code left it).
std::optional<Setting> setting_of(const Experiment& experiment, const std::string& canonical) {
  try {
    Values given;
    std::istringstream words(canonical);
    for (std::string word; words >> word;) given.insert(read_assignment(experiment.parameters, word));
    Setting setting(experiment.parameters, given);
    if (experiment.check) experiment.check(setting);
    return setting;
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Operations of one run; NaN where none are declared or the number makes no sense.
double work_of(const Experiment& experiment, const Setting& setting) {
  const double work = experiment.work ? experiment.work(setting) : 0.0;
  return std::isfinite(work) && work > 0.0 ? work : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

const RunTimes::Known& RunTimes::known_of(const Experiment& experiment) {
  const auto [at, is_new] = known_.try_emplace(experiment.name);
  if (!is_new) return at->second;
  Known& known = at->second;
  known.timings = store_.timings(experiment.name);
  double seconds = 0.0, operations = 0.0;
  for (const auto& [canonical, timing] : known.timings) {
    if (!experiment.work || !is_time(timing.seconds)) continue;
    const auto setting = setting_of(experiment, canonical);
    const double work = setting ? work_of(experiment, *setting) : std::numeric_limits<double>::quiet_NaN();
    if (std::isnan(work)) continue;
    seconds += timing.seconds;
    operations += work * static_cast<double>(timing.runs);
  }
  known.seconds_per_operation = operations > 0.0 ? seconds / operations : std::numeric_limits<double>::quiet_NaN();
  return known;
}

ExpectedTime RunTimes::of(const Experiment& experiment, const Setting& setting) {
  const Known& known = known_of(experiment);
  const auto timed = known.timings.find(setting.canonical());
  if (timed != known.timings.end() && is_time(timed->second.seconds)) {
    return {timed->second.seconds / static_cast<double>(timed->second.runs), TimeBasis::timed};
  }
  const double work = work_of(experiment, setting);
  if (std::isnan(work)) return {std::numeric_limits<double>::infinity(), TimeBasis::unknown};
  if (std::isnan(known.seconds_per_operation)) return {work / nominal_rate, TimeBasis::nominal};
  return {work * known.seconds_per_operation, TimeBasis::scaled};
}

}  // namespace basin::claims
