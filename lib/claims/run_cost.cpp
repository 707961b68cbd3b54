// Adds up what the store noted beside each run.
#include "claims/run_cost.hpp"

#include <cmath>

#include "claims/fingerprint.hpp"
#include "claims/judge.hpp"

namespace basin::claims {

RunCost cost_of(const Claim& claim, const RunStore& store, Reuse reuse, std::uint64_t seed_epoch) {
  const Experiment& experiment = *claim.experiment;
  const std::string fingerprint = fingerprint_of(experiment);
  RunCost cost;
  for (const RunRequest& request : requests_of(claim, seed_epoch)) {
    const Setting setting(experiment.parameters, request.given);
    const auto stored =
        store.find({experiment.name, setting.canonical(), request.seed, fingerprint}, experiment.columns, reuse);
    if (!stored) continue;
    ++cost.runs;
    // A store is a file that others may have written.
    if (std::isfinite(stored->seconds) && stored->seconds > 0.0) cost.seconds += stored->seconds;
  }
  return cost;
}

}  // namespace basin::claims
