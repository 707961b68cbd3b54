// Tables of numbers in shaded cells.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing_axes.hpp"
#include "report/drawing_panels.hpp"

namespace basin::report {
namespace {

constexpr double number_size = 14, row_label_width = 200, column_label_width = 96;

std::string cell_text(const HeatMapPanel& panel, double value) {
  if (std::isnan(value)) return "\u2013";
  const std::string text = fmt::format("{:.{}f}", value, panel.digits);
  // -0.001 with two digits is 0.00 and not less.
  return text.find_first_of("123456789i") == std::string::npos && text.front() == '-' ? text.substr(1) : text;
}

struct Sizes {
  double left, cell, height, below;  // what stands to the left; width and height of a cell; what stands below
  std::vector<std::string> row_name;
};

Sizes sizes_of(const HeatMapPanel& panel) {
  double rows = 0, cell = 44, label_lines = 0;
  for (const std::string& label : panel.rows)
    for (const std::string& line : wrapped(label, row_label_width, tick_size))
      rows = std::max(rows, text_width(line, tick_size));
  for (const auto& row : panel.values)
    for (const double value : row) cell = std::max(cell, text_width(cell_text(panel, value), number_size) + 14);
  for (const std::string& label : panel.columns)
    for (const std::string& line : wrapped(label, column_label_width, tick_size))
      cell = std::max(cell, text_width(line, tick_size) + 10);
  // Few columns become wider, so that title and column name have room.
  cell = std::max(cell, 200 / std::max(1.0, static_cast<double>(panel.columns.size())));
  for (const std::string& label : panel.columns)
    label_lines = std::max(label_lines, static_cast<double>(wrapped(label, cell - 6, tick_size).size()));
  const double width = cell * static_cast<double>(panel.columns.size());
  // Few rows become higher, so that their name, read from below, has room.
  const auto count = static_cast<double>(panel.rows.size());
  const double height = std::clamp(text_width(panel.row_name, label_size) / count, 32.0, 56.0);
  const auto row_name = wrapped(panel.row_name, height * count, label_size);
  const double name_lines = static_cast<double>(wrapped(panel.column_name, width, label_size).size());
  return {rows + 14 + static_cast<double>(row_name.size()) * line_height * label_size, cell, height,
          14 + label_lines * line_height * tick_size + name_lines * line_height * label_size, row_name};
}

}  // namespace

Extent extent_of(const HeatMapPanel& panel, const Offer& /*cells have their size*/) {
  const Sizes sizes = sizes_of(panel);
  const double width = sizes.left + sizes.cell * static_cast<double>(panel.columns.size()) + right_margin;
  return {width, title_height(panel.title, width), sizes.height * static_cast<double>(panel.rows.size()), sizes.below};
}

void draw_panel(Canvas& canvas, const HeatMapPanel& panel, const Cell& cell, const std::vector<Look>& /*no traces*/) {
  const Sizes sizes = sizes_of(panel);
  const Rect area = {cell.left + sizes.left, cell.top + cell.title,
                     sizes.cell * static_cast<double>(panel.columns.size()),
                     sizes.height * static_cast<double>(panel.rows.size())};
  canvas.begin_plot(area);
  draw_title(canvas, panel.title, cell);
  for (std::size_t i = 0; i < panel.rows.size(); ++i) {
    const double top = area.top + sizes.height * static_cast<double>(i);
    const auto lines = wrapped(panel.rows[i], row_label_width, tick_size);
    const double middle = top + sizes.height / 2 - 0.5 * line_height * tick_size * static_cast<double>(lines.size());
    canvas.lines(area.left - 8, middle, lines, tick_size, Align::right);
    for (std::size_t j = 0; j < panel.columns.size(); ++j) {
      const double value = panel.values[i][j], left = area.left + sizes.cell * static_cast<double>(j);
      const Rect box = {left, top, sizes.cell, sizes.height};
      const Colour colour = shade(value, panel.low, panel.high);
      canvas.box(box, hexadecimal(colour), "solid border rgb '#ffffff'");
      if (std::isnan(value)) {
        canvas.box(box, "#b0b0b0", "pattern 4 border rgb '#ffffff'");
        canvas.box({left + sizes.cell / 2 - 9, top + sizes.height / 2 - 9, 18, 18}, hexadecimal(colour),
                   "solid noborder");
      }
      canvas.text(left + sizes.cell / 2, top + sizes.height / 2, cell_text(panel, value), number_size, Align::centre,
                  readable_on(colour));
    }
  }
  double below = 0;
  for (std::size_t j = 0; j < panel.columns.size(); ++j) {
    const auto lines = wrapped(panel.columns[j], sizes.cell - 6, tick_size);
    canvas.lines(area.left + sizes.cell * (static_cast<double>(j) + 0.5), area.top + area.height + 5, lines, tick_size,
                 Align::centre);
    below = std::max(below, static_cast<double>(lines.size()));
  }
  canvas.lines(area.left + area.width / 2, area.top + area.height + 9 + below * line_height * tick_size,
               wrapped(panel.column_name, area.width, label_size), label_size, Align::centre);
  canvas.upright(cell.left + 0.5 * line_height * label_size, area.top + area.height / 2, sizes.row_name, label_size);
  canvas.plot_nothing();
}

}  // namespace basin::report
