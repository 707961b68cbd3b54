// Ranges and ticks: 1, 2, 5 steps on linear axes, powers of ten (1, 2, 5 where there are few) on logarithmic ones.
#include "report/drawing_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace basin::report {
namespace {

std::pair<double, double> range_of(const Axis& axis, const std::vector<double>& values, Margin margin) {
  const bool logarithmic = axis.scale == Scale::logarithmic;
  if (axis.range) {
    const auto [low, high] = *axis.range;
    if (!can_be_drawn(axis.scale, low, high))
      throw std::logic_error(fmt::format("the range {} to {} of the axis '{}' cannot be drawn", low, high, axis.label));
    return {low, high};
  }
  if (values.empty()) return logarithmic ? std::pair(1.0, 10.0) : std::pair(0.0, 1.0);
  const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
  double low = *smallest, high = *largest;
  if (logarithmic) {
    const double room = low < high ? std::pow(high, 0.05) / std::pow(low, 0.05) : 2.0;  // high / low may overflow
    return {margin == Margin::above ? low : low / room, high * room};
  }
  // Numbers that differ by their rounding only are one number: ticks between them could not be told apart.
  const double scale = std::max(std::abs(low), std::abs(high));
  const double room = high - low > 1e-6 * scale ? 0.05 * (high - low) : scale > 0 ? 0.1 * scale : 1.0;
  if (margin == Margin::around) low -= room;
  return {low, high + room};
}

void linear_ticks(Ticks& ticks, double wanted) {
  const double rough = (ticks.high - ticks.low) / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double part = rough / power;
  const double step = power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
  const double slack = 1e-9 * step;  // 3 * 0.1 is a little more than 0.3
  constexpr double most = 9e15;      // from 2^53 on, k + 1 may be k
  for (double k = std::ceil((ticks.low - slack) / step); k < most && k * step <= ticks.high + slack; ++k) {
    const double value = std::clamp(k == 0 ? 0.0 : k * step, ticks.low, ticks.high);
    ticks.major.emplace_back(value, tick_text(value));
  }
}

void logarithmic_ticks(Ticks& ticks, double wanted) {
  const double decades = std::log10(ticks.high) - std::log10(ticks.low);
  if (decades < 0.7) return linear_ticks(ticks, wanted);
  const auto every = std::max(1, static_cast<int>(std::ceil(decades / (wanted + 1))));
  const int first = static_cast<int>(std::floor(std::log10(ticks.low))),
            last = static_cast<int>(std::ceil(std::log10(ticks.high)));
  for (int power = first; power <= last; ++power)
    for (int digit = 1; digit <= 9; ++digit) {
      const double value = digit * std::pow(10.0, power);
      if (value < ticks.low * (1 - 1e-9) || value > ticks.high * (1 + 1e-9)) continue;
      const bool numbered = digit == 1 ? power % every == 0 : decades < 2 && (digit == 2 || digit == 5);
      if (numbered)
        ticks.major.emplace_back(value, tick_text(value));
      else if (every == 1 || digit == 1)
        ticks.minor.push_back(value);
    }
}

std::string list_of(const Ticks& ticks) {
  std::string list;
  for (const auto& [value, text] : ticks.major) list += fmt::format("{} {}, ", quoted(text), number(value));
  for (const double value : ticks.minor) list += fmt::format("'' {} 1, ", number(value));
  return list.empty() ? list : list.substr(0, list.size() - 2);
}

}  // namespace

bool can_be_drawn(Scale scale, double low, double high) {
  const bool apart = std::isfinite(high - low) && high - low > 1e-9 * std::max(std::abs(low), std::abs(high));
  return apart && (scale == Scale::linear || low > 0);
}

bool has_place(Scale scale, double value) {
  return std::isfinite(value) && (scale == Scale::linear || value > 0);
}

Ticks ticks_for(const Axis& axis, const std::vector<double>& values, double wanted, Margin margin) {
  Ticks ticks;
  ticks.scale = axis.scale;
  std::vector<double> shown;
  for (const double value : values)
    if (ticks.shows(value)) shown.push_back(value);
  std::tie(ticks.low, ticks.high) = range_of(axis, shown, margin);
  if (axis.scale == Scale::logarithmic)
    logarithmic_ticks(ticks, wanted);
  else
    linear_ticks(ticks, wanted);
  return ticks;
}

std::string tick_text(double value) {
  return fmt::format("{:.6g}", value);
}

double ticks_width(const Ticks& ticks) {
  double width = 0;
  for (const auto& tick : ticks.major) width = std::max(width, text_width(tick.second, tick_size));
  return width;
}

double left_of_axes(const Axis& y_axis, const Ticks& y, double height) {
  const auto lines = static_cast<double>(wrapped(y_axis.label, height, label_size).size());
  return lines * line_height * label_size + ticks_width(y) + 14;
}

double below_axes(const Axis& x_axis, double width) {
  const auto lines = static_cast<double>(wrapped(x_axis.label, width, label_size).size());
  return 15 + line_height * tick_size + lines * line_height * label_size;
}

void set_axes(Canvas& canvas, const Rect& area, const Axis& x_axis, const Ticks& x, const Axis& y_axis,
              const Ticks& y) {
  if (x.scale == Scale::logarithmic) canvas.command("set logscale x");
  if (y.scale == Scale::logarithmic) canvas.command("set logscale y");
  canvas.command(fmt::format("set xrange [{}:{}]\nset yrange [{}:{}]", number(x.low), number(x.high), number(y.low),
                             number(y.high)));
  canvas.command("set border 3 lc rgb '#555555'\nset clip two");
  canvas.command("set grid xtics ytics lt 1 lc rgb '#e4e4e4' lw 1");
  for (const auto& [name, ticks] : {std::pair("x", &x), std::pair("y", &y)})
    canvas.command(fmt::format("set {}tics out nomirror scale 0.45,0.25 font ',{}' textcolor rgb '{}' offset {} ({})",
                               name, number(tick_size), ink, *name == 'x' ? "0,0.4" : "0.6,0", list_of(*ticks)));
  const auto below = wrapped(x_axis.label, area.width, label_size);
  canvas.lines(area.left + area.width / 2, area.top + area.height + 13 + line_height * tick_size, below, label_size,
               Align::centre);
  const auto beside = wrapped(y_axis.label, area.height, label_size);
  canvas.upright(area.left - left_of_axes(y_axis, y, area.height) + 0.5 * line_height * label_size,
                 area.top + area.height / 2, beside, label_size);
}

}  // namespace basin::report
