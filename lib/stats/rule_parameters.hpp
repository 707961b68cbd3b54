// The keys of [rule], read strictly.
#pragma once

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "stats/predicate.hpp"
#include "stats/rule.hpp"

namespace basin::stats {

/// Which ends of a range belong to it.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = true, high_included = true;
};

/// Reads the parameters of one rule; every error names the rule, the key and what is accepted.
class RuleParameters {
 public:
  /// Throws an input Error for a key that is not among `known`, and for `expected` inconclusive.
  RuleParameters(const RuleText& text, const std::vector<std::string>& known);

  [[nodiscard]] bool has(const std::string& key) const { return text_.parameters.contains(key); }

  /// A finite number in the range. Throws an input Error where it is missing, a word, or outside.
  [[nodiscard]] double number(const std::string& key, const Range& range = {}) const;

  /// The same with a value for where the key is missing.
  [[nodiscard]] double number_or(const std::string& key, double fallback, const Range& range) const;

  /// Whether the key is there and holds a word.
  [[nodiscard]] bool has_word(const std::string& key) const {
    return has(key) && std::holds_alternative<std::string>(text_.parameters.at(key));
  }

  /// A word. Throws an input Error where it is missing or a number.
  [[nodiscard]] const std::string& word(const std::string& key) const;

  /// The expression of a key; its errors are prefixed with the key.
  [[nodiscard]] Expression expression(const std::string& key, Result wanted, const Names& names) const;

  /// Throws the input Error "rule 'name': problem".
  [[noreturn]] void refuse(const std::string& problem) const;

 private:
  const Value& value(const std::string& key) const;

  const RuleText& text_;
};

/// The expression's columns, and `converged` where the experiment has it.
[[nodiscard]] std::set<std::string> columns_read(const Expression& expression, const Names& names);

}  // namespace basin::stats
