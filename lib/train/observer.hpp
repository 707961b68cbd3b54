// Looking on while a network is trained: at few steps, log-spaced or evenly, and without touching what is trained.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>

#include "nets/network.hpp"

namespace basin::train {

/// A training as it stands after `steps` updates.
struct Snapshot {
  std::int64_t steps = 0;
  double time = 0.0;  ///< as Trained::time
  double loss = 0.0;  ///< on the examples; by batches: the mean over the epoch that ended, each example as it was met
  const nets::Network<double>& network;
};

/// Called while an engine trains, in the order of the steps; the bits of the training do not depend on it.
using Observer = std::function<void(const Snapshot&)>;

/// Which steps an observer is shown: 0, 1, 2, ... and from about the thirteenth on each 8 % further than the one
/// before; 196 up to step 1e7. Or 0, every, 2 every, ... Engines show their last step beside them.
class ObservedSteps {
 public:
  explicit ObservedSteps(const Observer& observer, std::int64_t every = 0)
      : observer_(observer), every_(every), next_(observer ? 0 : never) {}

  /// Whether this step is one to show: a single comparison, since it is asked for at every step. Those
  /// that were not asked about are made up for at the next that is.
  [[nodiscard]] bool due(std::int64_t step) const { return step >= next_; }

  /// Shows a step that is due.
  void show(const Snapshot& snapshot) {
    observer_(snapshot);
    shown_ = snapshot.steps;
    next_ = after(snapshot.steps);
  }

  /// Whether the step that was the last is still to be shown.
  [[nodiscard]] bool due_at_end(std::int64_t step) const { return next_ != never && step != shown_; }

 private:
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
  static constexpr double ratio = 1.08;  // chosen: about thirty points a decade

  [[nodiscard]] std::int64_t after(std::int64_t step) const {
    if (every_ > 0) return (step / every_ + 1) * every_;
    const auto further = static_cast<std::int64_t>(ratio * static_cast<double>(step));
    return further > step ? further : step + 1;
  }

  const Observer& observer_;
  std::int64_t every_, next_, shown_ = -1;
};

}  // namespace basin::train
