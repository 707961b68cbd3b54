// What the kinds of figures share: panels, tables, CSV, numbers as text. Internal.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/figure.hpp"
#include "stats/interval.hpp"

namespace basin::report {

/// Lines of comma-separated text under a header.
class CsvText {
 public:
  explicit CsvText(const std::vector<std::string>& header) { add(header); }
  void add(const std::vector<std::string>& fields);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// What one kind makes of a figure's runs.
struct FigureParts {
  std::vector<Panel> panels;
  Table table;
  std::string csv;
};

[[nodiscard]] FigureParts curves_of(const Figure& figure, const FigureRuns& runs);
[[nodiscard]] FigureParts heat_maps_of(const Figure& figure, const FigureRuns& runs);
[[nodiscard]] FigureParts paths_of(const Figure& figure, const FigureRuns& runs);
[[nodiscard]] FigureParts histograms_of(const Figure& figure, const FigureRuns& runs);
[[nodiscard]] FigureParts surfaces_of(const Figure& figure, const FigureRuns& runs);
[[nodiscard]] FigureParts strips_of(const Figure& figure, const FigureRuns& runs);

/// An arm beside its layer.
struct LayerArm {
  const Layer* layer;
  const FigureArm* arm;
};

/// All arms of a figure, grouped by the level of its panel setting in the order they come; one group without a title
/// where it has none.
[[nodiscard]] std::vector<std::pair<std::string, std::vector<LayerArm>>> by_panel(const Figure& figure,
                                                                                  const FigureRuns& runs);

/// An expression over columns and settings in every run of an arm; NaN where it has no value.
[[nodiscard]] std::vector<double> values_of(const Layer& layer, const FigureArm& arm, const std::string& expression);

/// Of the intervals drawn. Chosen: what readers of figures expect; verdicts rest on stricter ones.
inline constexpr double figure_confidence = 0.95;

/// Mean, standard deviation and interval of the values that are numbers.
struct MeanOfRuns {
  stats::Summary summary;
  stats::Interval interval;  ///< Student's, with figure_confidence; NaN where there are fewer than two
};
[[nodiscard]] MeanOfRuns mean_of(const std::vector<double>& values);

/// The middle of ascending numbers, of an even count the mean of the two; NaN of none.
[[nodiscard]] double median_of(const std::vector<double>& sorted);

/// The published number of an expression at a setting; null where there is none.
[[nodiscard]] const claims::PublishedNumber* published_at(const Layer& layer, const std::string& expression,
                                                          const Values& setting);

/// The numbers of a series, or of the series' own x, in a run. Throws std::out_of_range where the run has none.
[[nodiscard]] const std::vector<double>& series_of(const Layer& layer, const FigureRun& run, const std::string& name);

/// A column of a run; empty where its experiment has none of that name.
[[nodiscard]] std::optional<double> column_of(const Layer& layer, const FigureRun& run, const std::string& name);

/// Shares of ascending edges' bins among all values; those outside count in the total and in no bin, so that the
/// heights then say that something is not shown.
void fill_histogram(HistogramPanel& panel, const std::vector<double>& values, const Range& range, std::size_t bins);

/// Several lists as one.
[[nodiscard]] std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists);

/// To four significant digits, "–" where there is none; and with every digit.
[[nodiscard]] std::string table_number(double value);
[[nodiscard]] std::string exact_number(double value);

/// The names of the varied settings of all layers, each once, in their order.
[[nodiscard]] std::vector<std::string> varied_names(const Figure& figure);
/// Their values at a setting ("" where the experiment has none).
[[nodiscard]] std::vector<std::string> varied_cells(const std::vector<std::string>& names, const Values& setting);

/// A layer's label at an arm; without one, the varied settings but the panel's and `besides`.
[[nodiscard]] std::string label_of(const Figure& figure, const LayerArm& one, const std::vector<std::string>& besides);

/// "winding_number = 0, test_accuracy = 0.98": the columns to show of a run.
[[nodiscard]] std::string shown_columns(const Figure& figure, const Layer& layer, const FigureRun& run);

}  // namespace basin::report
