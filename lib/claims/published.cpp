// Reads numbers as a source printed them.
#include "claims/published.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/csv.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace {

constexpr std::array fixed_columns = {"column", "value", "spread", "spread_kind", "runs"};

const std::map<std::string, SpreadKind>& spread_kinds() {
  static const std::map<std::string, SpreadKind> kinds = [] {
    std::map<std::string, SpreadKind> by_name;
    for (const auto kind :
         {SpreadKind::none, SpreadKind::sd, SpreadKind::se, SpreadKind::ci95, SpreadKind::range, SpreadKind::digitised})
      by_name[to_text(kind)] = kind;
    return by_name;
  }();
  return kinds;
}

class Reader {
 public:
  explicit Reader(const Csv& csv) : csv_(csv), settings_(csv.header.fields.size() - fixed_columns.size()) {}

  PublishedNumber read(const CsvLine& row) const {
    PublishedNumber number;
    number.line = row.line;
    for (std::size_t i = 0; i < settings_; ++i) number.levels[csv_.header.fields[i]] = level(row, i);
    number.column = field(row, 0);
    if (number.column.empty()) fail(row, "column is empty; it names a column of the experiment");
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    number.value = finite(row, 1);
    number.spread = field(row, 2).empty() ? nothing : finite(row, 2);
    if (number.spread < 0.0) fail(row, "spread is negative");
    number.kind = kind(row);
    if (number.kind == SpreadKind::none && !field(row, 2).empty())
      fail(row, "spread_kind is none and yet there is a spread; say what it is or leave it empty");
    // A digitised number may come without a reading error; every other kind is a number or it is nothing.
    if (number.kind != SpreadKind::none && number.kind != SpreadKind::digitised && field(row, 2).empty())
      fail(row, fmt::format("spread is empty and yet spread_kind is {}; write none", field(row, 3)));
    number.runs = field(row, 4).empty() ? nothing : finite(row, 4);
    if (number.runs < 1.0 || (std::isfinite(number.runs) && number.runs != std::trunc(number.runs)))
      fail(row, fmt::format("runs is {}; it must be a whole number of at least 1, or empty", field(row, 4)));
    return number;
  }

 private:
  const std::string& field(const CsvLine& row, std::size_t fixed) const { return row.fields[settings_ + fixed]; }

  Value level(const CsvLine& row, std::size_t i) const {
    const std::string& text = row.fields[i];
    if (text.empty()) fail(row, fmt::format("the setting {} is empty", csv_.header.fields[i]));
    const auto number = parse_number(text);
    if (!number) return text;
    if (std::isnan(*number)) fail(row, fmt::format("the setting {} is nan", csv_.header.fields[i]));
    return *number == 0.0 ? 0.0 : *number;
  }

  double finite(const CsvLine& row, std::size_t fixed) const {
    const auto number = parse_number(field(row, fixed));
    if (!number || !std::isfinite(*number))
      fail(row, fmt::format("{} is '{}'; it must be a finite number", fixed_columns[fixed], field(row, fixed)));
    return *number;
  }

  SpreadKind kind(const CsvLine& row) const {
    const auto found = spread_kinds().find(field(row, 3));
    if (found != spread_kinds().end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [name, known] : spread_kinds()) names.push_back(name);
    fail(row, fmt::format("spread_kind '{}' is unknown; {}", field(row, 3), known_names(field(row, 3), names)));
  }

  [[noreturn]] void fail(const CsvLine& row, const std::string& problem) const {
    fail_at(csv_.file, row.line, problem);
  }

  const Csv& csv_;
  std::size_t settings_;
};

void require_header(const Csv& csv) {
  const auto& names = csv.header.fields;
  const bool long_enough = names.size() >= fixed_columns.size();
  if (!long_enough || !std::equal(fixed_columns.rbegin(), fixed_columns.rend(), names.rbegin()))
    throw_input_error("{}:{}: the header must be the varied settings, then column,value,spread,spread_kind,runs",
                      csv.file.string(), csv.header.line);
  std::set<std::string> seen;
  for (const auto& name : names)
    if (name.empty() || !seen.insert(name).second)
      throw_input_error("{}:{}: the header {}", csv.file.string(), csv.header.line,
                        name.empty() ? "has a column without a name" : "names '" + name + "' twice");
}

}  // namespace

Published read_published(const std::filesystem::path& file) {
  const Csv csv = read_csv(file);
  require_header(csv);
  Published published;
  published.file = file;
  published.header_line = csv.header.line;
  published.settings.assign(csv.header.fields.begin(), csv.header.fields.end() - fixed_columns.size());
  for (const auto& [line, text] : csv.comments) published.comments.push_back(text);
  const Reader reader(csv);
  std::map<std::string, std::size_t> seen;
  for (const auto& row : csv.rows) {
    PublishedNumber number = reader.read(row);
    const auto [first, fresh] = seen.emplace(number.column + '\n' + to_text(number.levels), row.line);
    if (!fresh)
      throw_input_error("{}:{}: repeats line {} (column {}{}{}); keep one", file.string(), row.line, first->second,
                        number.column, number.levels.empty() ? "" : ", ", to_text(number.levels));
    published.numbers.push_back(std::move(number));
  }
  if (published.numbers.empty()) throw_input_error("{}:{}: has no rows", file.string(), csv.header.line);
  return published;
}

bool belongs_to(const PublishedNumber& number, const Values& setting) {
  return std::all_of(number.levels.begin(), number.levels.end(), [&](const auto& level) {
    const auto found = setting.find(level.first);
    return found != setting.end() && found->second == level.second;
  });
}

}  // namespace basin::claims
