// Figures of series: paths, one for each run, and histograms of all that the runs of a panel have.
#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_parts.hpp"

namespace basin::report {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// "settings..., seed": the columns before the numbers of series.
std::vector<std::string> run_header(const std::vector<std::string>& names, const std::vector<std::string>& series) {
  std::vector<std::string> header = {"layer"};
  header.insert(header.end(), names.begin(), names.end());
  header.emplace_back("seed");
  header.insert(header.end(), series.begin(), series.end());
  return header;
}

std::vector<std::string> run_cells(const std::vector<std::string>& names, const LayerArm& one, std::uint64_t seed) {
  std::vector<std::string> cells = {filled_label(one.layer->label, one.arm->setting)};
  const auto varied = varied_cells(names, one.arm->setting);
  cells.insert(cells.end(), varied.begin(), varied.end());
  cells.push_back(std::to_string(seed));
  return cells;
}

struct Extent {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  double last = nothing;
};

Extent extent_of(const std::vector<double>& values) {
  Extent extent;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    extent.low = std::min(extent.low, value);
    extent.high = std::max(extent.high, value);
    extent.last = value;
  }
  if (std::isnan(extent.last)) extent.low = extent.high = nothing;
  return extent;
}

}  // namespace

FigureParts paths_of(const Figure& figure, const FigureRuns& runs) {
  const auto names = varied_names(figure);
  std::vector<std::string> columns;
  for (const auto& list : {figure.xs, figure.y})
    for (const auto& name : list)
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  CsvText csv(run_header(names, columns));
  FigureParts parts;
  parts.table.header = run_header(names, {"series", "points", "lowest", "highest", "last"});
  for (const auto& [title, arms] : by_panel(figure, runs)) {
    CurvesPanel panel{.title = title,
                      .x = {figure.x_label, figure.x_scale, figure.x_range},
                      .y = {figure.y_label, figure.y_scale, figure.y_range},
                      .traces = {}};
    if (figure.frame) panel.frame.emplace(figure.frame->begin(), figure.frame->end());
    for (const LayerArm& one : arms) {
      const auto place = [&](const std::string& name) { return series_place(*one.layer->experiment, name); };
      for (const FigureRun& run : one.arm->runs) {
        const auto cells = run_cells(names, one, run.seed);
        for (std::size_t i = 0; i < figure.y.size(); ++i) {
          const std::string& name = figure.y[i];
          const auto& ys = series_of(run, place(name));
          std::string label = label_of(figure, one, {});
          if (figure.y.size() > 1) label += (label.empty() ? "" : ", ") + figure.names[i];
          // Seeds look alike: which is which stands in the table.
          panel.traces.push_back(
              {.label = label, .style = figure.styles[i], .x = series_of(run, place(figure.xs[i])), .y = ys});
          const Extent extent = extent_of(ys);
          auto row = cells;
          for (const auto& text : {name, std::to_string(ys.size()), table_number(extent.low), table_number(extent.high),
                                   table_number(extent.last)})
            row.push_back(text);
          parts.table.rows.push_back(std::move(row));
        }
        for (std::size_t i = 0; i < run.curves.at(0).x.size(); ++i) {
          auto row = cells;
          for (const auto& name : columns) row.push_back(exact_number(series_of(run, place(name)).at(i)));
          csv.add(row);
        }
      }
    }
    parts.panels.emplace_back(std::move(panel));
  }
  parts.csv = csv.text();
  return parts;
}

FigureParts histograms_of(const Figure& figure, const FigureRuns& runs) {
  const auto names = varied_names(figure);
  CsvText csv({"panel", "from", "to", "share", "values", "runs"});
  FigureParts parts;
  parts.table.header = {"panel", "runs", "values", "lowest", "median", "highest", "fullest bin", "its share"};
  Range range = figure.x_range.value_or(Range{std::numeric_limits<double>::infinity(), 0.0});
  if (!figure.x_range) {
    range.second = -range.first;
    for (std::size_t i = 0; i < runs.size(); ++i)
      for (const FigureArm& arm : runs[i])
        for (const FigureRun& run : arm.runs) {
          for (const double value : series_of(run, series_place(*figure.layers[i].experiment, figure.x))) {
            if (!std::isfinite(value)) continue;
            range.first = std::min(range.first, value);
            range.second = std::max(range.second, value);
          }
        }
    if (!can_be_drawn(Scale::linear, range.first, range.second)) {
      const double room = std::max(0.5, 1e-3 * std::abs(range.first));  // one number, but for its rounding
      range = {range.first - room, range.first + room};
    }
    if (!can_be_drawn(Scale::linear, range.first, range.second)) range = {0.0, 1.0};
  }
  const double width = (range.second - range.first) / static_cast<double>(figure.bins);
  for (const auto& [title, arms] : by_panel(figure, runs)) {
    HistogramPanel panel{.title = title,
                         .x = {figure.x_label, figure.x_scale, range},
                         .y = {figure.y_label, figure.y_scale, figure.y_range},
                         .edges = {},
                         .heights = std::vector<double>(figure.bins, 0.0)};
    for (std::size_t i = 0; i <= figure.bins; ++i) panel.edges.push_back(range.first + width * static_cast<double>(i));
    std::vector<double> values;
    std::size_t run_count = 0;
    for (const LayerArm& one : arms) {
      run_count += one.arm->runs.size();
      for (const FigureRun& run : one.arm->runs)
        for (const double value : series_of(run, series_place(*one.layer->experiment, figure.x)))
          if (!std::isnan(value)) values.push_back(value);
    }
    std::sort(values.begin(), values.end());
    for (const double value : values) {
      // Values outside count in the total and in no bin: the heights then say that something is not shown.
      if (value < range.first || value > range.second) continue;
      const auto bin = static_cast<std::size_t>((value - range.first) / width);
      panel.heights[std::min(bin, figure.bins - 1)] += 1.0 / static_cast<double>(values.size());
    }
    const auto fullest =
        static_cast<std::size_t>(std::max_element(panel.heights.begin(), panel.heights.end()) - panel.heights.begin());
    const bool none = values.empty();
    parts.table.rows.push_back(
        {title, std::to_string(run_count), std::to_string(values.size()), table_number(none ? nothing : values.front()),
         table_number(median_of(values)), table_number(none ? nothing : values.back()),
         none ? "–" : table_number(panel.edges[fullest]) + " to " + table_number(panel.edges[fullest + 1]),
         none ? "–" : table_number(panel.heights[fullest])});
    for (std::size_t i = 0; i < figure.bins; ++i)
      csv.add({title, exact_number(panel.edges[i]), exact_number(panel.edges[i + 1]), exact_number(panel.heights[i]),
               std::to_string(values.size()), std::to_string(run_count)});
    parts.panels.emplace_back(std::move(panel));
  }
  parts.csv = csv.text();
  return parts;
}

}  // namespace basin::report
