// Looks of traces, the key, the shading.
#include "report/drawing_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <variant>

namespace basin::report {
namespace {

// Okabe and Ito's colours without their yellow, which is lost on white.
constexpr std::array<const char*, 7> colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                "#e69f00", "#56b4e9", "#000000"};
// gnuplot's numbers of a filled mark and of the same mark open.
constexpr std::array<std::array<int, 2>, 6> marks = {{{7, 6}, {5, 4}, {9, 8}, {13, 12}, {11, 10}, {15, 14}}};
constexpr std::array<const char*, 5> dashes = {"solid", "(14,7)", "(3,5)", "(14,5,3,5)", "(22,6)"};

std::string without_published(const std::string& label) {
  const std::string end = ", published";
  return label.ends_with(end) ? label.substr(0, label.size() - end.size()) : label;
}

// Whether the label says what the trace belongs to: "published" alone does not.
bool names_itself(const Trace& trace) {
  return !trace.label.empty() && (trace.style != Style::published || without_published(trace.label) != trace.label);
}

bool can_be_seen(const Panel& panel, const Trace& trace) {
  const auto scales = std::visit(
      [](const auto& kind) {
        if constexpr (requires { kind.x.scale; }) return std::pair(kind.x.scale, kind.y.scale);
        return std::pair(Scale::linear, Scale::linear);
      },
      panel);
  for (std::size_t i = 0; i < trace.x.size(); ++i)
    if (has_place(scales.first, trace.x[i]) && has_place(scales.second, trace.y[i])) return true;
  return false;
}

constexpr std::size_t crowded = 40;  // chosen: from here on full-sized marks cover each other

// What a look of so many points is in gnuplot's words, without the white edge.
std::string words(const Look& look, std::size_t count = 1) {
  const char* const colour = look.on_shading ? "#000000" : colours[look.order % colours.size()];
  const auto& mark = marks[look.order % marks.size()];
  if (look.style == Style::line)
    return fmt::format("with lines lc rgb '{}' lw {} dt {}", colour, look.on_shading ? 1.6 : 2.4,
                       look.on_shading ? dashes[0] : dashes[look.order % dashes.size()]);
  if (look.style == Style::points)
    return fmt::format("with points lc rgb '{}' pt {} ps {}", colour, mark[0], count > crowded ? 0.5 : 0.9);
  return fmt::format("with points lc rgb '{}' pt {} ps 1.35 lw 2", colour, mark[1]);
}

std::string white_edge(const Look& look) {
  if (look.style == Style::line) return "with lines lc rgb '#ffffff' lw 4";
  const auto& mark = marks[look.order % marks.size()];
  return fmt::format("with points lc rgb '#ffffff' pt {} ps 1.35 lw {}", mark[look.style == Style::points ? 0 : 1],
                     look.style == Style::points ? 2 : 5);
}

constexpr double key_size = 14, sample_width = 44, key_line = 22;

std::size_t key_columns(const std::vector<KeyEntry>& key, double width) {
  double widest = 0;
  for (const KeyEntry& entry : key) widest = std::max(widest, text_width(entry.label, key_size));
  const auto fitting = static_cast<std::size_t>(width / (widest + sample_width + 24));
  std::size_t columns = std::clamp<std::size_t>(fitting, 1, key.size());
  // Ours and published come in pairs: keep each pair in one row.
  if (columns > 1 && columns % 2 == 1 && columns < key.size()) --columns;
  return columns;
}

}  // namespace

const std::vector<Trace>& traces_of(const Panel& panel) {
  static const std::vector<Trace> none;
  if (const auto* curves = std::get_if<CurvesPanel>(&panel)) return curves->traces;
  if (const auto* histogram = std::get_if<HistogramPanel>(&panel)) return histogram->traces;
  if (const auto* surface = std::get_if<SurfacePanel>(&panel)) return surface->curves;
  return none;
}

Looks looks_of(const Drawing& drawing) {
  Looks looks;
  std::vector<std::string> names;  // whose place is their order
  const auto order_of = [&](const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    const auto order = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) names.push_back(name);
    return order;
  };
  for (const Panel& panel : drawing.panels) {
    const std::vector<Trace>& traces = traces_of(panel);
    std::set<std::size_t> taken;
    for (const Trace& trace : traces)
      if (names_itself(trace)) taken.insert(order_of(without_published(trace.label)));
    std::vector<Look>& here = looks.of_panel.emplace_back();
    for (const Trace& trace : traces) {
      Look look{0, trace.style, std::holds_alternative<SurfacePanel>(panel)};
      if (names_itself(trace)) {
        look.order = order_of(without_published(trace.label));
      } else if (trace.style == Style::published && !here.empty()) {
        look.order = here.back().order;
      } else {
        while (taken.contains(look.order)) ++look.order;
        taken.insert(look.order);
      }
      here.push_back(look);
      const auto same = [&](const KeyEntry& entry) { return entry.label == trace.label && entry.look == look; };
      if (!trace.label.empty() && can_be_seen(panel, trace) && std::none_of(looks.key.begin(), looks.key.end(), same))
        looks.key.push_back({trace.label, look});
    }
  }
  return looks;
}

std::vector<std::size_t> drawing_order(const std::vector<Trace>& traces) {
  std::vector<std::size_t> order;
  for (const Style style : {Style::line, Style::points, Style::published})
    for (std::size_t i = 0; i < traces.size(); ++i)
      if (traces[i].style == style) order.push_back(i);
  return order;
}

