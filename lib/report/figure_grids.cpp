// Figures of single runs: functions of the plane with curves over them, and rows of pictures.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "report/figure_parts.hpp"

namespace basin::report {
namespace {

constexpr std::size_t arrows_a_side = 12;  // chosen: a field that is still read at the width of a phone

std::vector<double> sorted_unique(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t place_in(const std::vector<double>& sorted, double value) {
  return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

SurfacePanel surface_of(const Figure& figure, const Layer& layer, const FigureRun& run) {
  const auto series = [&](const std::string& name) -> const std::vector<double>& {
    return series_of(layer, run, name);
  };
  const auto& x = series(figure.x);
  const auto& y = series(figure.y.front());
  const auto& value = series(figure.value);
  const std::vector<double>* angle = figure.arrows.empty() ? nullptr : &series(figure.arrows);
  SurfacePanel panel;
  panel.x = {figure.x_label};
  panel.y = {figure.y_label};
  panel.value_name = figure.value_label;
  panel.xs = sorted_unique(x);
  panel.ys = sorted_unique(y);
  const bool is_grid = panel.xs.size() > 1 && panel.ys.size() > 1 && panel.xs.size() * panel.ys.size() == x.size() &&
                       std::none_of(y.begin(), y.end(), [](double number) { return std::isnan(number); }) &&
                       std::none_of(x.begin(), x.end(), [](double number) { return std::isnan(number); });
  if (!is_grid)
    throw_input_error("{}: '{}' and '{}' of {} are no full grid; a surface needs one", figure.file.string(), figure.x,
                      figure.y.front(), layer.experiment->name);
  panel.values.assign(panel.ys.size(), std::vector<double>(panel.xs.size(), std::numeric_limits<double>::quiet_NaN()));
  const std::size_t step_x = std::max<std::size_t>(1, panel.xs.size() / arrows_a_side);
  const std::size_t step_y = std::max<std::size_t>(1, panel.ys.size() / arrows_a_side);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t column = place_in(panel.xs, x[i]), row = place_in(panel.ys, y[i]);
    panel.values[row][column] = value[i];
    const bool has_arrow = angle != nullptr && column % step_x == step_x / 2 && row % step_y == step_y / 2;
    if (has_arrow && !std::isnan((*angle)[i])) panel.arrows.push_back({x[i], y[i], (*angle)[i]});
  }
  return panel;
}

/// The paths of a line layer: a new one wherever the series of curve numbers changes.
std::vector<Trace> lines_of(const Figure& figure, const Layer& layer, const FigureRun& run) {
  const auto& x = series_of(layer, run, figure.x);
  const auto& y = series_of(layer, run, figure.y.front());
  const std::vector<double>* split = figure.split.empty() ? nullptr : &series_of(layer, run, figure.split);
  std::vector<Trace> lines;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool starts = i == 0 || (split != nullptr && (*split)[i] != (*split)[i - 1]);
    if (starts) lines.push_back({.label = "", .style = Style::line, .x = {}, .y = {}});
    lines.back().x.push_back(x[i]);
    lines.back().y.push_back(y[i]);
  }
  return lines;
}

/// A row of the table: which run, then every column of its experiment that is shown.
class RunsTable {
 public:
  explicit RunsTable(const Figure& figure) : figure_(figure), names_(varied_names(figure)) {
    table_.header = joined({{"panel"}, names_, {"experiment", "seed"}, figure.show});
  }
  void add(const LayerArm& one) {
    const FigureRun* run = one.arm->runs.empty() ? nullptr : &one.arm->runs.front();
    std::vector<std::string> row = joined({{label_of(figure_, one, {})},
                                           varied_cells(names_, one.arm->setting),
                                           {one.layer->experiment->name, run ? std::to_string(run->seed) : "not run"}});
    for (const auto& name : figure_.show) {
      const auto value = run ? column_of(*one.layer, *run, name) : std::nullopt;
      row.push_back(value ? table_number(*value) : "–");
    }
    table_.rows.push_back(std::move(row));
  }
  [[nodiscard]] Table table() const { return table_; }

