// What the two sides of a comparison train: one problem under a name, the same numbers for us and for the peers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/labelled_points.hpp"
#include "train/gradient_descent.hpp"

namespace basin::bench {

/// Which of our engines does it; the peers descend. none: the network is trained already, its spectra are the task.
enum class Engine { flow, descent, none };

struct Task {
  train::Problem problem;
  /// Of descent; of a task for the flow: as the source descends, which the peer does.
  train::DescentOptions descent;
  Engine engine = Engine::descent;
  data::LabelledPoints test = {};  ///< told apart after each epoch, where there are any
};

/// flow_5, flow_20 [orujlu2023], descent_1, _5, _20 [jiang2020], pictures_128, _64, _32 [strandqvist2020],
/// narrow [kuehn2024], spectra [strandqvist2020].
[[nodiscard]] std::vector<std::string> task_names();

/// Throws an input Error for a name that is none of them.
[[nodiscard]] Task task_named(const std::string& name);

/// Random pictures and the thesis' network, `depth` hidden layers. [strandqvist2020]
[[nodiscard]] Task pictures(std::size_t depth, Eigen::Index width);

/// Trains as the task says, by its engine, which is not none.
[[nodiscard]] train::Trained train_task(const Task& task, const train::Observer& observer = {});

}  // namespace basin::bench
