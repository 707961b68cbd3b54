// Basins of attraction of training examples: f is applied again and again to perturbed examples, and it is counted how
// many come back. D dimensions, n examples, T trials; a trial perturbs every example once.
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"
#include "nets/network.hpp"

namespace basin::dynamics {

/// fixed_norm: x + noise u, u uniform on the unit sphere. gaussian: x + sqrt(noise) z, z ~ N(0, I) [orujlu2023].
/// uniform: x + noise v, v uniform in the cube [-1, 1]^D, of norm near noise sqrt(D / 3).
enum class NoiseLaw { fixed_norm, gaussian, uniform };

/// The starts of `trials` trials, (D, n T): trial t perturbs example i in column t n + i. The directions depend on the
/// draws only, so that levels of noise or radius are compared along the same ones.
/// Throws an input Error for noise < 0 or not finite, or trials < 1.
[[nodiscard]] Eigen::MatrixXd perturbed_examples(const Eigen::MatrixXd& examples, NoiseLaw law, double noise,
                                                 Eigen::Index trials, const Stream& draws);

/// each_start: a start succeeds as soon as its own error is below the threshold. first_crossing: the starts of a trial
/// move together until the mean of their errors is below the threshold (or most_maps are made); only those whose own
/// error is below it at that map succeed, although the others are still on their way [orujlu2023's code].
enum class Count { each_start, first_crossing };

/// The error of a start: error_factor |x - x_i|^2, or |x - x_i|.
enum class StartError { squared, distance };

struct BasinOptions {
  Count count = Count::each_start;
  double error = 1e-2;  ///< the threshold
  StartError measure = StartError::squared;
  double error_factor = 0.5;  ///< of the squared error
  Eigen::Index most_maps = 50;
};

struct Attraction {
  double success_rate = 0.0;  ///< of all starts
  double mean_maps = 0.0;     ///< maps made per start until it was counted, successes and failures
};

/// Iterates from `starts` (D, n T) towards `examples` (D, n), column t n + i towards example i, in single precision.
/// A start that leaves the finite numbers fails. Throws an input Error where shapes do not fit, the network's outputs
/// are not its inputs, the threshold is not positive or most_maps < 1.
[[nodiscard]] Attraction attraction(const nets::Network<double>& network, const Eigen::MatrixXd& examples,
                                    const Eigen::MatrixXd& starts, const BasinOptions& options = {});

}  // namespace basin::dynamics
