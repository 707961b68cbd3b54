// Reads figure files: form first, then whether experiments, settings, series and columns are there.
#include "report/figure_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "claims/claim_plan.hpp"
#include "claims/plan_text.hpp"
#include "claims/published_files.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"
#include "stats/predicate.hpp"

namespace basin::report {
namespace {

namespace fs = std::filesystem;
using claims::Located;
using claims::TomlTable;

constexpr const char* standard = "figures/STANDARD.md";
constexpr std::uintmax_t most_bytes = 64 * 1024;
constexpr std::size_t most_layers = 16;         // chosen: more traces than a reader can tell apart
constexpr std::uint64_t most_seeds = 1000;      // chosen: a figure is to look at; claims have the evidence
constexpr std::size_t most_pixels = 128 * 128;  // of a series

const std::vector<std::pair<std::string, FigureKind>> kinds = {
    {"curves", FigureKind::curves},     {"paths", FigureKind::paths},     {"histogram", FigureKind::histogram},
    {"heat_map", FigureKind::heat_map}, {"surface", FigureKind::surface}, {"strips", FigureKind::strips}};

const std::vector<std::pair<std::string, Style>> style_names = {{"points", Style::points}, {"line", Style::line}};

template <class T>
T chosen(const TomlTable& table, const std::string& key, const Located<std::string>& word,
         const std::vector<std::pair<std::string, T>>& known) {
  std::vector<std::string> names;
  for (const auto& [name, value] : known) {
    if (name == word.value) return value;
    names.push_back(name);
  }
  table.fail(word.line, fmt::format("{} '{}' is unknown; {}", key, word.value, known_names(word.value, names)));
}

std::vector<double> numbers(TomlTable& table, const std::string& key, std::size_t count) {
  const auto values = table.values(key);
  std::vector<double> list;
  for (const auto& value : values.value) {
    const double* number = std::get_if<double>(&value);
    if (number != nullptr && std::isfinite(*number)) list.push_back(*number);
  }
  if (list.size() != count || values.value.size() != count)
    table.fail(values.line, fmt::format("'{}' must be a list of {} finite numbers", key, count));
  return list;
}

std::optional<Range> range(TomlTable& table, const std::string& key) {
  table.allow(key);
  if (!table.has(key)) return std::nullopt;
  const auto list = numbers(table, key, 2);
  if (!(list[0] < list[1])) table.fail(table.values(key).line, fmt::format("'{}' must be [low, high]", key));
  return Range{list[0], list[1]};
}

Located<std::vector<std::string>> words(TomlTable& table, const std::string& key) {
  const auto values = table.values(key);
  Located<std::vector<std::string>> list{{}, values.line};
  for (const auto& value : values.value) {
    const std::string* word = std::get_if<std::string>(&value);
    if (word == nullptr) table.fail(values.line, fmt::format("'{}' must be a list of names in quotes", key));
    list.value.push_back(*word);
  }
  return list;
}

/// What a figure's names are held against: the experiment of its first layer, and every layer's settings.
class Reader {
 public:
  Reader(const FigureFolders& folders, const fs::path& file, claims::PublishedFiles& published)
      : folders_(folders),
        published_(published),
        parsed_(claims::parse_toml(file, read_text_file(file, most_bytes), standard)) {
    figure_.file = file;
    figure_.source = file.parent_path().filename().string();
    figure_.id = figure_.source + "." + file.stem().string();
  }

  Figure read() {
    TomlTable top(figure_.file, "the figure", parsed_, 1, standard);
    (void)top.whole_number("schema", 1, 1);
    figure_.title = top.filled_text("title").value;
    figure_.where = top.filled_text("where").value;
    figure_.caption = top.filled_text("caption").value;
    figure_.kind = chosen(top, "kind", top.text("kind"), kinds);
    for (auto& layer : top.tables("layers", most_layers)) read_layer(layer);
    read_panel(top);
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
    top.refuse_others();
    return std::move(figure_);
  }

 private:
  [[nodiscard]] const claims::Experiment& experiment() const { return *figure_.layers.front().experiment; }

