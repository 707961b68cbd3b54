// How a claim is judged: a rule is a name and parameters, made once from the claim file and then asked.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "stats/pull.hpp"
#include "stats/sample.hpp"
#include "stats/verdict.hpp"

namespace basin::stats {

/// What a rule may refer to, so that a misspelt name is found when the claim is read and not when it is judged.
struct Names {
  std::set<std::string> columns;
  std::set<std::string> settings;
  std::vector<std::string> varied;
  std::set<std::string> words = {};  ///< those of the settings that hold words: misuse is then found on reading
};

/// A published number for the arm whose varied settings are `levels`.
struct Target {
  Values levels;
  PublishedMean mean;
};

/// Everything a rule is made from.
struct RuleText {
  std::string name;   ///< exact | proportion | mean_within | published_mean
  Values parameters;  ///< the keys of [rule] but `name`
  Verdict expected = Verdict::reproduced;
  std::vector<Target> targets;  ///< the published numbers, for rules that compare with them
};

/// The error rates of a rule at a number of seeds (NaN of one that only compares). The verdict wanted is `expected`,
/// for a control its opposite.
struct Operating {
  double false_alarm;   ///< P(verdict is not the wanted one) where the source (the control) is as the claim records it
  double miss;          ///< P(the opposite verdict is not found) at the effect that the rule must catch; bounds
                        ///< P(the wanted verdict is given) there
  std::string summary;  ///< one line for `basin show`
};

/// A rule ready to judge. Immutable.
class Rule {
 public:
  virtual ~Rule() = default;
  Rule() = default;
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;

  /// The verdict on a sample, whose arms' settings are complete (defaults filled in) and whose varied settings are
  /// those the rule was made with. Inconclusive, with the reason as evidence, where runs are missing, a seed occurs
  /// twice or too many runs are undecided. Throws an input Error where the arms are not what the expression needs (one
  /// level of a setting it orders, a word used as a number, no published number for an arm).
  [[nodiscard]] virtual Judgement judge(const Sample& sample, Role role) const = 0;

  /// Exact error rates for `seeds` runs in each of `arms` arms (Boost.Math).
  [[nodiscard]] virtual Operating operating(std::size_t seeds, std::size_t arms, Role role) const = 0;

  /// Throws an input Error (without file and line: the reader adds them) where `seeds` runs cannot hold the declared
  /// error rates; says how many would. A control must be found with a miss of 1e-5 (proportion: at a true rate of .01,
  /// or .99 where it must be reproduced) or 1e-3 (mean_within: half the interval's width beyond its edge).
  virtual void require_power(std::size_t seeds, std::size_t arms, Role role) const = 0;

  /// The columns the rule reads, with `converged` where the experiment has it.
  [[nodiscard]] virtual std::set<std::string> columns() const = 0;

  /// The expression whose numbers stand beside published ones; empty where there is none (a predicate).
  [[nodiscard]] virtual std::string quantity() const = 0;
};

/// Makes a rule. Throws an input Error that names the offending key and what is known, or where `expected` does not go
/// with the rule.
[[nodiscard]] std::unique_ptr<Rule> make_rule(const RuleText& text, const Names& names);

/// Whether a rule of this name compares and judges nothing: its verdict is `compared`, it has no controls.
[[nodiscard]] bool only_compares(const std::string& name);

/// The names make_rule knows.
[[nodiscard]] std::vector<std::string> rule_names();

}  // namespace basin::stats
