// Waiting times: that of i is exponential with rate weights[i], and who comes next is decided by the rates of those
// that have not come.
#include "core/random_sample.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace basin {

std::vector<std::ptrdiff_t> weighted_sample(const Stream& draws, std::span<const double> weights, std::ptrdiff_t count,
                                            std::uint64_t first) {
  std::vector<std::pair<double, std::ptrdiff_t>> waits;
  waits.reserve(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0.0) || !std::isfinite(weights[i])) {
      throw_input_error("weight {} is {}; give one that is finite and not negative", i, weights[i]);
    }
    if (weights[i] == 0.0) continue;
    waits.emplace_back(-std::log(draws.uniform(first + i)) / weights[i], static_cast<std::ptrdiff_t>(i));
  }
  if (count < 0 || count > static_cast<std::ptrdiff_t>(waits.size())) {
    throw_input_error("{} cannot be drawn of {} with positive weight; draw fewer", count, waits.size());
  }
  std::partial_sort(waits.begin(), waits.begin() + count, waits.end());
  std::vector<std::ptrdiff_t> sample;
  sample.reserve(static_cast<std::size_t>(count));
  for (std::ptrdiff_t k = 0; k < count; ++k) sample.push_back(waits[static_cast<std::size_t>(k)].second);
  return sample;
}

}  // namespace basin
