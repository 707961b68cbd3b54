// The thesis' autoencoder, its pictures and its training: what the experiments here share, so that they show the same
// networks at the same setting and seed. [strandqvist2020, chapter 6]
#pragma once

#include <vector>

#include "claims/batch_training.hpp"
#include "claims/experiment.hpp"

namespace basin::strandqvist2020 {

/// data, data_seed, dim, examples, depth, width, bias and those of batch_training_parameters (5000 epochs of RMSprop).
[[nodiscard]] std::vector<claims::Parameter> autoencoder_parameters();

/// The network that is set: dim, depth times width, dim; ReLU on every layer.
[[nodiscard]] nets::NetworkSpec autoencoder_of(const claims::Setting& setting);

struct Autoencoder {
  Eigen::MatrixXd pictures;  ///< it was trained on; (dim, examples)
  train::Trained trained;
};

/// Draws or reads the pictures and trains as set. The draws are those of `strandqvist2020.attractors`, whatever the
/// experiment, so that figures show the networks that claims are judged by; random pictures are one set for all seeds,
/// as in the source. Throws as data::strandqvist2020_pictures.
[[nodiscard]] Autoencoder train_autoencoder(const claims::Setting& setting, const claims::Run& run);

/// Floating-point operations of that, to a factor of a few.
[[nodiscard]] double training_work(const claims::Setting& setting);

/// Whether the training at a setting is too long to be recorded.
[[nodiscard]] bool is_chaotic(const claims::Setting& setting);

/// Refuses what cannot be trained, and what CIFAR-10 has not. Throws an input Error. For an experiment's `check`.
void check_autoencoder(const claims::Setting& setting);

}  // namespace basin::strandqvist2020