void add_trace(Canvas& canvas, const Trace& trace, const Look& look, const Ticks& x, const Ticks& y,
               std::vector<std::string>& elements) {
  std::string rows, bars;
  for (std::size_t i = 0; i < trace.x.size(); ++i) {
    const bool shown = x.shows(trace.x[i]) && y.shows(trace.y[i]);
    if (shown)
      rows += fmt::format("{} {}\n", number(trace.x[i]), number(trace.y[i]));
    else if (!rows.empty() && !rows.ends_with("\n\n"))
      rows += "\n";  // an empty line interrupts a curve; two would end the data
    if (!shown || trace.low.empty() || !y.shows(trace.high[i]) || std::isnan(trace.low[i])) continue;
    // On a logarithmic axis an interval that reaches 0 reaches the end of the axis.
    const double low = y.shows(trace.low[i]) ? trace.low[i] : y.low;
    if (low < trace.high[i])
      bars += fmt::format("{} {} {}\n", number(trace.x[i]), number(low), number(trace.high[i] - low));
  }
  if (rows.empty()) return;
  // Vectors whose heads are flat, for gnuplot 5.4 lays a white disc under the middle of its own error bars.
  if (!bars.empty())
    elements.push_back(
        fmt::format("{} using 1:2:(0):3 with vectors heads size graph 0.012,90 lc rgb "
                    "'{}' lw 1.4 notitle",
                    canvas.block(bars), look.on_shading ? "#000000" : colours[look.order % colours.size()]));
  const std::string block = canvas.block(rows);
  if (look.on_shading) elements.push_back(fmt::format("{} using 1:2 {} notitle", block, white_edge(look)));
  elements.push_back(fmt::format("{} using 1:2 {} notitle", block, words(look, trace.x.size())));
}

double key_height(const std::vector<KeyEntry>& key, double width) {
  if (key.empty()) return 0;
  const std::size_t columns = key_columns(key, width);
  return 12 + key_line * static_cast<double>((key.size() + columns - 1) / columns);
}

void draw_key(Canvas& canvas, const std::vector<KeyEntry>& key, const Rect& area) {
  const std::size_t columns = key_columns(key, area.width);
  std::vector<double> widths(columns, 0.0);
  for (std::size_t i = 0; i < key.size(); ++i)
    widths[i % columns] = std::max(widths[i % columns], text_width(key[i].label, key_size) + sample_width + 24);
  double used = 0;
  for (const double width : widths) used += width;

  // The samples are drawn as the traces are, in a plot whose units are pixels.
  canvas.begin_plot(area);
  canvas.command("unset border\nunset tics");
  std::vector<std::string> elements;
  for (std::size_t row = 0; row * columns < key.size(); ++row) {
    double left = std::max(0.0, (area.width - used) / 2);
    const double y = area.height - key_line * (static_cast<double>(row) + 0.5);
    for (std::size_t i = row * columns; i < std::min(key.size(), (row + 1) * columns); ++i) {
      const Look& look = key[i].look;
      const double end = left + sample_width - 8;
      const std::string sample = look.style == Style::line
                                     ? fmt::format("{} {}\n{} {}\n", number(left), number(y), number(end), number(y))
                                     : fmt::format("{} {}\n", number((left + end) / 2), number(y));
      elements.push_back(fmt::format("{} using 1:2 {} notitle", canvas.block(sample), words(look)));
      canvas.text(area.left + left + sample_width, area.top + area.height - y, key[i].label, key_size);
      left += widths[i % columns];
    }
  }
  canvas.command(
      fmt::format("plot [0:{}][0:{}] {}", number(area.width), number(area.height), fmt::join(elements, ", ")));
}

Colour shade(double value, double low, double high) {
  if (std::isnan(value)) return {225, 225, 225};
  // viridis of matplotlib, every 16th of its colours.
  static constexpr std::array<Colour, 17> viridis = {{{68, 1, 84},
                                                      {72, 24, 106},
                                                      {71, 45, 123},
                                                      {66, 64, 134},
                                                      {59, 82, 139},
                                                      {51, 99, 141},
                                                      {44, 114, 142},
                                                      {38, 130, 142},
                                                      {33, 145, 140},
                                                      {31, 160, 136},
                                                      {40, 174, 128},
                                                      {63, 188, 115},
                                                      {94, 201, 98},
                                                      {132, 212, 75},
                                                      {173, 220, 48},
                                                      {216, 226, 25},
                                                      {253, 231, 37}}};
  const double part = low < high ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
  const double place = part * static_cast<double>(viridis.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), viridis.size() - 2);
  const double rest = place - static_cast<double>(below);
  Colour colour{};
  for (std::size_t c = 0; c < colour.size(); ++c)
    colour[c] = static_cast<int>(std::lround((1 - rest) * viridis[below][c] + rest * viridis[below + 1][c]));
  return colour;
}

std::string hexadecimal(const Colour& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

const char* readable_on(const Colour& colour) {
  constexpr std::array<double, 3> weights = {0.2126, 0.7152, 0.0722};
  double luminance = 0;
  for (std::size_t c = 0; c < colour.size(); ++c) {
    const double part = colour[c] / 255.0;
    luminance += weights[c] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return luminance > 0.179 ? "#000000" : "#ffffff";  // where both contrasts are equal
}

}  // namespace basin::report
