// What each kind of panel needs and how it is put on the sheet. Internal.
#pragma once

#include <vector>

#include "report/drawing.hpp"
#include "report/drawing_canvas.hpp"
#include "report/drawing_style.hpp"

namespace basin::report {

/// What a panel takes, in pixels: title, plot with what stands beside it, what stands below.
struct Extent {
  double width, title, body, below;
};

/// Whether a surface says what its shades mean, or leaves it to the next one, which has the same.
enum class ColourBar { drawn, left_to_next };

/// What a panel may take: about so many pixels from left to right.
struct Offer {
  double width;
  ColourBar bar = ColourBar::drawn;
};

/// Where a panel is put: its left top corner and its own width; titles of a row share their height.
struct Cell {
  double left, top, width, title;
  Offer offer;
};

/// The extent of a panel; heat maps and surfaces take what they need.
[[nodiscard]] Extent extent_of(const CurvesPanel& panel, const Offer& offer);
[[nodiscard]] Extent extent_of(const HistogramPanel& panel, const Offer& offer);
[[nodiscard]] Extent extent_of(const HeatMapPanel& panel, const Offer& offer);
[[nodiscard]] Extent extent_of(const SurfacePanel& panel, const Offer& offer);
[[nodiscard]] Extent extent_of(const StripPanel& panel, const Offer& offer);

void draw_panel(Canvas& canvas, const CurvesPanel& panel, const Cell& cell, const std::vector<Look>& looks);
void draw_panel(Canvas& canvas, const HistogramPanel& panel, const Cell& cell, const std::vector<Look>& looks);
void draw_panel(Canvas& canvas, const HeatMapPanel& panel, const Cell& cell, const std::vector<Look>& looks);
void draw_panel(Canvas& canvas, const SurfacePanel& panel, const Cell& cell, const std::vector<Look>& looks);
void draw_panel(Canvas& canvas, const StripPanel& panel, const Cell& cell, const std::vector<Look>& looks);

/// Throws std::logic_error where lengths do not fit, saying which.
void check_panel(const Panel& panel);

/// Room to the right of every panel, in pixels.
inline constexpr double right_margin = 22;

[[nodiscard]] double title_height(const std::string& title, double width);
/// Writes the title over the cell, its last line just above the plot.
void draw_title(Canvas& canvas, const std::string& title, const Cell& cell);

}  // namespace basin::report