  void read_layer(TomlTable& table) {
    Layer layer;
    layer.label = table.optional_text("label", "");
    const auto name = table.filled_text("experiment");
    try {
      layer.experiment = &claims::Registry::global().find(name.value);
    } catch (const Error& error) {
      table.fail(name.line, error.what());
    }
    read_plan(table, layer);
    table.allow("tier");
    if (table.has("tier")) {
      const auto tier = table.text("tier");
      try {
        layer.tier = claims::read_tier(tier.value);
      } catch (const Error& error) {
        table.fail(tier.line, error.what());
      }
    }
    table.allow("style");
    if (table.has("style")) layer.style = chosen(table, "style", table.text("style"), style_names);
    table.allow("y");
    y_lines_.push_back(table.has("y") ? table.text("y").line : 0);
    if (table.has("y")) layer.y = table.filled_text("y").value;
    table.allow("published");
    if (table.has("published"))
      layer.published =
          published_.find(folders_.golden, figure_.source, table.text("published"), figure_.file, *layer.experiment);
    table.refuse_others();
    figure_.layers.push_back(std::move(layer));
  }

  void read_plan(TomlTable& table, Layer& layer) {
    const auto plan = claims::read_plan_text(table, "[[layers]]", claims::Seeds::optional);
    table.allow("set");
    table.allow("vary");
    table.allow("seeds");
    table.allow("seed");
    std::map<std::string, std::size_t> lines;
    std::uint64_t arms = 1;
    for (const auto& [name, value] : plan.set) {
      layer.plan.set[name] = value.value;
      lines[name] = value.line;
    }
    for (const auto& [name, levels] : plan.vary) {
      layer.plan.vary.emplace_back(name, levels.value);
      lines[name] = levels.line;
      arms *= levels.value.size();
      if (arms > claims::most_arms) table.fail(levels.line, fmt::format("makes more than {} arms", claims::most_arms));
    }
    layer.plan.seeds = plan.seeds ? plan.seeds->value : 1;
    if (layer.plan.seeds > most_seeds)
      table.fail(plan.seeds->line, fmt::format("'seeds' may be at most {}", most_seeds));
    if (table.has("seed")) layer.seed = table.whole_number("seed", 1, most_seeds).value;
    for (const auto& arm : claims::arms_of(layer.plan)) {
      try {
        const claims::Setting setting(layer.experiment->parameters, arm);
        if (layer.experiment->check) layer.experiment->check(setting);
      } catch (const Error& error) {
        table.fail(claims::line_blamed(error.what(), lines, table.line()), error.what());
      }
    }
  }

  void read_panel(TomlTable& top) {
    top.allow("panel");
    if (!top.has("panel")) return;
    const auto panel = top.text("panel");
    for (const auto& layer : figure_.layers) require_setting(top, panel, *layer.experiment);
    figure_.panel = panel.value;
  }

  void read_axes(TomlTable& top) {
    figure_.x_label = top.filled_text("x_label").value;
    figure_.y_label = top.filled_text("y_label").value;
    const std::string log = top.optional_text("log", "");
    if (!log.empty() && log != "x" && log != "y" && log != "xy")
      top.fail(top.text("log").line, fmt::format("log '{}' is unknown; known: x, y, xy", log));
    if (log.find('x') != std::string::npos) figure_.x_scale = Scale::logarithmic;
    if (log.find('y') != std::string::npos) figure_.y_scale = Scale::logarithmic;
    figure_.x_range = range(top, "x_range");
    figure_.y_range = range(top, "y_range");
  }

  void read_curves(TomlTable& top) {
    const auto x = top.text("x");
    for (const auto& layer : figure_.layers) require_varied(top, x, layer);
    figure_.x = x.value;
    figure_.y = {top.filled_text("y").value};
    for (std::size_t i = 0; i < figure_.layers.size(); ++i) {
      Layer& layer = figure_.layers[i];
      if (layer.y.empty()) layer.y = figure_.y.front();
      check_expression(top, {layer.y, y_lines_[i] == 0 ? top.text("y").line : y_lines_[i]}, *layer.experiment);
    }
    top.allow("reference");
    if (top.has("reference")) figure_.reference = top.number("reference").value;
  }

