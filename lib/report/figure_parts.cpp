// Texts, groups and means that several kinds of figures need.
#include "report/figure_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

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

const std::vector<double>& series_of(const Layer& layer, const FigureRun& run, const std::string& name) {
  const auto& all = layer.experiment->series;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& series) { return series.name == name; });
  return found == all.end() ? run.curves.at(0).x : run.curves.at(static_cast<std::size_t>(found - all.begin())).y;
}

std::optional<double> column_of(const Layer& layer, const FigureRun& run, const std::string& name) {
  const auto& all = layer.experiment->columns;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& column) { return column.name == name; });
  if (found == all.end()) return std::nullopt;
  return run.row.at(static_cast<std::size_t>(found - all.begin()));
}

void fill_histogram(HistogramPanel& panel, const std::vector<double>& values, const Range& range, std::size_t bins) {
  const double width = (range.second - range.first) / static_cast<double>(bins);
  panel.edges.clear();
  panel.heights.assign(bins, 0.0);
  for (std::size_t i = 0; i <= bins; ++i) panel.edges.push_back(range.first + width * static_cast<double>(i));
  for (const double value : values) {
    if (value < range.first || value > range.second) continue;
    const auto bin = static_cast<std::size_t>((value - range.first) / width);
    panel.heights[std::min(bin, bins - 1)] += 1.0 / static_cast<double>(values.size());
  }
}

std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists) {
  std::vector<std::string> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
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
  for (const auto& name : figure.show)
    if (const auto value = column_of(layer, run, name))
      text += (text.empty() ? "" : ", ") + name + " = " + table_number(*value);
  return text;
}

}  // namespace basin::report
