// A claim as its file says it, checked. Reading is strict: unknown or repeated keys, no control, too little power, a
// missing published file are errors with file and line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/published.hpp"
#include "stats/rule.hpp"

namespace basin::claims {

enum class Tier { quick, full, paper };
using basin::to_text;  // beside the one for tiers
[[nodiscard]] std::string to_text(Tier tier);
/// Throws an input Error that names the three.
[[nodiscard]] Tier read_tier(const std::string& text);

/// The settings and seeds whose runs are judged: arms = the cartesian product of `vary` on top of `set`.
struct SamplePlan {
  Values set;
  std::vector<std::pair<std::string, std::vector<Value>>> vary;  ///< in the file's order, last fastest
  std::uint64_t seeds = 0;                                       ///< 1..seeds
};

/// The columns, settings and settings with words of an experiment, for expressions over its rows; nothing is varied.
[[nodiscard]] stats::Names names_of(const Experiment& experiment);

/// One arm of a plan: what `set` and the levels of `vary` give, before defaults.
[[nodiscard]] std::vector<Values> arms_of(const SamplePlan& plan);

/// A setting where the claim's own rule must give the opposite verdict.
struct Control {
  std::string name;
  std::string why;  ///< may be empty
  SamplePlan plan;
  std::shared_ptr<const stats::Rule> rule;  ///< the claim's own, with its varied names as the control's plan has them
};

/// A sentence of a source that a rule can judge from runs.
struct Claim {
  std::string id;      ///< jiang2020.linear_region.five_examples
  std::string source;  ///< jiang2020
  std::filesystem::path file;
  std::string where, statement, kind, reason, declared;
  Tier tier = Tier::quick;    ///< the cheapest tier it belongs to
  Tier judged = Tier::quick;  ///< the tier whose cost `plan` has
  stats::Verdict expected = stats::Verdict::reproduced;
  const Experiment* experiment = nullptr;
  SamplePlan plan;
  std::shared_ptr<const stats::Rule> rule;
  std::vector<Control> controls;               ///< none where the claim is a comparison
  std::shared_ptr<const Published> published;  ///< null where it names none; claims of one file share it

  /// Whether its verdict counts; a comparison with published means is to look at.
  [[nodiscard]] bool gates() const { return expected != stats::Verdict::compared; }
};

/// The error rates of the claim's (the control's) rule at its own number of seeds and arms.
[[nodiscard]] stats::Operating operating_of(const Claim& claim);
[[nodiscard]] stats::Operating operating_of(const Control& control);

/// The command that judges it anew: "basin verify jiang2020.linear_region.gap --tier quick", with the seed epoch where
/// there is one.
[[nodiscard]] std::string command_to_repeat(const Claim& claim, std::uint64_t seed_epoch);

/// Where claims and published numbers are read from.
struct Library {
  std::filesystem::path claims;  ///< folder with <source>/**/<claim>.toml
  std::filesystem::path golden;  ///< folder with <source>/published/*.csv
};

/// Reads one claim file with the cost of `tier`: its overrides up to that tier are laid over each other, the cheaper
/// first; a claim that belongs to dearer tiers only has the cost of its own. The other tiers are checked too.
/// Throws an input Error "file:line: problem; remedy".
[[nodiscard]] Claim read_claim(const Library& library, const std::filesystem::path& file, Tier tier);

/// Every claim of the library, by id, with the cost of `tier` or of its own where that is dearer. Throws as read_claim.
[[nodiscard]] std::vector<Claim> read_all_claims(const Library& library, Tier tier = Tier::quick);

/// Every claim of the library that belongs to `tier` or a cheaper one, by id; the files of the others are checked too.
/// Throws as read_claim, and for links to folders or out of the folder. Hidden files are passed over.
[[nodiscard]] std::vector<Claim> read_claims(const Library& library, Tier tier);

}  // namespace basin::claims
