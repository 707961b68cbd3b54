// mean_within: is the mean inside [low, high] in every arm? Student intervals, one value a seed.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "stats/interval.hpp"
#include "stats/mean_power.hpp"
#include "stats/observations.hpp"
#include "stats/rule_parameters.hpp"
#include "stats/rules.hpp"

namespace basin::stats {
namespace {

constexpr double claim_limit = 1e-5;    // accepted P(a claim's verdict differs from expected)
constexpr double control_limit = 1e-5;  // accepted P(a control's verdict is not found)
constexpr double control_widths = 8.0;  // chosen: a control fails grossly, this many half widths beyond the edge
constexpr double loosest = 0.05;        // chosen: an error rate above the customary 5 % is no test
constexpr double widest_ratio = 1e9;    // chosen: of half width and sd; more is a slip in a unit

class MeanWithin final : public Rule {
 public:
  MeanWithin(const RuleText& text, const Names& names)
      : MeanWithin(
            RuleParameters(text, {"of", "sd", "low", "high", "within", "bias", "alpha", "beta", "deterministic"}), text,
            names) {}

  Judgement judge(const Sample& sample, Role /*role*/) const override {
    const Observations seen = observe(expression_, sample);
    Judgement judgement{Verdict::inconclusive, seen.objection, evidence_of_means(seen)};
    if (judgement.evidence.empty()) judgement.evidence = objection_to(seen);
    if (!judgement.evidence.empty()) return judgement;
    std::size_t inside = 0, outside = 0;
    std::string worst;
    double worst_slack = std::numeric_limits<double>::infinity();
    for (const ObservedArm& arm : seen.arms) {
      const Interval wanted = wanted_in(arm);
      const Summary summary = summarise(arm.values);
      const Interval inner = student_interval(summary, test_.beta);
      const Interval outer = student_interval(summary, test_.alpha / static_cast<double>(sample.arms.size()));
      if (wanted.low <= inner.low && inner.high <= wanted.high) ++inside;
      if (outer.high < wanted.low || outer.low > wanted.high) ++outside;
      const double slack = std::min(inner.low - wanted.low, wanted.high - inner.high);
      if (!worst.empty() && !(slack < worst_slack)) continue;
      worst_slack = slack;
      worst = fmt::format("{}mean {:.6g} ({:.6g} to {:.6g}), wanted {:.6g} to {:.6g}", prefix_of(arm.levels),
                          summary.mean, inner.low, inner.high, wanted.low, wanted.high);
    }
    if (inside == seen.arms.size())
      judgement.verdict = Verdict::reproduced;
    else if (outside > 0)
      judgement.verdict = Verdict::contradicted;
    judgement.evidence = fmt::format("{}; {} runs", worst, seen.seeds);
    if (seen.arms.size() > 1)
      judgement.evidence += fmt::format("; the worst of {} arms, {} inside", seen.arms.size(), inside);
    return judgement;
  }

  Operating operating(std::size_t seeds, std::size_t arms, Role role) const override {
    const MeanTest test = with_arms(arms, role);
    const double not_reproduced = probability_not_reproduced(test, seeds);
    const double not_contradicted = probability_not_contradicted(test, seeds);
    const bool reproduce = wanted_by(role, expected_) == Verdict::reproduced;
    const double false_alarm = reproduce ? not_reproduced : not_contradicted;
    const double miss = reproduce ? not_contradicted : not_reproduced;
    return {false_alarm, miss,
            fmt::format("n = {}, {} arm{}, sd {:g}; P(not reproduced | mean {:g} off the middle) = {:.1e}, "
                        "P(not contradicted | mean {:g} beyond the edge) = {:.1e}",
                        seeds, arms, arms == 1 ? "" : "s", test.sd, test.bias, not_reproduced, test.beyond,
                        not_contradicted)};
  }

  void require_power(std::size_t seeds, std::size_t arms, Role role) const override {
    require_targets(arms, role);
    const bool reproduce = wanted_by(role, expected_) == Verdict::reproduced;
    const double limit = role == Role::claim ? claim_limit : control_limit;
    const auto probability = reproduce ? probability_not_reproduced : probability_not_contradicted;
    const MeanTest test = with_arms(arms, role);
    const double missed = probability(test, seeds);
    if (missed <= limit) return;
    const auto enough = smallest_runs(probability, test, limit);
    const std::string advice = enough ? fmt::format("{} seeds are enough", *enough)
                                      : fmt::format("no number up to {} is enough; widen the interval", most_runs);
    throw_input_error(
        "a {} of {} seeds with sd = {:g} fails to be {} with probability {:.1e} where the mean is {:g} {}; "
        "at most {} is accepted; {}",
        role == Role::claim ? "claim" : "control", seeds, test.sd, reproduce ? "reproduced" : "contradicted", missed,
        reproduce ? test.bias : test.beyond, reproduce ? "off the middle" : "beyond the edge", limit, advice);
  }

  std::set<std::string> columns() const override { return columns_; }
  std::string quantity() const override { return expression_.text(); }

