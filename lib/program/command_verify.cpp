// basin verify: computes what is missing, judges, prints the verdicts.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "claims/judge.hpp"
#include "core/error.hpp"
#include "core/progress.hpp"
#include "program/commands.hpp"
#include "program/output.hpp"
#include "program/select.hpp"
#include "program/summary.hpp"
#include "program/verdict_report.hpp"

namespace basin::program {
namespace {

using claims::Claim;

std::vector<claims::RunRequest> all_requests(const std::vector<Claim>& claims, std::uint64_t seed_epoch) {
  std::vector<claims::RunRequest> requests;
  for (const Claim& claim : claims) {
    const auto needed = claims::requests_of(claim, seed_epoch);
    requests.insert(requests.end(), needed.begin(), needed.end());
  }
  return requests;
}

/// Says before a long wait how long it will be. `--quiet` in the quick tier, which takes minutes, is for scripts.
void announce(const Options& options, claims::Tier tier, const std::vector<claims::RunForecast>& forecasts) {
  constexpr double worth_saying = 60.0;  // chosen: seconds that nobody minds
  const claims::RunForecast all = claims::sum_of(forecasts);
  const bool is_long = all.unknown > 0 || all.seconds_on(options.cores()) >= worth_saying;
  if (!is_long || (options.talk == Talk::quiet && tier == claims::Tier::quick)) return;
  fmt::print(stderr, "{}\n", announcement(all, options.cores()));
}

/// Prints what verify would compute, by experiment.
int forecast(const Options& options, const std::vector<Claim>& claims) {
  const claims::RunStore store(options.store, claims::RunStore::Access::read);
  const auto forecasts = claims::forecast_runs(all_requests(claims, options.seed_epoch), store, options.reuse);
  const unsigned cores = options.cores();
  Table table;
  table.add({"experiment", "runs", "stored", "to compute", "expected time", "from"});
  const auto time = [&](const claims::RunForecast& one) -> std::string {
    if (one.unknown == 0) return duration_text(one.seconds_on(cores));
    return one.unknown == one.open() ? "unknown" : duration_text(one.seconds_on(cores)) + " + unknown";
  };
  for (const auto& one : forecasts) {
    table.add({one.experiment->name, fmt::format("{}", one.wanted), fmt::format("{}", one.stored),
               fmt::format("{}", one.open()), time(one), basis_text(one)});
  }
  const claims::RunForecast all = claims::sum_of(forecasts);
  std::string expected = time(all);
  if (all.unknown > 0) {
    expected += fmt::format(" ({} of these runs were never timed in this store and do not say how much work they are)",
                            grouped(all.unknown));
  }
  fmt::print("{}{} claims: {} runs to compute on {} core{}, expected time {}\n", table.text(), claims.size(),
             all.open(), cores, cores == 1 ? "" : "s", expected);
  return exit_as_expected;
}

int exit_of(const std::vector<Judged>& all) {
  const auto is_skipped = [](const Judged& judged) { return judged.result.skipped; };
  const auto is_unexpected = [&](const Judged& judged) { return !is_skipped(judged) && !judged.result.as_expected; };
  if (std::any_of(all.begin(), all.end(), is_unexpected)) return exit_differs;
  if (!all.empty() && std::all_of(all.begin(), all.end(), is_skipped)) return exit_skipped;
  return exit_as_expected;
}

void require_sense(const VerifyArguments& arguments) {
  const bool any_output = !arguments.json.empty() || !arguments.junit.empty();
  if (arguments.work == Work::forecast && arguments.points == Points::listed) {
    throw_input_error("--dry-run has no numbers to list; leave out --points");
  }
  if (arguments.work == Work::forecast && any_output) {
    throw_input_error("--dry-run has no verdicts to write; leave out --json and --junit");
  }
  if (any_output && arguments.json == arguments.junit) {
    throw_input_error("--json and --junit both write to {}; give two names", arguments.json);
  }
}

}  // namespace

int verify(const Options& options, const VerifyArguments& arguments) {
  require_sense(arguments);
  std::vector<Claim> claims = select_claims(options.folders, arguments.patterns, arguments.sources, arguments.tier);
  require_claims(claims, options.folders, arguments.tier);
  if (arguments.work == Work::forecast) return forecast(options, claims);
  std::optional<OutputFile> json;
  std::optional<OutputFile> junit;
  if (!arguments.json.empty()) json.emplace(arguments.json);
  if (!arguments.junit.empty()) junit.emplace(arguments.junit);

  claims::RunStore store(options.store, claims::RunStore::Access::write);
  claims::RunnerOptions runner = options.runner();
  runner.announce = [&](const auto& forecasts) { announce(options, arguments.tier, forecasts); };
  const auto report = claims::compute_runs(all_requests(claims, options.seed_epoch), store, runner);
  std::vector<Judged> all;
  const bool is_written = json || junit;
  for (Claim& claim : claims) {
    auto result = claims::judge_claim(claim, store, options.reuse, options.seed_epoch);
    // Everything was asked of the runner: what is not there was skipped by it.
    result.skipped = result.skipped || result.missing > 0;
    const claims::RunCost cost =
        is_written ? claims::cost_of(claim, store, options.reuse, options.seed_epoch) : claims::RunCost{};
    all.push_back({std::move(claim), std::move(result), cost});
  }
  if (is_written) {
    const Provenance provenance = provenance_of(options, arguments.tier);
    if (json) json->write(verdict_json(all, report, provenance));
    if (junit) junit->write(verdict_junit(all, report, provenance));
  }
  // Where a document goes to the standard output, the table must not come between.
  const bool output_is_taken = arguments.json == "-" || arguments.junit == "-";
  fmt::print(output_is_taken ? stderr : stdout, "{}\n{}\n", verdict_table(all, options.talk, arguments.points),
             closing_line(all, report));
  return exit_of(all);
}

}  // namespace basin::program
