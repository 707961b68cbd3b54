// Verdicts for a reader at a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "program/output.hpp"
#include "program/summary.hpp"
#include "program/verdict_report.hpp"

namespace basin::program {
namespace {

/// What stands in the verdict column.
std::string shown_verdict(const Judged& judged) {
  if (judged.result.skipped) return coloured("skipped", Colour::yellow);
  if (!judged.claim.gates()) return judged.result.shown();
  return coloured(judged.result.shown(), judged.result.as_expected ? Colour::green : Colour::red);
}

std::string controls_working(const Judged& judged) {
  if (!judged.claim.gates()) return "-";
  const auto& controls = judged.result.controls;
  const auto working = std::count_if(controls.begin(), controls.end(), [](const auto& c) { return c.works; });
  return fmt::format("{}/{}", working, judged.claim.controls.size());
}

/// The published number that ours is furthest from; empty where there is none to compare.
std::string largest_difference(const claims::ClaimJudgement& result) {
  const claims::Comparison* largest = nullptr;
  std::size_t compared = 0;
  const auto difference = [](const claims::Comparison& c) { return std::abs(c.mean - c.published.value); };
  for (const auto& comparison : result.comparisons) {
    if (!std::isfinite(difference(comparison))) continue;
    ++compared;
    if (!largest || difference(comparison) > difference(*largest)) largest = &comparison;
  }
  if (!largest) return {};
  const std::string levels = to_text(largest->levels);
  return fmt::format("largest |ours - published| of {}: {} ({} ours, {} published{})", compared,
                     short_number(difference(*largest)), short_number(largest->mean),
                     short_number(largest->published.value), levels.empty() ? "" : " at " + levels);
}

/// Every published number beside ours, a line each.
std::string listed_points(const claims::ClaimJudgement& result) {
  if (result.comparisons.empty()) return {};
  Table table("      ");
  table.add({"published", "sd", "ours", "sd", fmt::format("{:g} % interval", 100.0 * claims::comparison_confidence),
             "difference", "pull", "runs", "at"});
  const auto number = [](double value) { return std::isfinite(value) ? fmt::format("{:.4g}", value) : "-"; };
  for (const auto& c : result.comparisons) {
    table.add({short_number(c.published.value), number(stats::published_sd(c.published.mean())),
               fmt::format("{:.4g}", c.mean), number(c.sd),
               std::isfinite(c.interval.low) ? fmt::format("{:.4g} to {:.4g}", c.interval.low, c.interval.high) : "-",
               fmt::format("{:+.2g}", c.mean - c.published.value),
               std::isfinite(c.pull) ? fmt::format("{:+.1f}", c.pull) : "-", fmt::format("{}", c.runs),
               to_text(c.levels)});
  }
  std::string text = table.text();
  text.pop_back();
  return text;
}

}  // namespace

std::string verdict_table(const std::vector<Judged>& all, Talk talk, Points points) {
  Table table("  ");
  std::string source;
  for (const Judged& judged : all) {
    if (judged.claim.source != source || &judged == &all.front()) {
      source = judged.claim.source;
      table.add_line(&judged == &all.front() ? source : "\n" + source);
      table.add({"claim", "verdict", "expected", "controls", "evidence"});
    }
    table.add({judged.claim.id, shown_verdict(judged), to_text(judged.claim.expected), controls_working(judged),
               judged.result.skipped ? "its data is not there" : judged.result.judgement.evidence});
    for (const auto& control : judged.result.controls) {
      if (control.works || judged.result.skipped) continue;
      table.add_line(fmt::format("      control {} gave {}: {}", control.name, to_text(control.judgement.verdict),
                                 control.judgement.evidence));
    }
    if (talk == Talk::full) {
      std::string statement = folded(judged.claim.statement, "      ");
      statement.pop_back();
      table.add_line(statement);
    }
    const bool listed = points == Points::listed;
    if (talk == Talk::quiet && !listed) continue;
    // Of a comparison the evidence has the largest pull.
    const std::string largest = judged.claim.gates() ? largest_difference(judged.result) : std::string();
    const std::string numbers = listed ? listed_points(judged.result) : largest;
    if (!numbers.empty()) table.add_line(listed ? numbers : "      " + numbers);
  }
  return table.text();
}

std::string closing_line(const std::vector<Judged>& all, const claims::RunReport& report) {
  std::size_t reproduced = 0;
  std::size_t contradicted = 0;
  std::size_t unexpected = 0;
  std::size_t compared = 0;
  std::size_t skipped = 0;
  for (const Judged& judged : all) {
    if (judged.result.skipped) {
      ++skipped;
    } else if (!judged.claim.gates()) {
      ++compared;
    } else if (!judged.result.as_expected) {
      ++unexpected;
    } else if (judged.claim.expected == stats::Verdict::reproduced) {
      ++reproduced;
    } else {
      ++contradicted;
    }
  }
  return fmt::format("{} claim{}: {} reproduced, {} contradicted as recorded, {} unexpected{}{}; {}", all.size(),
                     all.size() == 1 ? "" : "s", reproduced, contradicted, unexpected,
                     compared > 0 ? fmt::format(", {} compared", compared) : "",
                     skipped > 0 ? fmt::format(", {} skipped", skipped) : "", runs_summary(report));
}

}  // namespace basin::program
