// Lays overrides and controls over the sample of a claim.
#include "claims/claim_plan.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace {

constexpr std::uint64_t control_seeds = 10;  // METHOD: at most 3 true contradict .95

auto varied_in(SamplePlan& plan, const std::string& name) {
  return std::find_if(plan.vary.begin(), plan.vary.end(), [&](const auto& vary) { return vary.first == name; });
}

void override_levels(const ClaimText& text, const PlanText& from, const std::string& name, PlacedPlan& placed) {
  for (const auto& [varied, levels] : from.vary) {
    const auto found = varied_in(placed.plan, varied);
    if (found == placed.plan.vary.end())
      fail_at(text.file, levels.line,
              fmt::format("{} varies '{}', which [sample] does not vary; it can only change levels", name, varied));
    found->second = levels.value;
    placed.lines[varied] = levels.line;
  }
}

void require_size(const ClaimText& text, const PlacedPlan& placed) {
  std::uint64_t arms = 1;
  for (const auto& [name, levels] : placed.plan.vary) {
    arms *= levels.size();  // both factors are at most most_arms: no overflow
    if (arms > most_arms)
      fail_at(text.file, placed.lines.at(name), fmt::format("makes more than {} arms; vary less", most_arms));
  }
  if (arms * placed.plan.seeds > most_runs)
    fail_at(
        text.file, placed.seeds_line,
        fmt::format("{} seeds in {} arms are more than {} runs; ask for fewer", placed.plan.seeds, arms, most_runs));
}

}  // namespace

PlacedPlan claim_plan(const ClaimText& text, Tier tier) {
  PlacedPlan placed;
  placed.line = text.sample.line;
  for (const auto& [name, value] : text.sample.set) {
    placed.plan.set[name] = value.value;
    placed.lines[name] = value.line;
  }
  for (const auto& [name, levels] : text.sample.vary) {
    placed.plan.vary.emplace_back(name, levels.value);
    placed.lines[name] = levels.line;
  }
  placed.plan.seeds = text.sample.seeds->value;
  placed.seeds_line = text.sample.seeds->line;
  for (const auto& [dearer, change] : text.tiers) {
    if (dearer > tier) break;
    const std::string name = "[tiers." + to_text(dearer) + "]";
    override_levels(text, change, name, placed);
    for (const auto& [set, value] : change.set) {
      if (varied_in(placed.plan, set) != placed.plan.vary.end())
        fail_at(text.file, value.line, fmt::format("{} sets '{}', which [sample] varies; give levels", name, set));
      placed.plan.set[set] = value.value;
      placed.lines[set] = value.line;
    }
    if (change.seeds) placed.plan.seeds = change.seeds->value;
    if (change.seeds) placed.seeds_line = change.seeds->line;
  }
  require_size(text, placed);
  return placed;
}

PlacedPlan control_plan(const ClaimText& text, const PlacedPlan& claim, const ControlText& control) {
  PlacedPlan placed = claim;
  placed.line = control.plan.line;
  for (const auto& [name, value] : control.plan.set) {
    const auto varied = varied_in(placed.plan, name);
    if (varied != placed.plan.vary.end()) placed.plan.vary.erase(varied);
    placed.plan.set[name] = value.value;
    placed.lines[name] = value.line;
  }
  override_levels(text, control.plan, "[control." + control.name + "]", placed);
  placed.plan.seeds = text.rule.name.value == "exact" ? 1 : control_seeds;
  placed.seeds_line = control.plan.line;
  if (control.plan.seeds) placed.plan.seeds = control.plan.seeds->value;
  if (control.plan.seeds) placed.seeds_line = control.plan.seeds->line;
  require_size(text, placed);
  return placed;
}

std::vector<Setting> settings_of(const ClaimText& text, const PlacedPlan& placed, const Experiment& experiment) {
  std::vector<Setting> settings;
  for (const auto& arm : arms_of(placed.plan)) {
    try {
      settings.emplace_back(experiment.parameters, arm);
      if (experiment.check) experiment.check(settings.back());
    } catch (const Error& error) {
      fail_at(text.file, line_blamed(error.what(), placed.lines, placed.line), error.what());
    }
  }
  return settings;
}

std::size_t line_blamed(const std::string& message, const std::map<std::string, std::size_t>& lines,
                        std::size_t otherwise) {
  std::size_t first = std::string::npos, line = otherwise;
  for (const auto& [name, place] : lines) {
    const std::size_t at = message.find("'" + name + "'");
    if (at >= first) continue;
    first = at;
    line = place;
  }
  return line;
}

}  // namespace basin::claims
