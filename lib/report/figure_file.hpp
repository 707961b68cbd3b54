// A figure as its file says it, checked: which runs it shows and how (figures/STANDARD.md). Reading is strict, as that
// of claims is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/claim.hpp"
#include "report/drawing.hpp"

namespace basin::report {

enum class FigureKind { curves, paths, histogram, heat_map, surface, strips };

using Range = std::pair<double, double>;

/// Runs of one experiment drawn in one way.
struct Layer {
  std::string label;  ///< {setting} stands for its value
  const claims::Experiment* experiment = nullptr;
  claims::SamplePlan plan;  ///< its seeds are computed where they are missing
  std::uint64_t seed = 1;   ///< the one that is shown where one is
  claims::Tier tier = claims::Tier::quick;
  Style style = Style::points;
  std::string y;                                       ///< of curves: in place of the figure's; empty: that
  std::shared_ptr<const claims::Published> published;  ///< null where it names none
};

/// A figure as its file says it.
struct Figure {
  std::string id;      ///< jiang2020.fig_3
  std::string source;  ///< jiang2020
  std::filesystem::path file;
  std::string title, where, caption;
  FigureKind kind = FigureKind::curves;
  std::string panel;               ///< a setting; empty where it names none
  std::string x;                   ///< a setting, series or the series' own x
  std::vector<std::string> xs;     ///< of paths: the x of each y
  std::vector<std::string> names;  ///< of paths: what each y is called
  std::vector<Style> styles;       ///< of paths: how each y is drawn
  std::vector<std::string> y;      ///< an expression, a setting, or series
  std::string value;               ///< heat_map: an expression; surface: a series
  std::string x_label, y_label, value_label;
  Scale x_scale = Scale::linear, y_scale = Scale::linear;
  std::optional<Range> x_range, y_range, range;
  std::optional<double> reference;
  std::optional<std::array<double, 4>> frame;  ///< x low, x high, y low, y high
  std::size_t bins = 40;
  int digits = 2;
  std::string split;                   ///< a series of curve numbers; empty: the line of a run is one
  std::string arrows;                  ///< a series of angles; empty: none
  std::vector<std::string> pictures;   ///< series, each a picture pixel by pixel
  std::array<std::size_t, 3> shape{};  ///< height, width, channels
  std::vector<std::string> show;       ///< columns for titles and table
  std::vector<Layer> layers;
};

/// Where figures and the numbers beside them are read from.
struct FigureFolders {
  std::filesystem::path figures;  ///< folder with <source>/<figure>.toml
  std::filesystem::path golden;   ///< folder with <source>/published/*.csv
};

/// Every figure, by source and file name. A folder that is not there has none. Throws an input Error
/// "file:line: problem; remedy".
[[nodiscard]] std::vector<Figure> read_figures(const FigureFolders& folders);

/// The label of a layer with the values of a complete setting in it.
[[nodiscard]] std::string filled_label(const std::string& label, const Values& setting);

}  // namespace basin::report
