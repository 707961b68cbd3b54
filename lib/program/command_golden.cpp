// basin golden: recorded rows against today's. They tell whether our code changed; claims tell whether a source is
// right.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <set>

#include "claims/golden.hpp"
#include "claims/judge.hpp"
#include "core/error.hpp"
#include "core/machine.hpp"
#include "program/commands.hpp"
#include "program/output.hpp"
#include "program/select.hpp"
#include "program/summary.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::Experiment;
using claims::RunRequest;

/// What one experiment's golden rows need.
struct Case {
  const Experiment* experiment;
  std::filesystem::path file;
  std::vector<RunRequest> requests;
};

constexpr std::size_t most_shown = 20;

std::vector<Case> cases_of(const Options& options, const GoldenArguments& arguments, const std::vector<Claim>& claims) {
  std::vector<const Experiment*> experiments;
  for (const std::string& name : arguments.experiments) {
    experiments.push_back(&claims::Registry::global().find(name));
  }
  if (experiments.empty()) experiments = claims::Registry::global().all();
  std::vector<Case> cases;
  for (const Experiment* experiment : experiments) {
    Case one{experiment, claims::golden_file(options.folders, *experiment, arguments.tier),
             claims::golden_requests(claims, *experiment, arguments.tier)};
    if (!one.requests.empty()) {
      cases.push_back(std::move(one));
    } else if (!arguments.experiments.empty()) {
      throw_input_error("{}: has no claims in the tier {}, so nothing is recorded of it", experiment->name,
                        to_text(arguments.tier));
    }
  }
  return cases;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(now));
}

/// The rows of all requests; throws where one was skipped.
std::vector<claims::Row> complete(const claims::RunReport& report, const Experiment& experiment) {
  std::vector<claims::Row> rows;
  for (const auto& row : report.rows) {
    if (!row) throw Error(Fault::skipped, fmt::format("{}: not recorded, {}", experiment.name, report.skip_reason));
    rows.push_back(*row);
  }
  return rows;
}

int update(const Options& options, const std::vector<Case>& cases, claims::RunStore& store) {
  const claims::Provenance provenance{"basin " BASIN_VERSION, compiler_summary(), BASIN_IS_NATIVE, machine_summary(),
                                      today()};
  for (const Case& one : cases) {
    claims::RunnerOptions runner = options.runner();
    const auto plain = claims::compute_runs(one.requests, store, runner);
    if (plain.skipped > 0 && cases.size() > 1) {
      fmt::print("{}: not recorded, {}\n", one.experiment->name, plain.skip_reason);
      continue;
    }
    const std::vector<claims::Row> rows = complete(plain, *one.experiment);
    runner.perturbation = Perturbation::last_bit;
    const auto perturbed = claims::compute_runs(one.requests, store, runner);
    claims::record_golden(one.file, *one.experiment, one.requests, rows, complete(perturbed, *one.experiment),
                          provenance);
    fmt::print("{}: recorded {} rows in {}\n", one.experiment->name, one.requests.size(), one.file.string());
  }
  return exit_as_expected;
}

void show_differences(const claims::GoldenReport& report) {
  Table table("    ");
  if (!report.differences.empty()) {
    table.add({"column", "recorded", "now", "tolerances", "effect (sd)", "seed", "setting"});
  }
  for (const auto& difference : report.differences) {
    if (&difference - report.differences.data() == most_shown) {
      table.add_line(fmt::format("    and {} more", report.differences.size() - most_shown));
      break;
    }
    table.add({difference.column, fmt::format("{:.10g}", difference.recorded), fmt::format("{:.10g}", difference.now),
               fmt::format("{:.3g}", difference.tolerances), fmt::format("{:.3g}", difference.effect),
               fmt::format("{}", difference.seed), to_text(difference.setting)});
  }
  for (const auto& run : report.not_recorded) table.add_line("    not recorded: " + run);
  for (const auto& run : report.not_asked_for) table.add_line("    recorded, but no claim needs it: " + run);
  fmt::print("{}", table.text());
}

/// The claims on an experiment whose verdict is not the recorded one with today's runs.
void show_flips(const Options& options, const Case& one, const std::vector<Claim>& claims, claims::RunStore& store) {
  std::size_t judged_claims = 0;
  std::size_t flipped = 0;
  for (const Claim& claim : claims) {
    if (claim.experiment != one.experiment || !claim.gates()) continue;
    (void)claims::compute_runs(claims::requests_of(claim, options.seed_epoch), store, options.runner());
    const auto judged = claims::judge_claim(claim, store, options.reuse, options.seed_epoch);
    ++judged_claims;
    if (judged.missing > 0 || judged.as_expected) continue;
    ++flipped;
    fmt::print("    would flip: {} from {} to {} ({})\n", claim.id, to_text(claim.expected), judged.shown(),
               judged.judgement.evidence);
  }
  fmt::print("    {} of {} verdicts would flip\n", flipped, judged_claims);
}

int compare(const Options& options, const GoldenArguments& arguments, const std::vector<Case>& cases,
            const std::vector<Claim>& claims, claims::RunStore& store) {
  std::size_t changed = 0;
  std::size_t compared = 0;
  std::size_t skipped = 0;
  for (const Case& one : cases) {
    std::error_code none;
    if (!std::filesystem::exists(one.file, none)) {
      if (!arguments.experiments.empty()) {
        throw_input_error("{}: there is no {}; record it with basin golden update {}", one.experiment->name,
                          one.file.string(), one.experiment->name);
      }
      fmt::print("{}: nothing recorded\n", one.experiment->name);
      continue;
    }
    const claims::Golden golden = claims::read_golden(one.file, *one.experiment);
    const auto runs = claims::compute_runs(one.requests, store, options.runner());
    if (runs.skipped == one.requests.size()) {
      ++skipped;
      fmt::print("{}: skipped ({})\n", one.experiment->name, runs.skip_reason);
      continue;
    }
    const auto report = claims::check_golden(golden, *one.experiment, one.requests, runs.rows);
    ++compared;
    fmt::print("{}: {}, {} numbers compared, {} differ\n", one.experiment->name,
               report.unchanged() ? "unchanged" : "CHANGED", report.compared, report.differences.size());
    if (report.missing > 0) fmt::print("    {} rows not computed: {}\n", report.missing, runs.skip_reason);
    if (report.unchanged()) continue;
    ++changed;
    show_differences(report);
    if (arguments.work == GoldenWork::diff) show_flips(options, one, claims, store);
  }
  fmt::print("{} experiments: {} unchanged, {} changed, {} skipped\n", compared + skipped, compared - changed, changed,
             skipped);
  if (changed > 0) return exit_differs;
  return skipped > 0 && compared == 0 ? exit_skipped : exit_as_expected;
}

}  // namespace

int golden(const Options& options, const GoldenArguments& arguments) {
  const char* ci = std::getenv("CI");
  if (arguments.work == GoldenWork::update && ci && *ci) {
    throw_input_error("golden update: refused, since CI is set; record on a machine where a person looks at the rows");
  }
  const std::vector<Claim> claims = claims_of_tiers(options.folders, {arguments.tier});
  const std::vector<Case> cases = cases_of(options, arguments, claims);
  claims::RunStore store(options.store, claims::RunStore::Access::write);
  if (arguments.work == GoldenWork::update) return update(options, cases, store);
  return compare(options, arguments, cases, claims, store);
}

}  // namespace basin::program
