// A sample without replacement in which some are likelier than others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/random.hpp"

namespace basin {

/// `count` of 0 .. n - 1 in the order in which they are drawn: each next one is i with probability weights[i] over the
/// sum of the weights of those left. A smaller count gives the beginning of a larger one. Uses the uniform draws first
/// .. first + n - 1: the smallest of -ln(u_i) / weights[i] come first [Efraimidis and Spirakis 2006]. Throws an input
/// Error where a weight is negative or not finite, or fewer than `count` (>= 0) are positive.
[[nodiscard]] std::vector<std::ptrdiff_t> weighted_sample(const Stream& draws, std::span<const double> weights,
                                                          std::ptrdiff_t count, std::uint64_t first = 0);

}  // namespace basin
