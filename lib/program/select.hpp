// Which claims a command is about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/claim.hpp"

namespace basin::program {

/// The claims that `patterns` name and that are of one of `sources` (both: all where empty), by id, with the cost of
/// `tier`. A pattern is an id, the beginning of ids up to a dot, or a glob with * and ?. Throws an input Error for a
/// pattern or source that fits no claim of this tier, naming the nearest or the tier it needs.
[[nodiscard]] std::vector<claims::Claim> select_claims(const claims::Library& library,
                                                       const std::vector<std::string>& patterns,
                                                       const std::vector<std::string>& sources, claims::Tier tier);

/// One claim by its id, read alone. Without `tier`: with the cost of the cheapest tier it belongs to. Throws an input
/// Error that names the nearest ids.
[[nodiscard]] claims::Claim find_claim(const claims::Library& library, const std::string& id,
                                       std::optional<claims::Tier> tier);

/// The tests of each tier: a claim at the cheapest tier it belongs to, and again at a dearer one where that changes
/// what it costs. By tier, then id. Claim::judged says which.
[[nodiscard]] std::vector<claims::Claim> claims_of_tiers(const claims::Library& library,
                                                         const std::vector<claims::Tier>& tiers);

/// Throws an input Error where there are none: more likely the wrong folder than a suite without claims.
void require_claims(const std::vector<claims::Claim>& claims, const claims::Library& library, claims::Tier tier);

/// Whether a pattern fits an id.
[[nodiscard]] bool fits(const std::string& pattern, const std::string& id);

}  // namespace basin::program
