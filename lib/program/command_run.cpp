// basin run: any setting of any experiment, rows as a table or CSV, series as CSV.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <optional>

#include "claims/judge.hpp"
#include "claims/run_store.hpp"
#include "core/csv.hpp"
#include "core/error.hpp"
#include "program/commands.hpp"
#include "program/output.hpp"
#include "program/summary.hpp"

namespace basin::program {
namespace {

using claims::Experiment;
using claims::Row;

/// The settings that were set, seed, then the columns.
std::vector<std::string> header(const Experiment& experiment, const Values& given) {
  std::vector<std::string> names;
  for (const auto& [name, value] : given) names.push_back(name);
  names.push_back("seed");
  for (const auto& column : experiment.columns) names.push_back(column.name);
  return names;
}

std::vector<std::string> cells(const Values& given, std::uint64_t seed, const Row& row, std::string (*number)(double)) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : given) texts.push_back(to_text(value));
  texts.push_back(fmt::format("{}", seed));
  for (const double value : row) texts.push_back(number(value));
  return texts;
}

std::string exact_number(double value) {
  return fmt::format("{}", value);
}

std::string csv_line(const std::vector<std::string>& texts) {
  std::string line;
  for (const auto& text : texts) line += (line.empty() ? "" : ",") + csv_field(text);
  return line + '\n';
}

void require_series(const Experiment& experiment, const RunArguments& arguments) {
  if (arguments.csv == arguments.series) {
    throw_input_error("--csv and --series both write to {}; give two names", arguments.csv);
  }
  if (!experiment.series.empty()) return;
  std::vector<std::string> others;
  for (const Experiment* other : claims::Registry::global().all()) {
    if (!other->series.empty()) others.push_back(other->name);
  }
  throw_input_error("--series: {} has no series; leave the option out ({})", experiment.name,
                    others.empty()
                        ? "no experiment here has"
                        : fmt::format("{} {}", fmt::join(others, ", "), others.size() == 1 ? "has" : "have"));
}

/// The word that y stands for where the series has words; the runner has checked that there is one.
std::string series_cell(const claims::Series& series, double y) {
  if (series.words.empty() || std::isnan(y)) return exact_number(y);
  return series.words.at(static_cast<std::size_t>(y));
}

/// One line for each x of a run: the settings that were set, seed, x, a column for each series.
std::string series_csv(const Experiment& experiment, const Values& given,
                       const std::vector<claims::RunRequest>& requests, const claims::RunReport& report) {
  std::vector<std::string> names;
  for (const auto& [name, value] : given) names.push_back(name);
  names.insert(names.end(), {"seed", experiment.series_x.name});
  for (const auto& series : experiment.series) names.push_back(series.name);
  std::string text = csv_line(names);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto& curves = report.curves[i];
    if (curves.empty()) continue;  // skipped
    const std::vector<std::string> start = cells(given, requests[i].seed, {}, exact_number);
    for (std::size_t k = 0; k < curves.front().x.size(); ++k) {
      std::vector<std::string> texts = start;
      texts.push_back(exact_number(curves.front().x[k]));
      for (std::size_t s = 0; s < curves.size(); ++s) {
        texts.push_back(series_cell(experiment.series[s], curves[s].y[k]));
      }
      text += csv_line(texts);
    }
  }
  return text;
}

}  // namespace

int run_experiment(const Options& options, const RunArguments& arguments) {
  const Experiment& experiment = claims::Registry::global().find(arguments.experiment);
  const Values given = read_settings(experiment, arguments.settings);
  std::vector<claims::RunRequest> requests;
  for (const std::uint64_t seed : read_seeds(arguments.seeds)) {
    requests.push_back({&experiment, given, claims::first_seed(options.seed_epoch) + seed - 1});
  }
  if (!arguments.series.empty()) require_series(experiment, arguments);
  std::optional<OutputFile> csv, series;
  if (!arguments.csv.empty()) csv.emplace(arguments.csv);
  if (!arguments.series.empty()) series.emplace(arguments.series);
  claims::RunnerOptions runner = options.runner();
  if (series) runner.curves = claims::Curves::wanted;

  claims::RunStore store(options.store, claims::RunStore::Access::write);
  const claims::RunReport report = claims::compute_runs(requests, store, runner);

  std::string text = csv_line(header(experiment, given));
  Table table;
  table.add(header(experiment, given));
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!report.rows[i]) continue;
    if (csv) {
      text += csv_line(cells(given, requests[i].seed, *report.rows[i], exact_number));
    } else {
      table.add(cells(given, requests[i].seed, *report.rows[i], short_number));
    }
  }
  if (series) series->write(series_csv(experiment, given, requests, report));
  if (csv) {
    csv->write(text);
  } else if (arguments.series != "-") {
    fmt::print("{}", table.text());
  }
  fmt::print(stderr, "{}\n", runs_summary(report));
  return report.skipped > 0 && report.computed + report.reused == 0 ? exit_skipped : exit_as_expected;
}

}  // namespace basin::program
