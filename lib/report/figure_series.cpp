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
  return joined({{"layer"}, names, {"seed"}, series});
}

std::vector<std::string> run_cells(const std::vector<std::string>& names, const LayerArm& one, std::uint64_t seed) {
  return joined({{filled_label(one.layer->label, one.arm->setting)},
                 varied_cells(names, one.arm->setting),
                 {std::to_string(seed)}});
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
      for (const FigureRun& run : one.arm->runs) {
        const auto cells = run_cells(names, one, run.seed);
        for (std::size_t i = 0; i < figure.y.size(); ++i) {
          const std::string& name = figure.y[i];
          const auto& ys = series_of(*one.layer, run, name);
          std::string label = label_of(figure, one, {});
          if (figure.y.size() > 1) label += (label.empty() ? "" : ", ") + figure.names[i];
          // Seeds look alike: which is which stands in the table.
          panel.traces.push_back(
              {.label = label, .style = figure.styles[i], .x = series_of(*one.layer, run, figure.xs[i]), .y = ys});
          const Extent extent = extent_of(ys);
          parts.table.rows.push_back(joined({cells,
                                             {name, std::to_string(ys.size()), table_number(extent.low),
                                              table_number(extent.high), table_number(extent.last)}}));
        }
        std::vector<const std::vector<double>*> drawn;
        for (const auto& name : columns) drawn.push_back(&series_of(*one.layer, run, name));
        for (std::size_t i = 0; i < run.curves.at(0).x.size(); ++i) {
          auto row = cells;
          for (const auto* series : drawn) row.push_back(exact_number(series->at(i)));
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
          for (const double value : series_of(figure.layers[i], run, figure.x)) {
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
  for (const auto& [title, arms] : by_panel(figure, runs)) {
    HistogramPanel panel{.title = title,
                         .x = {figure.x_label, figure.x_scale, range},
                         .y = {figure.y_label, figure.y_scale, figure.y_range},
                         .edges = {},
                         .heights = {}};
    std::vector<double> values;
    std::size_t run_count = 0;
    for (const LayerArm& one : arms) {
      run_count += one.arm->runs.size();
      for (const FigureRun& run : one.arm->runs)
        for (const double value : series_of(*one.layer, run, figure.x))
          if (!std::isnan(value)) values.push_back(value);
    }
    std::sort(values.begin(), values.end());
    fill_histogram(panel, values, range, figure.bins);
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
