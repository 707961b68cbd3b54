// basin show: all that is known of a claim or an experiment.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "claims/fingerprint.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "program/claim_json.hpp"
#include "program/commands.hpp"
#include "program/output.hpp"
#include "program/select.hpp"

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

std::string plan_text(const claims::SamplePlan& plan) {
  std::string text = plan.set.empty() ? "defaults" : to_text(plan.set);
  for (const auto& [name, levels] : plan.vary) {
    text += fmt::format("; {} =", name);
    for (const auto& level : levels) text += " " + to_text(level);
  }
  return fmt::format("{}; seeds 1..{}", text, plan.seeds);
}

std::string rates_text(const stats::Operating& operating) {
  return fmt::format("false alarm {:.2g}, miss {:.2g}; {}", operating.false_alarm, operating.miss, operating.summary);
}

void show_claim(const Claim& claim) {
  Table table;
  table.add({"claim", claim.id});
  table.add({"where", claim.where});
  table.add({"kind", claim.kind});
  table.add({"tier", fmt::format("{}{}", to_text(claim.tier),
                                 claim.judged == claim.tier ? "" : ", shown at the cost of " + to_text(claim.judged))});
  table.add({"expected", to_text(claim.expected)});
  if (!claim.reason.empty()) table.add({"reason", claim.reason});
  table.add({"declared", claim.declared});
  table.add({"file", claim.file.string()});
  table.add({"experiment", claim.experiment->name});
  table.add({"sample", plan_text(claim.plan)});
  table.add({"rule", claim.gates() ? rates_text(operating_of(claim)) : operating_of(claim).summary});
  for (const auto& control : claim.controls) {
    table.add({"control", control.name + ": " + plan_text(control.plan)});
    if (!control.why.empty()) table.add({"", control.why});
    table.add({"", "must be " + to_text(opposite(claim.expected)) + "; " + rates_text(operating_of(control))});
  }
  if (claim.published) {
    table.add({"published",
               fmt::format("{} numbers in {}", claim.published->numbers.size(), claim.published->file.string())});
  }
  fmt::print("{}\n{}", folded(claim.statement, ""), table.text());
}

void show_experiment(const Options& options, const Experiment& experiment) {
  Table about;
  about.add({"experiment", experiment.name});
  about.add({"source file", experiment.file});
  about.add({"fingerprint", claims::fingerprint_of(experiment)});
  std::string used;
  for (const Claim& claim : claims::read_all_claims(options.folders)) {
    if (claim.experiment == &experiment) used += (used.empty() ? "" : ", ") + claim.id;
  }
  about.add({"claims", used.empty() ? "none" : used});
  Table settings("  ");
  settings.add({"setting", "default", "values", "meaning"});
  for (const Parameter& parameter : experiment.parameters) {
    settings.add({parameter.name, to_text(parameter.fallback), range_text(parameter), parameter.meaning});
  }
  Table columns("  ");
  columns.add({"column", "meaning"});
  for (const auto& column : experiment.columns) columns.add({column.name, column.meaning});
  fmt::print("{}\n{}\n{}\n{}", folded(experiment.summary, ""), about.text(), settings.text(), columns.text());
  if (experiment.series.empty()) return;
  Table series("  ");
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
      show_claim(find_claim(options.folders, arguments.name, arguments.tier));
      return exit_as_expected;
    }
    names.push_back(claim.id);
  }
  throw_input_error("'{}': is neither a claim nor an experiment; {}", arguments.name,
                    known_names(arguments.name, names));
}

}  // namespace basin::program
