// Pulls as normal numbers, and their picture.
#include "report/pulls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "report/figure_parts.hpp"

namespace basin::report {
namespace {

constexpr double most_z = 8.0;

struct OnePull {
  const ClaimEntry* entry;
  const claims::Comparison* comparison;
  double z;
};

/// Every published number that has a pull, once: of several claims the first by id.
std::vector<OnePull> pulls_of(const std::vector<ClaimEntry>& claims) {
  std::vector<OnePull> pulls;
  std::set<std::pair<std::string, std::size_t>> seen;
  for (const ClaimEntry& entry : claims) {
    // Where runs are missing a mean may rest on two of them.
    const bool complete = entry.standing != Standing::not_run && entry.standing != Standing::skipped;
    if (!entry.claim.published || !complete) continue;
    for (const auto& comparison : entry.result.comparisons) {
      if (std::isnan(comparison.pull) || std::isnan(comparison.p)) continue;
      if (!seen.emplace(entry.claim.published->file.string(), comparison.published.line).second) continue;
      pulls.push_back({&entry, &comparison, normal_of(comparison.pull, comparison.p)});
    }
  }
  return pulls;
}

HistogramPanel histogram_of(const std::vector<OnePull>& pulls) {
  constexpr double side = 5.0, width = 0.5;
  HistogramPanel panel{.title = fmt::format("{} published means, beyond {:.0f} at the edges", pulls.size(), side),
                       .x = {"pull as a normal number z", Scale::linear, Range{-side, side}},
                       .y = {"share of the means", Scale::linear},
                       .edges = {},
                       .heights = {}};
  std::vector<double> inside;
  for (const OnePull& pull : pulls) inside.push_back(std::clamp(pull.z, -side, side));
  fill_histogram(panel, inside, {-side, side}, static_cast<std::size_t>(2.0 * side / width));
  Trace normal{.label = "chance alone", .style = Style::line, .x = {}, .y = {}};
  for (int i = -100; i <= 100; ++i) {
    const double z = side * i / 100.0;
    normal.x.push_back(z);
    normal.y.push_back(width * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi));
  }
  panel.traces.push_back(std::move(normal));
  return panel;
}

/// Sorted |z| against what chance gives: the k-th of n lies at Phi^-1 of (1 + (k - 1/2) / n) / 2.
CurvesPanel against_chance(const std::map<std::string, std::vector<double>>& by_source) {
  CurvesPanel panel{.title = "by source, sorted",
                    .x = {"|z| expected of chance", Scale::linear, Range{0.0, 3.5}},
                    .y = {"|z| found", Scale::linear, Range{0.0, most_z}},
                    .traces = {}};
  const boost::math::normal normal;
  for (const auto& [source, found] : by_source) {
    Trace trace{.label = source, .style = Style::points, .x = {}, .y = {}};
    std::vector<double> sizes;
    for (const double z : found) sizes.push_back(std::abs(z));
    std::sort(sizes.begin(), sizes.end());
    for (std::size_t k = 0; k < sizes.size(); ++k) {
      const double share = (static_cast<double>(k) + 0.5) / static_cast<double>(sizes.size());
      trace.x.push_back(boost::math::quantile(normal, 0.5 * (1.0 + share)));
      trace.y.push_back(sizes[k]);
    }
    panel.traces.push_back(std::move(trace));
  }
  panel.traces.push_back({.label = "chance alone", .style = Style::line, .x = {0.0, 3.5}, .y = {0.0, 3.5}});
  return panel;
}

}  // namespace

double normal_of(double t, double p) {
  const boost::math::normal normal;
  const double tail = std::clamp(0.5 * p, 0.0, 0.5);
  const double size =
      tail > 0.0 ? std::min(most_z, boost::math::quantile(boost::math::complement(normal, tail))) : most_z;
  return t < 0.0 ? -size : size;
}

std::optional<FigureContent> all_pulls(const std::vector<ClaimEntry>& claims) {
  const auto pulls = pulls_of(claims);
  if (pulls.empty()) return std::nullopt;
  std::map<std::string, std::vector<double>> by_source;
  CsvText csv(
      {"claim", "source", "setting", "quantity", "published", "spread_kind", "mean", "runs", "t", "degrees", "p", "z"});
  FigureContent content;
  for (const OnePull& pull : pulls) {
    const auto& comparison = *pull.comparison;
    by_source[pull.entry->claim.source].push_back(pull.z);
    csv.add({pull.entry->claim.id, pull.entry->claim.source, to_text(comparison.published.levels),
             comparison.published.column, exact_number(comparison.published.value), to_text(comparison.published.kind),
             exact_number(comparison.mean), std::to_string(comparison.runs), exact_number(comparison.pull),
             exact_number(comparison.degrees), exact_number(comparison.p), exact_number(pull.z)});
  }
  content.table.header = {"source",           "means",      "of them digitised", "median |z|", "|z| above 2",
                          "expected above 2", "largest |z|"};
  constexpr double above_two = 0.0455;  // P(|Z| > 2)
  for (const auto& [source, found] : by_source) {
    std::vector<double> sizes;
    for (const double z : found) sizes.push_back(std::abs(z));
    std::sort(sizes.begin(), sizes.end());
    const auto digitised = std::count_if(pulls.begin(), pulls.end(), [&, name = source](const OnePull& pull) {
      return pull.entry->claim.source == name && pull.comparison->published.kind == stats::SpreadKind::digitised;
    });
    const auto large = std::count_if(sizes.begin(), sizes.end(), [](double size) { return size > 2.0; });
    content.table.rows.push_back({source, std::to_string(sizes.size()), std::to_string(digitised),
                                  table_number(median_of(sizes)), std::to_string(large),
                                  fmt::format("{:.1f}", above_two * static_cast<double>(sizes.size())),
                                  table_number(sizes.back())});
  }
  content.csv = csv.text();
  content.drawing.name = "pulls";
  content.drawing.panels = {histogram_of(pulls), against_chance(by_source)};
  content.alt =
      "Histogram of all pulls as normal numbers over the standard normal density, and their sorted sizes by "
      "source against those expected of chance. The numbers are in the table below.";
  return content;
}

}  // namespace basin::report
