// Reads settings, varied settings and seeds as a file has them.
#include "claims/plan_text.hpp"

#include <fmt/format.h>

namespace basin::claims {

namespace {

constexpr std::uint64_t most_seeds = 100000;

void read_set(TomlTable table, PlanText& plan) {
  for (const auto& key : table.keys()) plan.set[key] = table.value(key);
}

void read_vary(TomlTable table, PlanText& plan) {
  for (const auto& key : table.keys()) {
    plan.vary.emplace_back(key, table.values(key));
    const auto& levels = plan.vary.back().second;
    if (levels.value.size() > most_arms)
      table.fail(levels.line, fmt::format("'{}' has more than {} levels", key, most_arms));
    for (std::size_t i = 0; i < levels.value.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (levels.value[i] == levels.value[j])
          table.fail(levels.line, fmt::format("'{}' has the level {} twice", key, to_text(levels.value[i])));
  }
}

}  // namespace

PlanText read_plan_text(TomlTable& table, const std::string& name, Seeds seeds) {
  PlanText plan;
  plan.line = table.line();
  if (table.has("set")) read_set(table.table("set", "set of " + name), plan);
  if (table.has("vary")) read_vary(table.table("vary", "vary of " + name), plan);
  if (seeds == Seeds::needed || table.has("seeds")) plan.seeds = table.whole_number("seeds", 1, most_seeds);
  for (const auto& [varied, levels] : plan.vary)
    if (plan.set.contains(varied))
      table.fail(levels.line, fmt::format("{} both sets and varies '{}'; keep one", name, varied));
  return plan;
}

}  // namespace basin::claims
