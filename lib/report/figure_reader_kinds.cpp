// What each kind of figure asks for beyond the head and the layers.
#include <algorithm>
#include <cmath>

#include "report/figure_reader.hpp"
#include "report/figure_words.hpp"

namespace basin::report {
namespace {

constexpr std::size_t most_pixels = 128 * 128;  // of a series

}  // namespace

using claims::Located;
using claims::TomlTable;

void FigureReader::read_kind(TomlTable& top) {
  switch (figure_.kind) {
    case FigureKind::curves:
      read_axes(top);
      read_curves(top);
      break;
    case FigureKind::paths:
      read_axes(top);
      read_paths(top);
      break;
    case FigureKind::histogram:
      read_axes(top);
      read_histogram(top);
      break;
    case FigureKind::heat_map:
      read_heat_map(top);
      break;
    case FigureKind::surface:
      read_surface(top);
      break;
    case FigureKind::strips:
      read_strips(top);
      break;
  }
}

void FigureReader::read_curves(TomlTable& top) {
  const auto x = top.text("x");
  for (const auto& layer : figure_.layers) require_varied(top, x, layer);
  figure_.x = x.value;
  figure_.y = {top.filled_text("y").value};
  for (std::size_t i = 0; i < figure_.layers.size(); ++i) {
    Layer& layer = figure_.layers[i];
    if (layer.y.empty()) layer.y = figure_.y.front();
    require_expression(top, {layer.y, y_lines_[i] == 0 ? top.text("y").line : y_lines_[i]}, *layer.experiment);
  }
  top.allow("reference");
  if (top.has("reference")) figure_.reference = top.number("reference").value;
}

void FigureReader::read_paths(TomlTable& top) {
  const auto x = one_or_more(top, "x"), y = one_or_more(top, "y");
  if (x.value.size() != 1 && x.value.size() != y.value.size())
    top.fail(x.line, "'x' must be one name, or as many as 'y' has");
  for (const auto& layer : figure_.layers) {
    for (const auto& name : x.value)
      if (name != layer.experiment->series_x.name) require_series(top, {name, x.line}, *layer.experiment);
    for (const auto& name : y.value) require_series(top, {name, y.line}, *layer.experiment);
  }
  figure_.x = x.value.front();
  figure_.y = y.value;
  for (std::size_t i = 0; i < y.value.size(); ++i) figure_.xs.push_back(x.value[x.value.size() == 1 ? 0 : i]);
  figure_.names = words_for_each_y(top, "names").value_or(y).value;
  figure_.styles.assign(y.value.size(), Style::line);
  if (const auto styles = words_for_each_y(top, "styles"))
    for (std::size_t i = 0; i < y.value.size(); ++i)
      figure_.styles[i] = chosen_of(top, "styles", {styles->value[i], styles->line}, style_names());
  top.allow("frame");
  if (!top.has("frame")) return;
  const auto corners = number_list(top, "frame", 4);
  figure_.frame = std::array{corners[0], corners[1], corners[2], corners[3]};
}

std::optional<Located<std::vector<std::string>>> FigureReader::words_for_each_y(TomlTable& top,
                                                                                const std::string& key) const {
  top.allow(key);
  if (!top.has(key)) return std::nullopt;
  auto list = word_list(top, key);
  if (list.value.size() != figure_.y.size())
    top.fail(list.line, fmt::format("'{}' must have {} words, one for each of 'y'", key, figure_.y.size()));
  return list;
}

void FigureReader::read_histogram(TomlTable& top) {
  const auto x = top.text("x");
  for (const auto& layer : figure_.layers) require_series(top, x, *layer.experiment);
  figure_.x = x.value;
  top.allow("bins");
  if (top.has("bins")) figure_.bins = static_cast<std::size_t>(top.whole_number("bins", 1, 1000).value);
}

void FigureReader::read_heat_map(TomlTable& top) {
  const auto x = top.text("x");
  const auto y = top.text("y");
  for (const auto& layer : figure_.layers) {
    require_varied(top, x, layer);
    require_varied(top, y, layer);
  }
  figure_.x = x.value;
  figure_.y = {y.value};
  const auto value = top.filled_text("value");
  for (const auto& layer : figure_.layers) require_expression(top, value, *layer.experiment);
  figure_.value = value.value;
  figure_.range = optional_range(top, "range");
  top.allow("digits");
  if (top.has("digits")) figure_.digits = static_cast<int>(top.whole_number("digits", 0, 6).value);
}

void FigureReader::read_surface(TomlTable& top) {
  const auto x = top.text("x"), y = top.text("y"), value = top.text("value");
  const std::string arrows = top.optional_text("arrows", "");
  if (figure_.layers.front().style == Style::line)
    top.fail(top.line(), "the first layer of a surface must be one; layers of style line lie over it");
  for (const auto& layer : figure_.layers) {
    require_series(top, x, *layer.experiment);
    require_series(top, y, *layer.experiment);
    if (layer.style == Style::line && top.has("split")) require_series(top, top.text("split"), *layer.experiment);
    if (layer.style == Style::line) continue;
    require_series(top, value, *layer.experiment);
    if (!arrows.empty()) require_series(top, top.text("arrows"), *layer.experiment);
  }
  figure_.x = x.value;
  figure_.y = {y.value};
  figure_.value = value.value;
  figure_.arrows = arrows;
  figure_.split = top.optional_text("split", "");
  figure_.x_label = top.filled_text("x_label").value;
  figure_.y_label = top.filled_text("y_label").value;
  figure_.value_label = top.optional_text("value_label", value.value);
  figure_.range = optional_range(top, "range");
  read_shown(top);
}

void FigureReader::read_strips(TomlTable& top) {
  const auto pictures = word_list(top, "pictures");
  const auto shape = number_list(top, "shape", 3);
  for (const auto& layer : figure_.layers)
    for (const auto& name : pictures.value) require_series(top, {name, pictures.line}, *layer.experiment);
  const bool sound = shape[0] >= 1 && shape[1] >= 1 && (shape[2] == 1 || shape[2] == 3) &&
                     shape[0] * shape[1] * shape[2] <= static_cast<double>(most_pixels) &&
                     std::all_of(shape.begin(), shape.end(), [](double n) { return n == std::floor(n); });
  if (!sound)
    top.fail(top.values("shape").line,
             fmt::format("'shape' must be [height, width, channels], channels 1 or 3, {} values at most", most_pixels));
  figure_.pictures = pictures.value;
  for (std::size_t i = 0; i < 3; ++i) figure_.shape[i] = static_cast<std::size_t>(shape[i]);
  figure_.range = optional_range(top, "range");
  read_shown(top);
}

void FigureReader::read_axes(TomlTable& top) {
  figure_.x_label = top.filled_text("x_label").value;
  figure_.y_label = top.filled_text("y_label").value;
  const std::string log = top.optional_text("log", "");
  if (!log.empty() && log != "x" && log != "y" && log != "xy")
    top.fail(top.text("log").line, fmt::format("log '{}' is unknown; known: x, y, xy", log));
  if (log.find('x') != std::string::npos) figure_.x_scale = Scale::logarithmic;
  if (log.find('y') != std::string::npos) figure_.y_scale = Scale::logarithmic;
  figure_.x_range = optional_range(top, "x_range", figure_.x_scale);
  figure_.y_range = optional_range(top, "y_range", figure_.y_scale);
}

void FigureReader::read_shown(TomlTable& top) {
  top.allow("show");
  if (!top.has("show")) return;
  const auto show = word_list(top, "show");
  for (const auto& name : show.value) require_column(top, {name, show.line}, figure_.layers);
  figure_.show = show.value;
}

}  // namespace basin::report
