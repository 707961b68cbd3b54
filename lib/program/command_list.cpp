// basin list: claims and experiments, for readers, programs and CTest.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "program/claim_json.hpp"
#include "program/commands.hpp"
#include "program/ctest_script.hpp"
#include "program/output.hpp"
#include "program/select.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::Experiment;
using claims::Tier;

std::string source_of(const Experiment& experiment) {
  return experiment.name.substr(0, experiment.name.find('.'));
}

bool is_wanted(const std::vector<std::string>& sources, const std::string& source) {
  return sources.empty() || std::find(sources.begin(), sources.end(), source) != sources.end();
}

/// The claims of the tiers asked for; each at its own tier where none is.
std::vector<Claim> claims_to_list(const Options& options, const ListArguments& arguments) {
  std::vector<Claim> all;
  if (arguments.tiers.empty()) {
    all = claims::read_all_claims(options.folders);
  } else {
    all = claims_of_tiers(options.folders, arguments.tiers);
  }
  std::set<std::string> known;
  for (const Claim& claim : all) known.insert(claim.source);
  for (const Experiment* experiment : claims::Registry::global().all()) known.insert(source_of(*experiment));
  for (const std::string& source : arguments.sources) {
    if (!known.contains(source)) {
      throw_input_error("source '{}': is unknown; {}", source, known_names(source, {known.begin(), known.end()}));
    }
  }
  std::erase_if(all, [&](const Claim& claim) { return !is_wanted(arguments.sources, claim.source); });
  return all;
}

std::string list_text(const std::vector<Claim>& claims, const std::vector<const Experiment*>& experiments) {
  Table table("  ");
  std::string source;
  for (const Claim& claim : claims) {
    if (claim.source != source) table.add_line((source.empty() ? "Claims of " : "\nClaims of ") + claim.source);
    source = claim.source;
    table.add({claim.id, to_text(claim.judged), claim.kind, to_text(claim.expected),
               fmt::format("{} controls", claim.controls.size())});
  }
  Table second("  ");
  if (!experiments.empty()) second.add_line(claims.empty() ? "Experiments" : "\nExperiments");
  for (const Experiment* experiment : experiments) second.add({experiment->name, experiment->summary});
  return table.text() + second.text() + fmt::format("\n{} claims, {} experiments\n", claims.size(), experiments.size());
}

}  // namespace

int list(const Options& options, const ListArguments& arguments) {
  const std::vector<Claim> claims = claims_to_list(options, arguments);
  std::vector<const Experiment*> experiments;
  for (const Experiment* experiment : claims::Registry::global().all()) {
    if (is_wanted(arguments.sources, source_of(*experiment))) experiments.push_back(experiment);
  }
  if (!arguments.ctest.empty()) {
    OutputFile file(arguments.ctest);
    file.write(ctest_script(claims, options, std::filesystem::read_symlink("/proc/self/exe")));
    return exit_as_expected;
  }
  if (arguments.as == ListAs::json) {
    auto claim_list = nlohmann::ordered_json::array();
    auto experiment_list = nlohmann::ordered_json::array();
    for (const Claim& claim : claims) claim_list.push_back(claim_json(claim));
    for (const Experiment* experiment : experiments) experiment_list.push_back(experiment_json(*experiment));
    fmt::print("{}", json_text({{"schema", json_schema},
                                {"version", BASIN_VERSION},
                                {"claims", claim_list},
                                {"experiments", experiment_list}}));
    return exit_as_expected;
  }
  fmt::print("{}", list_text(claims, experiments));
  return exit_as_expected;
}

}  // namespace basin::program
