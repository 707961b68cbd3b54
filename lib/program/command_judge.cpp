// basin judge: one claim or control from stored runs, in milliseconds; CTest calls it once a test.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "claims/judge.hpp"
#include "core/error.hpp"
#include "core/suggest.hpp"
#include "program/commands.hpp"
#include "program/select.hpp"

namespace basin::program {
namespace {

using claims::Claim;
using claims::ClaimJudgement;

/// Where runs are missing there is nothing to say of the source.
void require_runs(const Claim& claim, const ClaimJudgement& judged, const claims::RunStore& store,
                  const Options& options) {
  if (judged.missing == 0) return;
  if (all_missing_were_skipped(requests_of(claim, options.seed_epoch), store, options.reuse)) {
    throw Error(Fault::skipped, fmt::format("{}: skipped, the data of {} runs was not there; name its folder with "
                                            "--data or BASIN_DATA and run basin verify {}",
                                            claim.id, judged.missing, claim.id));
  }
  throw_machine_error("{}: {} runs are not in the store {}; compute them with basin verify {} --tier {}", claim.id,
                      judged.missing, options.store.string(), claim.id, to_text(claim.judged));
}

int judge_control(const Claim& claim, const ClaimJudgement& judged, const std::string& name) {
  const auto control = std::find_if(judged.controls.begin(), judged.controls.end(),
                                    [&](const auto& known) { return known.name == name; });
  if (control == judged.controls.end()) throw_machine_error("{}: control '{}' was not judged", claim.id, name);
  fmt::print("{} control {}: {}, {} ({})\n  {}\n", claim.id, name, control->works ? "works" : "FAILS",
             to_text(control->judgement.verdict), "must be " + to_text(opposite(claim.expected)),
             control->judgement.evidence);
  return control->works ? exit_as_expected : exit_differs;
}

}  // namespace

int judge(const Options& options, const JudgeArguments& arguments) {
  const Claim claim = find_claim(options.folders, arguments.claim, arguments.tier);
  if (!arguments.control.empty()) {
    std::vector<std::string> names;
    for (const auto& control : claim.controls) names.push_back(control.name);
    if (!claim.gates()) throw_input_error("{}: a comparison has no controls; leave out --control", claim.id);
    if (std::find(names.begin(), names.end(), arguments.control) == names.end()) {
      throw_input_error("{}: control '{}' is unknown; {}", claim.id, arguments.control,
                        known_names(arguments.control, names));
    }
  }
  const claims::RunStore store(options.store, claims::RunStore::Access::read);
  const ClaimJudgement judged = claims::judge_claim(claim, store, options.reuse, options.seed_epoch);
  require_runs(claim, judged, store, options);
  if (!arguments.control.empty()) return judge_control(claim, judged, arguments.control);

  if (!claim.gates()) {
    fmt::print("{}: {}\n  {}\n", claim.id, judged.shown(), judged.judgement.evidence);
    return exit_as_expected;
  }
  fmt::print("{}: {}, {}expected {}\n  {}\n", claim.id, judged.shown(), judged.as_expected ? "as " : "NOT as ",
             to_text(claim.expected), judged.judgement.evidence);
  for (const auto& control : judged.controls) {
    fmt::print("  control {}: {}, {} ({})\n", control.name, control.works ? "works" : "FAILS",
               to_text(control.judgement.verdict), control.judgement.evidence);
  }
  return judged.as_expected ? exit_as_expected : exit_differs;
}

}  // namespace basin::program
