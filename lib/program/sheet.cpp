// Error rates are the rule's own, times the store's.
#include "program/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "claims/claim_text.hpp"
#include "claims/judge.hpp"
#include "core/error.hpp"
#include "program/claim_json.hpp"
#include "program/output.hpp"
#include "program/summary.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::Tier;

constexpr std::size_t name_width = 12;
constexpr std::size_t most_published = 12;  // chosen: a screen holds the rest too

std::string settings_text(const Values& values) {
  return values.empty() ? "defaults" : to_text(values);
}

/// "examples=5 radius=1; seeds 1..43", and where settings are varied "...; radius = 1 5 10 (3 arms); seeds 1..43 in
/// each".
std::string plan_text(const claims::SamplePlan& plan) {
  std::string text = settings_text(plan.set);
  for (const auto& [name, levels] : plan.vary) {
    text += fmt::format("; {} =", name);
    for (const auto& level : levels) text += " " + to_text(level);
  }
  const std::size_t arms = arms_of(plan).size();
  if (arms > 1) text += fmt::format(" ({} arms, paired by seed)", arms);
  return text + (plan.seeds == 1 ? "; seed 1" : fmt::format("; seeds 1..{}", plan.seeds));
}

/// The rule as its file has it: "proportion where unit_eigenvalues == examples - 1; bad=0.5 good=0.95".
std::string rule_text(const Claim& claim) {
  const auto rule = claims::read_claim_text(claim.file).rule;
  std::string text = rule.name.value;
  Values others = rule.parameters;
  for (const char* key : {"of", "where"}) {
    const auto found = others.find(key);
    if (found == others.end()) continue;
    text += fmt::format(" {} {}", found->first, to_text(found->second));
    others.erase(found);
  }
  return others.empty() ? text : text + "; " + to_text(others);
}

std::string rates_text(const stats::Operating& operating) {
  return fmt::format("false alarm {:.2g}, power {:.5f} (miss {:.2g})\n{}", operating.false_alarm, 1.0 - operating.miss,
                     operating.miss, operating.summary);
}

/// "43 seeds, 67 runs with the controls', 67 of them stored; about 2 s for the others on 2 cores".
std::string cost_text(const Options& options, const Claim& claim, const claims::RunStore& store) {
  const unsigned cores = options.cores();
  const auto forecast =
      claims::sum_of(claims::forecast_runs(claims::requests_of(claim, options.seed_epoch), store, options.reuse));
  std::string text = fmt::format("{} runs{}", grouped(forecast.wanted), claim.gates() ? " with the controls'" : "");
  if (forecast.stored > 0) text += fmt::format(", {} of them stored", grouped(forecast.stored));
  if (forecast.open() == 0) return text;
  const std::string time =
      forecast.unknown > 0 ? "time unknown (never timed here)" : rough_duration(forecast.seconds_on(cores));
  return text + fmt::format("; to compute: {} on {} core{}", time, cores, cores == 1 ? "" : "s");
}

void add_tiers(Sheet& sheet, const Options& options, const Claim& claim) {
  const auto store = store_if_sound(options);
  std::string shown;
  for (const Tier tier : {Tier::quick, Tier::full, Tier::paper}) {
    if (tier < claim.tier) continue;
    const Claim there = claims::read_claim(options.folders, claim.file, tier);
    std::string plan = plan_text(there.plan);
    if (plan == shown) continue;  // costs what the cheaper one does
    shown = plan;
    sheet.add("tier " + to_text(tier), store ? plan + "\n" + cost_text(options, there, *store) : plan);
  }
}

/// The published numbers of this claim's arms that its rule reads, those that stand beside ours.
std::string published_text(const Claim& claim) {
  const auto& published = *claim.published;
  const std::set<std::string> read = claim.rule->columns();
  std::vector<std::string> lines;
  for (const auto& given : arms_of(claim.plan)) {
    const Values setting = claims::Setting(claim.experiment->parameters, given).values();
    for (const auto& number : published.numbers) {
      const bool is_read = number.column == claim.rule->quantity() || (claim.gates() && read.contains(number.column));
      if (!is_read || !belongs_to(number, setting)) continue;
      std::string line = fmt::format("{} = {}", number.column, short_number(number.value));
      if (std::isfinite(number.spread)) line += fmt::format(" +- {}", short_number(number.spread));
      if (std::isfinite(number.runs)) line += fmt::format(" ({} run{})", number.runs, number.runs > 1.0 ? "s" : "");
      if (!number.levels.empty()) line += " at " + to_text(number.levels);
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    }
  }
  std::string text = published.file.string();
  for (std::size_t i = 0; i < std::min(lines.size(), most_published); ++i) text += "\n" + lines[i];
  if (lines.size() > most_published) text += fmt::format("\nand {} more", lines.size() - most_published);
  return text;
}

}  // namespace

void Sheet::add(const std::string& name, const std::string& text) {
  std::istringstream lines(text);
  std::string shown = name;
  for (std::string line; std::getline(lines, line);) {
    std::string folded_line = folded(line, std::string(name_width, ' '));
    folded_line.replace(0, std::min(shown.size(), name_width), shown.substr(0, name_width));
    text_ += folded_line;
    shown.clear();
  }
}

std::optional<claims::RunStore> store_if_sound(const Options& options) {
  try {
    return claims::RunStore(options.store, claims::RunStore::Access::read);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string claim_sheet(const Options& options, const Claim& claim) {
  Sheet sheet;
  sheet.add("claim", claim.id);
  sheet.add("where", claim.where);
  sheet.add("kind", claim.kind);
  sheet.add("expected", to_text(claim.expected));
  if (!claim.reason.empty()) sheet.add("reason", claim.reason);
  sheet.add("declared", claim.declared);
  sheet.add("file", claim.file.string());
  sheet.add("experiment", fmt::format("{}: {}", claim.experiment->name, claim.experiment->summary));
  sheet.add("rule",
            rule_text(claim) + "\n" + (claim.gates() ? rates_text(operating_of(claim)) : operating_of(claim).summary));
  add_tiers(sheet, options, claim);
  if (claim.published) sheet.add("published", published_text(claim));
  for (const auto& control : claim.controls) {
    std::string text = fmt::format("{}: must be {}\n", control.name, to_text(opposite(claim.expected)));
    if (!control.why.empty()) text += control.why + "\n";
    sheet.add("control", text + plan_text(control.plan) + "\n" + rates_text(operating_of(control)));
  }
  if (claim.judged != Tier::quick || claim.tier != Tier::quick) {
    sheet.add("shown", "rates and controls at the cost of the tier " + to_text(claim.judged));
  }
  sheet.add("judge it", fmt::format("basin verify {}{}", claim.id,
                                    claim.judged == Tier::quick ? "" : " --tier " + to_text(claim.judged)));
  return folded(claim.statement, "") + "\n" + sheet.text();
}

}  // namespace basin::program
