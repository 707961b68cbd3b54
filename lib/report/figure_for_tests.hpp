// An experiment with known rows and series, and figures on it in a folder of the test's own. For tests only.
#pragma once

#include <string>

#include "claims/run_store.hpp"
#include "core/test_folder.hpp"
#include "report/figure.hpp"

namespace basin::report {

/// figuretest.wave: settings radius (1), width (2), shape (round or flat), data (none or needed); columns
/// height = radius * width + seed, converged = 1; series over point 0..5: x1, x2 (a grid of 3 x 2), value = place +
/// seed, curve = 0 0 0 1 1 1, angle = 0.
[[nodiscard]] const claims::Experiment& wave();

/// A folder with figures/ and golden/, and a store.
class FigureFolder {
 public:
  FigureFolder();
  /// Writes figures/demo2024/<name>.toml.
  void write(const std::string& name, const std::string& text) const;
  /// The one figure of the text, read.
  [[nodiscard]] Figure read(const std::string& text) const;
  /// The message of the error that the text provokes, the folder's path taken out.
  [[nodiscard]] std::string refusal(const std::string& text) const;
  /// Computes what the figure needs up to a tier and gathers it.
  [[nodiscard]] FigureRuns computed(const Figure& figure, claims::Tier tier = claims::Tier::quick);
  [[nodiscard]] FigureRuns stored(const Figure& figure) const;
  [[nodiscard]] const TestFolder& folder() const { return folder_; }

 private:
  TestFolder folder_;
  FigureFolders folders_;
  claims::RunStore store_;
};

/// A sound figure of curves; each `from` must be there.
[[nodiscard]] std::string curves_text(const std::string& from = "", const std::string& to = "");
/// The figure of another kind: title and so on, then these lines.
[[nodiscard]] std::string figure_text(const std::string& kind, const std::string& lines);

}  // namespace basin::report
