// exact: equality, or a stated tolerance, in the one seed and every arm, with one number or with each arm's published
// one. Nothing here is random.
#include <cmath>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "stats/observations.hpp"
#include "stats/rule_parameters.hpp"
#include "stats/rules.hpp"

namespace basin::stats {
namespace {

class Exact final : public Rule {
 public:
  Exact(const RuleText& text, const Names& names)
      : Exact(RuleParameters(text, {"of", "equals", "tolerance", "where"}), text, names) {}

  Judgement judge(const Sample& sample, Role /*role*/) const override {
    const Observations seen = observe(expression_, sample);
    Judgement judgement{Verdict::inconclusive, seen.objection, evidence_of_means(seen)};
    if (!judgement.evidence.empty()) return judgement;
    if (seen.seeds != 1) {
      judgement.evidence = fmt::format("{} seeds; an exact rule is judged on one", seen.seeds);
      return judgement;
    }
    std::size_t undecided = 0;
    const ObservedArm* broken = nullptr;
    for (const ObservedArm& arm : seen.arms) {
      if (std::isnan(arm.values.front()))
        ++undecided;
      else if (broken == nullptr && !holds(arm))
        broken = &arm;
    }
    if (undecided > 0) {
      judgement.evidence = fmt::format("{} of {} arms undecided", undecided, seen.arms.size());
    } else if (broken != nullptr) {
      judgement.verdict = Verdict::contradicted;
      judgement.evidence = prefix_of(broken->levels) + described(broken->values.front());
    } else {
      judgement.verdict = Verdict::reproduced;
      judgement.evidence = seen.arms.size() == 1 ? described(seen.arms.front().values.front())
                                                 : fmt::format("all {} arms, {}", seen.arms.size(), wanted());
    }
    return judgement;
  }

  Operating operating(std::size_t /*seeds*/, std::size_t arms, Role /*role*/) const override {
    return {0.0, 0.0, fmt::format("exact, 1 seed, {} arm{}: {}", arms, arms == 1 ? "" : "s", wanted())};
  }

  void require_power(std::size_t seeds, std::size_t /*arms*/, Role /*role*/) const override {
    if (seeds != 1) throw_input_error("rule 'exact' is judged on one seed, not {}; set seeds = 1", seeds);
  }

  std::set<std::string> columns() const override { return columns_; }
  std::string quantity() const override { return compares() ? expression_.text() : std::string(); }

 private:
  Exact(const RuleParameters& parameters, const RuleText& text, const Names& names)
      : expression_(read_expression(parameters, names)), columns_(columns_read(expression_, names)) {
    if (parameters.has("where")) return;
    if (parameters.has_word("equals")) {
      const std::string& word = parameters.word("equals");
      if (word != "published") parameters.refuse(fmt::format("'equals' is '{}'; give a number or 'published'", word));
      if (text.targets.empty()) parameters.refuse("'equals' needs published numbers; give [published] or a number");
      targets_ = text.targets;
    } else {
      equals_ = parameters.number("equals");
    }
    tolerance_ = parameters.number_or("tolerance", 0.0, {.low = 0.0});
  }

  static Expression read_expression(const RuleParameters& parameters, const Names& names) {
    if (!parameters.has("where")) return parameters.expression("of", Result::number, names);
    for (const char* other : {"of", "equals", "tolerance"})
      if (parameters.has(other)) parameters.refuse(fmt::format("'where' excludes '{}'; keep one", other));
    return parameters.expression("where", Result::truth, names);
  }

  bool compares() const { return equals_ || !targets_.empty(); }

  bool holds(const ObservedArm& arm) const {
    const double value = arm.values.front();
    if (!compares()) return value == 1.0;
    const double wanted = equals_ ? *equals_ : target_of("exact", targets_, arm).mean.value;
    return std::abs(value - wanted) <= tolerance_;
  }

  std::string wanted() const {
    if (!compares()) return fmt::format("true wanted: {}", expression_.text());
    const std::string number = equals_ ? fmt::format("{}", *equals_) : "the published number";
    if (tolerance_ > 0.0) return fmt::format("{} = {} -/+ {} wanted", expression_.text(), number, tolerance_);
    return fmt::format("{} = {} wanted", expression_.text(), number);
  }

  std::string described(double value) const {
    return compares() ? fmt::format("{} ({})", value, wanted()) : fmt::format("{} ({})", value == 1.0, wanted());
  }

  Expression expression_;
  std::set<std::string> columns_;
  std::optional<double> equals_;
  std::vector<Target> targets_;  // where it equals "published"
  double tolerance_ = 0.0;
};

}  // namespace

std::unique_ptr<Rule> make_exact(const RuleText& text, const Names& names) {
  return std::make_unique<Exact>(text, names);
}

}  // namespace basin::stats
