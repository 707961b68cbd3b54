#include "train/batches.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace basin::train {

std::vector<Eigen::Index> epoch_order(const Batches& batches, Eigen::Index examples, std::int64_t epoch) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(examples));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  if (!batches.order) return order;
  const auto first = static_cast<std::uint64_t>(epoch) * static_cast<std::uint64_t>(examples);
  for (std::size_t left = order.size(); left > 1; --left) {
    // A draw that was moved by a last bit may be 1.
    const auto drawn = static_cast<std::size_t>(batches.order->uniform(first + left - 1) * static_cast<double>(left));
    std::swap(order[left - 1], order[std::min(drawn, left - 1)]);
  }
  return order;
}

}  // namespace basin::train
