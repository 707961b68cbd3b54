// Fixed points by iteration: f is applied to a training example again and again, and it is seen where that ends.
// D dimensions, n examples.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <vector>

#include "nets/network.hpp"

namespace basin::dynamics {

/// When iteration ends. The defaults are those of strandqvist2020's code; its text once says 0.0005 for the tolerance.
struct IterationOptions {
  double tolerance = 0.00005;      ///< converged as soon as |x_k - x_{k-1}| is at most this
  Eigen::Index most_maps = 1000;   ///< for every example
  Eigen::Index more_maps = 32000;  ///< in all, for one that has not converged but is nearest to where it started
};

/// Where iteration from one example x_i ended, at x_k.
struct IteratedExample {
  bool converged = false;
  Eigen::Index maps = 0;      ///< k
  Eigen::Index nearest = -1;  ///< the example nearest to x_k, the first of equally near ones; -1 where it overflowed
  bool fixed_point = false;   ///< converged, and the nearest example is x_i itself
  /// |x_k - x_i| and |x_k|; NaN where it overflowed.
  double distance = std::numeric_limits<double>::quiet_NaN();
  double norm = std::numeric_limits<double>::quiet_NaN();

  [[nodiscard]] bool overflowed() const { return nearest < 0; }
};

/// Iterates f from every column of `examples` (D, n), in single precision. An example that is nearest to where it
/// started after most_maps, but has not converged, goes on to more_maps. One whose norm passes 1e15, or that holds a
/// number that is not finite, has overflowed and ends there. The examples still on their way are mapped together, four
/// by four, so that an example's bits do not depend on how long the others take.
/// Throws an input Error where shapes do not fit, the network's outputs are not its inputs, there is no example, the
/// tolerance is not positive or most_maps < 1. [strandqvist2020, iterative fixed points]
[[nodiscard]] std::vector<IteratedExample> iterated_fixed_points(const nets::Network<double>& network,
                                                                 const Eigen::MatrixXd& examples,
                                                                 const IterationOptions& options = {});

/// The way of one point under f, and where it ended.
struct PathOfIterates {
  IteratedExample end;   ///< as seen from the example it is compared with
  Eigen::MatrixXd path;  ///< (D, as many as asked for): the iterates; where it had ended before, its end
  Eigen::VectorXd last;  ///< the end; NaN where it overflowed
};

/// Iterates f from any `start` (D) by the rule of iterated_fixed_points, as if it were the example of number `own`, and
/// keeps its iterates `after` so many maps, a rising list: with the example itself for a start, the end is that one.
/// Throws as iterated_fixed_points, and an input Error where `start` has not D numbers or is not finite, `own` is no
/// example, or `after` does not rise or leaves 0 to most_maps.
[[nodiscard]] PathOfIterates path_of_iterates(const nets::Network<double>& network, const Eigen::VectorXd& start,
                                              const Eigen::MatrixXd& examples, Eigen::Index own,
                                              const std::vector<Eigen::Index>& after,
                                              const IterationOptions& options = {});

}  // namespace basin::dynamics
