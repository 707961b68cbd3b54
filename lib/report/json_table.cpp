// Every value of a JSON document from anywhere is checked here, before anybody counts on it.
#include "report/json_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::report {
namespace {

using nlohmann::json;

constexpr int deepest = 8;  // chosen: more than any document here has
constexpr std::size_t most_entries = 1000;
constexpr double most_counted = 1e12;
constexpr double most_cores = 9999.0;

}  // namespace

json parse_json(const std::filesystem::path& file, const std::string& text) {
  std::vector<std::set<std::string>> keys;
  // The parser itself would keep the last of two values of a key.
  const auto watch = [&](int depth, json::parse_event_t event, const json& value) {
    if (depth > deepest) throw_input_error("{}: is nested deeper than {}; make it anew", file.string(), deepest);
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      throw_input_error("{}: '{}' stands twice in one object; leave one of them out", file.string(),
                        value.get<std::string>());
    return true;
  };
  try {
    return json::parse(text, watch);
  } catch (const json::parse_error& error) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    const auto line = static_cast<std::size_t>(std::count(text.begin(), end, '\n')) + 1;
    fail_at(file, line, "is no JSON in UTF-8; make the file anew");
  } catch (const json::out_of_range&) {
    throw_input_error("{}: has a number that no double can hold; write null for what is not known", file.string());
  }
}

JsonTable::JsonTable(const std::filesystem::path& file, std::string where, const json& value)
    : file_(file), where_(std::move(where)), value_(value) {
  if (!value.is_object())
    throw_input_error("{}: {}is of type {}, where an object is wanted; make the file anew", file_.string(),
                      where_.empty() ? "" : where_ + ": ", value.type_name());
}

void JsonTable::fail(const std::string& key, const std::string& message) const {
  throw_input_error("{}: {}{}{}: {}", file_.string(), where_, where_.empty() ? "" : ".", key, message);
}

const json& JsonTable::at(const std::string& key) {
  known_.push_back(key);
  const auto found = value_.find(key);
  if (found == value_.end()) fail(key, "is missing; write it, null where it is a number that is not known");
  return *found;
}

bool JsonTable::has(const std::string& key) {
  known_.push_back(key);
  const auto found = value_.find(key);
  return found != value_.end() && !found->is_null();
}

std::string JsonTable::text(const std::string& key) {
  const json& value = at(key);
  if (!value.is_string()) fail(key, fmt::format("is of type {}; give a text", value.type_name()));
  return value.get<std::string>();
}

std::string JsonTable::optional_text(const std::string& key) {
  return has(key) ? text(key) : std::string();
}

double JsonTable::number_in(const std::string& key, const json& value, double lowest) const {
  if (value.is_null()) return std::nan("");
  if (!value.is_number())
    fail(key, fmt::format("is of type {}; give a number, or null where it is not known", value.type_name()));
  const double number = value.get<double>();
  if (!std::isfinite(number) || number < lowest) fail(key, fmt::format("is {}; give at least {}", number, lowest));
  return number;
}

double JsonTable::number(const std::string& key, double lowest) {
  return number_in(key, at(key), lowest);
}

std::optional<std::uint64_t> JsonTable::whole(const std::string& key) {
  const double value = number(key, 0.0);
  if (std::isnan(value)) return std::nullopt;
  if (value != std::floor(value) || value > most_counted)
    fail(key, fmt::format("is {}; give a whole number of at most {}", value, most_counted));
  return static_cast<std::uint64_t>(value);
}

bool JsonTable::flag(const std::string& key) {
  const json& value = at(key);
  if (!value.is_boolean()) fail(key, fmt::format("is of type {}; give true or false", value.type_name()));
  return value.get<bool>();
}

std::optional<bool> JsonTable::flag_or_null(const std::string& key) {
  if (at(key).is_null()) return std::nullopt;
  return flag(key);
}

std::optional<JsonTable> JsonTable::table(const std::string& key) {
  if (!has(key)) return std::nullopt;
  JsonTable table(file_, where_.empty() ? key : where_ + "." + key, at(key));
  if (table.value_.empty()) return std::nullopt;
  return table;
}

const json* JsonTable::list(const std::string& key) {
  if (!has(key)) return nullptr;
  const json& value = at(key);
  if (!value.is_array()) fail(key, fmt::format("is of type {}; give a list", value.type_name()));
  if (value.size() > most_entries)
    fail(key, fmt::format("has {} entries; at most {} are read", value.size(), most_entries));
  return &value;
}

std::vector<JsonTable> JsonTable::tables(const std::string& key) {
  std::vector<JsonTable> all;
  const json* entries = list(key);
  for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i)
    all.emplace_back(file_, fmt::format("{}{}{}[{}]", where_, where_.empty() ? "" : ".", key, i), (*entries)[i]);
  return all;
}

std::vector<std::pair<double, double>> JsonTable::pairs(const std::string& key) {
  if (at(key).is_null()) fail(key, "is null; give a list, which may be empty");
  std::vector<std::pair<double, double>> all;
  const json* entries = list(key);
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const json& pair = (*entries)[i];
    const std::string place = fmt::format("{}[{}]", key, i);
    if (!pair.is_array() || pair.size() != 2) fail(place, "is no pair; give [x, y]");
    all.emplace_back(number_in(place, pair[0], 0.0), number_in(place, pair[1], 0.0));
    if (!(all.back().first > 0.0 && all.back().second > 0.0)) fail(place, "is no pair of numbers above 0");
  }
  return all;
}

std::map<unsigned, double> JsonTable::numbers_by_count(const std::string& key) {
  const json& object = at(key);
  std::map<unsigned, double> all;
  if (!object.is_object())
    fail(key, fmt::format("is of type {}; give an object such as {{\"1\": 20.5}}", object.type_name()));
  for (const auto& [name, value] : object.items()) {
    const double count = parse_number(name).value_or(0.0);
    if (!(count >= 1.0 && count <= most_cores) || name != fmt::format("{:.0f}", count))
      fail(key, fmt::format("has the key '{}'; give whole numbers from 1 to {}", name, most_cores));
    all[static_cast<unsigned>(count)] = number_in(key + "." + name, value, 0.0);
  }
  return all;
}

void JsonTable::refuse_others() const {
  for (const auto& [name, value] : value_.items())
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      fail(name, "is unknown; " + known_names(name, {known_.begin(), known_.end()}));
}

}  // namespace basin::report
