// Gathers a claim's stored rows into samples, asks its rule, and puts published numbers beside ours.
#include "claims/judge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "claims/fingerprint.hpp"
#include "core/error.hpp"
#include "stats/interval.hpp"
#include "stats/pull.hpp"

namespace basin::claims {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

// Rows of one experiment, from the store, as samples.
class Gatherer {
 public:
  Gatherer(const Experiment& experiment, const RunStore& store, Reuse reuse, std::uint64_t seed_epoch)
      : experiment_(experiment),
        store_(store),
        reuse_(reuse),
        first_seed_(first_seed(seed_epoch)),
        fingerprint_(fingerprint_of(experiment)) {}

  stats::Sample sample(const SamplePlan& plan) {
    stats::Sample sample;
    for (const auto& [name, levels] : plan.vary) sample.varied.push_back(name);
    for (std::uint64_t i = 0; i < plan.seeds; ++i) sample.seeds.push_back(first_seed_ + i);
    for (const auto& given : arms_of(plan)) {
      const Setting setting(experiment_.parameters, given);
      stats::Arm arm{setting.values(), {}};
      for (const auto seed : sample.seeds) arm.runs.push_back(run(setting.canonical(), seed));
      sample.arms.push_back(std::move(arm));
    }
    return sample;
  }

  [[nodiscard]] std::size_t missing() const { return missing_.size(); }

 private:
  std::optional<stats::Numbers> run(const std::string& setting, std::uint64_t seed) {
    const auto stored = store_.find({experiment_.name, setting, seed, fingerprint_}, experiment_.columns, reuse_);
    if (!stored) {
      missing_.emplace(setting, seed);
      return std::nullopt;
    }
    stats::Numbers numbers;
    for (std::size_t i = 0; i < experiment_.columns.size(); ++i)
      numbers[experiment_.columns[i].name] = stored->row.at(i);
    return numbers;
  }

  const Experiment& experiment_;
  const RunStore& store_;
  Reuse reuse_;
  std::uint64_t first_seed_;
  std::string fingerprint_;
  std::set<std::pair<std::string, std::uint64_t>> missing_;  // a run that claim and control share is one
};

stats::Judgement judged(const Claim& claim, const stats::Rule& rule, const stats::Sample& sample, stats::Role role) {
  try {
    return rule.judge(sample, role);
  } catch (const Error& error) {
    throw Error(error.fault(), fmt::format("{}: {}", claim.file.string(), error.what()));
  }
}

// Our mean of a column over the runs that are decided and have the number.
stats::Summary summary_of(const stats::Arm& arm, const std::string& column) {
  std::vector<double> values;
  for (const auto& run : arm.runs) {
    if (!run) continue;
    const auto converged = run->find("converged");
    // An undecided run has no say in a mean; where convergence is what was published, it has.
    const bool decided = column == "converged" || converged == run->end() || std::abs(converged->second) > 0.0;
    const double value = run->at(column);
    if (decided && !std::isnan(value)) values.push_back(value);
  }
  return stats::summarise(values);
}

// The same for the rule's own expression, which the rule has evaluated.
std::optional<stats::Summary> summary_of(const stats::Arm& arm, const stats::Judgement& judgement) {
  for (const auto& evidence : judgement.arms) {
    const bool same = std::all_of(evidence.levels.begin(), evidence.levels.end(), [&](const auto& level) {
      const auto found = arm.setting.find(level.first);
      return found != arm.setting.end() && found->second == level.second;
    });
    if (same) return stats::Summary{evidence.runs, evidence.mean, evidence.sd};
  }
  return std::nullopt;
}

std::vector<Comparison> compare(const Claim& claim, const stats::Sample& sample, const stats::Judgement& judgement) {
  std::vector<Comparison> comparisons;
  if (!claim.published) return comparisons;
  std::set<std::string> columns;
  for (const auto& column : claim.experiment->columns) columns.insert(column.name);
  const std::set<std::string> read = claim.rule->columns();
  for (const auto& number : claim.published->numbers) {
    const bool of_the_rule = number.column == claim.rule->quantity();
    if (!of_the_rule && !(claim.gates() && read.contains(number.column))) continue;  // of another claim
    for (const auto& arm : sample.arms) {
      if (!belongs_to(number, arm.setting)) continue;
      std::optional<stats::Summary> ours;
      // A comparison counts runs that did not converge; its rule knows.
      if (claim.gates() && columns.contains(number.column))
        ours = summary_of(arm, number.column);
      else if (of_the_rule)
        ours = summary_of(arm, judgement);
      if (!ours) continue;
      const auto pull = stats::pull_of(*ours, number.mean());
      Values levels;
      for (const auto& name : sample.varied) levels[name] = arm.setting.at(name);
      const double mean = ours->runs > 0 ? ours->mean : nothing;
      const auto interval = ours->runs > 1 ? stats::student_interval(*ours, 1.0 - comparison_confidence)
                                           : stats::Interval{nothing, nothing};
      comparisons.push_back({number, mean, ours->runs > 1 ? ours->sd : nothing, interval, ours->runs, pull.t,
                             pull.degrees, pull.p, levels});
    }
  }
  return comparisons;
}

void request_plan(const Experiment& experiment, const SamplePlan& plan, std::uint64_t first,
                  std::set<std::pair<std::string, std::uint64_t>>& seen, std::vector<RunRequest>& requests) {
  for (const auto& given : arms_of(plan)) {
    const std::string key = Setting(experiment.parameters, given).canonical();
    for (std::uint64_t i = 0; i < plan.seeds; ++i)
      if (seen.emplace(key, first + i).second) requests.push_back({&experiment, given, first + i});
  }
}

}  // namespace

