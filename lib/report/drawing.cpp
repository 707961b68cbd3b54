// The sheet: which panel lies where, the key below all of them.
#include "report/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <variant>

#include "core/error.hpp"
#include "report/drawing_panels.hpp"
#include "report/gnuplot.hpp"

namespace basin::report {
namespace {

constexpr double edge = 12, between_rows = 22, widest_row = 1080;

// Panels side by side, and what the highest of them takes.
struct Row {
  std::size_t first = 0, count = 0;
  double width = 0, title = 0, body = 0;  // body: with what stands below
};

struct Layout {
  std::vector<Extent> extents;
  std::vector<Offer> offers;
  std::vector<Row> rows;
  double width = 0, height = 0;
};

bool is_strip(const Panel& panel) {
  return std::holds_alternative<StripPanel>(panel);
}

// Surfaces that follow each other and are shaded alike have one bar, beside the last of them.
ColourBar bar_of(const std::vector<Panel>& panels, std::size_t i) {
  if (i + 1 == panels.size()) return ColourBar::drawn;
  const auto *here = std::get_if<SurfacePanel>(&panels[i]), *next = std::get_if<SurfacePanel>(&panels[i + 1]);
  const bool alike = here != nullptr && next != nullptr && here->low == next->low && here->high == next->high &&
                     here->value_name == next->value_name;
  return alike ? ColourBar::left_to_next : ColourBar::drawn;
}

// Strips lie under each other; of the others four are two rows of two, else at most three stand side by side.
Layout layout_of(const std::vector<Panel>& panels) {
  const auto others = static_cast<std::size_t>(std::count_if(panels.begin(), panels.end(), std::not_fn(is_strip)));
  const std::size_t limit = others == 4 ? 2 : std::clamp<std::size_t>(others, 1, 3);
  const double offered = limit == 1 ? 640 : limit == 2 ? 470 : 352;
  std::size_t most = 0;
  for (const Panel& panel : panels)
    if (const auto* strip = std::get_if<StripPanel>(&panel)) most = std::max(most, strip->pictures.size());
  const double strip_width = others > 0 ? static_cast<double>(limit) * offered
                                        : std::clamp(144.0 * static_cast<double>(most) + right_margin, 360.0, 760.0);

  Layout layout;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Offer offer = {is_strip(panels[i]) ? strip_width : offered, bar_of(panels, i)};
    const Extent extent = std::visit([&](const auto& panel) { return extent_of(panel, offer); }, panels[i]);
    layout.extents.push_back(extent);
    layout.offers.push_back(offer);
    const bool goes_on = !layout.rows.empty() && !is_strip(panels[i]) && !is_strip(panels[i - 1]) &&
                         layout.rows.back().count < limit && layout.rows.back().width + extent.width <= widest_row;
    if (!goes_on) layout.rows.push_back({i});
    Row& row = layout.rows.back();
    ++row.count;
    row.width += extent.width;
    row.title = std::max(row.title, extent.title);
    row.body = std::max(row.body, extent.body + extent.below);
  }
  for (const Row& row : layout.rows) {
    layout.width = std::max(layout.width, row.width + 2 * edge);
    layout.height += row.title + row.body + between_rows;
  }
  layout.height += 2 * edge - between_rows;
  return layout;
}

// gnuplot takes letters, digits and '_' only.
std::string name_of(const Drawing& drawing) {
  std::string name = drawing.name.empty() ? "figure" : drawing.name;
  for (char& c : name)
    if (std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").find(c) ==
        std::string_view::npos)
      c = '_';
  return name;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

double title_height(const std::string& title, double width) {
  const auto lines = static_cast<double>(wrapped(title, width - 8, title_size).size());
  return lines * line_height * title_size + 10;
}

void draw_title(Canvas& canvas, const std::string& title, const Cell& cell) {
  canvas.lines(cell.left, cell.top + cell.title - title_height(title, cell.width),
               wrapped(title, cell.width - 8, title_size), title_size);
}

std::string gnuplot_script(const Drawing& drawing) {
  if (drawing.panels.empty()) throw std::logic_error(fmt::format("drawing '{}' has no panels", drawing.name));
  for (const Panel& panel : drawing.panels) check_panel(panel);

  const Layout layout = layout_of(drawing.panels);
  const Looks looks = looks_of(drawing);
  const double key = key_height(looks.key, layout.width - 2 * edge);
  const double width = std::ceil(layout.width), height = std::ceil(layout.height + key);
  Canvas canvas(width, height);
  canvas.command("set encoding utf8");
  canvas.command(
      fmt::format("set terminal svg size {},{} dynamic noenhanced font 'sans-serif,{}' background '#ffffff' "
                  "name {}",
                  number(width), number(height), number(label_size), quoted(name_of(drawing))));
  canvas.command("set multiplot");
  double top = edge;
  for (const Row& row : layout.rows) {
    double left = edge;
    for (std::size_t i = row.first; i < row.first + row.count; ++i) {
      const Cell cell = {left, top, layout.extents[i].width, row.title, layout.offers[i]};
      std::visit([&](const auto& panel) { draw_panel(canvas, panel, cell, looks.of_panel[i]); }, drawing.panels[i]);
      left += layout.extents[i].width;
    }
    top += row.title + row.body + between_rows;
  }
  if (key > 0) draw_key(canvas, looks.key, {edge, height - edge - key + 12, width - 2 * edge, key - 12});
  canvas.command("unset multiplot");
  return canvas.script();
}

std::string draw_svg(const Drawing& drawing) {
  std::string svg = run_gnuplot(gnuplot_script(drawing));
  // It becomes a part of the page as it is.
  if (!svg.starts_with("<?xml") || svg.find("</svg>") == std::string::npos)
    throw_machine_error("gnuplot wrote {} bytes that are no SVG; is the program of this name in PATH gnuplot?",
                        svg.size());
  const std::string name = name_of(drawing);
  const std::string title = std::visit([](const auto& panel) { return panel.title; }, drawing.panels.front());
  // The quoted form holds nothing that XML forbids but what is escaped here.
  const std::string text = quoted(title);
  const std::string clean = text.size() > 2 ? text.substr(1, text.size() - 2) : name;
  replace_all(svg, "<title>" + name + "</title>", "<title>" + escaped(clean) + "</title>");
  // In texts gnuplot writes '<' as an entity: these can only be elements. Every value of a picture is to be seen as it
  // is.
  replace_all(svg, "<image ", "<image style='image-rendering:pixelated' ");
  // Several drawings in one page must not share ids.
  for (const std::string_view before : {" id='", "'#", "'url(#"})
    replace_all(svg, std::string(before) + "gp", std::string(before) + name + "_gp");
  for (const std::string_view id : {"id='textbox", "id='greybox", "id=\"gnuplot_canvas"})
    replace_all(svg, id, std::string(id.substr(0, 4)) + name + "_" + std::string(id.substr(4)));
  // gnuplot's own names of curves would be shown wherever the mouse rests.
  const std::string tip = "<title>" + name + "_plot_", end = "</title>";
  for (std::size_t at = svg.find(tip); at != std::string::npos; at = svg.find(tip, at))
    svg.erase(at, svg.find(end, at) + end.size() - at);
  return svg;
}

}  // namespace basin::report
