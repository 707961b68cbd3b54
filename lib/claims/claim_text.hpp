// A claim file as it is written: every key known, every type right, every value with its line. What the words mean
// (experiments, settings, rules) is not looked at here. Internal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/claim.hpp"

namespace basin::claims {

constexpr std::size_t most_arms = 1024;       ///< of one plan
constexpr std::uint64_t most_runs = 1000000;  ///< of one plan: arms times seeds

/// Something and the line it stands on.
template <class T>
struct Located {
  T value{};
  std::size_t line = 0;
};

/// The keys set, vary and seeds of [sample], [tier.X] or [control.X].
struct PlanText {
  std::size_t line = 0;  ///< of the table
  std::map<std::string, Located<Value>> set;
  std::vector<std::pair<std::string, Located<std::vector<Value>>>> vary;  ///< in the file's order
  std::optional<Located<std::uint64_t>> seeds;
};

struct ControlText {
  std::string name, why;
  PlanText plan;
};

struct RuleKeys {
  std::size_t line = 0;  ///< of [rule]
  Located<std::string> name;
  Values parameters;
  std::map<std::string, std::size_t> lines;  ///< of each parameter
};

struct ClaimText {
  std::filesystem::path file;
  std::string where, statement, kind, reason, declared;
  Tier tier = Tier::quick;
  stats::Verdict expected = stats::Verdict::reproduced;
  Located<std::string> experiment;
  PlanText sample;
  RuleKeys rule;
  std::map<Tier, PlanText> tiers;
  std::optional<Located<std::string>> published;
  std::vector<ControlText> controls;  ///< in the file's order
};

/// Reads and checks the form. Throws an input Error "file:line: problem; remedy".
[[nodiscard]] ClaimText read_claim_text(const std::filesystem::path& file);

}  // namespace basin::claims
