// Strict reading of a rule's keys.
#include "stats/rule_parameters.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::stats {

RuleParameters::RuleParameters(const RuleText& text, const std::vector<std::string>& known) : text_(text) {
  for (const auto& [key, value] : text.parameters)
    if (std::find(known.begin(), known.end(), key) == known.end())
      refuse(fmt::format("key '{}' is unknown; {}", key, known_names(key, known)));
  if (text.expected == Verdict::inconclusive) refuse("a claim cannot expect to be inconclusive");
}

void RuleParameters::refuse(const std::string& problem) const {
  throw_input_error("rule '{}': {}", text_.name, problem);
}

const Value& RuleParameters::value(const std::string& key) const {
  const auto found = text_.parameters.find(key);
  if (found == text_.parameters.end()) refuse(fmt::format("the key '{}' is missing", key));
  return found->second;
}

double RuleParameters::number(const std::string& key, const Range& range) const {
  const Value& given = value(key);
  const auto* number = std::get_if<double>(&given);
  if (number == nullptr)
    refuse(fmt::format("'{}' must be a number, not the word '{}'", key, std::get<std::string>(given)));
  const double x = *number;
  const bool inside = std::isfinite(x) && (range.low_included ? x >= range.low : x > range.low) &&
                      (range.high_included ? x <= range.high : x < range.high);
  if (inside) return x;
  const bool open_above = std::isinf(range.high);
  if (std::isinf(range.low) && open_above) refuse(fmt::format("'{}' is {}; it must be finite", key, x));
  refuse(fmt::format(
      "'{}' is {}; it must be {} {}{}", key, x, range.low_included ? "at least" : "above", range.low,
      open_above ? std::string() : fmt::format(" and {} {}", range.high_included ? "at most" : "below", range.high)));
}

double RuleParameters::number_or(const std::string& key, double fallback, const Range& range) const {
  return has(key) ? number(key, range) : fallback;
}

const std::string& RuleParameters::word(const std::string& key) const {
  const Value& given = value(key);
  const auto* word = std::get_if<std::string>(&given);
  if (word == nullptr)
    refuse(fmt::format("'{}' must be text in quotes, not the number {}", key, std::get<double>(given)));
  return *word;
}

Expression RuleParameters::expression(const std::string& key, Result wanted, const Names& names) const {
  const std::string& text = word(key);
  try {
    return {text, wanted, names};
  } catch (const Error& error) {
    refuse(fmt::format("'{}', {}", key, error.what()));
  }
}

std::set<std::string> columns_read(const Expression& expression, const Names& names) {
  std::set<std::string> columns = expression.columns();
  if (names.columns.contains("converged")) columns.insert("converged");
  return columns;
}

}  // namespace basin::stats
