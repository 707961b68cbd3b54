// basin verify: computes what is missing, judges, prints the verdicts.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "claims/judge.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/progress.hpp"
#include "program/commands.hpp"
#include "program/output.hpp"
#include "program/select.hpp"
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

/// Prints what verify would compute, by experiment.
int forecast(const Options& options, const std::vector<Claim>& claims) {
  const claims::RunStore store(options.store, claims::RunStore::Access::read);
  const auto forecasts = claims::forecast_runs(all_requests(claims, options.seed_epoch), store, options.reuse);
  const unsigned cores = options.jobs == 0 ? available_cores() : options.jobs;
  Table table;
  table.add({"experiment", "runs", "stored", "to compute", "expected time"});
  std::size_t missing = 0;
  std::size_t untimed = 0;
  double seconds = 0.0;
  for (const auto& one : forecasts) {
    const std::size_t open = one.wanted - one.stored;
    missing += open;
    untimed += open - one.timed;
    seconds += one.seconds / cores;
    table.add({one.experiment->name, fmt::format("{}", one.wanted), fmt::format("{}", one.stored),
               fmt::format("{}", open), one.timed == open ? duration_text(one.seconds / cores) : "unknown"});
  }
  fmt::print("{}{} claims: {} runs to compute on {} cores, expected time {}\n", table.text(), claims.size(), missing,
             cores,
             untimed == 0 ? duration_text(seconds)
                          : fmt::format("unknown ({} runs of settings never timed; {} for the others)", untimed,
                                        duration_text(seconds)));
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
  if (claims.empty()) {
    throw_input_error("{}: has no claims of the tier {}; name another folder with --claims or another --tier",
                      options.folders.claims.string(), to_text(arguments.tier));
  }
  if (arguments.work == Work::forecast) return forecast(options, claims);
  std::optional<OutputFile> json;
  std::optional<OutputFile> junit;
  if (!arguments.json.empty()) json.emplace(arguments.json);
  if (!arguments.junit.empty()) junit.emplace(arguments.junit);

  claims::RunStore store(options.store, claims::RunStore::Access::write);
  const auto report = claims::compute_runs(all_requests(claims, options.seed_epoch), store, options.runner());
  std::vector<Judged> all;
  for (Claim& claim : claims) {
    auto result = claims::judge_claim(claim, store, options.reuse, options.seed_epoch);
    // Everything was asked of the runner: what is not there was skipped by it.
    result.skipped = result.skipped || result.missing > 0;
    all.push_back({std::move(claim), std::move(result)});
  }
  if (json) json->write(verdict_json(all, report));
  if (junit) junit->write(verdict_junit(all));
  // Where a document goes to the standard output, the table must not come between.
  const bool output_is_taken = arguments.json == "-" || arguments.junit == "-";
  fmt::print(output_is_taken ? stderr : stdout, "{}\n{}\n", verdict_table(all, options.talk, arguments.points),
             closing_line(all, report));
  return exit_of(all);
}

}  // namespace basin::program
