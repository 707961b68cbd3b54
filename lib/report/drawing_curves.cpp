// Curves and histograms.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing_axes.hpp"
#include "report/drawing_panels.hpp"

namespace basin::report {
namespace {

// All values that traces put on each axis; only points with both coordinates count.
struct Values {
  std::vector<double> x, y;
};

void add_values(Values& values, const std::vector<Trace>& traces, const Axis& x_axis, const Axis& y_axis) {
  for (const Trace& trace : traces)
    for (std::size_t i = 0; i < trace.x.size(); ++i) {
      if (!has_place(x_axis.scale, trace.x[i]) || !has_place(y_axis.scale, trace.y[i])) continue;
      values.x.push_back(trace.x[i]);
      values.y.push_back(trace.y[i]);
      if (trace.low.empty()) continue;
      values.y.push_back(trace.low[i]);
      values.y.push_back(trace.high[i]);
    }
}

struct Axes {
  Ticks x, y;
  bool empty;  // no value that could be drawn
};

double ticks_in(double pixels, double each) {
  return std::max(2.0, std::floor(pixels / each));
}

double body_height(double width) {
  return std::round(width > 520 ? 0.6 * width : 0.72 * width);
}

Axes axes_of(const CurvesPanel& panel, double width) {
  Values values;
  add_values(values, panel.traces, panel.x, panel.y);
  const bool empty = values.x.empty();
  if (panel.reference) values.y.push_back(*panel.reference);
  if (panel.frame) {
    values.x.insert(values.x.end(), {(*panel.frame)[0], (*panel.frame)[1]});
    values.y.insert(values.y.end(), {(*panel.frame)[2], (*panel.frame)[3]});
  }
  return {ticks_for(panel.x, values.x, ticks_in(width, 75)),
          ticks_for(panel.y, values.y, ticks_in(body_height(width), 55)), empty};
}

Axes axes_of(const HistogramPanel& panel, double width) {
  Values values;
  values.x = panel.edges;
  values.y = panel.heights;
  bool empty = true;
  for (const double height : panel.heights) empty = empty && !has_place(panel.y.scale, height);
  add_values(values, panel.traces, panel.x, panel.y);
  // Boxes stand on 0, unless a logarithmic axis has none.
  if (panel.y.scale == Scale::linear) values.y.push_back(0.0);
  Axis x_axis = panel.x;
  if (!x_axis.range && panel.traces.empty() && panel.edges.size() > 1 && panel.edges.front() < panel.edges.back() &&
      (x_axis.scale == Scale::linear || panel.edges.front() > 0))
    x_axis.range = {panel.edges.front(), panel.edges.back()};
  return {ticks_for(x_axis, values.x, ticks_in(width, 75)),
          ticks_for(panel.y, values.y, ticks_in(body_height(width), 55),
                    panel.y.scale == Scale::linear ? Margin::above : Margin::around),
          empty && values.x.size() == panel.edges.size()};
}

template <class Kind>
Rect area_of(const Kind& panel, const Cell& cell, const Axes& axes) {
  const double height = body_height(cell.width), left = left_of_axes(panel.y, axes.y, height);
  return {cell.left + left, cell.top + cell.title, cell.width - left - right_margin, height};
}

template <class Kind>
Extent extent_with_axes(const Kind& panel, double width) {
  const Axes axes = axes_of(panel, width);
  const double inner = width - left_of_axes(panel.y, axes.y, body_height(width)) - right_margin;
  return {width, title_height(panel.title, width), body_height(width), below_axes(panel.x, inner)};
}

void draw(Canvas& canvas, const std::vector<std::string>& elements, const Rect& area, const Axes& axes) {
  if (axes.empty)
    canvas.text(area.left + area.width / 2, area.top + area.height / 2, "no numbers yet", label_size, Align::centre,
                "#666666");
  canvas.command(elements.empty() ? "plot NaN notitle" : fmt::format("plot {}", fmt::join(elements, ", ")));
}

}  // namespace

Extent extent_of(const CurvesPanel& panel, const Offer& offer) {
  return extent_with_axes(panel, offer.width);
}
Extent extent_of(const HistogramPanel& panel, const Offer& offer) {
  return extent_with_axes(panel, offer.width);
}

void draw_panel(Canvas& canvas, const CurvesPanel& panel, const Cell& cell, const std::vector<Look>& looks) {
  const Axes axes = axes_of(panel, cell.width);
  const Rect area = area_of(panel, cell, axes);
  canvas.begin_plot(area);
  draw_title(canvas, panel.title, cell);
  set_axes(canvas, area, panel.x, axes.x, panel.y, axes.y);
  if (panel.frame && axes.x.shows((*panel.frame)[0]) && axes.y.shows((*panel.frame)[2]))
    canvas.command(fmt::format(
        "set object rectangle from {},{} to {},{} back clip fs empty border rgb '#777777' lw 1.5",
        number((*panel.frame)[0]), number((*panel.frame)[2]), number((*panel.frame)[1]), number((*panel.frame)[3])));
  if (panel.reference && axes.y.shows(*panel.reference))
    canvas.command(
        fmt::format("set arrow from graph 0,first {0} to graph 1,first {0} nohead back lc rgb '#555555' "
                    "lw 1.5 dt (8,6)",
                    number(*panel.reference)));
  std::vector<std::string> elements;
  for (const std::size_t i : drawing_order(panel.traces))
    add_trace(canvas, panel.traces[i], looks[i], axes.x, axes.y, elements);
  draw(canvas, elements, area, axes);
}

void draw_panel(Canvas& canvas, const HistogramPanel& panel, const Cell& cell, const std::vector<Look>& looks) {
  const Axes axes = axes_of(panel, cell.width);
  const Rect area = area_of(panel, cell, axes);
  canvas.begin_plot(area);
  draw_title(canvas, panel.title, cell);
  set_axes(canvas, area, panel.x, axes.x, panel.y, axes.y);
  std::string boxes;
  const double floor = axes.y.scale == Scale::linear ? 0.0 : axes.y.low;
  for (std::size_t i = 0; i < panel.heights.size(); ++i) {
    const double from = panel.edges[i], to = panel.edges[i + 1], height = panel.heights[i];
    if (!axes.x.shows(from) || !axes.x.shows(to) || !axes.y.shows(height)) continue;
    boxes += fmt::format("{} {} {} {} {} {}\n", number((from + to) / 2), number(height), number(from), number(to),
                         number(floor), number(height));
  }
  std::vector<std::string> elements;
  if (!boxes.empty())
    elements.push_back(
        canvas.block(boxes) +
        " using 1:2:3:4:5:6 with boxxyerror fillstyle solid border rgb '#8c8c8c' fc rgb '#d6d6d6' notitle");
  for (const std::size_t i : drawing_order(panel.traces))
    add_trace(canvas, panel.traces[i], looks[i], axes.x, axes.y, elements);
  draw(canvas, elements, area, axes);
}

}  // namespace basin::report
