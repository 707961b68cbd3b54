// Gathers what the page says of a claim.
#include "report/claim_entry.hpp"

#include <cmath>

#include "claims/run_cost.hpp"
#include "report/figure_parts.hpp"
#include "stats/predicate.hpp"

namespace basin::report {
namespace {

Standing standing_of(const claims::Claim& claim, const claims::ClaimJudgement& result, const claims::RunStore& store,
                     claims::Reuse reuse, std::uint64_t seed_epoch) {
  if (result.missing > 0) {
    const auto requests = claims::requests_of(claim, seed_epoch);
    return claims::all_missing_were_skipped(requests, store, reuse) ? Standing::skipped : Standing::not_run;
  }
  if (!result.valid) return Standing::invalid;
  switch (result.judgement.verdict) {
    case stats::Verdict::reproduced:
      return Standing::reproduced;
    case stats::Verdict::contradicted:
      return Standing::contradicted;
    case stats::Verdict::compared:
      return Standing::compared;
    case stats::Verdict::inconclusive:
      break;
  }
  return Standing::inconclusive;
}

/// What the small picture shows: the rule's quantity, or of a predicate the first column it reads.
std::string quantity_of(const claims::Claim& claim) {
  if (!claim.rule->quantity().empty()) return claim.rule->quantity();
  for (const auto& column : claim.rule->columns())
    if (column != "converged") return column;
  return "converged";
}

/// The quantity in every run of each arm. Expressions that compare arms have one value a seed: those of the first arm.
std::vector<ArmValues> values_by_arm(const claims::Claim& claim, const stats::Sample& sample,
                                     const std::string& quantity) {
  stats::Names names = claims::names_of(*claim.experiment);
  names.varied = sample.varied;
  const stats::Expression expression(quantity, stats::Result::number, names);
  const stats::ArmGrid grid(sample);
  std::vector<ArmValues> arms(sample.arms.size());
  for (std::size_t i = 0; i < arms.size(); ++i) {
    Values levels;
    for (const auto& name : sample.varied) levels[name] = sample.arms[i].setting.at(name);
    arms[i].levels = to_text(levels);
  }
  for (std::size_t seed = 0; seed < sample.seeds.size(); ++seed) {
    const auto values = expression.evaluate(sample, grid, seed);
    for (std::size_t i = 0; i < arms.size() && i < values.size(); ++i)
      if (!std::isnan(values[i])) arms[i].values.push_back(values[i]);
  }
  if (expression.varies().empty() && arms.size() > 1) arms.resize(1);
  return arms;
}

}  // namespace

ClaimEntry entry_of(const claims::Claim& claim, const claims::RunStore& store, claims::Reuse reuse,
                    std::uint64_t seed_epoch) {
  ClaimEntry entry;
  entry.claim = claim;
  entry.result = claims::judge_claim(claim, store, reuse, seed_epoch);
  entry.standing = standing_of(claim, entry.result, store, reuse, seed_epoch);
  const stats::Operating operating = operating_of(claim);
  entry.false_alarm = operating.false_alarm;
  entry.miss = operating.miss;
  const claims::RunCost cost = claims::cost_of(claim, store, reuse, seed_epoch);
  entry.seconds = cost.seconds;
  entry.runs = cost.runs;
  entry.quantity = quantity_of(claim);
  entry.arms = values_by_arm(claim, entry.result.sample, entry.quantity);
  entry.command = command_to_repeat(claim, seed_epoch);
  return entry;
}

}  // namespace basin::report
