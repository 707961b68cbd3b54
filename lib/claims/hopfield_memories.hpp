// Settings that experiments on Hopfield networks share: which pictures there are, which of them are stored and which
// held out, by what rule. d neurons (pixels), p stored pictures. [syde2024]
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/setting.hpp"
#include "data/mnist.hpp"

namespace basin::claims {

/// Pictures of +-1.
struct Memories {
  Eigen::MatrixXd stored;    ///< (d, p)
  Eigen::MatrixXd held_out;  ///< (d, held_out)
  double overlap;            ///< how many stored pictures are held out, too
};

/// Defaults of an experiment.
struct MemoryDefaults {
  double pixels = 784, stored = 10, held_out = 100;
};

/// patterns, pixels, positive, prototypes, spread; pool, sampling, stored, held_out.
[[nodiscard]] std::vector<Parameter> memory_parameters(const MemoryDefaults& defaults);

/// rule, ridge, centring, diagonal.
[[nodiscard]] std::vector<Parameter> storage_parameters();

/// Which of these pictures are digits 0, 1 and 2: 18,623 of MNIST's training part. [syde2024]
[[nodiscard]] std::vector<Eigen::Index> source_digits(const data::LabelledPictures& pictures);

/// The pictures that are set. Their draws do not depend on the experiment, nor the stored ones' order on their number:
/// fewer are the first of more.
///   sampling = uniform: held out and stored pictures are drawn from the pool without replacement, all alike.
///   sampling = as_printed: picture i is drawn with a probability proportional to i. The stored ones are drawn from the
///   places 0, 1, ... of the list that is left without the held-out ones; and the place is taken for the picture.
/// patterns = random: independent pixels, +1 with probability `positive`. prototypes: picture i is prototype i mod
/// `prototypes`, drawn like random ones, with each pixel flipped with probability `spread`. mnist: the first `pool`
/// training pictures of digits 0, 1 and 2, +1 where ink is above half.
/// Throws a skipped Error where MNIST is not there, an input Error where it has fewer than `pool`.
[[nodiscard]] Memories draw_memories(const Setting& setting, const Run& run);

/// Weights of the rule that is set for patterns (d, p): (d, d).
[[nodiscard]] Eigen::MatrixXd weights_as_set(const Setting& setting, const Eigen::MatrixXd& patterns);

/// Pictures of independent signs, +1 with probability `positive`: (pixels, pictures). Picture k takes the uniform draws
/// k pixels .. (k + 1) pixels - 1, whichever others there are.
[[nodiscard]] Eigen::MatrixXd random_signs(const Stream& draws, Eigen::Index pixels,
                                           std::span<const Eigen::Index> pictures, double positive);

/// Draws for a purpose that are the same in all experiments on Hopfield networks.
[[nodiscard]] Stream hopfield_draws(const Run& run, const std::string& purpose);

/// For each of n neurons or pictures how likely it is to be drawn: in proportion to its index as printed, or all alike.
[[nodiscard]] std::vector<double> sampling_weights(const Setting& setting, Eigen::Index n);

/// The share of neurons that differ.
[[nodiscard]] double wrong_share(const Eigen::MatrixXd& states, const Eigen::MatrixXd& wanted);

/// How many columns are the same.
[[nodiscard]] double equal_columns(const Eigen::MatrixXd& states, const Eigen::MatrixXd& wanted);

/// Refuses a pool that is too small, other than 784 pixels of MNIST, and what does not fit this machine's memory.
/// Throws an input Error.
void check_memories(const Setting& setting);

/// Operations of storing the pictures and of `products` times all pictures and weights, to a factor of a few.
[[nodiscard]] double hopfield_work(const Setting& setting, double products);

}  // namespace basin::claims
