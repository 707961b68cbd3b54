// Values of keys and names of experiments, each refused with its line.
#include "report/figure_words.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "stats/predicate.hpp"

namespace basin::report {

using claims::Located;
using claims::TomlTable;

const std::vector<std::pair<std::string, Style>>& style_names() {
  static const std::vector<std::pair<std::string, Style>> all = {{"points", Style::points}, {"line", Style::line}};
  return all;
}

std::vector<double> number_list(TomlTable& table, const std::string& key, std::size_t count) {
  const auto values = table.values(key);
  std::vector<double> list;
  for (const auto& value : values.value) {
    const double* number = std::get_if<double>(&value);
    if (number != nullptr && std::isfinite(*number)) list.push_back(*number);
  }
  if (list.size() != count || values.value.size() != count)
    table.fail(values.line, fmt::format("'{}' must be a list of {} finite numbers", key, count));
  return list;
}

std::optional<Range> optional_range(TomlTable& table, const std::string& key, Scale scale) {
  table.allow(key);
  if (!table.has(key)) return std::nullopt;
  const auto list = number_list(table, key, 2);
  if (!can_be_drawn(scale, list[0], list[1]))
    table.fail(table.values(key).line,
               fmt::format("'{}' must be [low, high], apart by more than rounding and less than 1e308{}", key,
                           scale == Scale::linear ? "" : ", and above 0 for its 'log'"));
  return Range{list[0], list[1]};
}

Located<std::vector<std::string>> word_list(TomlTable& table, const std::string& key) {
  const auto values = table.values(key);
  Located<std::vector<std::string>> list{{}, values.line};
  for (const auto& value : values.value) {
    const std::string* word = std::get_if<std::string>(&value);
    if (word == nullptr) table.fail(values.line, fmt::format("'{}' must be a list of names in quotes", key));
    list.value.push_back(*word);
  }
  return list;
}

Located<std::vector<std::string>> one_or_more(TomlTable& table, const std::string& key) {
  if (!table.is_text(key)) return word_list(table, key);
  const auto one = table.text(key);
  return {{one.value}, one.line};
}

void require_setting(const TomlTable& table, const Located<std::string>& name, const claims::Experiment& experiment) {
  std::vector<std::string> known;
  for (const auto& parameter : experiment.parameters) known.push_back(parameter.name);
  if (std::find(known.begin(), known.end(), name.value) == known.end())
    table.fail(name.line, fmt::format("'{}' is no setting of {}; {}", name.value, experiment.name,
                                      known_names(name.value, known)));
}

void require_varied(const TomlTable& table, const Located<std::string>& name, const Layer& layer) {
  require_setting(table, name, *layer.experiment);
  const auto& vary = layer.plan.vary;
  if (std::any_of(vary.begin(), vary.end(), [&](const auto& varied) { return varied.first == name.value; })) return;
  table.fail(name.line,
             fmt::format("'{}' is not varied by a layer (label '{}'); put it into its vary", name.value, layer.label));
}

void require_series(const TomlTable& table, const Located<std::string>& name, const claims::Experiment& experiment) {
  std::vector<std::string> known;
  for (const auto& series : experiment.series) known.push_back(series.name);
  if (std::find(known.begin(), known.end(), name.value) != known.end()) return;
  table.fail(name.line, known.empty() ? fmt::format("{} has no series", experiment.name)
                                      : fmt::format("'{}' is no series of {}; {}", name.value, experiment.name,
                                                    known_names(name.value, known)));
}

void require_column(const TomlTable& table, const Located<std::string>& name, const std::vector<Layer>& layers) {
  const bool known = std::any_of(layers.begin(), layers.end(), [&](const Layer& layer) {
    const auto& columns = layer.experiment->columns;
    return std::any_of(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name.value; });
  });
  if (!known) table.fail(name.line, fmt::format("'{}' is no column of an experiment of this figure", name.value));
}

void require_expression(const TomlTable& table, const Located<std::string>& text,
                        const claims::Experiment& experiment) {
  try {
    (void)stats::Expression(text.value, stats::Result::number, claims::names_of(experiment));
  } catch (const Error& error) {
    table.fail(text.line, fmt::format("'{}': {}", text.value, error.what()));
  }
}

}  // namespace basin::report
