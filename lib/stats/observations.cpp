// The unit of replication is the seed: one value of the expression for each.
#include "stats/observations.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "core/error.hpp"
#include "stats/interval.hpp"

namespace basin::stats {
namespace {

std::string objection_to(const Sample& sample) {
  if (sample.arms.empty() || sample.seeds.empty()) return "there are no runs";
  std::size_t missing = 0;
  for (const Arm& arm : sample.arms)
    missing += static_cast<std::size_t>(std::count(arm.runs.begin(), arm.runs.end(), std::nullopt));
  if (missing > 0) return fmt::format("{} of {} runs are missing", missing, sample.arms.size() * sample.seeds.size());
  std::vector<std::uint64_t> seeds = sample.seeds;
  std::sort(seeds.begin(), seeds.end());
  const auto twice = std::adjacent_find(seeds.begin(), seeds.end());
  if (twice != seeds.end())
    return fmt::format("seed {} occurs {} times among {} runs; what repeats a seed is no replicate", *twice,
                       std::count(seeds.begin(), seeds.end(), *twice), seeds.size());
  return {};
}

}  // namespace

std::vector<double> ObservedArm::decided() const {
  std::vector<double> kept;
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double x) { return !std::isnan(x); });
  return kept;
}

Observations observe(const Expression& expression, const Sample& sample) {
  for (const Arm& arm : sample.arms)
    if (arm.runs.size() != sample.seeds.size()) throw std::logic_error("an arm has not one place for each seed");
  Observations seen{.seeds = sample.seeds.size(), .arms = {}, .objection = objection_to(sample)};
  if (sample.arms.empty()) return seen;
  const ArmGrid grid(sample);
  std::vector<std::size_t> firsts;  // the arm that stands for those with its levels
  for (std::size_t a = 0; a < sample.arms.size(); ++a) {
    ObservedArm arm{.levels = {}, .setting = sample.arms[a].setting, .values = {}};
    for (const std::string& name : expression.varies()) arm.levels[name] = arm.setting.at(name);
    const bool known = std::any_of(seen.arms.begin(), seen.arms.end(),
                                   [&](const ObservedArm& other) { return other.levels == arm.levels; });
    if (known) continue;
    seen.arms.push_back(std::move(arm));
    firsts.push_back(a);
  }
  for (std::size_t s = 0; s < sample.seeds.size(); ++s) {
    const std::vector<double> values = expression.evaluate(sample, grid, s);
    for (std::size_t i = 0; i < firsts.size(); ++i) seen.arms[i].values.push_back(values[firsts[i]]);
  }
  return seen;
}

std::vector<ArmEvidence> evidence_of_means(const Observations& observations) {
  std::vector<ArmEvidence> evidence;
  for (const ObservedArm& arm : observations.arms) {
    const Summary summary = summarise(arm.decided());
    const Interval interval = student_interval(summary, 1e-3);
    evidence.push_back({arm.levels, summary.mean, interval.low, interval.high, summary.sd, summary.runs});
  }
  return evidence;
}

const Target& target_of(const std::string& rule, const std::vector<Target>& targets, const ObservedArm& arm) {
  const Target* found = nullptr;
  for (const Target& target : targets) {
    const bool match = std::all_of(target.levels.begin(), target.levels.end(), [&](const auto& level) {
      const auto setting = arm.setting.find(level.first);
      return setting != arm.setting.end() && setting->second == level.second;
    });
    if (!match) continue;
    if (found != nullptr)
      throw_input_error("rule '{}': {}two published numbers belong to this arm", rule, prefix_of(arm.levels));
    found = &target;
  }
  if (found == nullptr)
    throw_input_error("rule '{}': {}no published number belongs to this arm", rule, prefix_of(arm.levels));
  return *found;
}

std::string prefix_of(const Values& levels) {
  std::string text;
  for (const auto& [name, level] : levels) text += (text.empty() ? "" : ", ") + name + '=' + basin::to_text(level);
  return text.empty() ? text : text + ": ";
}

}  // namespace basin::stats
