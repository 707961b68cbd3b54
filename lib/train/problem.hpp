// What every engine takes (Problem) and gives back (Trained).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <string>

#include "nets/network.hpp"

namespace basin::train {

/// half_sum: (1/2n) sum |e_i|^2 [jiang2020]; mean: the mean of e^2 over all n * outputs entries, as in PyTorch
/// [orujlu2023]. Stop threshold and learning rate refer to the loss chosen: at 32 outputs half_sum is 16 times mean.
/// cross_entropy: the mean of -y log f - (1 - y) log(1 - f) over all entries, f = sigmoid(z) and y in [0, 1], taken
/// from z, so that it is finite where f rounds to 0 or 1 [kuehn2024].
enum class Loss { half_sum, mean, cross_entropy };

/// The factor c in loss = (c/2) sum e^2, so that dloss/df = c e: 1/n for half_sum, 2/(n outputs) for mean; for
/// cross_entropy that in dloss/dz = c e, 1/(n outputs).
[[nodiscard]] double loss_factor(Loss loss, Eigen::Index outputs, Eigen::Index examples);

/// Precision of the numbers a descent works in.
enum class Precision { single_precision, double_precision };

/// When training ends.
struct StopRule {
  double loss = 1e-7;                 ///< as soon as the loss is below this
  std::int64_t max_steps = 10000000;  ///< or after so many steps
};

/// A network to train: from `initial` so that inputs (n_0, n) map to targets (n_L, n).
struct Problem {
  nets::Network<double> initial;
  Eigen::MatrixXd inputs;
  Eigen::MatrixXd targets;
  Loss loss = Loss::half_sum;
  StopRule stop;
  std::optional<std::size_t> trained_layers = {};  ///< only the first so many; those behind them stay as they are

  [[nodiscard]] Eigen::Index examples() const { return inputs.cols(); }
  /// The squared loss (half_sum, mean) of residuals e = f(X) - Y (n_L, n).
  [[nodiscard]] double loss_of(const Eigen::MatrixXd& residuals) const;
  /// The loss of a network on the examples, evaluated with running means where it has batch norm.
  [[nodiscard]] double loss_at(const nets::Network<double>& network) const;
  /// As the free loss_factor.
  [[nodiscard]] double loss_factor() const { return train::loss_factor(loss, targets.rows(), examples()); }
  /// Whether the network is a chain of layers without batch norm and residual blocks, all of which are trained, and the
  /// loss a squared one.
  [[nodiscard]] bool is_plain() const {
    return initial.spec.batch_norm == nets::BatchNorm::none && !initial.spec.residual && loss != Loss::cross_entropy &&
           !trained_layers;
  }
  /// Throws an input Error where shapes do not fit, there is no example, a number is not finite, cross_entropy meets
  /// outputs that are no sigmoids or targets outside [0, 1], or only some layers are trained and there are not so many
  /// or there is batch norm.
  void check() const;
  /// Throws an input Error unless it is plain; for engines that know no others.
  void require_plain(const char* engine) const;
};

enum class StopReason { loss_reached, step_limit, diverged, stalled };
[[nodiscard]] std::string to_text(StopReason reason);

/// A trained network and how training went.
struct Trained {
  nets::Network<double> network;
  std::int64_t steps = 0;  ///< parameter updates made
  double loss = 0.0;       ///< of `network`
  StopReason why = StopReason::step_limit;
  double time = 0.0;  ///< of the loss's gradient flow, dtheta/dt = -dloss/dtheta; descent: steps * learning rate

  [[nodiscard]] bool converged() const { return why == StopReason::loss_reached; }
};

}  // namespace basin::train
