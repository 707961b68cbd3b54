// Figures of means: curves over a setting, and heat maps over two.
#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_parts.hpp"

namespace basin::report {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// A setting as a place on an axis; infinity and words have none.
double number_of(const Values& setting, const std::string& name) {
  const double* number = std::get_if<double>(&setting.at(name));
  return number == nullptr ? nothing : *number;
}

/// The published number of an arm beside our mean: a line of the table and of the CSV.
class MeansTable {
 public:
  explicit MeansTable(const Figure& figure)
      : names_(varied_names(figure)),
        csv_(header({"published", "spread", "spread_kind", "published_runs", "mean", "low", "high", "sd", "runs"})) {
    table_.header = header({"published", "ours: mean", "95 % interval", "sd", "runs"});
  }

  void add(const Layer& layer, const FigureArm& arm, const MeanOfRuns& ours, const claims::PublishedNumber* published) {
    const auto& [summary, interval] = ours;
    const bool some = summary.runs > 0;
    const std::string label = filled_label(layer.label, arm.setting);
    const std::string range =
        std::isnan(interval.low) ? "–" : table_number(interval.low) + " to " + table_number(interval.high);
    table_.rows.push_back(
        row(label, arm,
            {published ? table_number(published->value) : "–", table_number(some ? summary.mean : nothing), range,
             table_number(summary.runs > 1 ? summary.sd : nothing), some ? std::to_string(summary.runs) : "not run"}));
    csv_.add(row(label, arm,
                 {published ? exact_number(published->value) : "", published ? exact_number(published->spread) : "",
                  published ? to_text(published->kind) : "", published ? exact_number(published->runs) : "",
                  exact_number(some ? summary.mean : nothing), exact_number(interval.low), exact_number(interval.high),
                  exact_number(summary.runs > 1 ? summary.sd : nothing), std::to_string(summary.runs)}));
  }

  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const std::string& csv() const { return csv_.text(); }

 private:
  [[nodiscard]] std::vector<std::string> header(const std::vector<std::string>& numbers) const {
    return joined({{"layer"}, names_, numbers});
  }
  [[nodiscard]] std::vector<std::string> row(const std::string& label, const FigureArm& arm,
                                             const std::vector<std::string>& numbers) const {
    return joined({{label}, varied_cells(names_, arm.setting), numbers});
  }

  std::vector<std::string> names_;
  Table table_;
  CsvText csv_;
};

/// The trace of a label in a panel, made where it is not there.
Trace& trace_of(std::vector<Trace>& traces, const std::string& label, Style style) {
  for (Trace& trace : traces)
    if (trace.label == label && trace.style == style) return trace;
  traces.push_back({.label = label, .style = style, .x = {}, .y = {}});
  return traces.back();
}

/// Points in the order of x, as lines want them.
void sort_by_x(Trace& trace) {
  std::vector<std::size_t> order(trace.x.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return trace.x[a] < trace.x[b]; });
  const auto sorted = [&](const std::vector<double>& from) {
    std::vector<double> to;
    for (const std::size_t i : order)
      if (i < from.size()) to.push_back(from[i]);
    return to;
  };
  trace.x = sorted(trace.x);
  trace.y = sorted(trace.y);
  trace.low = sorted(trace.low);
  trace.high = sorted(trace.high);
}

/// Levels of a setting over all arms, in the order they come.
std::vector<std::string> levels_of(const std::vector<LayerArm>& arms, const std::string& name) {
  std::vector<std::string> levels;
  for (const LayerArm& one : arms) {
    const std::string level = to_text(one.arm->setting.at(name));
    if (std::find(levels.begin(), levels.end(), level) == levels.end()) levels.push_back(level);
  }
  return levels;
}

}  // namespace

