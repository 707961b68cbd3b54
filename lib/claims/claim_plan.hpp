// From the words of a claim file to the arms and seeds of a tier, each key with the line to blame. Internal.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "claims/claim_text.hpp"
#include "claims/setting.hpp"

namespace basin::claims {

/// A plan and where its parts were written.
struct PlacedPlan {
  SamplePlan plan;
  std::size_t line = 0, seeds_line = 0;
  std::map<std::string, std::size_t> lines;  ///< of each setting that is set or varied
};

/// [sample] with the overrides of every tier up to `tier` laid over it, the cheaper first. Throws an input Error
/// "file:line: ..." for an override that varies what the claim does not vary or sets what it varies, for more than
/// most_arms arms or most_runs runs.
[[nodiscard]] PlacedPlan claim_plan(const ClaimText& text, Tier tier);

/// The control's settings laid over the claim's: a varied setting that it sets is varied no more. Throws as claim_plan.
[[nodiscard]] PlacedPlan control_plan(const ClaimText& text, const PlacedPlan& claim, const ControlText& control);

/// Each arm with its defaults, in the order of arms_of. Throws an input Error "file:line: ..." for what the experiment
/// refuses.
[[nodiscard]] std::vector<Setting> settings_of(const ClaimText& text, const PlacedPlan& placed,
                                               const Experiment& experiment);

/// The line of the name that the message quotes first ('radius'), or `otherwise`.
[[nodiscard]] std::size_t line_blamed(const std::string& message, const std::map<std::string, std::size_t>& lines,
                                      std::size_t otherwise);

}  // namespace basin::claims
