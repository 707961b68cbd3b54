// basin golden: recorded rows against today's. They tell whether our code changed; claims tell whether a source is
// right.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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
using claims::Tier;

/// What one experiment's golden rows need.
struct Case {
  const Experiment* experiment;
  std::filesystem::path file;
  std::vector<RunRequest> requests;
};

constexpr std::size_t most_shown = 20;

/// Why nothing is recorded of an experiment without requests.
[[noreturn]] void throw_nothing_recorded(const std::vector<Claim>& claims, const Experiment& experiment, Tier tier) {
  std::size_t on_it = 0;
  std::size_t judged = 0;
  for (const Claim& claim : claims) {
    if (claim.experiment != &experiment || claim.judged != tier) continue;
    ++on_it;
    if (claim.gates()) ++judged;
  }
  const std::string name = experiment.name;
  if (judged > 0) {
    throw_input_error(
        "{}: its claims in the tier {} train too long and at random for rows to be recorded: after so many "
        "steps a last bit has made others of them; their verdicts stand for them (basin verify)",
        name, to_text(tier));
  }
  if (on_it > 0) {
    throw_input_error("{}: has comparisons only in the tier {}; rows are recorded of claims that are judged", name,
                      to_text(tier));
  }
  throw_input_error("{}: has no claims in the tier {}, so nothing is recorded of it", name, to_text(tier));
}

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
      throw_nothing_recorded(claims, *experiment, arguments.tier);
    }
  }
  return cases;
}

/// Files of the tier that no experiment or no claim stands behind any more, each with why.
std::vector<std::string> stale_files(const Options& options, Tier tier, const std::vector<Case>& cases) {
  namespace fs = std::filesystem;
  std::set<std::string> known;
  for (const Experiment* experiment : claims::Registry::global().all()) known.insert(experiment->name);
  std::set<fs::path> needed;
  for (const Case& one : cases) needed.insert(one.file.lexically_normal());
  const std::string ending = "." + to_text(tier) + ".csv";
  std::vector<std::string> stale;
  std::error_code none;
  for (const auto& source : fs::directory_iterator(options.folders.golden, none)) {
    if (!source.is_directory(none)) continue;
    for (const auto& entry : fs::directory_iterator(source.path(), none)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with('.') || !name.ends_with(ending)) continue;
      if (needed.contains(entry.path().lexically_normal())) continue;
      const std::string experiment =
          source.path().filename().string() + "." + name.substr(0, name.size() - ending.size());
      stale.push_back(fmt::format("{}: STALE, {}; remove it", entry.path().string(),
                                  known.contains(experiment)
                                      ? fmt::format("no claim of the tier {} needs its rows", to_text(tier))
                                      : fmt::format("there is no experiment {}", experiment)));
    }
  }
  std::sort(stale.begin(), stale.end());
  return stale;
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
  const auto effect = [](double value) { return std::isnan(value) ? "-" : fmt::format("{:+.3g}", value); };
  if (!report.differences.empty()) {
    table.add_line("    effect: (now - recorded) / standard deviation between seeds; - where seeds do not differ");
    table.add({"column", "recorded", "now", "tolerances", "effect", "seed", "setting"});
  }
  for (const auto& difference : report.differences) {
    if (&difference - report.differences.data() == most_shown) {
      table.add_line(fmt::format("    and {} more", report.differences.size() - most_shown));
      break;
    }
    table.add({difference.column, fmt::format("{:.10g}", difference.recorded), fmt::format("{:.10g}", difference.now),
               fmt::format("{:.3g}", difference.tolerances), effect(difference.effect),
               fmt::format("{}", difference.seed), to_text(difference.setting)});
  }
  const auto add_runs = [&](const std::string& what, const std::vector<std::string>& runs) {
    for (std::size_t i = 0; i < std::min(runs.size(), most_shown); ++i) table.add_line("    " + what + ": " + runs[i]);
    if (runs.size() > most_shown) table.add_line(fmt::format("    and {} more", runs.size() - most_shown));
  };
  add_runs("not recorded", report.not_recorded);
  add_runs("recorded, but no claim needs it", report.not_asked_for);
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
  std::size_t not_recorded = 0;
  for (const Case& one : cases) {
    std::error_code none;
    if (!std::filesystem::exists(one.file, none)) {
      if (!arguments.experiments.empty()) {
        throw_input_error("{}: there is no {}; record it with basin golden update {}", one.experiment->name,
                          one.file.string(), one.experiment->name);
      }
      fmt::print("{}: NOT RECORDED, there is no {}; basin golden update {}\n", one.experiment->name, one.file.string(),
                 one.experiment->name);
      ++not_recorded;
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
  std::vector<std::string> stale;
  if (arguments.experiments.empty()) stale = stale_files(options, arguments.tier, cases);
  for (const auto& file : stale) fmt::print("{}\n", file);
  fmt::print("{} experiment{}: {} unchanged, {} changed, {} skipped", cases.size(), cases.size() == 1 ? "" : "s",
             compared - changed, changed, skipped);
  if (not_recorded > 0) fmt::print(", {} not recorded", not_recorded);
  if (!stale.empty()) fmt::print("; {} stale file{}", stale.size(), stale.size() == 1 ? "" : "s");
  fmt::print("\n");
  if (changed > 0 || not_recorded > 0 || !stale.empty()) return exit_differs;
  return skipped > 0 && compared == 0 ? exit_skipped : exit_as_expected;
}

}  // namespace

int golden(const Options& options, const GoldenArguments& arguments) {
  const char* ci = std::getenv("CI");
  if (arguments.work == GoldenWork::update && ci && *ci) {
    throw_input_error("golden update: refused, since CI is set; record on a machine where a person looks at the rows");
  }
  const std::vector<Claim> claims = claims_of_tiers(options.folders, {arguments.tier});
  if (arguments.experiments.empty()) require_claims(claims, options.folders, arguments.tier);
  const std::vector<Case> cases = cases_of(options, arguments, claims);
  claims::RunStore store(options.store, claims::RunStore::Access::write);
  if (arguments.work == GoldenWork::update) return update(options, cases, store);
  return compare(options, arguments, cases, claims, store);
}

}  // namespace basin::program