FigureParts curves_of(const Figure& figure, const FigureRuns& runs) {
  MeansTable means(figure);
  FigureParts parts;
  for (const auto& [title, arms] : by_panel(figure, runs)) {
    CurvesPanel panel{.title = title,
                      .x = {figure.x_label, figure.x_scale, figure.x_range},
                      .y = {figure.y_label, figure.y_scale, figure.y_range},
                      .traces = {},
                      .reference = figure.reference};
    for (const LayerArm& one : arms) {
      const MeanOfRuns ours = mean_of(values_of(*one.layer, *one.arm, one.layer->y));
      const auto* published = published_at(*one.layer, one.layer->y, one.arm->setting);
      means.add(*one.layer, *one.arm, ours, published);
      const std::string label = label_of(figure, one, {figure.x});
      const double x = number_of(one.arm->setting, figure.x);
      if (ours.summary.runs > 0) {
        Trace& trace = trace_of(panel.traces, label, one.layer->style);
        trace.x.push_back(x);
        trace.y.push_back(ours.summary.mean);
        trace.low.push_back(ours.interval.low);
        trace.high.push_back(ours.interval.high);
      }
      if (published != nullptr) {
        Trace& trace = trace_of(panel.traces, label.empty() ? "published" : label + ", published", Style::published);
        trace.x.push_back(x);
        trace.y.push_back(published->value);
      }
    }
    for (Trace& trace : panel.traces) sort_by_x(trace);
    parts.panels.emplace_back(std::move(panel));
  }
  parts.table = means.table();
  parts.csv = means.csv();
  return parts;
}

FigureParts heat_maps_of(const Figure& figure, const FigureRuns& runs) {
  const std::string& row_name = figure.y.front();
  MeansTable means(figure);
  FigureParts parts;
  std::vector<HeatMapPanel> panels;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& [title, arms] : by_panel(figure, runs)) {
    HeatMapPanel ours{.title = title.empty() ? "ours" : title + ", ours",
                      .row_name = row_name,
                      .column_name = figure.x,
                      .rows = levels_of(arms, row_name),
                      .columns = levels_of(arms, figure.x),
                      .values = {}};
    ours.digits = figure.digits;
    ours.values.assign(ours.rows.size(), std::vector<double>(ours.columns.size(), nothing));
    HeatMapPanel published = ours;
    published.title = title.empty() ? "published" : title + ", published";
    bool any_published = false;
    for (const LayerArm& one : arms) {
      const auto place = [&](const std::vector<std::string>& levels, const std::string& name) {
        const std::string level = to_text(one.arm->setting.at(name));
        return static_cast<std::size_t>(std::find(levels.begin(), levels.end(), level) - levels.begin());
      };
      const std::size_t row = place(ours.rows, row_name), column = place(ours.columns, figure.x);
      const MeanOfRuns mean = mean_of(values_of(*one.layer, *one.arm, figure.value));
      const auto* number = published_at(*one.layer, figure.value, one.arm->setting);
      means.add(*one.layer, *one.arm, mean, number);
      // Where layers share a cell the first that was run is shown; the table has all.
      if (std::isnan(ours.values[row][column]) && mean.summary.runs > 0) ours.values[row][column] = mean.summary.mean;
      if (number == nullptr) continue;
      published.values[row][column] = number->value;
      any_published = true;
    }
    for (const HeatMapPanel* panel : {&published, &ours})
      for (const auto& row : panel->values)
        for (const double value : row) {
          if (std::isnan(value)) continue;
          low = std::min(low, value);
          high = std::max(high, value);
        }
    if (any_published) panels.push_back(std::move(published));
    panels.push_back(std::move(ours));
  }
  if (!(low < high)) {
    low = std::isfinite(low) ? low - 0.5 : 0.0;
    high = low + 1.0;
  }
  for (HeatMapPanel& panel : panels) {
    std::tie(panel.low, panel.high) = figure.range.value_or(Range{low, high});
    parts.panels.emplace_back(std::move(panel));
  }
  parts.table = means.table();
  parts.csv = means.csv();
  return parts;
}

}  // namespace basin::report