 private:
  const Figure& figure_;
  std::vector<std::string> names_;
  Table table_;
};

std::string title_of(const Figure& figure, const LayerArm& one) {
  const std::string label = label_of(figure, one, {});
  const std::string shown =
      one.arm->runs.empty() ? "not run" : shown_columns(figure, *one.layer, one.arm->runs.front());
  return label.empty() || shown.empty() ? label + shown : label + ": " + shown;
}

}  // namespace

FigureParts surfaces_of(const Figure& figure, const FigureRuns& runs) {
  FigureParts parts;
  RunsTable table(figure);
  CsvText csv({"panel", "kind", figure.x, figure.y.front(), figure.value, figure.arrows});
  std::vector<SurfacePanel> panels;
  std::size_t first_of_layer = 0;
  for (std::size_t i = 0; i < figure.layers.size(); ++i) {
    const Layer& layer = figure.layers[i];
    const bool over = layer.style == Style::line;
    if (!over) first_of_layer = panels.size();
    for (std::size_t k = 0; k < runs.at(i).size(); ++k) {
      const LayerArm one{&layer, &runs[i][k]};
      table.add(one);
      const std::string label = label_of(figure, one, {});
      const FigureRun* run = one.arm->runs.empty() ? nullptr : &one.arm->runs.front();
      if (!over) {
        panels.push_back(run != nullptr ? surface_of(figure, layer, *run) : SurfacePanel{});
        panels.back().title = title_of(figure, one);
      }
      if (run == nullptr) continue;
      if (over && first_of_layer + k < panels.size()) {
        // Arms of a line layer belong to the arms of the surface before it, in their order.
        SurfacePanel& below = panels[first_of_layer + k];
        for (Trace& line : lines_of(figure, layer, *run)) below.curves.push_back(std::move(line));
        const std::string shown = shown_columns(figure, layer, *run);
        if (!shown.empty()) below.title += (below.title.empty() ? "" : ", ") + shown;
      }
      const auto& x = series_of(layer, *run, figure.x);
      const auto& y = series_of(layer, *run, figure.y.front());
      const auto of_grid = [&](const std::string& name) {
        return over || name.empty() ? nullptr : &series_of(layer, *run, name);
      };
      const std::vector<double>*const value = of_grid(figure.value), *const angle = of_grid(figure.arrows);
      for (std::size_t point = 0; point < x.size(); ++point)
        csv.add({label, over ? "curve" : "grid", exact_number(x[point]), exact_number(y[point]),
                 value ? exact_number((*value)[point]) : "", angle ? exact_number((*angle)[point]) : ""});
    }
  }
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& panel : panels)
    for (const auto& row : panel.values)
      for (const double value : row) {
        if (std::isnan(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
  const Range range = figure.range.value_or(low < high ? Range{low, high} : Range{0.0, 1.0});
  for (auto& panel : panels) {
    std::tie(panel.low, panel.high) = range;
    if (panel.xs.empty())
      parts.panels.emplace_back(StripPanel{.title = panel.title, .pictures = {}});  // not run: its title says so
    else
      parts.panels.emplace_back(std::move(panel));
  }
  parts.table = table.table();
  parts.csv = csv.text();
  return parts;
}

FigureParts strips_of(const Figure& figure, const FigureRuns& runs) {
  FigureParts parts;
  RunsTable table(figure);
  CsvText csv({"row", "picture", "place", "value"});
  const auto& [height, width, channels] = figure.shape;
  const Range range = figure.range.value_or(Range{0.0, 1.0});
  for (std::size_t i = 0; i < figure.layers.size(); ++i) {
    for (const FigureArm& arm : runs.at(i)) {
      const LayerArm one{&figure.layers[i], &arm};
      table.add(one);
      const std::string label = label_of(figure, one, {});
      StripPanel panel{.title = title_of(figure, one), .pictures = {}};
      for (const auto& name : figure.pictures) {
        if (arm.runs.empty()) continue;
        const auto& pixels = series_of(*one.layer, arm.runs.front(), name);
        if (pixels.size() != height * width * channels)
          throw_input_error("{}: '{}' of {} has {} values, which are not {} x {} x {}; correct 'shape'",
                            figure.file.string(), name, one.layer->experiment->name, pixels.size(), height, width,
                            channels);
        StripPanel::Picture picture{
            .label = name, .width = width, .height = height, .channels = channels, .values = {}};
        std::replace(picture.label.begin(), picture.label.end(), '_', ' ');
        for (std::size_t place = 0; place < pixels.size(); ++place) {
          picture.values.push_back((pixels[place] - range.first) / (range.second - range.first));
          csv.add({label, name, std::to_string(place), exact_number(pixels[place])});
        }
        panel.pictures.push_back(std::move(picture));
      }
      parts.panels.emplace_back(std::move(panel));
    }
  }
  parts.table = table.table();
  parts.csv = csv.text();
  return parts;
}

}  // namespace basin::report
