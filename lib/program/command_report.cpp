// basin report: computes what its figures need beside the claims, judges from the store, writes the page.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <set>
#include <stdexcept>

#include "claims/fingerprint.hpp"
#include "claims/judge.hpp"
#include "core/error.hpp"
#include "core/machine.hpp"
#include "core/parallel.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"
#include "program/commands.hpp"
#include "program/program.hpp"
#include "program/select.hpp"
#include "program/summary.hpp"
#include "report/benchmarks.hpp"
#include "report/claim_entry.hpp"
#include "report/figure.hpp"
#include "report/gnuplot.hpp"
#include "report/page.hpp"
#include "report/pulls.hpp"
#include "report/source_readme.hpp"

namespace basin::program {
namespace {

namespace fs = std::filesystem;

fs::path out_or_default(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code none;
  const fs::path& build = built_in().build;
  return (!build.empty() && fs::is_directory(build, none) ? build : fs::path(".")) / "report";
}

/// Makes the folder before the work, so that what cannot be written is known then.
void require_folder(const fs::path& out) {
  std::error_code problem;
  fs::create_directories(out / "figures", problem);
  if (problem)
    throw_input_error("{}: cannot be made a folder ({}); give another --out", out.string(), problem.message());
  for (const fs::path& folder : {out, out / "figures"})
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
      throw_input_error("{}: cannot be written to ({}); give another --out", folder.string(), std::strerror(errno));
  if (fs::is_directory(out / "index.html", problem))
    throw_input_error("{}: is a folder where the page is to be; give another --out", (out / "index.html").string());
}

bool is_wanted(const std::vector<std::string>& patterns, const std::string& id) {
  return patterns.empty() ||
         std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return fits(pattern, id); });
}

bool is_wanted_source(const std::vector<std::string>& sources, const std::string& source) {
  return sources.empty() || std::find(sources.begin(), sources.end(), source) != sources.end();
}

std::vector<report::Figure> chosen_figures(const Options& options, const ReportArguments& arguments) {
  std::vector<report::Figure> figures = report::read_figures({options.figures, options.folders.golden});
  for (const auto& pattern : arguments.figures) {
    const auto fitting = [&](const report::Figure& figure) { return fits(pattern, figure.id); };
    if (std::any_of(figures.begin(), figures.end(), fitting)) continue;
    std::vector<std::string> ids;
    for (const auto& figure : figures) ids.push_back(figure.id);
    throw_input_error("figure '{}': there is none in {}; {}", pattern, options.figures.string(),
                      ids.empty() ? "--figures names another folder" : known_names(pattern, ids));
  }
  std::erase_if(figures, [&](const report::Figure& figure) {
    return !is_wanted(arguments.figures, figure.id) || !is_wanted_source(arguments.sources, figure.source);
  });
  return figures;
}

/// The runs of all figures, those whose series are drawn apart.
struct Requests {
  std::vector<claims::RunRequest> rows, series;
};

Requests requests_of(const std::vector<report::Figure>& figures, claims::Tier tier, std::uint64_t seed_epoch) {
  Requests requests;
  for (const auto& figure : figures) {
    auto& wanted = report::needs_series(figure.kind) ? requests.series : requests.rows;
    const auto needed = report::requests_of(figure, tier, seed_epoch);
    wanted.insert(wanted.end(), needed.begin(), needed.end());
  }
  return requests;
}

void compute(const Options& options, const Requests& requests, claims::RunStore& store) {
  claims::RunnerOptions runner = options.runner();

  runner.announce = [&](const std::vector<claims::RunForecast>& forecasts) {
    const claims::RunForecast all = claims::sum_of(forecasts);
    if (all.open() > 0 && options.talk == Talk::full)
      fmt::print(stderr, "for the figures: {}\n", announcement(all, options.cores()));
  };
  (void)claims::compute_runs(requests.rows, store, runner);
  runner.curves = claims::Curves::wanted;
  (void)claims::compute_runs(requests.series, store, runner);
}

/// What is known of gnuplot before it draws.
struct Gnuplot {
  std::string version;
  std::string problem;  ///< why it cannot draw; empty where it can
};

