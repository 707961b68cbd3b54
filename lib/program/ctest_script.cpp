// Every text is a bracket argument, in which CMake gives no character a meaning: paths may hold spaces, quotes,
// dollars.
#include "program/ctest_script.hpp"

#include <fmt/format.h>

#include <set>
#include <system_error>
#include <utility>

#include "claims/golden.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::Tier;

std::string bracketed(const std::string& text) {
  std::string marks;
  while (text.find("]" + marks + "]") != std::string::npos || text.ends_with("]" + marks)) marks += '=';
  return "[" + marks + "[" + text + "]" + marks + "]";
}

/// A test of the program with its properties.
struct Test {
  std::string name;
  std::vector<std::string> arguments;
  std::string labels;  ///< tier;source;kind
  std::string fixture_setup, fixture_required;
  unsigned processors = 1;
  long timeout = 0;  ///< seconds
};

/// How long a fixture may take before something is wrong; chosen: well above what the tier allows itself.
long fill_timeout(Tier tier) {
  switch (tier) {
    case Tier::quick:
      return 3600;
    case Tier::full:
      return 2L * 24 * 3600;
    case Tier::paper:
      break;
  }
  return 14L * 24 * 3600;
}

constexpr long judge_timeout = 120;  // chosen: judging takes milliseconds, on a loaded machine seconds

class Script {
 public:
  Script(const Options& options, const std::filesystem::path& program) : program_(program.string()) {
    const auto give = [&](const char* option, const std::string& text) {
      if (!text.empty()) common_.insert(common_.end(), {option, text});
    };
    // The tests run in another folder than this call.
    const auto path = [](const std::string& text) {
      return text.empty() ? text : std::filesystem::absolute(text).lexically_normal().string();
    };
    give("--store", path(options.typed.store));
    give("--data", path(options.typed.data));
    give("--claims", path(options.typed.claims));
    give("--golden", path(options.typed.golden));
    give("--seed-epoch", options.typed.seed_epoch);
    give("--reuse", options.typed.reuse);
    give("--jobs", options.typed.jobs);
  }

  void add(const Test& test) {
    text_ += "add_test(" + bracketed(test.name) + " " + bracketed(program_);
    for (const auto& argument : test.arguments) text_ += " " + bracketed(argument);
    for (const auto& argument : common_) text_ += " " + bracketed(argument);
    text_ += ")\nset_tests_properties(" + bracketed(test.name) + " PROPERTIES LABELS " + bracketed(test.labels);
    text_ += fmt::format(" SKIP_RETURN_CODE 77 TIMEOUT {} PROCESSORS {}", test.timeout, test.processors);
    if (!test.fixture_setup.empty()) text_ += " FIXTURES_SETUP " + bracketed(test.fixture_setup);
    if (!test.fixture_required.empty()) text_ += " FIXTURES_REQUIRED " + bracketed(test.fixture_required);
    text_ += ")\n";
  }

  /// For tests outside this script that need every run.
  void name_fixtures(const std::set<std::string>& fixtures) {
    text_ += "set(basin_run_fixtures";
    for (const auto& fixture : fixtures) text_ += " " + bracketed(fixture);
    text_ += ")\n";
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string program_;
  std::vector<std::string> common_;
  std::string text_ = "# Written by basin list --ctest; do not edit.\n";
};

std::string labels_of(const Claim& claim, const char* kind) {
  return to_text(claim.judged) + ";" + claim.source + ";" + kind;
}

}  // namespace

std::string ctest_script(const std::vector<Claim>& claims, const Options& options,
                         const std::filesystem::path& program) {
  Script script(options, program);
  std::set<std::string> fixtures;
  for (const Claim& claim : claims) {
    if (!claim.gates()) continue;  // a comparison is no test
    const std::string tier = to_text(claim.judged);
    const std::string fixture = "runs." + claim.experiment->name + "." + tier;
    if (fixtures.insert(fixture).second) {
      script.add({.name = fixture,
                  .arguments = {"fill", claim.experiment->name, "--tier", tier},
                  .labels = labels_of(claim, "runs"),
                  .fixture_setup = fixture,
                  .fixture_required = {},
                  .processors = options.cores(),
                  .timeout = fill_timeout(claim.judged)});
      std::error_code none;
      if (std::filesystem::exists(claims::golden_file(options.folders, *claim.experiment, claim.judged), none)) {
        script.add({.name = "golden." + claim.experiment->name + "." + tier,
                    .arguments = {"golden", "check", claim.experiment->name, "--tier", tier},
                    .labels = labels_of(claim, "golden"),
                    .fixture_setup = {},
                    .fixture_required = fixture,
                    .timeout = judge_timeout});
      }
    }
    const std::string suffix = claim.judged == claim.tier ? "" : "@" + tier;
    Test test{.name = "claim." + claim.id + suffix,
              .arguments = {"judge", claim.id, "--tier", tier},
              .labels = labels_of(claim, "claim"),
              .fixture_setup = {},
              .fixture_required = fixture,
              .timeout = judge_timeout};
    script.add(test);
    for (const auto& control : claim.controls) {
      test.name = "control." + claim.id + "." + control.name + suffix;
      test.arguments = {"judge", claim.id, "--control", control.name, "--tier", tier};
      test.labels = labels_of(claim, "control");
      script.add(test);
    }
  }
  script.name_fixtures(fixtures);
  return script.text();
}

}  // namespace basin::program
