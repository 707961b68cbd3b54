// How many random patterns a Hopfield network of the outer-product rule holds, and how often a neuron errs. d neurons,
// p patterns.
#pragma once

#include <Eigen/Core>

namespace basin::hopfield {

/// d / (2 log2 d), the source's capacity: 40.76 for 784 neurons, which it rounds to 41. An erratum: the formula it
/// quotes has the natural logarithm. Throws an input Error unless d >= 2, as the two below. [syde2024]
[[nodiscard]] double capacity_as_printed(Eigen::Index neurons);

/// d / (2 ln d): up to so many, most patterns are fixed points with probability near 1 as d grows; 58.8 for 784.
/// [McEliece et al. 1987]
[[nodiscard]] double capacity_for_most(Eigen::Index neurons);

/// d / (4 ln d): up to so many, all patterns are; 29.4 for 784. [McEliece et al. 1987]
[[nodiscard]] double capacity_for_all(Eigen::Index neurons);

/// The probability that a neuron of a stored pattern is wrong after one step, Phi(-sqrt(d / p)): for random patterns,
/// the outer-product rule and zero diagonal. The field x_i h_i is (d - 1) / p plus (p - 1)(d - 1) independent signs
/// over p; by the central limit theorem the probability is near Phi(-sqrt((d - 1) / (p - 1))), and -1 is left out.
/// Throws an input Error unless d, p >= 1. [Hertz, Krogh and Palmer 1991, section 2.2]
[[nodiscard]] double one_step_error(Eigen::Index neurons, Eigen::Index patterns);

}  // namespace basin::hopfield
