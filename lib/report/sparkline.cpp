// Drawn by hand: hundreds of them stand on one page, each must be small.
#include "report/sparkline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace basin::report {
namespace {

constexpr double width = 150.0, margin = 5.0, row_height = 11.0;
constexpr std::size_t most_dots = 40, bins = 35;

struct Scale {
  double low, high;
  [[nodiscard]] double operator()(double value) const {
    // Halves first: high - low may be more than the largest number.
    const double half = high / 2.0 - low / 2.0;
    const double share = half > 0.0 ? (value / 2.0 - low / 2.0) / half : 0.5;
    return margin + share * (width - 2.0 * margin);
  }
};

std::vector<double> finite(const std::vector<double>& values) {
  std::vector<double> kept;
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double v) { return std::isfinite(v); });
  return kept;
}

double mean_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  return std::accumulate(values.begin(), values.end(), 0.0, [n](double sum, double v) { return sum + v / n; });
}

/// Dots at heights that tell apart those that lie on each other, each place once.
std::string dots(std::vector<double> values, const Scale& x, double middle) {
  std::sort(values.begin(), values.end());
  std::string path, last;
  std::size_t repeated = 0;
  for (const double value : values) {
    const std::string at = fmt::format("{:.1f}", x(value));
    repeated = at == last ? repeated + 1 : 0;
    last = at;
    static constexpr std::array<double, 3> lift = {0.0, -2.5, 2.5};
    if (repeated < lift.size()) path += fmt::format("M{} {:g}h0", at, middle + lift[repeated]);
  }
  return "<path class=\"dots\" d=\"" + path + "\"/>";
}

std::string histogram(const std::vector<double>& values, const Scale& x, double bottom) {
  std::array<std::size_t, bins> counts{};
  const double step = (width - 2.0 * margin) / static_cast<double>(bins);
  for (const double value : values)
    ++counts[std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, (x(value) - margin) / step)))];
  const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
  std::string path;
  for (std::size_t i = 0; i < bins; ++i) {
    if (counts[i] == 0) continue;
    const double height = std::max(1.0, static_cast<double>(counts[i]) / most * (row_height - 2.0));
    path += fmt::format("M{:g} {:g}v-{:.1f}h{:g}v{:.1f}z", margin + static_cast<double>(i) * step, bottom, height, step,
                        height);
  }
  return "<path class=\"bars\" d=\"" + path + "\"/>";
}

/// "27 runs: 0.31 to 0.42, mean 0.36"; over several rows "4 arms, 108 runs: 0.3 to 0.9, means 0.31 to 0.88".
std::string in_words(const std::vector<SparkRow>& rows) {
  std::size_t runs = 0, left_out = 0, published = 0;
  std::vector<double> all, means;
  for (const SparkRow& row : rows) {
    const std::vector<double> values = finite(row.values);
    runs += values.size();
    left_out += row.values.size() - values.size();
    published += std::isfinite(row.published) ? 1 : 0;
    all.insert(all.end(), values.begin(), values.end());
    if (!values.empty()) means.push_back(mean_of(values));
  }
  const auto [low, high] = std::minmax_element(all.begin(), all.end());
  const auto [low_mean, high_mean] = std::minmax_element(means.begin(), means.end());
  std::string words = rows.size() > 1 ? fmt::format("{} arms, ", rows.size()) : "";
  words += fmt::format("{} run{}: {} to {}, ", runs, runs == 1 ? "" : "s", short_number(*low), short_number(*high));
  words += means.size() > 1 ? fmt::format("means {} to {}", short_number(*low_mean), short_number(*high_mean))
                            : "mean " + short_number(means.front());
  if (published > 0 && rows.size() == 1) words += ", published " + short_number(rows.front().published);
  if (published > 0 && rows.size() > 1) words += ", with published numbers";
  if (left_out > 0) words += fmt::format("; {} not finite", left_out);
  if (rows.size() > most_spark_rows) words += fmt::format("; the first {} arms are drawn", most_spark_rows);
  return words;
}

}  // namespace

std::string short_number(double value) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  return fmt::format("{:.4g}", value == 0.0 ? 0.0 : value);
}

std::string sparkline(const std::vector<SparkRow>& rows) {
  const std::size_t drawn = std::min(rows.size(), most_spark_rows);
  std::vector<double> all;
  std::size_t runs = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    runs += finite(rows[i].values).size();
    if (i >= drawn) continue;
    for (const double value : rows[i].values) all.push_back(value);
    all.push_back(rows[i].published);
  }
  all = finite(all);
  if (runs == 0 || all.empty()) return {};
  const auto [low, high] = std::minmax_element(all.begin(), all.end());
  const Scale x{*low, *high};
  const double height = row_height * static_cast<double>(drawn);
  std::string svg = fmt::format(
      "<svg class=\"spark\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {:g} {:g}\" width=\"{:g}\" "
      "height=\"{:g}\">",
      in_words(rows), width, height, width, height);
  for (std::size_t i = 0; i < drawn; ++i) {
    const double top = row_height * static_cast<double>(i), middle = top + row_height / 2.0;
    svg += fmt::format("<path class=\"axis\" d=\"M0 {:g}h{:g}\"/>", middle, width);
    const std::vector<double> values = finite(rows[i].values);
    if (values.empty()) continue;
    svg += values.size() > most_dots ? histogram(values, x, top + row_height - 1.0) : dots(values, x, middle);
    svg +=
        fmt::format("<path class=\"mean\" d=\"M{:.1f} {:g}v{:g}\"/>", x(mean_of(values)), top + 1.0, row_height - 2.0);
    if (std::isfinite(rows[i].published))
      svg += fmt::format("<path class=\"printed\" d=\"M{:.1f} {:g}l3 3l-3 3l-3 -3z\"/>", x(rows[i].published),
                         middle - 3.0);
  }
  return svg + "</svg>";
}

}  // namespace basin::report
