// What a figure shows, as numbers and words; how it is drawn is gnuplot's business (drawing.cpp).
// Nothing here knows where the numbers come from.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace basin::report {

enum class Scale { linear, logarithmic };

struct Axis {
  std::string label;  ///< quantity, with its unit where it has one: "radius |x|"
  Scale scale = Scale::linear;
  std::optional<std::pair<double, double>> range = std::nullopt;  ///< empty: as the numbers need
};

/// Whether an axis can be drawn with this range: finite, its ends further apart than ticks can tell (1e-9 of the larger
/// one), above 0 where it is logarithmic.
[[nodiscard]] bool can_be_drawn(Scale scale, double low, double high);

/// How a trace is drawn. Published numbers have open marks and theirs only, so that no reader needs the colour.
enum class Style { points, line, published };

/// One curve or set of points. low and high are empty, or as long as y: intervals drawn as bars. NaN in y leaves a gap.
struct Trace {
  std::string label;  ///< for the key; empty: not in the key
  Style style = Style::points;
  std::vector<double> x, y;
  std::vector<double> low = {}, high = {};
};

/// Curves over a common x; also paths in the plane (x need not rise).
struct CurvesPanel {
  std::string title;
  Axis x, y;
  std::vector<Trace> traces;
  std::optional<double> reference = std::nullopt;  ///< a dashed horizontal line: the 1 of an eigenvalue
  /// A rectangle to draw (x low, x high, y low, y high): where the data lie.
  std::optional<std::vector<double>> frame = std::nullopt;
};

/// A histogram: heights[i] over [edges[i], edges[i + 1]].
struct HistogramPanel {
  std::string title;
  Axis x, y;
  std::vector<double> edges, heights;
  std::vector<Trace> traces = {};  ///< published points or a density drawn over it
};

/// A number for each row and column, printed in its cell and shaded by it. NaN: no number, drawn hatched or with a
/// dash.
struct HeatMapPanel {
  std::string title;
  std::string row_name, column_name;
  std::vector<std::string> rows, columns;   ///< labels, the first row on top
  std::vector<std::vector<double>> values;  ///< values[row][column]
  double low = 0.0, high = 1.0;             ///< of the shading, the same in panels that are compared
  int digits = 2;                           ///< behind the point
};

/// A function over a grid of the plane, shaded, with curves and arrows over it.
struct SurfacePanel {
  std::string title;
  Axis x, y;
  std::vector<double> xs, ys;               ///< grid lines, ascending
  std::vector<std::vector<double>> values;  ///< values[i][j] at (xs[j], ys[i])
  double low = 0.0, high = 1.0;             ///< of the shading
  std::string value_name;                   ///< beside the colour box
  std::vector<Trace> curves = {};           ///< level curves as paths (style line)
  struct Arrow {
    double x, y, angle;  ///< direction in radians; all arrows have one length
  };
  std::vector<Arrow> arrows = {};
};

/// A row of small pictures with a word under each: iterates of a map, or original, spoilt and recalled.
struct StripPanel {
  std::string title;
  struct Picture {
    std::string label;
    std::size_t width, height, channels;  ///< channels 1 (grey) or 3 (RGB, planar: all red, all green, all blue)
    std::vector<double> values;           ///< 0 (black) to 1 (white), row by row; clipped; NaN is drawn as 0
  };
  std::vector<Picture> pictures;
};

using Panel = std::variant<CurvesPanel, HistogramPanel, HeatMapPanel, SurfacePanel, StripPanel>;

struct Drawing {
  std::string name;  ///< for ids inside the SVG: letters, digits, '_', '-'
  std::vector<Panel> panels;
};

/// The gnuplot script that draws it to its standard output; throws std::logic_error where lengths do not fit.
/// Texts are data: nothing in them is ever a command, however it is written.
[[nodiscard]] std::string gnuplot_script(const Drawing& drawing);

/// The drawing as SVG: what gnuplot makes of its script, with the first panel's title as <title>, pictures whose pixels
/// stay sharp, and ids that begin with the drawing's name ('-' as '_'), so that several fit into one page. Throws as
/// gnuplot_script and run_gnuplot.
[[nodiscard]] std::string draw_svg(const Drawing& drawing);

}  // namespace basin::report
