// What the page says of a claim, from the run store.
#pragma once

#include <cstdint>

#include "claims/run_store.hpp"
#include "report/page.hpp"

namespace basin::report {

/// Judges the claim from stored runs and gathers what stands beside the verdict: error rates, cost, the numbers of each
/// arm (of the rule's own quantity; of a predicate, the first column it reads). Throws as claims::judge_claim.
[[nodiscard]] ClaimEntry entry_of(const claims::Claim& claim, const claims::RunStore& store, claims::Reuse reuse,
                                  std::uint64_t seed_epoch);

}  // namespace basin::report
