// basin fill: the fixture behind CTest's claims. It computes what they need (not the runs of comparisons, which no test
// judges); judging is for the tests that need it.
#include <fmt/format.h>

#include <cstdio>

#include "claims/golden.hpp"
#include "claims/judge.hpp"
#include "core/error.hpp"
#include "program/commands.hpp"
#include "program/select.hpp"
#include "program/summary.hpp"

namespace basin::program {

int fill(const Options& options, const FillArguments& arguments) {
  const claims::Experiment& experiment = claims::Registry::global().find(arguments.experiment);
  std::vector<claims::RunRequest> requests;
  const std::vector<claims::Claim> claims = claims_of_tiers(options.folders, {arguments.tier});
  for (const claims::Claim& claim : claims) {
    if (claim.experiment != &experiment || !claim.gates()) continue;
    const auto needed = claims::requests_of(claim, options.seed_epoch);
    requests.insert(requests.end(), needed.begin(), needed.end());
  }
  const auto golden = claims::golden_requests(claims, experiment, arguments.tier);
  requests.insert(requests.end(), golden.begin(), golden.end());
  claims::RunStore store(options.store, claims::RunStore::Access::write);
  const claims::RunReport report = claims::compute_runs(requests, store, options.runner());
  fmt::print("{}: {}\n", experiment.name, runs_summary(report));
  return report.skipped > 0 && report.computed + report.reused == 0 ? exit_skipped : exit_as_expected;
}

}  // namespace basin::program
