// How traces and shadings look, the same in all panels of a drawing, and the key that says so. Internal.
// Colour is never the only sign: marks and dashes differ as well.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "report/drawing.hpp"
#include "report/drawing_axes.hpp"
#include "report/drawing_canvas.hpp"

namespace basin::report {

/// Traces of one `order` belong together: they have the same colour, a filled and an open mark, or one kind of dash.
struct Look {
  std::size_t order = 0;
  Style style = Style::points;
  bool on_shading = false;  ///< black with a white edge, since any colour may lie below
  [[nodiscard]] bool operator==(const Look&) const = default;
};

struct KeyEntry {
  std::string label;
  Look look;
};

struct Looks {
  std::vector<std::vector<Look>> of_panel;  ///< [panel][trace]
  std::vector<KeyEntry> key;                ///< each label and look once, in their order
};

/// Published numbers take the order of what they are published beside: the trace whose label theirs repeats ("relu,
/// published"), else the one before them. Equal labels have equal orders in all panels; a trace without one has the
/// first order that its panel does not use.
[[nodiscard]] Looks looks_of(const Drawing& drawing);

/// The traces of a panel; none where its kind has none.
[[nodiscard]] const std::vector<Trace>& traces_of(const Panel& panel);

/// Adds what draws the trace to the elements of a plot command: its block, how, and a white edge before it on shadings.
/// Values that the axes cannot show leave gaps. Nothing is added for a trace without any value.
void add_trace(Canvas& canvas, const Trace& trace, const Look& look, const Ticks& x, const Ticks& y,
               std::vector<std::string>& elements);

/// The traces in the order in which they are drawn: lines, our points, published points on top.
[[nodiscard]] std::vector<std::size_t> drawing_order(const std::vector<Trace>& traces);

/// Height in pixels of the key in a drawing of this width; 0 where there is nothing to say.
[[nodiscard]] double key_height(const std::vector<KeyEntry>& key, double width);
void draw_key(Canvas& canvas, const std::vector<KeyEntry>& key, const Rect& area);

/// Red, green, blue, 0 to 255.
using Colour = std::array<int, 3>;
/// The shade of a value between low and high (clipped): viridis, dark to light. Grey for NaN.
[[nodiscard]] Colour shade(double value, double low, double high);
[[nodiscard]] std::string hexadecimal(const Colour& colour);
/// Black or white, whichever is read better on the colour (relative luminance, WCAG 2.1).
[[nodiscard]] const char* readable_on(const Colour& colour);

}  // namespace basin::report
