// Whether the parts of a panel fit together, before anything is drawn from them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <variant>

#include "report/drawing_panels.hpp"

namespace basin::report {
namespace {

template <class... Args>
void require(bool holds, fmt::format_string<Args...> text, Args&&... args) {
  if (!holds) throw std::logic_error(fmt::format(text, std::forward<Args>(args)...));
}

void check_trace(const Trace& trace) {
  require(trace.x.size() == trace.y.size(), "trace '{}' has {} x and {} y", trace.label, trace.x.size(),
          trace.y.size());
  const bool none = trace.low.empty() && trace.high.empty();
  require(none || (trace.low.size() == trace.y.size() && trace.high.size() == trace.y.size()),
          "trace '{}' has {} y, but {} lower and {} upper ends", trace.label, trace.y.size(), trace.low.size(),
          trace.high.size());
}

void check_grid(const std::string& title, const std::vector<std::vector<double>>& values, std::size_t rows,
                std::size_t columns) {
  require(values.size() == rows, "'{}' has {} rows of values for {}", title, values.size(), rows);
  for (const auto& row : values)
    require(row.size() == columns, "'{}' has a row of {} values for {} columns", title, row.size(), columns);
}

void check_lines(const std::string& title, const std::vector<double>& lines) {
  require(lines.size() >= 2, "'{}' has {} grid lines where 2 are the least", title, lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    require(std::isfinite(lines[i]) && (i == 0 || lines[i - 1] < lines[i]), "the grid lines of '{}' do not ascend",
            title);
}

void check(const CurvesPanel& panel) {
  require(!panel.frame || panel.frame->size() == 4, "the frame of '{}' needs four numbers", panel.title);
}

void check(const HistogramPanel& panel) {
  const bool none = panel.edges.empty() && panel.heights.empty();
  require(none || panel.edges.size() == panel.heights.size() + 1, "'{}' has {} edges and {} heights", panel.title,
          panel.edges.size(), panel.heights.size());
}

void check(const HeatMapPanel& panel) {
  require(!panel.rows.empty() && !panel.columns.empty(), "'{}' has no cells", panel.title);
  require(panel.digits >= 0 && panel.digits <= 9, "'{}' is to have {} digits; 0 to 9 can be printed", panel.title,
          panel.digits);
  check_grid(panel.title, panel.values, panel.rows.size(), panel.columns.size());
}

void check(const SurfacePanel& panel) {
  check_lines(panel.title, panel.xs);
  check_lines(panel.title, panel.ys);
  check_grid(panel.title, panel.values, panel.ys.size(), panel.xs.size());
  require(std::isfinite(panel.low) && std::isfinite(panel.high), "the shading of '{}' has no ends", panel.title);
  require(panel.x.scale == Scale::linear && panel.y.scale == Scale::linear, "the axes of '{}' must be linear",
          panel.title);
}

void check(const StripPanel& panel) {
  for (const auto& picture : panel.pictures) {
    require(picture.channels == 1 || picture.channels == 3, "picture '{}' has {} channels", picture.label,
            picture.channels);
    require(picture.width > 0 && picture.height > 0 &&
                picture.values.size() == picture.width * picture.height * picture.channels,
            "picture '{}' of {} x {} x {} has {} values", picture.label, picture.width, picture.height,
            picture.channels, picture.values.size());
  }
}

}  // namespace

void check_panel(const Panel& panel) {
  std::visit([](const auto& kind) { check(kind); }, panel);
  for (const Trace& trace : traces_of(panel)) check_trace(trace);
}

}  // namespace basin::report
