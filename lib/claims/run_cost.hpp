// What the runs behind a verdict cost when they were computed: for reports and for continuous integration. No number
// that is judged depends on it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "claims/claim.hpp"
#include "claims/run_store.hpp"

namespace basin::claims {

/// Stored runs and the time they took.
struct RunCost {
  std::size_t runs = 0;  ///< different ones that the store has
  double seconds = 0.0;  ///< of one core, all of them together, whenever they were computed
};

/// The cost of the runs that a claim and its controls need (requests_of): each once, those the store lacks left out. A
/// run that several claims share counts in each of them. Throws as requests_of.
[[nodiscard]] RunCost cost_of(const Claim& claim, const RunStore& store, Reuse reuse, std::uint64_t seed_epoch);

}  // namespace basin::claims
