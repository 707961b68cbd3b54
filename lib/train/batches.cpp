#include "train/batches.hpp"

#include <numeric>

#include "core/random_permutation.hpp"

namespace basin::train {

std::vector<Eigen::Index> epoch_order(const Batches& batches, Eigen::Index examples, std::int64_t epoch) {
  if (batches.order) {
    const auto first = static_cast<std::uint64_t>(epoch) * static_cast<std::uint64_t>(examples);
    return random_permutation(*batches.order, examples, first);
  }
  std::vector<Eigen::Index> order(static_cast<std::size_t>(examples));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  return order;
}

}  // namespace basin::train
