// The settings of experiments that train a network to tell two classes of points of the plane apart, and how they are
// carried out, so that `data`, `depth`, `bottleneck`, `keep` ... mean the same in every experiment. [kuehn2024]
// n points; networks of 2 inputs, `depth` hidden layers and one sigmoid.
#pragma once

#include <cstdint>
#include <vector>

#include "claims/batch_training.hpp"
#include "data/labelled_points.hpp"

namespace basin::claims {

/// The data, the network and the training: data, points, training_share, noise, inner, outer, buffer, law, inputs,
/// depth, width, bottleneck, activation, batch_norm, parametrisation, skip, strength, keep, restart, and those of
/// batch_training_parameters (Adam, .01, batches of 128, 300 epochs).
[[nodiscard]] std::vector<Parameter> classification_parameters();

/// The network that is set.
[[nodiscard]] nets::NetworkSpec classifier_spec(const Setting& setting);

/// Points by the law that is set, as drawn (not standardised).
[[nodiscard]] data::LabelledPoints draw_labelled_points(const Setting& setting, const Stream& draws,
                                                        Eigen::Index count);

/// The share of points whose class a network tells: f >= 1/2 for class 1; none where f is NaN.
[[nodiscard]] double accuracy(const nets::Network<double>& network, const data::LabelledPoints& labelled);

/// A training after a number of epochs.
struct EpochLook {
  std::int64_t epoch = 0;
  double loss = 0.0;               ///< of training, the mean over the epoch, normalised batch by batch
  double training_accuracy = 0.0;  ///< over running means; NaN but for every tenth epoch
  double test_accuracy = 0.0;      ///< over running means
};

/// A trained classifier.
struct Classifier {
  nets::Network<double> network, last;  ///< as kept, and of the last epoch: without batch norm, on points as drawn
  nets::Network<double> as_trained;     ///< the network kept, with its batch norm, on inputs as set
  data::LabelledPoints training;        ///< points as drawn
  std::vector<EpochLook> epochs;        ///< 0, 1, ...
  std::int64_t kept_epoch = 0;
  double best_test_accuracy = 0.0;                      ///< over the epochs
  double training_accuracy = 0.0, test_accuracy = 0.0;  ///< of the network kept
  double loss = 0.0;                                    ///< cross entropy of the network kept on the training points
  std::int64_t steps = 0;
  bool finite = true;  ///< whether training stayed so
};

/// Draws points and network and trains as set. The draws are those of `kuehn2024.classifier`, whatever the experiment,
/// so that figures show the networks that claims are judged by. `attempt` 0, 1, ...: training once more from other
/// weights, in another order, on the same points.
[[nodiscard]] Classifier train_classifier(const Setting& setting, const Run& run, std::uint64_t attempt = 0);

/// New points by the same law, of no training.
[[nodiscard]] data::LabelledPoints held_out_points(const Setting& setting, const Run& run, Eigen::Index count);

/// Floating-point operations of train_classifier, to a factor of a few.
[[nodiscard]] double classification_work(const Setting& setting);

/// Whether the training at a setting is too long to be recorded: what rounding does grows with every step.
[[nodiscard]] bool is_chaotic_classification(const Setting& setting);

/// Refuses what cannot be trained. Throws an input Error. For an experiment's `check`.
void check_classification(const Setting& setting);

}  // namespace basin::claims
