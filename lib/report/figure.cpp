// Puts a figure together: what its kind draws, what is missing, what a reader should know who cannot see it.
#include "report/figure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/figure_parts.hpp"

namespace basin::report {
namespace {

FigureParts parts_of(const Figure& figure, const FigureRuns& runs) {
  switch (figure.kind) {
    case FigureKind::curves:
      return curves_of(figure, runs);
    case FigureKind::paths:
      return paths_of(figure, runs);
    case FigureKind::histogram:
      return histograms_of(figure, runs);
    case FigureKind::heat_map:
      return heat_maps_of(figure, runs);
    case FigureKind::surface:
      return surfaces_of(figure, runs);
    case FigureKind::strips:
      break;
  }
  return strips_of(figure, runs);
}

const char* words_of(FigureKind kind) {
  switch (kind) {
    case FigureKind::curves:
      return "Curves of means with intervals";
    case FigureKind::paths:
      return "Lines of single runs";
    case FigureKind::histogram:
      return "Histograms";
    case FigureKind::heat_map:
      return "Heat maps with a number in each cell";
    case FigureKind::surface:
      return "Shaded functions of the plane";
    case FigureKind::strips:
      break;
  }
  return "Rows of small pictures";
}

/// What is not there: a sentence for each layer that has arms without runs.
std::string missing_runs(const Figure& figure, const FigureRuns& runs) {
  std::string note;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& arms = runs[i];
    const auto missing = std::count_if(arms.begin(), arms.end(), [](const FigureArm& arm) { return arm.runs.empty(); });
    if (missing == 0) continue;
    const auto skipped =
        std::find_if(arms.begin(), arms.end(), [](const FigureArm& arm) { return !arm.skip_reason.empty(); });
    const Layer& layer = figure.layers[i];
    const std::string name = layer.label.empty() ? layer.experiment->name : layer.label;
    note += fmt::format("{}{} of {} settings of the layer '{}' {} not run", note.empty() ? "" : " ", missing,
                        arms.size(), name, missing == 1 ? "was" : "were");
    if (skipped != arms.end()) {
      note += fmt::format(": {}.", skipped->skip_reason);
    } else {
      note += layer.tier == claims::Tier::quick ? "." : fmt::format(" (tier {}).", claims::to_text(layer.tier));
    }
  }
  return note;
}

/// Runs of means that say of themselves that they did not converge: they are in the mean.
std::string unconverged_runs(const Figure& figure, const FigureRuns& runs) {
  std::size_t all = 0, unconverged = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const FigureArm& arm : runs[i])
      for (const FigureRun& run : arm.runs) {
        const auto converged = column_of(figure.layers[i], run, "converged");
        if (!converged) continue;
        ++all;
        if (!(*converged > 0.0)) ++unconverged;
      }
  }
  if (unconverged == 0) return "";
  return fmt::format("{} of {} runs ended by their limit and not by convergence; they count here.", unconverged, all);
}

/// Means that are none: of one run, which has no interval.
std::string single_runs(const Figure& figure, const FigureRuns& runs) {
  if (figure.kind != FigureKind::curves && figure.kind != FigureKind::heat_map) return "";
  std::size_t all = 0, single = 0;
  for (const auto& arms : runs)
    for (const FigureArm& arm : arms) {
      all += arm.runs.empty() ? 0 : 1;
      single += arm.runs.size() == 1 ? 1 : 0;
    }
  if (single == 0) return "";
  return fmt::format("{} of {} numbers of ours {} of one run, without an interval.", single, all,
                     single == 1 ? "is" : "are");
}

std::string set_options(const Values& given) {
  std::string text;
  for (const auto& [name, value] : given) text += fmt::format(" --set {}={}", name, to_text(value));
  return text;
}

}  // namespace

FigureContent content_of(const Figure& figure, const FigureRuns& runs) {
  FigureParts parts = parts_of(figure, runs);
  FigureContent content;
  content.drawing.name = figure.id;
  std::replace(content.drawing.name.begin(), content.drawing.name.end(), '.', '_');
  content.alt = fmt::format("{}, {} panel{}: {} ({}). Its numbers are in the table below.", words_of(figure.kind),
                            parts.panels.size(), parts.panels.size() == 1 ? "" : "s", figure.title, figure.where);
  content.drawing.panels = std::move(parts.panels);
  content.table = std::move(parts.table);
  content.csv = std::move(parts.csv);
  content.note = missing_runs(figure, runs);
  for (const std::string& sentence : {single_runs(figure, runs), unconverged_runs(figure, runs)})
    if (!sentence.empty()) content.note += (content.note.empty() ? "" : " ") + sentence;
  return content;
}

std::vector<std::string> commands_of(const Figure& figure) {
  claims::Tier dearest = claims::Tier::quick;
  for (const Layer& layer : figure.layers) dearest = std::max(dearest, layer.tier);
  std::vector<std::string> commands = {fmt::format("basin report --figure {}", figure.id)};
  if (dearest != claims::Tier::quick) commands.back() += " --tier " + claims::to_text(dearest);
  const bool single = figure.kind == FigureKind::surface || figure.kind == FigureKind::strips;
  for (const Layer& layer : figure.layers) {
    if (!single) break;
    for (const auto& given : claims::arms_of(layer.plan))
      commands.push_back(fmt::format("basin run {}{} --seeds {}..{} --series series.csv", layer.experiment->name,
                                     set_options(given), layer.seed, layer.seed));
  }
  return commands;
}

}  // namespace basin::report
