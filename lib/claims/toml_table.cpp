// Strict access to a parsed TOML table.
#include "claims/toml_table.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::claims {

namespace {

constexpr std::int64_t largest_whole = 9007199254740992;  // 2^53: beyond it doubles skip whole numbers

bool is_one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f;
  });
}

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto part = [&](std::size_t from, std::size_t length) {
    int number = -1;
    const char* const first = text.data() + from;
    const auto [stop, problem] = std::from_chars(first, first + length, number);
    return problem == std::errc() && stop == first + length && number >= 0 ? number : -1;
  };
  const int year = part(0, 4), month = part(5, 2), day = part(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

}  // namespace

toml::table parse_toml(const std::filesystem::path& file, const std::string& text, const char* standard) {
  try {
    return toml::parse(std::string_view(text));
  } catch (const toml::parse_error& error) {
    fail_at(file, error.source().begin.line,
            fmt::format("is no TOML ({}); see {}", std::string_view(error.description()), standard));
  }
}

std::size_t TomlTable::line_of(const toml::node& node) const {
  const std::size_t line = node.source().begin.line;
  return line == 0 ? line_ : line;
}

const toml::node& TomlTable::node(const std::string& key) {
  asked_.insert(key);
  const toml::node* const found = table_.get(key);
  if (found == nullptr) {
    // Where a key is missing, a key nobody knows is more likely the misspelt one than a second mistake.
    for (const auto& given : keys())
      if (!asked_.contains(given) && edit_distance(given, key) <= 2)
        fail(line_of(*table_.get(given)), fmt::format("unknown key '{}' in {}; did you mean '{}'?", given, name_, key));
    fail(line_, fmt::format("{} has no '{}'; it is needed ({})", name_, key, standard_));
  }
  return *found;
}

Located<std::string> TomlTable::text(const std::string& key) {
  const toml::node& found = node(key);
  const auto* text = found.as_string();
  if (text == nullptr) fail(line_of(found), fmt::format("'{}' must be a text in quotes", key));
  if (!is_one_line(text->get())) fail(line_of(found), fmt::format("'{}' must be one line of text", key));
  return {text->get(), line_of(found)};
}

std::string TomlTable::optional_text(const std::string& key, const std::string& fallback) {
  asked_.insert(key);
  return has(key) ? text(key).value : fallback;
}

Located<std::string> TomlTable::filled_text(const std::string& key) {
  auto found = text(key);
  if (found.value.find_first_not_of(' ') == std::string::npos)
    fail(found.line, fmt::format("'{}' is empty; it must say something", key));
  return found;
}

Located<std::uint64_t> TomlTable::whole_number(const std::string& key, std::uint64_t low, std::uint64_t high) {
  const toml::node& found = node(key);
  const auto* number = found.as_integer();
  if (number == nullptr || number->get() < 0 || static_cast<std::uint64_t>(number->get()) < low ||
      static_cast<std::uint64_t>(number->get()) > high)
    fail(line_of(found), fmt::format("'{}' must be a whole number from {} to {}", key, low, high));
  return {static_cast<std::uint64_t>(number->get()), line_of(found)};
}

std::string TomlTable::date(const std::string& key) {
  const toml::node& found = node(key);
  std::string text;
  if (const auto* as_text = found.as_string()) text = as_text->get();
  if (const auto* as_date = found.as_date())
    text = fmt::format("{:04}-{:02}-{:02}", as_date->get().year, as_date->get().month, as_date->get().day);
  if (!is_date(text)) fail(line_of(found), fmt::format("'{}' must be a date YYYY-MM-DD", key));
  return text;
}

Value TomlTable::value_of(const std::string& key, const toml::node& found) const {
  if (const auto* text = found.as_string()) {
    if (!is_one_line(text->get())) fail(line_of(found), fmt::format("'{}' must be one line of text", key));
    return text->get();
  }
  if (const auto* number = found.as_floating_point()) return number->get();
  if (const auto* number = found.as_integer()) {
    if (number->get() > largest_whole || number->get() < -largest_whole)
      fail(line_of(found), fmt::format("'{}' is {}; whole numbers may be at most 2^53 in size", key, number->get()));
    return static_cast<double>(number->get());
  }
  fail(line_of(found), fmt::format("'{}' must be a number or a text in quotes", key));
}

Located<Value> TomlTable::value(const std::string& key) {
  const toml::node& found = node(key);
  return {value_of(key, found), line_of(found)};
}

Located<std::vector<Value>> TomlTable::values(const std::string& key) {
  const toml::node& found = node(key);
  const auto* list = found.as_array();
  if (list == nullptr || list->empty())
    fail(line_of(found), fmt::format("'{}' must be a list of at least one number or text", key));
  Located<std::vector<Value>> values{{}, line_of(found)};
  for (const auto& element : *list) values.value.push_back(value_of(key, element));
  return values;
}

TomlTable TomlTable::table(const std::string& key, const std::string& name) {
  const toml::node& found = node(key);
  if (!found.is_table()) fail(line_of(found), fmt::format("'{}' must be a table", key));
  return {file_, name, *found.as_table(), line_of(found), standard_};
}

Located<double> TomlTable::number(const std::string& key) {
  const auto found = value(key);
  const double* const number = std::get_if<double>(&found.value);
  if (number == nullptr || !std::isfinite(*number)) fail(found.line, fmt::format("'{}' must be a finite number", key));
  return {*number, found.line};
}

std::vector<TomlTable> TomlTable::tables(const std::string& key, std::size_t most) {
  const toml::node& found = node(key);
  const auto* list = found.as_array();
  if (list == nullptr || list->empty() || !list->is_array_of_tables() || list->size() > most)
    fail(line_of(found), fmt::format("'{0}' must be written as tables [[{0}]], from 1 to {1}", key, most));
  std::vector<TomlTable> all;
  for (const auto& one : *list) all.emplace_back(file_, "[[" + key + "]]", *one.as_table(), line_of(one), standard_);
  return all;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> found;
  for (const auto& [key, node] : table_) found.emplace_back(key.source().begin, std::string(key.str()));
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.line, a.first.column) < std::pair(b.first.line, b.first.column);
  });
  std::vector<std::string> names;
  for (auto& [position, name] : found) names.push_back(std::move(name));
  return names;
}

void TomlTable::refuse_others() const {
  for (const auto& key : keys())
    if (!asked_.contains(key))
      fail(line_of(*table_.get(key)),
           fmt::format("unknown key '{}' in {}; {}", key, name_, known_names(key, {asked_.begin(), asked_.end()})));
}

}  // namespace basin::claims
