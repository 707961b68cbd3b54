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

/// Where a panel is put: its left top corner and its own width; titles of a row share their height.
struct Cell {
  double left, top, width, title;
};

/// The extent of a panel that is offered `width` pixels; heat maps take what they need.
[[nodiscard]] Extent extent_of(const CurvesPanel& panel, double width);
[[nodiscard]] Extent extent_of(const HistogramPanel& panel, double width);
[[nodiscard]] Extent extent_of(const HeatMapPanel& panel, double width);
[[nodiscard]] Extent extent_of(const SurfacePanel& panel, double width);
[[nodiscard]] Extent extent_of(const StripPanel& panel, double width);

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
