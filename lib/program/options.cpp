// Numbers are read whole or not at all: "3x", "-1" and "1e400" are mistakes, not 3, 18446744073709551615 and infinity.
#include "program/options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "claims/judge.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/suggest.hpp"
#include "program/program.hpp"

namespace basin::program {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_seeds = 1'000'000;

BuiltIn& built_in_here() {
  static BuiltIn known;
  return known;
}

bool is_folder(const fs::path& path) {
  std::error_code none;
  return !path.empty() && fs::is_directory(path, none);
}

/// Where an installed program has its files; empty where it is told of no such folder.
fs::path installed_folder() {
  if (built_in().shared.empty()) return {};
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  return program.parent_path().parent_path() / "share" / built_in().shared;
}

/// The folder given, or the installed one where the program is installed, or the source tree's.
fs::path folder_or_default(const std::string& given, const char* option, const fs::path& source, const char* name) {
  if (!given.empty()) {
    if (!is_folder(given)) throw_input_error("{}: is no folder; {} takes one", given, option);
    return given;
  }
  const fs::path installed = installed_folder() / name;
  if (!built_in().shared.empty() && is_folder(installed)) return installed;
  return is_folder(source) ? source : fs::path(name);
}

/// The file given, or the installed one, or the source tree's; empty where none was given and none is there.
fs::path benchmarks_or_default(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code none;
  const fs::path installed = built_in().shared.empty() ? fs::path() : installed_folder() / "bench" / "results.json";
  for (const fs::path& file : {installed, built_in().benchmarks})
    // Whatever it is: a folder or a link to nothing is refused where it is read.
    if (!file.empty() && fs::exists(fs::symlink_status(file, none))) return file;
  return {};
}

fs::path store_or_default(const std::string& given) {
  if (!given.empty()) return given;
  const fs::path& build = built_in().build;
  const bool usable = is_folder(build) && access(build.c_str(), W_OK) == 0;
  return usable ? build / "basin.sqlite" : fs::path("basin.sqlite");
}

fs::path data_or_default(const std::string& given) {
  const char* variable = std::getenv("BASIN_DATA");
  if (given.empty() && (!variable || !*variable)) return {};
  const fs::path folder = given.empty() ? fs::path(variable) : fs::path(given);
  if (!is_folder(folder)) {
    throw_input_error("{}: is no folder; {} takes the one with MNIST and CIFAR-10", folder.string(),
                      given.empty() ? "BASIN_DATA" : "--data");
  }
  return folder;
}

claims::Reuse read_reuse(const std::string& text) {
  if (text.empty() || text == "same") return claims::Reuse::same_code;
  if (text == "any") return claims::Reuse::any;
  throw_input_error("--reuse {}: is unknown; {}", text, known_names(text, {"any", "same"}));
}

}  // namespace

void set_built_in(BuiltIn known) {
  built_in_here() = std::move(known);
}
const BuiltIn& built_in() {
  return built_in_here();
}

claims::RunnerOptions Options::runner() const {
  return {.data = data, .jobs = jobs, .reuse = reuse, .show_progress = talk == Talk::full};
}

unsigned Options::cores() const {
  return jobs == 0 ? available_cores() : jobs;
}

std::uint64_t read_whole(const std::string& what, const std::string& text, std::uint64_t low, std::uint64_t high) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < low || value > high) {
    throw_input_error("{} '{}': is not possible; give a whole number from {} to {}", what, text, low, high);
  }
  return value;
}

std::vector<std::uint64_t> read_seeds(const std::string& text) {
  const auto dots = text.find("..");
  const bool is_range = dots != std::string::npos;
  const std::uint64_t first = is_range ? read_whole("--seeds", text.substr(0, dots), 1, claims::seeds_an_epoch) : 1;
  const std::uint64_t last = read_whole("--seeds", is_range ? text.substr(dots + 2) : text, 1, claims::seeds_an_epoch);
  if (last < first) throw_input_error("--seeds {}: runs backwards; give the smaller seed first", text);
  if (last - first >= most_seeds) {
    throw_input_error("--seeds {}: is {} seeds; at most {} at once", text, last - first + 1, most_seeds);
  }
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(seed);
  return seeds;
}

Values read_settings(const claims::Experiment& experiment, const std::vector<std::string>& texts) {
  Values values;
  for (const std::string& text : texts) {
    auto [name, value] = claims::read_assignment(experiment.parameters, text);
    if (!values.try_emplace(name, std::move(value)).second) {
      throw_input_error("--set {}: '{}' is set twice; give it once", text, name);
    }
  }
  return values;
}

Options checked(const TypedOptions& typed) {
  Options options;
  if (!typed.jobs.empty()) options.jobs = static_cast<unsigned>(read_whole("--jobs", typed.jobs, 1, 4096));
  if (!typed.seed_epoch.empty()) {
    options.seed_epoch = read_whole("--seed-epoch", typed.seed_epoch, 0, claims::last_epoch);
  }
  options.store = store_or_default(typed.store);
  options.data = data_or_default(typed.data);
  options.reuse = read_reuse(typed.reuse);
  options.folders.claims = folder_or_default(typed.claims, "--claims", built_in().claims, "claims");
  options.folders.golden = folder_or_default(typed.golden, "--golden", built_in().golden, "golden");
  options.figures = folder_or_default(typed.figures, "--figures", built_in().figures, "figures");
  options.readmes = folder_or_default(typed.readmes, "--readmes", built_in().readmes, "reproductions");
  options.benchmarks = benchmarks_or_default(typed.benchmarks);
  options.talk = typed.talk;
  options.typed = typed;
  return options;
}

}  // namespace basin::program
