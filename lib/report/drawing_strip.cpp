// Rows of small pictures with words under them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/drawing_panels.hpp"

namespace basin::report {
namespace {

constexpr double gap = 12, smallest = 64, largest = 132, word_size = 13;

struct Layout {
  std::size_t columns, rows;
  double side, words;  // of a picture's square, and the height of the words under it
};

Layout layout_of(const StripPanel& panel, double width) {
  const auto count = static_cast<double>(std::max<std::size_t>(panel.pictures.size(), 1));
  const double room = width - right_margin;
  const double columns = std::clamp(std::floor((room + gap) / (smallest + gap)), 1.0, count);
  Layout layout{};
  layout.rows = static_cast<std::size_t>(std::ceil(count / columns));
  // Rows of about the same length rather than a last one with a single picture.
  layout.columns = static_cast<std::size_t>(std::ceil(count / static_cast<double>(layout.rows)));
  layout.side = std::min(largest, (room + gap) / static_cast<double>(layout.columns) - gap);
  double lines = 0;
  for (const auto& picture : panel.pictures)
    lines = std::max(lines, static_cast<double>(wrapped(picture.label, layout.side + gap, word_size).size()));
  layout.words = 5 + lines * line_height * word_size + 8;
  return layout;
}

// Values as bytes at their places; a side of one pixel is doubled, since gnuplot draws none of less than 2 x 2.
std::string pixels_of(const StripPanel::Picture& picture) {
  const std::size_t across = std::max<std::size_t>(picture.width, 2), down = std::max<std::size_t>(picture.height, 2);
  const std::size_t plane = picture.width * picture.height;
  const auto byte = [&](std::size_t i) {
    const double value = picture.values[i];
    return std::isnan(value) ? 0L : std::lround(255 * std::clamp(value, 0.0, 1.0));
  };
  std::string pixels;
  for (std::size_t i = 0; i < down; ++i)
    for (std::size_t j = 0; j < across; ++j) {
      const std::size_t at = i * picture.height / down * picture.width + j * picture.width / across;
      const bool grey = picture.channels == 1;
      pixels += fmt::format("{} {} {} {} {}\n", j, i, byte(at), byte(grey ? at : at + plane),
                            byte(grey ? at : at + 2 * plane));
    }
  return pixels;
}

}  // namespace

Extent extent_of(const StripPanel& panel, const Offer& offer) {
  const double width = offer.width;
  const Layout layout = layout_of(panel, width);
  return {width, title_height(panel.title, width),
          panel.pictures.empty() ? 2 * label_size : static_cast<double>(layout.rows) * (layout.side + layout.words), 0};
}

void draw_panel(Canvas& canvas, const StripPanel& panel, const Cell& cell, const std::vector<Look>& /*no traces*/) {
  const Layout layout = layout_of(panel, cell.width);
  const double top = cell.top + cell.title;
  canvas.begin_plot({cell.left, top, cell.width, layout.side});
  draw_title(canvas, panel.title, cell);
  if (panel.pictures.empty())
    canvas.text(cell.left, top + label_size, "no pictures yet", label_size, Align::left, "#666666");
  canvas.plot_nothing();
  for (std::size_t i = 0; i < panel.pictures.size(); ++i) {
    const auto& picture = panel.pictures[i];
    const double left = cell.left + static_cast<double>(i % layout.columns) * (layout.side + gap);
    const double row = top + static_cast<double>(i / layout.columns) * (layout.side + layout.words);
    const auto width = static_cast<double>(picture.width), height = static_cast<double>(picture.height);
    const double scale = layout.side / std::max(width, height);
    const Rect area = {left + (layout.side - scale * width) / 2, row + layout.side - scale * height, scale * width,
                       scale * height};
    canvas.begin_plot(area);
    canvas.lines(left + layout.side / 2, row + layout.side + 5, wrapped(picture.label, layout.side + gap, word_size),
                 word_size, Align::centre);
    canvas.command("unset tics\nset border 15 lc rgb '#999999'");
    canvas.command(fmt::format("plot [-0.5:{}][{}:-0.5] {} using 1:2:3:4:5 with rgbimage notitle",
                               number(std::max(width, 2.0) - 0.5), number(std::max(height, 2.0) - 0.5),
                               canvas.block(pixels_of(picture))));
  }
}

}  // namespace basin::report
