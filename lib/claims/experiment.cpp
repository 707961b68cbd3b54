// The experiments linked into this program. They register before main: a mistake in one must say which it is.
#include "claims/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace {

[[noreturn]] void refuse(const Experiment& experiment, const std::string& problem) {
  throw std::logic_error(fmt::format("experiment '{}': {}", experiment.name, problem));
}

// What a predicate can name: no operator, no number.
bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// No expression names a series, so that one may be named like a column. Its table has the settings beside it.
void require_sound_series(const Experiment& experiment) {
  const bool has_x = !experiment.series_x.name.empty();
  if (has_x == experiment.series.empty())
    refuse(experiment, has_x ? "it has a series_x but no series" : "it has series but no series_x");
  std::set<std::string> names = {"seed"};
  for (const auto& parameter : experiment.parameters) names.insert(parameter.name);
  const auto take = [&](const std::string& name) {
    if (!is_identifier(name)) refuse(experiment, fmt::format("the series '{}' is no identifier", name));
    if (!names.insert(name).second)
      refuse(experiment, fmt::format("the series '{}' is named like another, a setting or the seed", name));
  };
  if (has_x) take(experiment.series_x.name);
  for (const auto& series : experiment.series) {
    take(series.name);
    std::set<std::string> words = {"", "nan"};  // a number that is none is printed as nan
    for (const auto& word : series.words)
      if (!words.insert(word).second)
        refuse(experiment, fmt::format("the series '{}' has the word '{}', empty, nan or repeated", series.name, word));
  }
}

void require_sound(const Experiment& experiment) {
  const std::size_t dot = experiment.name.find('.');
  if (dot == std::string::npos || !is_path_word(std::string_view(experiment.name).substr(0, dot)) ||
      !is_path_word(std::string_view(experiment.name).substr(dot + 1)))
    refuse(experiment, "its name must be source.noun in a-z, 0-9 and _");
  if (experiment.columns.empty()) refuse(experiment, "it has no columns");
  if (!experiment.measure) refuse(experiment, "it has no measure function");
  // A column may bear the name of a choice ("loss"): numbers and words cannot be taken for each other.
  std::set<std::string> words;
  for (const auto& parameter : experiment.parameters) {
    if (parameter.kind == Kind::choice) words.insert(parameter.name);
  }
  std::set<std::string> names = {"seed"};  // rows are printed and recorded with a seed column of their own
  const auto take = [&](const std::string& name) {
    if (!is_identifier(name)) refuse(experiment, fmt::format("'{}' is no identifier", name));
    if (!names.insert(name).second) refuse(experiment, fmt::format("the name '{}' is used twice", name));
  };
  for (const auto& parameter : experiment.parameters) take(parameter.name);
  for (const auto& word : words) names.erase(word);
  for (const auto& column : experiment.columns) take(column.name);
  require_sound_series(experiment);
  try {
    const Setting defaults(experiment.parameters, {});
  } catch (const Error& error) {
    refuse(experiment, fmt::format("a default is refused by its own range: {}", error.what()));
  }
}

bool is_index_of(const std::vector<std::string>& words, double y) {
  return std::isnan(y) || (y >= 0.0 && y < static_cast<double>(words.size()) && y == std::trunc(y));
}

// "source/noun.cpp", wherever the source tree lies.
std::string relative_file(const std::string& file) {
  static constexpr std::string_view folder = "/reproductions/";
  const std::size_t found = file.rfind(folder);
  if (found != std::string::npos) return file.substr(found + folder.size());
  const std::filesystem::path path(file);
  return (path.parent_path().filename() / path.filename()).generic_string();
}

}  // namespace

std::string objection_to(const std::vector<Curve>& curves, const std::vector<Series>& series) {
  if (curves.size() != series.size()) return fmt::format("{} curves for {} series", curves.size(), series.size());
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Curve& curve = curves[i];
    const std::string name = fmt::format("the series '{}'", series[i].name);
    if (curve.x.size() != curve.y.size() || curve.x.empty() || curve.x.size() > most_curve_points)
      return fmt::format("{} with {} x and {} y, not 1 to {} of both", name, curve.x.size(), curve.y.size(),
                         most_curve_points);
    if (curve.x != curves.front().x)  // an x that is NaN is not even itself
      return fmt::format("{} with an x that is NaN or not that of '{}'", name, series.front().name);
    const auto& words = series[i].words;
    const auto wrong = std::find_if_not(curve.y.begin(), curve.y.end(),
                                        [&](double y) { return words.empty() || is_index_of(words, y); });
    if (wrong != curve.y.end()) return fmt::format("{} with {}, no index of its {} words", name, *wrong, words.size());
  }
  return {};
}

Registry& Registry::global() {
  static Registry registry;
  return registry;
}

void Registry::add(Experiment experiment, const std::string& file) {
  require_sound(experiment);
  if (experiments_.contains(experiment.name)) refuse(experiment, "the name is used twice");
  experiment.file = relative_file(file);
  std::string name = experiment.name;
  experiments_.emplace(std::move(name), std::move(experiment));
}

const Experiment& Registry::find(const std::string& name) const {
  const auto found = experiments_.find(name);
  if (found != experiments_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [known, experiment] : experiments_) names.push_back(known);
  throw_input_error("experiment '{}' is unknown; {}", name, known_names(name, names));
}

std::vector<const Experiment*> Registry::all() const {
  std::vector<const Experiment*> list;
  for (const auto& [name, experiment] : experiments_) list.push_back(&experiment);
  return list;
}

}  // namespace basin::claims