  void read_paths(TomlTable& top) {
    const auto x = one_or_more(top, "x"), y = one_or_more(top, "y");
    if (x.value.size() != 1 && x.value.size() != y.value.size())
      top.fail(x.line, "'x' must be one name, or as many as 'y' has");
    for (const auto& layer : figure_.layers) {
      for (const auto& name : x.value)
        if (name != layer.experiment->series_x.name) require_series(top, {name, x.line}, *layer.experiment);
      for (const auto& name : y.value) require_series(top, {name, y.line}, *layer.experiment);
    }
    figure_.x = x.value.front();
    for (std::size_t i = 0; i < y.value.size(); ++i) {
      figure_.xs.push_back(x.value[x.value.size() == 1 ? 0 : i]);
      figure_.styles.push_back(Style::line);
    }
    figure_.y = figure_.names = y.value;
    read_styles(top);
    top.allow("names");
    if (top.has("names")) {
      const auto names = words(top, "names");
      if (names.value.size() != figure_.y.size())
        top.fail(names.line, fmt::format("'names' must have {} texts, one for each of 'y'", figure_.y.size()));
      figure_.names = names.value;
    }
    top.allow("frame");
    if (!top.has("frame")) return;
    const auto corners = numbers(top, "frame", 4);
    figure_.frame = std::array{corners[0], corners[1], corners[2], corners[3]};
  }

  void read_styles(TomlTable& top) {
    top.allow("styles");
    if (!top.has("styles")) return;
    const auto styles = words(top, "styles");
    if (styles.value.size() != figure_.y.size())
      top.fail(styles.line, fmt::format("'styles' must have {} words, one for each of 'y'", figure_.y.size()));
    for (std::size_t i = 0; i < styles.value.size(); ++i)
      figure_.styles[i] = chosen(top, "styles", {styles.value[i], styles.line}, style_names);
  }

  /// A name or a list of names.
  static Located<std::vector<std::string>> one_or_more(TomlTable& top, const std::string& key) {
    if (!top.is_text(key)) return words(top, key);
    const auto one = top.text(key);
    return {{one.value}, one.line};
  }

  void read_histogram(TomlTable& top) {
    const auto x = top.text("x");
    for (const auto& layer : figure_.layers) require_series(top, x, *layer.experiment);
    figure_.x = x.value;
    top.allow("bins");
    if (top.has("bins")) figure_.bins = static_cast<std::size_t>(top.whole_number("bins", 1, 1000).value);
  }

  void read_heat_map(TomlTable& top) {
    const auto x = top.text("x");
    const auto y = top.text("y");
    for (const auto& layer : figure_.layers) {
      require_varied(top, x, layer);
      require_varied(top, y, layer);
    }
    figure_.x = x.value;
    figure_.y = {y.value};
    const auto value = top.filled_text("value");
    for (const auto& layer : figure_.layers) check_expression(top, value, *layer.experiment);
    figure_.value = value.value;
    figure_.value_label = top.optional_text("value_label", figure_.value);
    read_shading(top);
    top.allow("digits");
    if (top.has("digits")) figure_.digits = static_cast<int>(top.whole_number("digits", 0, 6).value);
  }

  void read_surface(TomlTable& top) {
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
    read_shading(top);
    read_shown(top);
  }

  void read_strips(TomlTable& top) {
    const auto pictures = words(top, "pictures");
    const auto shape = numbers(top, "shape", 3);
    for (const auto& layer : figure_.layers)
      for (const auto& name : pictures.value) require_series(top, {name, pictures.line}, *layer.experiment);
    const bool sound = shape[0] >= 1 && shape[1] >= 1 && (shape[2] == 1 || shape[2] == 3) &&
                       shape[0] * shape[1] * shape[2] <= static_cast<double>(most_pixels) &&
                       std::all_of(shape.begin(), shape.end(), [](double n) { return n == std::floor(n); });
    if (!sound)
      top.fail(
          top.values("shape").line,
          fmt::format("'shape' must be [height, width, channels], channels 1 or 3, {} values at most", most_pixels));
    figure_.pictures = pictures.value;
    for (std::size_t i = 0; i < 3; ++i) figure_.shape[i] = static_cast<std::size_t>(shape[i]);
    read_shading(top);
    read_shown(top);
  }

  void read_shading(TomlTable& top) { figure_.range = range(top, "range"); }

