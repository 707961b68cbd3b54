// Golden rows as text: written in one step, read as hostile input.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <utility>

#include "claims/golden.hpp"
#include "core/csv.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace {

constexpr std::string_view tolerance_mark = "tolerance,";

std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

// The settings that claims set or vary: those in which requests differ from defaults or from each other.
std::vector<std::string> named_settings(const std::vector<RunRequest>& requests) {
  std::set<std::string> names;
  for (const auto& request : requests)
    for (const auto& [name, value] : request.given) names.insert(name);
  return {names.begin(), names.end()};
}

class GoldenReader {
 public:
  GoldenReader(const Csv& csv, const Experiment& experiment) : csv_(csv), experiment_(experiment) {}

  Golden read() {
    Golden golden;
    golden.file = csv_.file;
    for (const auto& [line, text] : csv_.comments) {
      if (!text.starts_with(tolerance_mark)) {
        golden.comments.push_back(text);
        continue;
      }
      const auto [column, tolerance] = read_tolerance(line, text);
      if (!golden.tolerances.emplace(column, tolerance).second)
        fail_at(csv_.file, line, fmt::format("gives the tolerance of '{}' twice", column));
    }
    read_header(golden);
    std::map<std::string, std::size_t> seen;
    for (const auto& row : csv_.rows) {
      golden.rows.push_back(read_row(row, golden));
      const auto& latest = golden.rows.back();
      const auto [first, fresh] = seen.emplace(fmt::format("{} {}", to_text(latest.setting), latest.seed), latest.line);
      if (!fresh) fail_at(csv_.file, row.line, fmt::format("repeats the run of line {}; keep one", first->second));
    }
    if (golden.rows.empty()) fail_at(csv_.file, csv_.header.line, "has no rows; record it again");
    return golden;
  }

 private:
  std::pair<std::string, double> read_tolerance(std::size_t line, const std::string& text) const {
    const std::size_t comma = text.rfind(',');
    const std::string column =
        comma < tolerance_mark.size() ? "" : text.substr(tolerance_mark.size(), comma - tolerance_mark.size());
    const auto tolerance = parse_number(std::string_view(text).substr(comma + 1));
    if (column.empty() || !tolerance || !std::isfinite(*tolerance) || *tolerance <= 0.0)
      fail_at(csv_.file, line, "is no tolerance; write # tolerance,<column>,<number above 0>");
    return {column, *tolerance};
  }

  // Settings, then seed, then exactly the columns that have a tolerance.
  void read_header(const Golden& golden) {
    const auto& names = csv_.header.fields;
    while (settings_ < names.size() && names[settings_] != "seed") ++settings_;
    std::set<std::pair<bool, std::string>> seen;  // a choice and a column may share a name, on either side of the seed
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!seen.emplace(i < settings_, names[i]).second) fail_header(fmt::format("names '{}' twice", names[i]));
    if (settings_ == names.size()) fail_header("has no 'seed'; it is settings, seed, columns");
    std::vector<std::string> settings, columns;
    for (const auto& parameter : experiment_.parameters) settings.push_back(parameter.name);
    for (const auto& column : experiment_.columns) columns.push_back(column.name);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i == settings_) continue;
      const auto& known = i < settings_ ? settings : columns;
      if (std::find(known.begin(), known.end(), names[i]) == known.end())
        fail_header(fmt::format("names '{}', which is no {} of {}; {}; if it is gone, record the rows again", names[i],
                                i < settings_ ? "setting" : "column", experiment_.name, known_names(names[i], known)));
      if (i > settings_ && !golden.tolerances.contains(names[i]))
        fail_header(fmt::format("has the column '{}' without a tolerance", names[i]));
    }
    if (golden.tolerances.size() != names.size() - settings_ - 1) fail_header("lacks a column that has a tolerance");
    if (golden.tolerances.empty()) fail_header("has no column after 'seed'");
  }

  GoldenRow read_row(const CsvLine& line, const Golden& golden) const {
    GoldenRow row;
    row.line = line.line;
    for (std::size_t i = 0; i < line.fields.size(); ++i) {
      const std::string& name = csv_.header.fields[i];
      const auto number = parse_number(line.fields[i]);
      if (i < settings_) {
        row.setting[name] = number ? Value(*number) : Value(line.fields[i]);
      } else if (i > settings_) {
        if (!number)
          fail_at(csv_.file, line.line, fmt::format("{} is '{}'; it must be a number", name, line.fields[i]));
        row.values[name] = *number;
      } else if (!number || *number < 1.0 || *number > 1e9 || *number != std::trunc(*number)) {
        fail_at(csv_.file, line.line, fmt::format("seed is '{}'; it must be a whole number above 0", line.fields[i]));
      } else {
        row.seed = static_cast<std::uint64_t>(*number);
      }
    }
    try {
      const Setting setting(experiment_.parameters, row.setting);
    } catch (const Error& error) {
      fail_at(csv_.file, line.line, fmt::format("{}; record it again", error.what()));
    }
    if (row.values.size() != golden.tolerances.size()) throw std::logic_error("golden header was not checked");
    return row;
  }

  [[noreturn]] void fail_header(const std::string& problem) const {
    fail_at(csv_.file, csv_.header.line, fmt::format("the header {}", problem));
  }

  const Csv& csv_;
  const Experiment& experiment_;
  std::size_t settings_ = 0;
};

}  // namespace

