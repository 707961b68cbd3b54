// What a rule looks at: seeded runs of one or more arms, as numbers by name. Nothing here knows what was measured.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/value.hpp"

namespace basin::stats {

/// One run's columns by name. NaN where the run has no such number.
using Numbers = std::map<std::string, double>;

/// The runs of one setting. runs[s] belongs to Sample::seeds[s]; empty where that run is missing.
struct Arm {
  Values setting;
  std::vector<std::optional<Numbers>> runs;
};

/// Arms paired by seed. `varied` names the settings that differ between arms, in the order the claim gives them;
/// arms run through their levels with the last varied setting fastest. A sample without varied settings has one arm.
struct Sample {
  std::vector<std::string> varied;
  std::vector<std::uint64_t> seeds;
  std::vector<Arm> arms;
};

}  // namespace basin::stats
