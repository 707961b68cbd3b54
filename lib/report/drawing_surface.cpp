// Functions over the plane: shading, level curves, arrows, and what the shades mean.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing_axes.hpp"
#include "report/drawing_panels.hpp"

namespace basin::report {
namespace {

constexpr double bar_gap = 14, bar_width = 14;

// The range of grid lines, each in the middle of its cell.
std::pair<double, double> range_of(const std::vector<double>& lines) {
  const double first = (lines[1] - lines[0]) / 2, last = (lines.back() - lines[lines.size() - 2]) / 2;
  return {lines.front() - first, lines.back() + last};
}

Ticks grid_ticks(const Axis& axis, const std::vector<double>& lines) {
  Axis ranged = axis;
  ranged.scale = Scale::linear;
  if (!ranged.range) ranged.range = range_of(lines);
  return ticks_for(ranged, {}, 5);
}

Ticks value_ticks(const SurfacePanel& panel) {
  Axis axis{panel.value_name};
  if (panel.low < panel.high) axis.range = {panel.low, panel.high};
  return ticks_for(axis, {panel.low}, 5);
}

struct Frame {
  Ticks x, y, values;
  double left, right, width, height;  // of the plot itself: width, height; what stands to its left and right
};

// One unit is as long in x as in y, unless the picture became a ribbon.
Frame frame_of(const SurfacePanel& panel, const Offer& offer) {
  Frame frame{grid_ticks(panel.x, panel.xs), grid_ticks(panel.y, panel.ys), value_ticks(panel), 0, 0, 0, 0};
  frame.width = std::round(0.74 * offer.width);
  frame.right = right_margin;
  if (offer.bar == ColourBar::drawn)
    frame.right += bar_gap + bar_width + 10 + ticks_width(frame.values) +
                   (panel.value_name.empty() ? 0 : line_height * label_size);
  const double ratio = (frame.y.high - frame.y.low) / (frame.x.high - frame.x.low);
  frame.height = frame.width * (ratio > 0.4 && ratio < 2.0 ? ratio : 1.0);
  frame.left = left_of_axes(panel.y, frame.y, frame.height);
  return frame;
}

// Places evenly spaced, as pictures need them, and which of the given lines lies nearest to each.
std::pair<std::vector<double>, std::vector<std::size_t>> even_lines(const std::vector<double>& lines) {
  const auto [low, high] = range_of(lines);
  const double step = (lines.back() - lines.front()) / static_cast<double>(lines.size() - 1);
  bool even = true;
  for (std::size_t i = 1; i < lines.size(); ++i) even = even && std::abs(lines[i] - lines[i - 1] - step) < 1e-4 * step;
  const std::size_t count = even ? lines.size() : std::max<std::size_t>(200, 2 * lines.size());
  std::vector<double> places(count);
  std::vector<std::size_t> nearest(count);
  for (std::size_t i = 0, at = 0; i < count; ++i) {
    places[i] = low + (high - low) * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    while (at + 1 < lines.size() && std::abs(lines[at + 1] - places[i]) < std::abs(lines[at] - places[i])) ++at;
    nearest[i] = even ? i : at;
  }
  return {places, nearest};
}

std::string pixels_of(const SurfacePanel& panel) {
  const auto [xs, columns] = even_lines(panel.xs);
  const auto [ys, rows] = even_lines(panel.ys);
  std::string pixels;
  for (std::size_t i = 0; i < ys.size(); ++i)
    for (std::size_t j = 0; j < xs.size(); ++j) {
      const Colour colour = shade(panel.values[rows[i]][columns[j]], panel.low, panel.high);
      pixels += fmt::format("{} {} {} {} {}\n", number(xs[j]), number(ys[i]), colour[0], colour[1], colour[2]);
    }
  return pixels;
}

// Arrows of one length on paper, their middle at (x, y).
std::string arrows_of(const SurfacePanel& panel, const Frame& frame) {
  const double x_unit = frame.width / (frame.x.high - frame.x.low),
               y_unit = frame.height / (frame.y.high - frame.y.low);
  std::string rows;
  for (const auto& arrow : panel.arrows) {
    if (!std::isfinite(arrow.x) || !std::isfinite(arrow.y) || !std::isfinite(arrow.angle)) continue;
    const double across = std::cos(arrow.angle) * x_unit, up = std::sin(arrow.angle) * y_unit;
    const double scale = frame.width / 26 / std::hypot(across, up);
    const double dx = across * scale / x_unit, dy = up * scale / y_unit;
    rows += fmt::format("{} {} {} {}\n", number(arrow.x - dx / 2), number(arrow.y - dy / 2), number(dx), number(dy));
  }
  return rows;
}

void draw_bar(Canvas& canvas, const SurfacePanel& panel, const Frame& frame, const Rect& area) {
  constexpr int shades = 64;
  const double left = area.left + area.width + bar_gap;
  for (int i = 0; i < shades; ++i) {
    // From top to bottom, each down to the end: no seams between them.
    const double top = area.top + area.height * i / shades;
    canvas.box({left, top, bar_width, area.top + area.height - top}, hexadecimal(shade(1 - (i + 0.5) / shades, 0, 1)),
               "solid noborder");
  }
  const double range = frame.values.high - frame.values.low;
  for (const auto& [value, text] : frame.values.major) {
    const double y = area.top + area.height * (frame.values.high - value) / range;
    canvas.command(fmt::format("set arrow from {} to {} nohead lc rgb '#555555' lw 1", canvas.at(left + bar_width, y),
                               canvas.at(left + bar_width + 5, y)));
    canvas.text(left + bar_width + 8, y, text, tick_size);
  }
  if (!panel.value_name.empty())
    canvas.upright(left + bar_width + 12 + ticks_width(frame.values) + 0.5 * line_height * label_size,
                   area.top + area.height / 2, {panel.value_name}, label_size);
}

}  // namespace

Extent extent_of(const SurfacePanel& panel, const Offer& offer) {
  const Frame frame = frame_of(panel, offer);
  const double width = frame.left + frame.width + frame.right;
  return {width, title_height(panel.title, width), frame.height, below_axes(panel.x, frame.width)};
}

void draw_panel(Canvas& canvas, const SurfacePanel& panel, const Cell& cell, const std::vector<Look>& looks) {
  const Frame frame = frame_of(panel, cell.offer);
  const Rect area = {cell.left + frame.left, cell.top + cell.title, frame.width, frame.height};
  canvas.begin_plot(area);
  draw_title(canvas, panel.title, cell);
  set_axes(canvas, area, panel.x, frame.x, panel.y, frame.y);
  canvas.command("unset grid\nset border 15");
  if (cell.offer.bar == ColourBar::drawn) draw_bar(canvas, panel, frame, area);
  std::vector<std::string> elements = {canvas.block(pixels_of(panel)) + " using 1:2:3:4:5 with rgbimage notitle"};
  if (const std::string rows = arrows_of(panel, frame); !rows.empty()) {
    const std::string block = canvas.block(rows);
    const double head = (frame.x.high - frame.x.low) / 60;
    for (const char* const pen : {"#ffffff' lw 3.5", "#000000' lw 1.3"})
      elements.push_back(fmt::format("{} using 1:2:3:4 with vectors head filled size first {},25 lc rgb '{} notitle",
                                     block, number(head), pen));
  }
  for (const std::size_t i : drawing_order(panel.curves))
    add_trace(canvas, panel.curves[i], looks[i], frame.x, frame.y, elements);
  canvas.command(fmt::format("plot {}", fmt::join(elements, ", ")));
}

}  // namespace basin::report
