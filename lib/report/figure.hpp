// From the runs of a figure to what is drawn, the table under it and the CSV beside it.
#pragma once

#include <string>

#include "report/figure_runs.hpp"
#include "report/page.hpp"

namespace basin::report {

/// A figure that can be drawn: its numbers, and the words that stand with it.
struct FigureContent {
  Drawing drawing;
  Table table;       ///< a row an arm, published beside ours
  std::string csv;   ///< all that is drawn, with every digit
  std::string note;  ///< what is not there and why; may be empty
  std::string alt;   ///< what it shows, in words
};

/// Throws an input Error that names the figure's file where series are not what its kind draws (no full grid, a picture
/// of another shape).
[[nodiscard]] FigureContent content_of(const Figure& figure, const FigureRuns& runs);

/// The commands that compute what it shows: one for the figure, and of single runs one each.
[[nodiscard]] std::vector<std::string> commands_of(const Figure& figure);

}  // namespace basin::report
