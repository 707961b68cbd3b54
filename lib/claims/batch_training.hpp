// The settings of experiments that train batch by batch for a number of epochs, and how they are carried out, so that
// `optimizer`, `batch`, `epochs` ... mean the same in every experiment.
#pragma once

#include <string>
#include <vector>

#include "claims/training.hpp"

namespace basin::claims {

struct BatchTrainingDefaults {
  std::string optimizer = "rmsprop";
  double lr = 0.001, batch = 32, epochs = 1000, stop_loss = 1e-6;
};

/// train (full | none), engine (descent | torch), optimizer, lr, batch, epochs, precision, stop_loss.
[[nodiscard]] std::vector<Parameter> batch_training_parameters(const BatchTrainingDefaults& defaults);

/// How descent goes by these settings, with the batches of these draws; and by `remainder` (kept | dropped) and
/// `weight_decay` where the experiment has them (else kept, 0).
[[nodiscard]] train::DescentOptions batch_options(const Setting& setting, const Stream& order);

/// Trains a problem as set, with the batches of the run's "order" draws; the stop rule is the setting's. train=none
/// gives the initial network back as converged with no steps.
[[nodiscard]] train::Trained train_batches_as_set(const Setting& setting, const Run& run, train::Problem problem,
                                                  const train::Observer& observer = {});

/// Steps of that training, unless the stop loss ends it sooner.
[[nodiscard]] double batch_training_steps(const Setting& setting, double examples);

/// Floating-point operations of that training, from above: 6 for each parameter, example and epoch, and the update.
[[nodiscard]] double batch_training_work(const Setting& setting, const nets::NetworkSpec& spec, double examples);

/// Refuses what cannot be trained: a step count beyond 2^53, what does not fit this machine's memory. Throws an input
/// Error. For an experiment's `check`.
void check_batch_training(const Setting& setting, const nets::NetworkSpec& spec, double examples);

}  // namespace basin::claims