std::uint64_t first_seed(std::uint64_t seed_epoch) {
  if (seed_epoch > last_epoch)
    throw_input_error("seed epoch {} is too large; it may be at most {}", seed_epoch, last_epoch);
  return 1 + seed_epoch * seeds_an_epoch;
}

std::string ClaimJudgement::shown() const {
  if (missing > 0) return to_text(stats::Verdict::inconclusive);
  return valid ? to_text(judgement.verdict) : "invalid";
}

std::vector<RunRequest> requests_of(const Claim& claim, std::uint64_t seed_epoch) {
  std::vector<RunRequest> requests;
  std::set<std::pair<std::string, std::uint64_t>> seen;
  const std::uint64_t first = first_seed(seed_epoch);
  request_plan(*claim.experiment, claim.plan, first, seen, requests);
  for (const auto& control : claim.controls) request_plan(*claim.experiment, control.plan, first, seen, requests);
  return requests;
}

ClaimJudgement judge_claim(const Claim& claim, const RunStore& store, Reuse reuse, std::uint64_t seed_epoch) {
  Gatherer gatherer(*claim.experiment, store, reuse, seed_epoch);
  ClaimJudgement result;
  result.sample = gatherer.sample(claim.plan);
  result.judgement = judged(claim, *claim.rule, result.sample, stats::Role::claim);
  result.comparisons = compare(claim, result.sample, result.judgement);
  for (const auto& control : claim.controls) {
    ControlJudgement one{control.name,
                         judged(claim, *control.rule, gatherer.sample(control.plan), stats::Role::control)};
    one.works = one.judgement.verdict == stats::opposite(claim.expected);
    result.controls.push_back(std::move(one));
  }
  result.valid =
      result.controls.empty() == !claim.gates() &&
      std::all_of(result.controls.begin(), result.controls.end(), [](const auto& control) { return control.works; });
  result.missing = gatherer.missing();
  result.as_expected = result.valid && result.missing == 0 && result.judgement.verdict == claim.expected;
  return result;
}

}  // namespace basin::claims