 private:
  MeanWithin(const RuleParameters& parameters, const RuleText& text, const Names& names)
      : expression_(parameters.expression("of", Result::number, names)),
        columns_(columns_read(expression_, names)),
        expected_(text.expected),
        varies_everywhere_(expression_.varies().size() == names.varied.size()) {
    const Range error{.low = 0.0, .high = loosest, .low_included = false};
    test_.alpha = parameters.number_or("alpha", 1e-6, error);
    test_.beta = parameters.number_or("beta", 1e-3, error);
    test_.sd = parameters.number("sd", {.low = 0.0, .low_included = false});
    read_interval(parameters, text);
    test_.bias = parameters.number_or("bias", 0.0, {.low = 0.0, .high = test_.half_width, .high_included = false});
    if (!parameters.has("deterministic")) return;
    const std::string& word = parameters.word("deterministic");
    if (word != "yes" && word != "no") parameters.refuse(fmt::format("'deterministic' is '{}'; known: no, yes", word));
    deterministic_ = word == "yes";
  }

  void read_interval(const RuleParameters& parameters, const RuleText& text) {
    const bool bounds = parameters.has("low") || parameters.has("high");
    if (bounds == parameters.has("within"))
      parameters.refuse(
          "it needs either 'low' and 'high', or 'within' (the distance from each arm's published number)");
    if (bounds) {
      bounds_ = {parameters.number("low"), parameters.number("high")};
      if (!(bounds_.low < bounds_.high))
        parameters.refuse(fmt::format("low = {} must be below high = {}", bounds_.low, bounds_.high));
      test_.half_width = 0.5 * bounds_.high - 0.5 * bounds_.low;
    } else {
      test_.half_width = parameters.number("within", {.low = 0.0, .low_included = false});
      if (text.targets.empty()) parameters.refuse("'within' needs published numbers; give [published] or low and high");
      relative_ = true;
      targets_ = text.targets;
      for (const Target& target : targets_)
        if (!std::isfinite(target.mean.value)) parameters.refuse("a published number is not finite");
    }
    const double ratio = test_.half_width / test_.sd;
    if (!(ratio <= widest_ratio && ratio >= 1.0 / widest_ratio))
      parameters.refuse(fmt::format("sd = {} and half the interval, {}, are not of one scale; check their units",
                                    test_.sd, test_.half_width));
  }

  MeanTest with_arms(std::size_t arms, Role role) const {
    MeanTest test = test_;
    test.beyond = (role == Role::control ? control_widths : 1.0) * test.half_width;
    test.arms = std::max<std::size_t>(arms, 1);
    return test;
  }

  Interval wanted_in(const ObservedArm& arm) const {
    if (!relative_) return bounds_;
    const double value = target_of("mean_within", targets_, arm).mean.value;
    return {value - test_.half_width, value + test_.half_width};
  }

  void require_targets(std::size_t arms, Role role) const {
    if (!relative_ || role == Role::control || !varies_everywhere_ || targets_.size() >= arms) return;
    const bool common = std::any_of(targets_.begin(), targets_.end(), [](const auto& t) { return t.levels.empty(); });
    if (!common)
      throw_input_error("rule 'mean_within': {} arms, but {} published numbers; 'within' needs one for every arm", arms,
                        targets_.size());
  }

  /// Why the values cannot be judged, whatever their mean.
  std::string objection_to(const Observations& seen) const {
    std::size_t undecided = 0;
    for (const ObservedArm& arm : seen.arms)
      undecided += static_cast<std::size_t>(
          std::count_if(arm.values.begin(), arm.values.end(), [](double x) { return !std::isfinite(x); }));
    if (undecided > 0) return fmt::format("{} of {} runs undecided", undecided, seen.arms.size() * seen.seeds);
    if (seen.seeds < 2) return "one run has no spread; at least 2 are needed";
    for (const ObservedArm& arm : seen.arms) {
      if (!deterministic_ && are_all_equal(arm.values))
        return fmt::format(
            "{}all {} values are {:g}: seeds that never differ are suspect (deterministic = \"yes\" says "
            "that they should not)",
            prefix_of(arm.levels), seen.seeds, arm.values.front());
      const Summary summary = summarise(arm.values);
      if (!std::isfinite(summary.mean) || !std::isfinite(summary.sd))
        return prefix_of(arm.levels) + "the values are too large for a mean";
    }
    return {};
  }

  Expression expression_;
  std::set<std::string> columns_;
  Verdict expected_;
  bool varies_everywhere_;
  MeanTest test_{.half_width = 0.0, .sd = 0.0};
  Interval bounds_{0.0, 0.0};
  bool relative_ = false;  // the interval lies around published numbers
  std::vector<Target> targets_;
  bool deterministic_ = false;
};

}  // namespace

std::unique_ptr<Rule> make_mean_within(const RuleText& text, const Names& names) {
  return std::make_unique<MeanWithin>(text, names);
}

}  // namespace basin::stats