/// Asked once, so that one that is not there or hangs is not tried again for every figure.
Gnuplot ask_gnuplot() {
  try {
    std::string version = report::run_gnuplot("set print '-'\nprint GPVAL_VERSION\n", std::chrono::seconds(20));
    while (!version.empty() && version.back() == '\n') version.pop_back();
    const bool is_version = version.size() < 20 && version.find_first_not_of("0123456789.") == std::string::npos;
    return {is_version ? "gnuplot " + version : "gnuplot that does not tell its version", ""};
  } catch (const Error& error) {
    return {"no gnuplot that draws: no figures", error.what()};
  }
}

report::FigureEntry entry_of(const std::string& id, report::FigureContent content, const Gnuplot& gnuplot) {
  report::FigureEntry entry;
  entry.name = content.drawing.name;
  entry.alt = std::move(content.alt);
  entry.note = std::move(content.note);
  entry.table = std::move(content.table);
  entry.csv_file = "figures/" + id + ".csv";
  // Numbers that have no place on an axis, such as 1e308 and its opposite, are a logic error to what draws; one figure
  // with such runs must not cost the page.
  const auto not_drawn = [&](const char* why) {
    entry.note += fmt::format("{}It could not be drawn: {}", entry.note.empty() ? "" : " ", why);
  };
  if (!gnuplot.problem.empty()) {
    not_drawn(gnuplot.problem.c_str());
    return entry;
  }
  try {
    entry.svg = report::draw_svg(content.drawing);
    entry.svg_file = "figures/" + id + ".svg";
  } catch (const Error& error) {
    not_drawn(error.what());
  } catch (const std::logic_error& error) {
    not_drawn(error.what());
  }
  return entry;
}

/// The figures of the files, drawn, and their CSV written.
std::vector<report::FigureEntry> draw(const Options& options, const std::vector<report::Figure>& figures,
                                      const claims::RunStore& store, const fs::path& out, const Gnuplot& gnuplot) {
  std::vector<report::FigureContent> contents;
  for (const auto& figure : figures)
    contents.push_back(report::content_of(figure, report::runs_of(figure, store, options.reuse, options.seed_epoch)));
  std::vector<report::FigureEntry> entries(figures.size());
  for_each_task(figures.size(), options.jobs, [&](std::size_t i) {
    const report::Figure& figure = figures[i];
    write_text_file(out / "figures" / (figure.id + ".csv"), contents[i].csv);
    entries[i] = entry_of(figure.id, std::move(contents[i]), gnuplot);
    entries[i].name = figure.file.stem().string();
    entries[i].source = figure.source;
    entries[i].title = figure.title;
    entries[i].where = figure.where;
    entries[i].caption = figure.caption;
    entries[i].commands = report::commands_of(figure);
  });
  return entries;
}

/// All pulls, on top of the page; nothing where no claim stands beside a published mean.
std::vector<report::FigureEntry> draw_pulls(const std::vector<report::ClaimEntry>& claims, const fs::path& out,
                                            const Gnuplot& gnuplot) {
  auto content = report::all_pulls(claims);
  if (!content) return {};
  write_text_file(out / "figures" / "pulls.csv", content->csv);
  report::FigureEntry entry = entry_of("pulls", std::move(*content), gnuplot);
  entry.title = "Pulls of all published means";
  entry.where = "every claim with published numbers whose runs are there";
  entry.caption =
      "A pull is (ours - published) in standard errors of the difference. Each is held against Student's t with its "
      "own degrees of freedom and shown as the normal number z that chance exceeds as often, so that pulls of few and "
      "of many runs can stand together. A digitised number of which it is not said how many "
      "runs it stands for is taken as one, which makes its pull small; a number printed for one point of a network "
      "varies "
      "more than our means over points, which makes its pull large. Some claims train for less than what was printed "
      "(their settings stand under them). A picture, and no gate.";
  entry.commands = {"basin report"};
  return {std::move(entry)};
}

