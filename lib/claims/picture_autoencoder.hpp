// The settings of experiments that train a sigmoid autoencoder of 28 x 28 pictures, and how they are carried out, so
// that `data`, `pictures`, `width`, `epochs` ... mean the same in every experiment. [syde2024] n pictures of 784 values
// in [0, 1]; networks 784 - width - 784, sigmoid both, mean squared error.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "claims/batch_training.hpp"

namespace basin::claims {

/// Epochs of what the source calls an iteration: it looks at the losses after each. [syde2024]
inline constexpr std::int64_t iteration_epochs = 10;

/// Iterations of the source.
inline constexpr std::size_t source_iterations = 7;

/// data (random | mnist), pictures, test_pictures, width, and those of batch_training_parameters (Adam, .01, batches of
/// 100, 10 epochs: a tenth of the source's pictures in a tenth of its batches, for one of its iterations).
[[nodiscard]] std::vector<Parameter> picture_autoencoder_parameters();

/// The pictures to train on that are set, 0 standing for all of MNIST.
[[nodiscard]] Eigen::Index pictures_set(const Setting& setting);

/// What a network is trained on and tested with: (784, n) each.
struct PictureSets {
  Eigen::MatrixXd training, test;
};

/// The pictures that are set: the first of MNIST's training and test part, the same for all seeds, or strokes
/// (data::stroke_pictures) by the run's "data" and "test data" draws. Throws as data::mnist, and an input Error where
/// more are asked for than there are.
[[nodiscard]] PictureSets draw_picture_sets(const Setting& setting, const Run& run);

/// The network that is set.
[[nodiscard]] nets::NetworkSpec picture_autoencoder_spec(const Setting& setting);

/// The mean over pixels of the variance (population) over pictures: the loss of the best constant output.
[[nodiscard]] double pixel_variance(const Eigen::MatrixXd& pictures);

/// The mean squared error of outputs (784, n) against pictures.
[[nodiscard]] double picture_error(const Eigen::MatrixXd& outputs, const Eigen::MatrixXd& pictures);

/// Test pictures that noise is put on: 138 to 249. [syde2024]
inline constexpr Eigen::Index first_cue = 138, cues = 112;

/// Levels of noise: .05, .10, ..., .75. [syde2024]
inline constexpr int noise_levels = 15;

/// Pictures (784, n) with the noise of a level, 0 (none) to noise_levels: of each floor(784 level / 20) pixels, half of
/// them black and half white, by draws of this level's own.
[[nodiscard]] Eigen::MatrixXd with_noise(const Eigen::MatrixXd& pictures, int level, const Stream& noise);

/// A trained autoencoder.
struct PictureAutoencoder {
  nets::Network<double> network;
  /// After each iteration, and at the end where that is none: the mean of the epoch that ended, each picture as it was
  /// met, and of the test pictures. Of an untrained network those of all pictures.
  std::vector<double> training_losses, test_losses;
  std::int64_t steps = 0;
  bool finite = true;  ///< whether training stayed so
};

/// Draws a network ("init" draws) and trains it on the pictures as set.
[[nodiscard]] PictureAutoencoder train_picture_autoencoder(const Setting& setting, const Run& run,
                                                           const PictureSets& pictures);

/// Floating-point operations of that training on so many pictures, from above.
[[nodiscard]] double picture_autoencoder_work(const Setting& setting, Eigen::Index pictures);

/// Whether it is too long to be recorded: what rounding does grows with every step.
[[nodiscard]] bool is_chaotic_picture_autoencoder(const Setting& setting, Eigen::Index pictures);

/// Refuses what cannot be trained. Throws an input Error. For an experiment's `check`.
void check_picture_autoencoder(const Setting& setting, Eigen::Index pictures);

}  // namespace basin::claims
