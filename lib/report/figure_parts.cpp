// Texts, groups and means that several kinds of figures need.
#include "report/figure_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "claims/judge.hpp"
#include "core/csv.hpp"
#include "stats/predicate.hpp"

namespace basin::report {

void CsvText::add(const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) text_ += (i == 0 ? "" : ",") + csv_field(fields[i]);
  text_ += '\n';
}

std::vector<std::pair<std::string, std::vector<LayerArm>>> by_panel(const Figure& figure, const FigureRuns& runs) {
  std::vector<std::pair<std::string, std::vector<LayerArm>>> groups;
  for (std::size_t i = 0; i < figure.layers.size(); ++i) {
    for (const FigureArm& arm : runs.at(i)) {
      std::string title;
      if (!figure.panel.empty()) title = figure.panel + " = " + to_text(arm.setting.at(figure.panel));
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.first == title; });
      if (group == groups.end()) group = groups.insert(groups.end(), {title, {}});
      group->second.push_back({&figure.layers[i], &arm});
    }
  }
  return groups;
}

std::vector<double> values_of(const Layer& layer, const FigureArm& arm, const std::string& expression) {
  const stats::Expression parsed(expression, stats::Result::number, claims::names_of(*layer.experiment));
  stats::Sample sample;
  sample.arms.push_back({arm.setting, {}});
  for (const FigureRun& run : arm.runs) {
    stats::Numbers numbers;
    for (std::size_t i = 0; i < layer.experiment->columns.size(); ++i)
      numbers[layer.experiment->columns[i].name] = run.row.at(i);
    // A figure shows what every run gave; whether a run that did not converge counts is a question for claims.
    if (!parsed.columns().contains("converged")) numbers.erase("converged");
    sample.seeds.push_back(run.seed);
    sample.arms.front().runs.emplace_back(std::move(numbers));
  }
  const stats::ArmGrid grid(sample);
  std::vector<double> values;
  for (std::size_t i = 0; i < arm.runs.size(); ++i) values.push_back(parsed.evaluate(sample, grid, i).front());
  return values;
}

MeanOfRuns mean_of(const std::vector<double>& values) {
  std::vector<double> numbers;
  std::copy_if(values.begin(), values.end(), std::back_inserter(numbers),
               [](double value) { return !std::isnan(value); });
  MeanOfRuns result{stats::summarise(numbers), {}};
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  result.interval = result.summary.runs > 1 ? stats::student_interval(result.summary, 1.0 - figure_confidence)
                                            : stats::Interval{nothing, nothing};
  return result;
}

double median_of(const std::vector<double>& sorted) {
  const std::size_t count = sorted.size();
  if (count == 0) return std::numeric_limits<double>::quiet_NaN();
  return count % 2 == 1 ? sorted[count / 2] : 0.5 * (sorted[count / 2 - 1] + sorted[count / 2]);
}

const claims::PublishedNumber* published_at(const Layer& layer, const std::string& expression, const Values& setting) {
  if (!layer.published) return nullptr;
  for (const auto& number : layer.published->numbers)
    if (number.column == expression && claims::belongs_to(number, setting)) return &number;
  return nullptr;
}

std::size_t series_place(const claims::Experiment& experiment, const std::string& name) {
  const auto& all = experiment.series;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& series) { return series.name == name; });
  return found == all.end() ? x_place : static_cast<std::size_t>(found - all.begin());
}

const std::vector<double>& series_of(const FigureRun& run, std::size_t place) {
  return place == x_place ? run.curves.at(0).x : run.curves.at(place).y;
}

std::string table_number(double value) {
  return std::isnan(value) ? "–" : fmt::format("{:.4g}", value);
}

std::string exact_number(double value) {
  return std::isnan(value) ? "" : fmt::format("{}", value);
}

std::vector<std::string> varied_names(const Figure& figure) {
  std::vector<std::string> names;
  for (const Layer& layer : figure.layers)
    for (const auto& [name, levels] : layer.plan.vary)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::vector<std::string> varied_cells(const std::vector<std::string>& names, const Values& setting) {
  std::vector<std::string> cells;
  for (const auto& name : names) {
    const auto found = setting.find(name);
    cells.push_back(found == setting.end() ? "" : to_text(found->second));
  }
  return cells;
}

std::string label_of(const Figure& figure, const LayerArm& one, const std::vector<std::string>& besides) {
  if (!one.layer->label.empty()) return filled_label(one.layer->label, one.arm->setting);
  Values left;
  for (const auto& [name, value] : one.arm->levels) {
    const bool said = name == figure.panel || std::find(besides.begin(), besides.end(), name) != besides.end();
    if (!said) left[name] = value;
  }
  return to_text(left);
}

std::string shown_columns(const Figure& figure, const Layer& layer, const FigureRun& run) {
  std::string text;
  for (const auto& name : figure.show) {
    const auto& columns = layer.experiment->columns;
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name; });
    if (found == columns.end()) continue;
    const double value = run.row.at(static_cast<std::size_t>(found - columns.begin()));
    text += (text.empty() ? "" : ", ") + name + " = " + table_number(value);
  }
  return text;
}

}  // namespace basin::report
