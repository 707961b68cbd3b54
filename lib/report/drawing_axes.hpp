// Ranges and ticks of axes, found here and not by gnuplot: what is drawn must not depend on its version. Internal.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/drawing.hpp"
#include "report/drawing_canvas.hpp"

namespace basin::report {

/// Whether an axis of this scale has a place for a value: finite, and positive where logarithmic.
[[nodiscard]] bool has_place(Scale scale, double value);

/// An axis as it is drawn: low < high, ticks within.
struct Ticks {
  Scale scale = Scale::linear;
  double low = 0, high = 1;
  std::vector<std::pair<double, std::string>> major;
  std::vector<double> minor;  ///< without a number

  [[nodiscard]] bool shows(double value) const { return has_place(scale, value); }
};

/// Where a range that is not given comes from.
enum class Margin { around, above };  ///< a twentieth at both ends, or at the upper end only, the lower being as it is

/// The axis for these values (those that it cannot show are passed over), with about `wanted` ticks. The range is the
/// given one, else that of the values; without values 0 to 1, or 1 to 10. Throws std::logic_error where a given range
/// is empty or not finite, or not positive on a logarithmic axis.
[[nodiscard]] Ticks ticks_for(const Axis& axis, const std::vector<double>& values, double wanted,
                              Margin margin = Margin::around);

/// A number as it stands at a tick: 0.25, 100000, 1e-05.
[[nodiscard]] std::string tick_text(double value);

/// Width in pixels of the widest number at a tick.
[[nodiscard]] double ticks_width(const Ticks& ticks);

/// Sets ranges, ticks, grid and border of the plot, whose area is `area`, and writes the labels of the axes.
void set_axes(Canvas& canvas, const Rect& area, const Axis& x_axis, const Ticks& x, const Axis& y_axis, const Ticks& y);

/// Pixels that set_axes needs to the left of an area of this height, and below one of this width.
[[nodiscard]] double left_of_axes(const Axis& y_axis, const Ticks& y, double height);
[[nodiscard]] double below_axes(const Axis& x_axis, double width);

}  // namespace basin::report
