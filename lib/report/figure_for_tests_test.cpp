// The experiment of the figures' tests, and reading its figures.
#include "report/figure_for_tests.hpp"

#include <stdexcept>

#include "core/error.hpp"

namespace basin::report {
namespace {

claims::Measured measure(const claims::Setting& setting, const claims::Run& run) {
  if (setting.text("data") == "needed") throw Error(Fault::skipped, "the waves are not there");
  const auto seed = static_cast<double>(run.seed);
  const std::vector<double> points = {0, 1, 2, 3, 4, 5};
  const bool flat = setting.text("shape") == "flat";
  claims::Curve x1{points, {0, 1, 2, 0, 1, 2}}, x2{points, {0, 0, 0, 1, 1, 1}}, value{points, {}},
      curve{points, {0, 0, 0, 1, 1, 1}}, angle{points, std::vector<double>(6, 0.0)};
  if (flat) x1.y = {0, 1, 2, 3, 4, 5};
  for (const double point : points) value.y.push_back(point + seed);
  return {{setting.number("radius") * setting.number("width") + seed, 1.0}, {x1, x2, value, curve, angle}};
}

BASIN_EXPERIMENT(figuretest_wave) {
  return {
      .name = "figuretest.wave",
      .summary = "Known rows and series.",
      .parameters = {{.name = "radius", .kind = claims::Kind::real, .fallback = 1.0, .low = 0.0},
                     {.name = "width", .kind = claims::Kind::real, .fallback = 2.0, .low = 0.0},
                     {.name = "shape",
                      .kind = claims::Kind::choice,
                      .fallback = std::string("round"),
                      .choices = {"round", "flat"}},
                     {.name = "data",
                      .kind = claims::Kind::choice,
                      .fallback = std::string("none"),
                      .choices = {"none", "needed"}}},
      .columns = {{"height", "radius * width + seed"}, {"converged", "1"}},
      .series_x = {"point", "place"},
      .series = {{"x1", ""}, {"x2", ""}, {"value", ""}, {"curve", ""}, {"angle", ""}},
      .check = {},
      .measure = measure,
      .file = {},
  };
}

}  // namespace

const claims::Experiment& wave() {
  return claims::Registry::global().find("figuretest.wave");
}

FigureFolder::FigureFolder()
    : folders_{folder_.path() / "figures", folder_.path() / "golden"},
      store_(folder_.path() / "store.sqlite", claims::RunStore::Access::write) {
  folder_.write("golden/demo2024/published/wave.csv",
                "width,radius,column,value,spread,spread_kind,runs\n2,1,height,3.25,0.5,sd,4\n2,2,height,6,,none,4\n");
}

void FigureFolder::write(const std::string& name, const std::string& text) const {
  folder_.write("figures/demo2024/" + name + ".toml", text);
}

Figure FigureFolder::read(const std::string& text) const {
  write("one", text);
  const auto figures = read_figures(folders_);
  if (figures.size() != 1) throw std::logic_error("one figure was wanted");
  return figures.front();
}

std::string FigureFolder::refusal(const std::string& text) const {
  return error_of(folder_, [&] { (void)read(text); });
}

FigureRuns FigureFolder::computed(const Figure& figure, claims::Tier tier) {
  claims::RunnerOptions options;
  options.show_progress = false;
  options.curves = claims::Curves::wanted;
  (void)claims::compute_runs(requests_of(figure, tier, 0), store_, options);
  return stored(figure);
}

FigureRuns FigureFolder::stored(const Figure& figure) const {
  return runs_of(figure, store_, claims::Reuse::same_code, 0);
}

std::string figure_text(const std::string& kind, const std::string& lines) {
  return "schema = 1\ntitle = \"Heights\"\nwhere = \"Fig. 7\"\ncaption = \"Ours.\"\nkind = \"" + kind + "\"\n" + lines;
}

std::string curves_text(const std::string& from, const std::string& to) {
  std::string text = figure_text("curves", R"(x       = "radius"
y       = "height"
x_label = "radius |x|"
y_label = "height"
[[layers]]
label      = "width {width}"
experiment = "figuretest.wave"
vary       = { width = [2, 3], radius = [2, 1] }
seeds      = 3
published  = "wave.csv"
)");
  if (from.empty()) return text + to;
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("the figure of the tests has no " + from);
  return text.replace(at, from.size(), to);
}

}  // namespace basin::report
