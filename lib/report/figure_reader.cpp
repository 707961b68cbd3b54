// What every figure file has: its head, its layers with their runs, its panel.
#include "report/figure_reader.hpp"

#include <map>

#include "claims/claim_plan.hpp"
#include "claims/plan_text.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "report/figure_words.hpp"

namespace basin::report {
namespace {

constexpr const char* standard = "figures/STANDARD.md";
constexpr std::uintmax_t most_bytes = 64 * 1024;
constexpr std::size_t most_layers = 16;     // chosen: more traces than a reader can tell apart
constexpr std::uint64_t most_seeds = 1000;  // chosen: a figure is to look at; claims have the evidence

const std::vector<std::pair<std::string, FigureKind>> kinds = {
    {"curves", FigureKind::curves},     {"paths", FigureKind::paths},     {"histogram", FigureKind::histogram},
    {"heat_map", FigureKind::heat_map}, {"surface", FigureKind::surface}, {"strips", FigureKind::strips}};

}  // namespace

using claims::TomlTable;

FigureReader::FigureReader(const FigureFolders& folders, const std::filesystem::path& file,
                           claims::PublishedFiles& published)
    : folders_(folders),
      published_(published),
      parsed_(claims::parse_toml(file, read_text_file(file, most_bytes), standard)) {
  figure_.file = file;
  figure_.source = file.parent_path().filename().string();
  figure_.id = figure_.source + "." + file.stem().string();
}

Figure FigureReader::read() {
  TomlTable top(figure_.file, "the figure", parsed_, 1, standard);
  (void)top.whole_number("schema", 1, 1);
  figure_.title = top.filled_text("title").value;
  figure_.where = top.filled_text("where").value;
  figure_.caption = top.filled_text("caption").value;
  figure_.kind = chosen_of(top, "kind", top.text("kind"), kinds);
  for (auto& layer : top.tables("layers", most_layers)) read_layer(layer);
  read_panel(top);
  read_kind(top);
  top.refuse_others();
  return std::move(figure_);
}

void FigureReader::read_layer(TomlTable& table) {
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
  read_look(table, layer);
  table.refuse_others();
  figure_.layers.push_back(std::move(layer));
}

void FigureReader::read_look(TomlTable& table, Layer& layer) {
  const bool curves = figure_.kind == FigureKind::curves;
  // What a kind does not draw stays an unknown key.
  const auto has = [&](const std::string& key, bool drawn) {
    if (drawn) table.allow(key);
    return drawn && table.has(key);
  };
  if (has("style", curves || figure_.kind == FigureKind::surface))
    layer.style = chosen_of(table, "style", table.text("style"), style_names());
  y_lines_.push_back(0);
  if (has("y", curves)) {
    const auto y = table.filled_text("y");
    y_lines_.back() = y.line;
    layer.y = y.value;
  }
  if (has("published", curves || figure_.kind == FigureKind::heat_map))
    layer.published =
        published_.find(folders_.golden, figure_.source, table.text("published"), figure_.file, *layer.experiment);
}

void FigureReader::read_plan(TomlTable& table, Layer& layer) {
  const auto plan = claims::read_plan_text(table, "[[layers]]", claims::Seeds::optional);
  table.allow("set");
  table.allow("vary");
  const bool one_run = figure_.kind == FigureKind::surface || figure_.kind == FigureKind::strips;
  if (one_run) table.allow("seed");
  if (one_run && plan.seeds) table.fail(plan.seeds->line, "'seeds': this kind shows one run; choose it with 'seed'");
  table.allow("seeds");
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
  if (layer.plan.seeds > most_seeds) table.fail(plan.seeds->line, fmt::format("'seeds' may be at most {}", most_seeds));
  if (one_run && table.has("seed")) layer.seed = table.whole_number("seed", 1, most_seeds).value;
  for (const auto& arm : claims::arms_of(layer.plan)) {
    try {
      const claims::Setting setting(layer.experiment->parameters, arm);
      if (layer.experiment->check) layer.experiment->check(setting);
    } catch (const Error& error) {
      table.fail(claims::line_blamed(error.what(), lines, table.line()), error.what());
    }
  }
}

void FigureReader::read_panel(TomlTable& top) {
  top.allow("panel");
  if (!top.has("panel")) return;
  const auto panel = top.text("panel");
  for (const auto& layer : figure_.layers) require_setting(top, panel, *layer.experiment);
  figure_.panel = panel.value;
}

}  // namespace basin::report
