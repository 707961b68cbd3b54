// The coin, and how tests call the program.
#include "program/demo_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "claims/experiment.hpp"
#include "core/error.hpp"
#include "program/program.hpp"

namespace basin::program {
namespace {

namespace fs = std::filesystem;

BASIN_EXPERIMENT(coin) {
  return {
      .name = "demo2024.coin",
      .summary = "A coin is tossed.",
      .parameters = {{.name = "p",
                      .kind = claims::Kind::real,
                      .fallback = 0.99,
                      .low = 0.0,
                      .high = 1.0,
                      .meaning = "probability of heads"},
                     {.name = "data",
                      .kind = claims::Kind::choice,
                      .fallback = std::string("none"),
                      .choices = {"none", "needed", "wild"},
                      .meaning = "whether it needs data, or its runs are chaotic"}},
      .columns = {{"heads", "1 where it landed heads"}, {"draw", "the random number"}},
      .series_x = {"time", "since the toss, in seconds"},
      .series = {{"height", "of the coin"}, {"side", "that is up", {"heads", "tails, or \"edge\""}}},
      .check = {},
      .measure = [](const claims::Setting& setting, const claims::Run& run) -> claims::Measured {
        if (setting.text("data") == "needed" && run.data.empty()) throw Error(Fault::skipped, "the coin is not there");
        const double draw = run.stream("toss").uniform(0);
        const claims::Row row = {draw < setting.number("p") ? 1.0 : 0.0, draw};
        const std::vector<double> times = {0.0, 0.5, 1.0};
        return {row, {{times, {0.0, draw, std::nan("")}}, {times, {0.0, std::nan(""), 1.0}}}};
      },
      .chaotic = [](const claims::Setting& setting) { return setting.text("data") == "wild"; },
      .file = {},
  };
}

BASIN_EXPERIMENT(broken) {
  return {
      .name = "demo2024.broken",
      .summary = "Every run fails.",
      .parameters = {},
      .columns = {{"nothing", "never measured"}},
      .series_x = {},
      .series = {},
      .check = {},
      .measure = [](const claims::Setting&, const claims::Run&) -> claims::Row {
        throw std::runtime_error("it fell apart");
      },
      .file = {},
  };
}

BASIN_EXPERIMENT(sum) {
  return {
      .name = "demo2024.sum",
      .summary = "Adds ones.",
      .parameters =
          {{.name = "terms", .kind = claims::Kind::count, .fallback = 1.0, .low = 1.0, .meaning = "how many"}},
      .columns = {{"sum", "of the ones"}},
      .series_x = {},
      .series = {},
      .check = {},
      .measure = [](const claims::Setting& setting, const claims::Run&) -> claims::Row {
        volatile double sum = 0.0;
        for (std::int64_t i = 0; i < setting.count("terms"); ++i) sum = sum + 1.0;
        return {sum};
      },
      .work = [](const claims::Setting& setting) { return setting.number("terms"); },
      .file = {},
  };
}

}  // namespace

void DemoProgram::SetUp() {
  std::string name = (fs::temp_directory_path() / "basin program XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  folder = name;
  fs::create_directories(folder / "claims" / "demo2024");
  fs::create_directories(folder / "golden");
  unsetenv("CI");
  unsetenv("BASIN_DATA");
}

void DemoProgram::TearDown() {
  fs::remove_all(folder);
}

Answer DemoProgram::call(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "basin");
  for (const char* own : {"store", "claims", "golden"}) {
    const std::string option = std::string("--") + own;
    if (std::find(arguments.begin(), arguments.end(), option) != arguments.end()) continue;
    arguments.insert(arguments.end(), {option, (folder / own).string()});
  }
  std::vector<const char*> argv;
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run(static_cast<int>(argv.size()), argv.data());
  std::string out = testing::internal::GetCapturedStdout();
  return {code, std::move(out), testing::internal::GetCapturedStderr()};
}

void DemoProgram::write_claim(const std::string& name, const std::string& p, const std::string& expected,
                              const std::string& more_settings) const {
  const bool reproduced = expected == "reproduced";
  write("claims/demo2024/" + name + ".toml",
        fmt::format(R"(schema    = 1
where     = "Table 1"
statement = "The coin lands heads <nearly> always."
kind      = "table"
tier      = "quick"
expected  = "{}"
reason    = "{}"
declared  = "2024-01-31"
[sample]
experiment = "demo2024.coin"
set        = {{ p = {}{} }}
seeds      = 60
[rule]
name  = "proportion"
where = "heads > 0"
good  = 0.95
bad   = 0.50
[control.other_coin]
set   = {{ p = {} }}
seeds = 60
)",
                    expected, reproduced ? "" : "The coin is loaded.", p, more_settings, reproduced ? "0.01" : "1.0"));
}

void DemoProgram::write_comparison(const std::string& name, const std::string& settings) const {
  const std::string text = R"(schema    = 1
where     = "Table 2"
statement = "The draws are 0.5 in the mean."
kind      = "table"
tier      = "quick"
expected  = "compared"
declared  = "2024-01-31"
[sample]
experiment = "demo2024.coin"
set        = { SETTINGS }
vary       = { p = [0.25, 0.75] }
seeds      = 4
[rule]
name  = "published_mean"
of    = "draw"
[published]
file = "draws.csv"
)";
  const std::string place = "SETTINGS";
  write("claims/demo2024/" + name + ".toml", std::string(text).replace(text.find(place), place.size(), settings));
  fs::create_directories(folder / "golden/demo2024/published");
  write("golden/demo2024/published/draws.csv",
        "p,column,value,spread,spread_kind,runs\n0.25,draw,0.5,,none,4\n0.75,draw,0.5,0.3,sd,4\n");
}

std::string DemoProgram::content(const std::string& file) const {
  std::ostringstream text;
  text << std::ifstream(folder / file).rdbuf();
  return text.str();
}

void DemoProgram::write(const std::string& file, const std::string& text) const {
  std::ofstream(folder / file) << text;
}

}  // namespace basin::program
