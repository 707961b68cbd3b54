// proportion: does a predicate hold in at least `good` of runs rather than at most `bad`? One fixed n, one cutoff.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "stats/interval.hpp"
#include "stats/observations.hpp"
#include "stats/rule_parameters.hpp"
#include "stats/rules.hpp"

namespace basin::stats {
namespace {

// The true rate of a control that works as it should, or one minus it where the control must be reproduced.
constexpr double control_rate = 0.01;
constexpr double control_miss = 1e-5;  // chosen: ten controls' worth stays within the suite's 1e-4
constexpr double loosest = 0.05;       // chosen: an error rate above the customary 5 % is no test

/// .95 for 0.95, as the field writes rates.
std::string shown_rate(double rate) {
  const std::string text = fmt::format("{:.4g}", rate);
  return text.starts_with("0.") ? text.substr(1) : text;
}

class Proportion final : public Rule {
 public:
  Proportion(const RuleText& text, const Names& names)
      : Proportion(RuleParameters(text, {"where", "good", "bad", "alpha", "beta"}), text, names) {}

  Judgement judge(const Sample& sample, Role role) const override {
    const Observations seen = observe(expression_, sample);
    Judgement judgement{Verdict::inconclusive, seen.objection, evidence_of(seen)};
    if (!judgement.evidence.empty()) return judgement;
    const std::size_t n = seen.seeds;
    const auto [holding, undecided] = count(seen);
    if (20 * undecided > n) {
      judgement.evidence = fmt::format("{} of {} runs undecided, more than 5 %", undecided, n);
      return judgement;
    }
    if (!can_decide(n, role)) {
      judgement.evidence = fmt::format("{} of {} runs, too few for the declared error rates", holding, n);
      return judgement;
    }
    const std::int64_t cutoff = cutoff_of(test_, n);
    const std::size_t counted = holding + (undecided_holds(role) ? undecided : 0);
    judgement.verdict = static_cast<std::int64_t>(counted) > cutoff ? Verdict::reproduced : Verdict::contradicted;
    judgement.evidence = fmt::format("{} of {} runs (more than {} needed)", counted, n, cutoff);
    if (undecided > 0)
      judgement.evidence +=
          fmt::format("; {} undecided, counted as {}", undecided, undecided_holds(role) ? "holding" : "not holding");
    return judgement;
  }

  Operating operating(std::size_t seeds, std::size_t /*arms*/, Role role) const override {
    const std::int64_t cutoff = cutoff_of(test_, seeds);
    if (!can_decide(seeds, role)) return {1.0, 1.0, fmt::format("n = {}, too few: always inconclusive", seeds)};
    const bool reproduce = wanted_by(role, test_.expected) == Verdict::reproduced;
    const bool control = role == Role::control;
    // A control is held to its own rate, and misses where its arm is in truth as the claim's.
    const double high = control && reproduce ? 1.0 - control_rate : test_.good;
    const double low = control && !reproduce ? control_rate : test_.bad;
    const double below = probability_at_most(cutoff, seeds, high), above = probability_above(cutoff, seeds, low);
    const double false_alarm = reproduce ? below : above, miss = reproduce ? above : below;
    return {false_alarm, miss,
            fmt::format("n = {}, {} {} {} true; P(miss | {}) = {:.1e}, P(false | {}) = {:.1e}", seeds,
                        reproduce ? "reproduced" : "contradicted", reproduce ? "above" : "up to", cutoff,
                        shown_rate(reproduce ? high : low), false_alarm, shown_rate(reproduce ? low : high), miss)};
  }