std::vector<std::pair<std::string, std::string>> provenance_of(const Options& options, const ReportArguments& arguments,
                                                               const Gnuplot& gnuplot) {
  const std::time_t now = std::time(nullptr);
  const auto seeds = options.seed_epoch == 0 ? std::string("1 to n, as each claim declares")
                                             : fmt::format("1 to n of seed epoch {}", options.seed_epoch);
  return {
      {"program", "basin " BASIN_VERSION},
      {"date", fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(now))},
      {"tier", claims::to_text(arguments.tier)},
      {"compiler", compiler_summary()},
      {"flags", BASIN_FLAGS},
      {"for this processor only", BASIN_IS_NATIVE},
      {"libraries", BASIN_LIBRARIES ", " + gnuplot.version},
      {"code", "library " + claims::library_digest().substr(0, 16)},
      {"machine", machine_summary()},
      {"seeds", seeds},
      {"rows", options.reuse == claims::Reuse::any ? "of any code (--reuse any)" : "of this code only"},
      {"data", options.data.empty() ? "none given: what needs MNIST or CIFAR-10 is skipped" : options.data.string()},
      {"run store", options.store.string()}};
}

void require_sense(const ReportArguments& arguments) {
  if (arguments.work == Work::forecast && arguments.runs == FigureRunsFrom::store)
    throw_input_error("--stored computes nothing, so that --dry-run has nothing to forecast; leave one of them out");
}

int forecast(const Options& options, const Requests& requests) {
  const claims::RunStore store(options.store, claims::RunStore::Access::read);
  std::vector<claims::RunRequest> all = requests.rows;
  all.insert(all.end(), requests.series.begin(), requests.series.end());
  const auto sum = claims::sum_of(claims::forecast_runs(all, store, options.reuse));
  fmt::print("{}\n", announcement(sum, options.cores()));
  return exit_as_expected;
}

}  // namespace

int report(const Options& options, const ReportArguments& arguments) {
  require_sense(arguments);
  report::PageInput page;
  if (!options.benchmarks.empty()) page.benchmarks = report::read_benchmarks(options.benchmarks);
  std::vector<claims::Claim> claims = claims::read_all_claims(options.folders, arguments.tier);
  std::set<std::string> known;
  for (const auto& claim : claims) known.insert(claim.source);
  for (const auto& source : arguments.sources)
    if (!known.contains(source))
      throw_input_error("source '{}': has no claims; {}", source, known_names(source, {known.begin(), known.end()}));
  require_claims(claims, options.folders, arguments.tier);
  std::erase_if(claims, [&](const auto& claim) { return !is_wanted_source(arguments.sources, claim.source); });
  const std::vector<report::Figure> figures = chosen_figures(options, arguments);
  const Requests requests = requests_of(figures, arguments.tier, options.seed_epoch);
  if (arguments.work == Work::forecast) return forecast(options, requests);

  for (const auto& source : known)
    if (is_wanted_source(arguments.sources, source))
      page.sources.push_back(report::read_source(options.readmes, source));
  const fs::path out = out_or_default(arguments.out);
  require_folder(out);
  const bool computes = arguments.runs == FigureRunsFrom::computed;
  claims::RunStore store(options.store, computes ? claims::RunStore::Access::write : claims::RunStore::Access::read);
  if (computes) compute(options, requests, store);

  page.title = "basin: published beside measured";
  for (const auto& claim : claims)
    page.claims.push_back(report::entry_of(claim, store, options.reuse, options.seed_epoch));
  const Gnuplot gnuplot = ask_gnuplot();
  page.figures = draw_pulls(page.claims, out, gnuplot);
  for (auto& entry : draw(options, figures, store, out, gnuplot)) page.figures.push_back(std::move(entry));
  page.provenance = provenance_of(options, arguments, gnuplot);

  std::size_t undrawn = 0;
  for (const auto& entry : page.figures) {
    if (entry.svg.empty()) ++undrawn;
    if (!entry.svg.empty()) write_text_file(out / entry.svg_file, entry.svg);
  }
  write_text_file(out / "index.html", report::page_html(page));
  if (undrawn > 0)
    fmt::print(stderr, "{} of {} figures could not be drawn; the page says why\n", undrawn, page.figures.size());
  const auto not_run = std::count_if(page.claims.begin(), page.claims.end(),
                                     [](const auto& entry) { return entry.standing == report::Standing::not_run; });
  fmt::print("{} ({} claim{}, {} not run; {} figure{})\n", fs::absolute(out / "index.html").string(),
             page.claims.size(), page.claims.size() == 1 ? "" : "s", not_run, page.figures.size(),
             page.figures.size() == 1 ? "" : "s");
  return exit_as_expected;
}

}  // namespace basin::program
