// Which examples a step is made from.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/random.hpp"

namespace basin::train {

/// What becomes of the examples of an epoch that do not fill a batch: they make a smaller last one, or are left out.
enum class Remainder { kept, dropped };

/// How the examples are dealt into batches.
struct Batches {
  Eigen::Index size = 0;          ///< examples a step; 0 or more than there are: all
  std::optional<Stream> order{};  ///< the draws that shuffle the examples anew for each epoch; none: always in order
  std::int64_t first_epoch = 0;   ///< the epoch training begins with, where it goes on from an earlier training
  Remainder remainder = Remainder::kept;  ///< dropped: others in each epoch, where they are shuffled

  /// Examples of a step, of `examples` in all.
  [[nodiscard]] Eigen::Index largest(Eigen::Index examples) const {
    return size == 0 || size > examples ? examples : size;
  }
  /// Examples an epoch meets, of `examples` in all: those that fill batches where the remainder is dropped, else all.
  [[nodiscard]] Eigen::Index met(Eigen::Index examples) const {
    return remainder == Remainder::kept ? examples : examples - examples % largest(examples);
  }
  /// Steps an epoch.
  [[nodiscard]] std::int64_t steps(Eigen::Index examples) const {
    return (met(examples) + largest(examples) - 1) / largest(examples);
  }
};

/// The order of an epoch (0, 1, ..., counted from the first): a permutation of 0 .. examples - 1, by Fisher and Yates;
/// draws epoch * examples
/// + i of the stream.
[[nodiscard]] std::vector<Eigen::Index> epoch_order(const Batches& batches, Eigen::Index examples, std::int64_t epoch);

}  // namespace basin::train
