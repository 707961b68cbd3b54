// Checks what users give for an experiment's parameters, and fills in what they do not give.
#include "claims/setting.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::claims {

namespace {

constexpr double largest_count = 9007199254740992.0;  // 2^53: beyond it doubles skip whole numbers

std::string meaning_of(const Parameter& parameter) {
  return parameter.meaning.empty() ? std::string() : " (" + parameter.meaning + ")";
}

std::string range_of(const Parameter& parameter) {
  const bool below = std::isfinite(parameter.low), above = std::isfinite(parameter.high);
  std::string text = parameter.kind == Kind::count ? "a whole number" : "a number";
  if (below) text += fmt::format(" {} {}", parameter.low_included ? "of at least" : "greater than", parameter.low);
  if (above) text += fmt::format("{} {}", below ? " and at most" : " of at most", parameter.high);
  return text;
}

[[noreturn]] void refuse(const Parameter& parameter, const Value& value, const std::string& wanted) {
  throw_input_error("setting '{}' is {}; it must be {}{}", parameter.name, to_text(value), wanted,
                    meaning_of(parameter));
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Value checked_word(const Parameter& parameter, const Value& value) {
  const auto* word = std::get_if<std::string>(&value);
  if (word != nullptr)
    for (const auto& choice : parameter.choices)
      if (choice == *word) return value;
  if (word == nullptr) refuse(parameter, value, "one of the words " + join(parameter.choices));
  throw_input_error("setting '{}' is '{}', which is not one of its words{}; {}", parameter.name, *word,
                    meaning_of(parameter), known_names(*word, parameter.choices));
}

Value checked_number(const Parameter& parameter, const Value& value) {
  if (std::holds_alternative<std::string>(value))
    throw_input_error("setting '{}' is the word '{}'; it must be {}{}", parameter.name, std::get<std::string>(value),
                      range_of(parameter), meaning_of(parameter));
  const double number = std::get<double>(value);
  if (std::isnan(number)) refuse(parameter, value, range_of(parameter));
  if (std::isinf(number) && parameter.infinity == Infinity::refused)
    refuse(parameter, value, "finite: " + range_of(parameter));
  const bool too_low = parameter.low_included ? number < parameter.low : number <= parameter.low;
  // An infinite bound excludes nothing: "greater than -inf" is how "any number" is written.
  if ((too_low && std::isfinite(parameter.low)) || number > parameter.high)
    refuse(parameter, value,
           parameter.kind == Kind::real && !std::isfinite(parameter.high)
               ? fmt::format("{} {}", parameter.low_included ? "at least" : "greater than", parameter.low)
               : range_of(parameter));
  if (parameter.kind == Kind::count && std::isfinite(number)) {
    if (number != std::trunc(number)) refuse(parameter, value, range_of(parameter));
    if (std::abs(number) > largest_count) refuse(parameter, value, "a whole number of at most 2^53 in size");
  }
  return number == 0.0 ? 0.0 : number;  // -0 and 0 are one setting and must be one key in the store
}

Value checked(const Parameter& parameter, const Value& value) {
  return parameter.kind == Kind::choice ? checked_word(parameter, value) : checked_number(parameter, value);
}

const Parameter& find(const std::vector<Parameter>& parameters, const std::string& name) {
  for (const auto& parameter : parameters)
    if (parameter.name == name) return parameter;
  std::vector<std::string> names;
  for (const auto& parameter : parameters) names.push_back(parameter.name);
  throw_input_error("setting '{}' is unknown; {}", name, known_names(name, names));
}

const Value& stored(const Values& values, const std::string& name) {
  const auto found = values.find(name);
  if (found == values.end())
    throw std::logic_error(fmt::format("an experiment asks for its setting '{}', which it has not declared", name));
  return found->second;
}

}  // namespace

Setting::Setting(const std::vector<Parameter>& parameters, const Values& given) {
  for (const auto& [name, value] : given) values_[name] = checked(find(parameters, name), value);
  for (const auto& parameter : parameters)
    if (!values_.contains(parameter.name)) values_[parameter.name] = checked(parameter, parameter.fallback);
}

double Setting::number(const std::string& name) const {
  const auto* number = std::get_if<double>(&stored(values_, name));
  if (number == nullptr) throw std::logic_error(fmt::format("setting '{}' is a word and not a number", name));
  return *number;
}

Eigen::Index Setting::count(const std::string& name) const {
  const double value = number(name);
  if (value != std::trunc(value) || std::abs(value) > largest_count)
    throw std::logic_error(fmt::format("setting '{}' is {} and not a finite whole number", name, value));
  return static_cast<Eigen::Index>(value);
}

const std::string& Setting::text(const std::string& name) const {
  const auto* word = std::get_if<std::string>(&stored(values_, name));
  if (word == nullptr) throw std::logic_error(fmt::format("setting '{}' is a number and not a word", name));
  return *word;
}

std::pair<std::string, Value> read_assignment(const std::vector<Parameter>& parameters, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw_input_error("'{}' is no setting; write name=value, such as radius=10", text);
  const std::string name = text.substr(0, equals), value = text.substr(equals + 1);
  const Parameter& parameter = find(parameters, name);
  if (parameter.kind == Kind::choice) return {name, checked(parameter, value)};
  double number = 0.0;
  const char* const end = value.data() + value.size();
  const auto [stop, problem] = std::from_chars(value.data(), end, number);
  if (problem == std::errc::result_out_of_range)
    throw_input_error("setting '{}' is {}, which no double can hold; it must be {}{}", name, value, range_of(parameter),
                      meaning_of(parameter));
  if (problem != std::errc() || stop != end)
    throw_input_error("setting '{}' is '{}'; it must be {}{}", name, value, range_of(parameter), meaning_of(parameter));
  return {name, checked(parameter, number)};
}

}  // namespace basin::claims
