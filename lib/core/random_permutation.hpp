// A random order of things: of the examples of an epoch, of points that are split.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.hpp"

namespace basin {

/// A permutation of 0 .. count - 1 by Fisher and Yates, all of them equally likely; uses the uniform draws first + 1
/// .. first + count - 1. Throws nothing; count >= 0.
[[nodiscard]] std::vector<std::ptrdiff_t> random_permutation(const Stream& draws, std::ptrdiff_t count,
                                                             std::uint64_t first = 0);

}  // namespace basin