  void read_shown(TomlTable& top) {
    top.allow("show");
    if (!top.has("show")) return;
    const auto show = words(top, "show");
    for (const auto& name : show.value) {
      const bool known = std::any_of(figure_.layers.begin(), figure_.layers.end(), [&](const Layer& layer) {
        const auto& columns = layer.experiment->columns;
        return std::any_of(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name; });
      });
      if (!known) top.fail(show.line, fmt::format("'{}' is no column of an experiment of this figure", name));
    }
    figure_.show = show.value;
  }

  static void require_setting(const TomlTable& top, const Located<std::string>& name, const claims::Experiment& of) {
    std::vector<std::string> known;
    for (const auto& parameter : of.parameters) known.push_back(parameter.name);
    if (std::find(known.begin(), known.end(), name.value) == known.end())
      top.fail(name.line,
               fmt::format("'{}' is no setting of {}; {}", name.value, of.name, known_names(name.value, known)));
  }

  static void require_varied(const TomlTable& top, const Located<std::string>& name, const Layer& layer) {
    require_setting(top, name, *layer.experiment);
    for (const auto& [varied, levels] : layer.plan.vary) {
      if (varied != name.value) continue;
      return;
    }
    top.fail(name.line,
             fmt::format("'{}' is not varied by a layer (label '{}'); put it into its vary", name.value, layer.label));
  }

  static void require_series(const TomlTable& top, const Located<std::string>& name, const claims::Experiment& of) {
    std::vector<std::string> known;
    for (const auto& series : of.series) known.push_back(series.name);
    if (std::find(known.begin(), known.end(), name.value) != known.end()) return;
    top.fail(name.line, known.empty() ? fmt::format("{} has no series", of.name)
                                      : fmt::format("'{}' is no series of {}; {}", name.value, of.name,
                                                    known_names(name.value, known)));
  }

  static void check_expression(const TomlTable& top, const Located<std::string>& text, const claims::Experiment& of) {
    try {
      (void)stats::Expression(text.value, stats::Result::number, claims::names_of(of));
    } catch (const Error& error) {
      top.fail(text.line, fmt::format("'{}': {}", text.value, error.what()));
    }
  }

  const FigureFolders& folders_;
  claims::PublishedFiles& published_;
  toml::table parsed_;
  std::vector<std::size_t> y_lines_;  ///< where each layer has its own y; 0: it has none
  Figure figure_;
};

/// The entries of a folder, sorted; hidden ones are passed over.
std::vector<fs::path> entries_of(const fs::path& folder) {
  std::error_code problem;
  std::vector<fs::path> entries;
  for (fs::directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem))
    if (!it->path().filename().string().starts_with('.')) entries.push_back(it->path());
  if (problem) throw_input_error("{}: cannot be read as a folder of figures ({})", folder.string(), problem.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

std::vector<Figure> read_figures(const FigureFolders& folders) {
  std::vector<Figure> figures;
  std::error_code none;
  if (!fs::exists(folders.figures, none)) return figures;
  claims::PublishedFiles published;
  for (const auto& source : entries_of(folders.figures)) {
    if (!fs::is_directory(source, none)) continue;
    if (fs::is_symlink(source, none))
      throw_input_error("{}: is a link to a folder; put the folder itself there", source.string());
    for (const auto& file : entries_of(source)) {
      if (file.extension() != ".toml") continue;
      for (const auto& word : {source.filename().string(), file.stem().string()})
        if (!is_path_word(word))
          throw_input_error("{}: '{}' is no name; they are made of a-z, 0-9 and _", file.string(), word);
      require_inside(folders.figures, file);
      figures.push_back(Reader(folders, file, published).read());
    }
  }
  return figures;
}

std::string filled_label(const std::string& label, const Values& setting) {
  std::string filled;
  std::size_t done = 0;
  for (std::size_t open = label.find('{'); open != std::string::npos; open = label.find('{', done)) {
    const std::size_t close = label.find('}', open);
    if (close == std::string::npos) break;
    const auto found = setting.find(label.substr(open + 1, close - open - 1));
    filled += label.substr(done, open - done);
    filled += found == setting.end() ? label.substr(open, close - open + 1) : to_text(found->second);
    done = close + 1;
  }
  return filled + label.substr(done);
}

}  // namespace basin::report
