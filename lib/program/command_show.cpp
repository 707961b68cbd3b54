// basin show: all that is known of a claim or an experiment.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "claims/fingerprint.hpp"
#include "claims/run_store.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "program/commands.hpp"
#include "program/output.hpp"
#include "program/select.hpp"
#include "program/sheet.hpp"
#include "program/summary.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::Experiment;
using claims::Parameter;

/// "1 to 100", "above 0", "sigmoid | tanh".
std::string range_text(const Parameter& parameter) {
  if (parameter.kind == claims::Kind::choice) return fmt::format("{}", fmt::join(parameter.choices, " | "));
  const bool has_low = std::isfinite(parameter.low);
  const bool has_high = std::isfinite(parameter.high);
  const std::string whole = parameter.kind == claims::Kind::count ? "whole, " : "";
  const std::string low = fmt::format("{} {}", parameter.low_included ? "from" : "above", parameter.low);
  if (has_low && has_high) return fmt::format("{}{} to {}", whole, low, parameter.high);
  if (has_low) return whole + low;
  if (has_high) return fmt::format("{}up to {}", whole, parameter.high);
  return whole.empty() ? "any number" : "any whole number";
}

/// From the store, whatever code computed them.
std::string timed_text(const Options& options, const Experiment& experiment) {
  const auto store = store_if_sound(options);
  if (!store) return options.store.string() + " cannot be read";
  std::uint64_t runs = 0;
  double seconds = 0.0;
  for (const auto& [setting, timing] : store->timings(experiment.name)) {
    runs += timing.runs;
    seconds += timing.seconds;
  }
  if (runs == 0) return "none in the store";
  return fmt::format("{} in the store, {:.2g} s each on one core in the mean", grouped(runs),
                     seconds / static_cast<double>(runs));
}

/// A command that works: the first setting with its default.
std::string run_text(const Experiment& experiment) {
  std::string text = "basin run " + experiment.name;
  if (!experiment.parameters.empty()) {
    const Parameter& first = experiment.parameters.front();
    text += " --set " + first.name + "=" + to_text(first.fallback);
  }
  return text + " --seeds 1..3\nwith --csv FILE rows are written" +
         (experiment.series.empty() ? "" : ", with --series FILE the series");
}

/// Those judged from its runs, a line for each beginning of their ids.
std::string claims_text(const Options& options, const Experiment& experiment) {
  std::map<std::string, std::vector<std::string>> names;
  std::size_t count = 0;
  for (const Claim& claim : claims::read_all_claims(options.folders)) {
    if (claim.experiment != &experiment) continue;
    const std::size_t dot = claim.id.rfind('.');
    names[claim.id.substr(0, dot + 1)].push_back(claim.id.substr(dot + 1));
    ++count;
  }
  std::string text = count == 0 ? "none" : fmt::format("{}", count);
  for (const auto& [beginning, ends] : names) text += fmt::format("\n{} {}", beginning, fmt::join(ends, ", "));
  return text;
}

void show_experiment(const Options& options, const Experiment& experiment) {
  Sheet about;
  about.add("experiment", experiment.name);
  about.add("file", experiment.file);
  about.add("fingerprint", claims::fingerprint_of(experiment) + " (the code that computes its runs)");
  about.add("timed runs", timed_text(options, experiment));
  about.add("claims", claims_text(options, experiment));
  about.add("run it", run_text(experiment));
  Table settings("  ", 100);
  settings.add({"setting", "default", "values", "meaning"});
  for (const Parameter& parameter : experiment.parameters) {
    settings.add({parameter.name, to_text(parameter.fallback), range_text(parameter), parameter.meaning});
  }
  Table columns("  ", 100);
  columns.add({"column", "meaning"});
  for (const auto& column : experiment.columns) columns.add({column.name, column.meaning});
  fmt::print("{}\n{}\n{}\n{}", folded(experiment.summary, ""), about.text(), settings.text(), columns.text());
  if (experiment.series.empty()) return;
  Table series("  ", 100);
  series.add({"series", "values", "meaning"});
  series.add({experiment.series_x.name, "x of every series", experiment.series_x.meaning});
  for (const auto& one : experiment.series) {
    series.add({one.name, one.words.empty() ? "number" : fmt::format("{}", fmt::join(one.words, " | ")), one.meaning});
  }
  fmt::print("\n{}", series.text());
}

}  // namespace

int show(const Options& options, const ShowArguments& arguments) {
  std::vector<std::string> names;
  for (const Experiment* experiment : claims::Registry::global().all()) {
    if (experiment->name == arguments.name) {
      show_experiment(options, *experiment);
      return exit_as_expected;
    }
    names.push_back(experiment->name);
  }
  for (const Claim& claim : claims::read_all_claims(options.folders)) {
    if (claim.id == arguments.name) {
      fmt::print("{}", claim_sheet(options, find_claim(options.folders, arguments.name, arguments.tier)));
      return exit_as_expected;
    }
    names.push_back(claim.id);
  }
  throw_input_error("'{}': is neither a claim nor an experiment; {}", arguments.name,
                    known_names(arguments.name, names));
}

}  // namespace basin::program
