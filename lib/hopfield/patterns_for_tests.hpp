// Random patterns for the unit tests of Hopfield networks.
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"

namespace basin::hopfield {

/// (neurons, count) of independent signs, both equally likely.
inline Eigen::MatrixXd random_signs(Eigen::Index neurons, Eigen::Index count, std::uint64_t seed) {
  const Stream draws("hopfield_test", seed, "data");
  Eigen::MatrixXd signs(neurons, count);
  for (Eigen::Index i = 0; i < signs.size(); ++i) {
    signs(i) = draws.uniform(static_cast<std::uint64_t>(i)) < 0.5 ? 1.0 : -1.0;
  }
  return signs;
}

}  // namespace basin::hopfield