  void require_power(std::size_t seeds, std::size_t /*arms*/, Role role) const override {
    if (role == Role::claim) {
      if (has_power(test_, seeds)) return;
      throw_input_error("{} seeds cannot tell {} from {} with alpha = {} and beta = {}; {}", seeds, test_.good,
                        test_.bad, test_.alpha, test_.beta,
                        advice([&](std::size_t n) { return has_power(test_, n); }, seeds));
    }
    const auto enough = [&](std::size_t n) { return operating(n, 1, Role::control).false_alarm <= control_miss; };
    if (enough(seeds)) return;
    const bool reproduce = wanted_by(role, test_.expected) == Verdict::reproduced;
    throw_input_error(
        "a control of {} seeds that must be {} is missed with probability {:.1e} at a true rate of {}; "
        "at most {} is accepted; {}",
        seeds, to_text(wanted_by(role, test_.expected)), operating(seeds, 1, Role::control).false_alarm,
        reproduce ? 1.0 - control_rate : control_rate, control_miss, advice(enough, seeds));
  }

  std::set<std::string> columns() const override { return columns_; }
  std::string quantity() const override { return {}; }

 private:
  Proportion(const RuleParameters& parameters, const RuleText& text, const Names& names)
      : expression_(parameters.expression("where", Result::truth, names)), columns_(columns_read(expression_, names)) {
    const Range rate{.low = 0.0, .high = 1.0, .low_included = false, .high_included = false};
    const Range error{.low = 0.0, .high = loosest, .low_included = false};
    test_ = {.good = parameters.number("good", rate),
             .bad = parameters.number("bad", rate),
             .alpha = parameters.number_or("alpha", test_.alpha, error),
             .beta = parameters.number_or("beta", test_.beta, error),
             .expected = text.expected};
    if (!(test_.bad < test_.good))
      parameters.refuse(fmt::format("bad = {} must be below good = {}", test_.bad, test_.good));
  }

  struct Count {
    std::size_t holding, undecided;
  };

  /// Over seeds: the predicate holds for a seed where it holds in every arm; one undecided arm makes the seed
  /// undecided.
  static Count count(const Observations& seen) {
    Count result{0, 0};
    for (std::size_t s = 0; s < seen.seeds; ++s) {
      const auto at = [s](const ObservedArm& arm) { return arm.values[s]; };
      if (std::any_of(seen.arms.begin(), seen.arms.end(), [&](const auto& arm) { return std::isnan(at(arm)); }))
        ++result.undecided;
      else if (std::all_of(seen.arms.begin(), seen.arms.end(), [&](const auto& arm) { return at(arm) == 1.0; }))
        ++result.holding;
    }
    return result;
  }

  static std::vector<ArmEvidence> evidence_of(const Observations& seen) {
    std::vector<ArmEvidence> evidence = evidence_of_means(seen);
    for (std::size_t i = 0; i < evidence.size(); ++i) {
      const std::vector<double> decided = seen.arms[i].decided();
      const auto holding = static_cast<std::size_t>(std::count(decided.begin(), decided.end(), 1.0));
      const Interval interval = clopper_pearson(holding, decided.size(), 0.95);
      evidence[i].low = interval.low;
      evidence[i].high = interval.high;
    }
    return evidence;
  }

  /// A claim needs its declared power; a control has the claim's cutoff, which must leave both verdicts possible.
  bool can_decide(std::size_t n, Role role) const {
    if (role == Role::claim) return has_power(test_, n);
    const std::int64_t cutoff = cutoff_of(test_, n);
    return cutoff >= 0 && cutoff < static_cast<std::int64_t>(n);
  }

  /// In the claim an undecided run counts against it; in a control against the verdict the control must give.
  bool undecided_holds(Role role) const {
    return role == Role::control && wanted_by(role, test_.expected) == Verdict::contradicted;
  }

  template <class Enough>
  static std::string advice(const Enough& enough, std::size_t from) {
    for (std::size_t n = from + 1; n <= most_runs; ++n)
      if (enough(n)) return fmt::format("{} seeds are enough", n);
    return fmt::format("no number up to {} is enough; move good and bad apart", most_runs);
  }

  Expression expression_;
  std::set<std::string> columns_;
  ProportionTest test_{.good = 0.0, .bad = 0.0};
};

}  // namespace

std::unique_ptr<Rule> make_proportion(const RuleText& text, const Names& names) {
  return std::make_unique<Proportion>(text, names);
}

}  // namespace basin::stats
