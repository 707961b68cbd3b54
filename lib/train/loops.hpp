// The loops that our own descent and LibTorch's share: batches, stop rule, observer.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

#include "train/gradient_descent.hpp"

namespace basin::train {

/// Trains by plain steps from all examples, looking at the loss before each.
/// loss() is that of the parameters as they stand, step() moves them, network() gives them.
template <class Loss, class Step, class NetworkNow>
Trained train_at_once(const Problem& problem, const DescentOptions& options, Loss loss, Step step, NetworkNow network) {
  Trained trained{{}, 0, 0.0, StopReason::step_limit};
  ObservedSteps observed(options.observer, options.observe_every);
  const auto time = [&] { return static_cast<double>(trained.steps) * options.learning_rate; };
  for (;; ++trained.steps) {
    trained.loss = loss();
    if (observed.due(trained.steps)) observed.show({trained.steps, time(), trained.loss, network()});
    if (!std::isfinite(trained.loss)) {
      trained.why = StopReason::diverged;
      break;
    }
    if (trained.loss < problem.stop.loss) {
      trained.why = StopReason::loss_reached;
      break;
    }
    if (trained.steps == problem.stop.max_steps) break;
    step();
  }
  trained.network = network();
  trained.time = time();
  if (observed.due_at_end(trained.steps)) observed.show({trained.steps, trained.time, trained.loss, trained.network});
  return trained;
}

/// Trains by steps from batches until the stop rule ends it, at the end of an epoch or at the step limit.
/// step(batch) makes one step and returns the loss of the batch before it; network() gives the parameters as they
/// stand.
template <class Step, class NetworkNow>
Trained train_by_epochs(const Problem& problem, const DescentOptions& options, Step step, NetworkNow network) {
  Trained trained{{}, 0, 0.0, StopReason::step_limit};
  ObservedSteps observed(options.observer, options.observe_every);
  const Eigen::Index examples = problem.examples(), size = options.batches.largest(examples),
                     all = options.batches.met(examples);
  const auto time = [&] { return static_cast<double>(trained.steps) * options.learning_rate; };
  double loss = options.observer ? problem.loss_at(problem.initial) : 0.0;  // of the epoch that ended
  for (std::int64_t epoch = 0; trained.steps < problem.stop.max_steps; ++epoch) {
    if (observed.due(trained.steps)) observed.show({trained.steps, time(), loss, network()});
    const std::vector<Eigen::Index> order = epoch_order(options.batches, examples, options.batches.first_epoch + epoch);
    double sum = 0.0;
    Eigen::Index met = 0;
    while (met < all && trained.steps < problem.stop.max_steps) {
      const Eigen::Index count = std::min(size, all - met);
      sum += static_cast<double>(count) *
             step(std::span(order).subspan(static_cast<std::size_t>(met), static_cast<std::size_t>(count)));
      met += count;
      ++trained.steps;
    }
    loss = sum / static_cast<double>(met);
    if (!std::isfinite(loss)) trained.why = StopReason::diverged;
    if (met == all && loss < problem.stop.loss) trained.why = StopReason::loss_reached;
    if (trained.why != StopReason::step_limit) break;
  }
  trained.network = network();
  trained.loss = problem.loss_at(trained.network);
  trained.time = time();
  if (observed.due_at_end(trained.steps)) observed.show({trained.steps, trained.time, loss, trained.network});
  return trained;
}

}  // namespace basin::train