void record_golden(const std::filesystem::path& file, const Experiment& experiment,
                   const std::vector<RunRequest>& requests, const std::vector<Row>& plain,
                   const std::vector<Row>& perturbed, const Provenance& provenance) {
  if (std::getenv("CI") != nullptr)
    throw_input_error(
        "{}: golden rows are not written where CI is set (a record made by the check that reads it checks nothing); "
        "record them on your own machine and commit them",
        file.string());
  if (requests.empty()) throw_input_error("{}: there is nothing to record; no claim has runs here", file.string());
  const auto tolerances = golden_tolerances(experiment, requests, plain, perturbed);
  if (tolerances.empty())
    throw_input_error(
        "{}: no column of {} is stable (one bit moves each by more than a tenth of its spread); "
        "shorten what it trains",
        file.string(), experiment.name);
  const auto names = named_settings(requests);
  std::string text =
      fmt::format("# creator: {}\n# experiment: {}\n# compiler: {}\n# native: {}\n# machine: {}\n# date: {}\n",
                  one_line(provenance.creator), experiment.name, one_line(provenance.compiler),
                  one_line(provenance.native), one_line(provenance.machine), one_line(provenance.date));
  std::set<std::string> settings;
  for (const auto& request : requests) settings.insert(Setting(experiment.parameters, request.given).canonical());
  for (const auto& setting : settings) text += fmt::format("# setting: {}\n", setting);
  for (const auto& [column, tolerance] : tolerances)
    text += fmt::format("# {}{},{:.3g}\n", tolerance_mark, column, tolerance);
  for (const auto& name : names) text += name + ',';
  text += "seed";
  for (const auto& [column, tolerance] : tolerances) text += ',' + column;
  text += '\n';
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Setting setting(experiment.parameters, requests[i].given);
    for (const auto& name : names) text += csv_field(to_text(setting.values().at(name))) + ',';
    text += fmt::format("{}", requests[i].seed);
    for (const auto& [column, tolerance] : tolerances)
      for (std::size_t c = 0; c < experiment.columns.size(); ++c)
        if (experiment.columns[c].name == column) text += fmt::format(",{}", plain[i][c]);
    text += '\n';
  }
  write_text_file(file, text);
}

Golden read_golden(const std::filesystem::path& file, const Experiment& experiment) {
  const Csv csv = read_csv(file);
  return GoldenReader(csv, experiment).read();
}

}  // namespace basin::claims
