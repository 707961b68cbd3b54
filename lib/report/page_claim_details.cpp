// What opens under a claim: why its verdict is what it is, number by number, and how to run it again.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page_parts.hpp"
#include "report/sparkline.hpp"
#include "stats/pull.hpp"

namespace basin::report {
namespace {

std::string interval_text(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) ? short_number(low) + " to " + short_number(high) : "–";
}

std::string spread_text(const claims::PublishedNumber& number) {
  if (!std::isfinite(number.spread)) return "–";
  const std::string value = "± " + short_number(number.spread);
  switch (number.kind) {
    case stats::SpreadKind::none:
      return "–";
    case stats::SpreadKind::sd:
      return value + " (sd)";
    case stats::SpreadKind::se:
      return value + " (standard error)";
    case stats::SpreadKind::ci95:
      return value + " (95 %)";
    case stats::SpreadKind::range:
      return value + " (range)";
    case stats::SpreadKind::digitised:
      return value + " (reading)";
  }
  return value;
}

std::string levels_text(const Values& levels) {
  const std::string text = basin::to_text(levels);
  return text.empty() ? "all" : text;
}

/// "radius = 5, 15, 25; width = 1000, 10000"; empty where nothing varies.
std::string varied_text(const claims::SamplePlan& plan) {
  std::string text;
  for (const auto& [name, levels] : plan.vary) {
    text += (text.empty() ? "" : "; ") + name + " = ";
    for (std::size_t i = 0; i < levels.size(); ++i) text += (i == 0 ? "" : ", ") + basin::to_text(levels[i]);
  }
  return text;
}

void write_arms(Html& html, const ClaimEntry& entry) {
  const auto& arms = entry.result.judgement.arms;
  if (arms.empty()) return;
  const bool predicate = entry.claim.rule->quantity().empty();
  Table table{{"arm", predicate ? "share of runs where it holds" : "mean",
               predicate ? "95 % interval" : "99.9 % interval", "sd", "runs"},
              {}};
  for (const stats::ArmEvidence& arm : arms)
    table.rows.push_back({levels_text(arm.levels), short_number(arm.mean), interval_text(arm.low, arm.high),
                          short_number(arm.sd), std::to_string(arm.runs)});
  html.element("h3", arms.size() == 1 ? "Our runs" : fmt::format("Our runs, {} arms", arms.size()));
  write_table(html, table, "Our runs of " + entry.claim.id);
}

void write_published(Html& html, const ClaimEntry& entry) {
  const auto& comparisons = entry.result.comparisons;
  if (comparisons.empty()) return;
  Table table{{"at", "published", "spread", "ours", "99.9 % interval", "runs", "difference", "pull", "p"}, {}};
  for (const claims::Comparison& c : comparisons) {
    const double difference = c.mean - c.published.value;
    table.rows.push_back({levels_text(c.levels), short_number(c.published.value), spread_text(c.published),
                          short_number(c.mean), interval_text(c.interval.low, c.interval.high), std::to_string(c.runs),
                          std::isfinite(difference) ? fmt::format("{:+.2g}", difference) : "–",
                          std::isfinite(c.pull) ? fmt::format("{:+.1f}", c.pull) : "–", rate(c.p)});
  }
  html.element("h3", comparisons.size() == 1 ? "The published number beside ours" : "Published numbers beside ours");
  write_table(html, table, "Published numbers of " + entry.claim.id);
  html.element("p", "Pull: the difference in standard errors; p: how likely one as large arises by chance.",
               {{"class", "note"}});
}

void write_controls(Html& html, const ClaimEntry& entry) {
  if (entry.claim.controls.empty()) return;
  html.element("h3", "Controls: where the test must say the opposite").open("ul", {{"class", "controls"}});
  for (const claims::Control& control : entry.claim.controls) {
    const auto& all = entry.result.controls;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.name == control.name; });
    html.open("li").element("strong", control.name).text(": ");
    if (found == all.end()) {
      html.text("not run");
    } else {
      html.text(fmt::format("{}, {}; {}", stats::to_text(found->judgement.verdict),
                            found->works ? "as it must be" : "which it must NOT be", found->judgement.evidence));
    }
    if (!control.why.empty()) html.text(". " + control.why);
    html.close();
  }
  html.close();
}

std::string summary_of(const ClaimEntry& entry) {
  std::string text = "Evidence";
  const std::size_t controls = entry.claim.controls.size(), arms = entry.result.judgement.arms.size();
  const std::size_t numbers = entry.result.comparisons.size();
  if (controls > 0) text += fmt::format(", {} control{}", controls, controls == 1 ? "" : "s");
  if (arms > 1) text += fmt::format(", {} arms", arms);
  if (numbers > 0) text += fmt::format(", {} published number{}", numbers, numbers == 1 ? "" : "s");
  return text;
}

}  // namespace

void write_claim_details(Html& html, const ClaimEntry& entry) {
  const claims::Claim& claim = entry.claim;
  html.open("details").open("summary").text(summary_of(entry));
  html.element("span", " of " + claim.id, {{"class", "unseen"}}).close();
  html.open("dl", {{"class", "facts"}});
  const auto fact = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) html.element("dt", name).element("dd", text);
  };
  fact("evidence", entry.result.judgement.evidence);
  if (entry.result.missing > 0) fact("missing", fmt::format("{} runs", entry.result.missing));
  fact("reason", claim.reason);
  fact("rule", claim.rule->operating(claim.plan.seeds, claims::arms_of(claim.plan).size(), stats::Role::claim).summary);
  fact("quantity", claim.rule->quantity());
  fact("experiment", claim.experiment ? claim.experiment->name : "");
  fact("settings", basin::to_text(claim.plan.set));
  fact("arms", varied_text(claim.plan));
  fact("seeds", fmt::format("1 to {}, thresholds fixed {}", claim.plan.seeds, claim.declared));
  fact("kind", claim.kind);
  html.element("dt", "run it").open("dd").element("code", entry.command).close().close();
  write_controls(html, entry);
  write_published(html, entry);
  write_arms(html, entry);
  html.close();
}

}  // namespace basin::report
