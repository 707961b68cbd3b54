// basin run: any setting of any experiment, rows as a table or CSV, curves as CSV.
#include <fmt/format.h>

#include <cstdio>

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

void require_curves(const Experiment& experiment, const RunArguments& arguments) {
  if (arguments.csv == "-" && arguments.curves == "-") {
    throw_input_error("--csv and --curves both write to -; give one of them a file");
  }
  if (!experiment.series.empty()) return;
  std::vector<std::string> others;
  for (const Experiment* other : claims::Registry::global().all()) {
    if (!other->series.empty()) others.push_back(other->name);
  }
  throw_input_error("--curves: {} draws no curves; leave the option out ({})", experiment.name,
                    others.empty() ? "no experiment here does" : fmt::format("{} does", fmt::join(others, ", ")));
}

/// One line a point: the settings that were set, seed, series, x, y.
std::string curves_csv(const Experiment& experiment, const Values& given,
                       const std::vector<claims::RunRequest>& requests, const claims::RunReport& report) {
  std::vector<std::string> names;
  for (const auto& [name, value] : given) names.push_back(name);
  names.insert(names.end(), {"seed", "series", "x", "y"});
  std::string text = csv_line(names);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    for (std::size_t s = 0; s < report.curves[i].size(); ++s) {
      const claims::Curve& curve = report.curves[i][s];
      std::vector<std::string> texts = cells(given, requests[i].seed, {}, exact_number);
      texts.push_back(experiment.series[s].name);
      const std::string start = csv_line(texts);
      for (std::size_t k = 0; k < curve.x.size(); ++k) {
        text += fmt::format("{},{},{}\n", std::string_view(start).substr(0, start.size() - 1), curve.x[k], curve.y[k]);
      }
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
  if (!arguments.curves.empty()) require_curves(experiment, arguments);
  std::optional<OutputFile> csv, curves;
  if (!arguments.csv.empty()) csv.emplace(arguments.csv);
  if (!arguments.curves.empty()) curves.emplace(arguments.curves);
  claims::RunnerOptions runner = options.runner();
  if (curves) runner.curves = claims::Curves::wanted;

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
  if (curves) curves->write(curves_csv(experiment, given, requests, report));
  if (csv) {
    csv->write(text);
  } else if (arguments.curves != "-") {
    fmt::print("{}", table.text());
  }
  fmt::print(stderr, "{}\n", runs_summary(report));
  return report.skipped > 0 && report.computed + report.reused == 0 ? exit_skipped : exit_as_expected;
}

}  // namespace basin::program
