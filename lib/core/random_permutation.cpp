// Fisher and Yates from the last place down.
#include "core/random_permutation.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace basin {

std::vector<std::ptrdiff_t> random_permutation(const Stream& draws, std::ptrdiff_t count, std::uint64_t first) {
  std::vector<std::ptrdiff_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), std::ptrdiff_t{0});
  for (std::size_t left = order.size(); left > 1; --left) {
    // A draw that was moved by a last bit may be 1.
    const auto drawn = static_cast<std::size_t>(draws.uniform(first + left - 1) * static_cast<double>(left));
    std::swap(order[left - 1], order[std::min(drawn, left - 1)]);
  }
  return order;
}

}  // namespace basin
