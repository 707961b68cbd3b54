// Error rates of mean_within before a run is made, from the declared spread: what the noncentral t says of Student
// intervals that must lie inside, or outside, [low, high]. mean ~ N(mu, sd^2 / n), s^2 ~ sd^2 chi^2(n - 1) / (n - 1).
#pragma once

#include <cstddef>
#include <optional>

namespace basin::stats {

/// A mean_within question. Lengths in the unit of the quantity.
struct MeanTest {
  double half_width;    ///< (high - low) / 2, > 0
  double sd;            ///< declared, between seeds, > 0
  double beyond = 0.0;  ///< how far outside the interval a mean to be contradicted lies; 0: half_width
  double bias = 0.0;    ///< largest distance of the true mean from the middle, in [0, half_width)
  double alpha = 1e-6;  ///< contradicted by an interval of confidence 1 - alpha / arms outside
  double beta = 1e-3;   ///< reproduced by intervals of confidence 1 - beta inside
  std::size_t arms = 1;
};

/// P(not reproduced) where every arm's true mean is `bias` off the middle: the union bound over arms, at most 1.
/// 1 where runs < 2. Relative accuracy 1e-6 where above 1e-18.
[[nodiscard]] double probability_not_reproduced(const MeanTest& test, std::size_t runs);

/// P(not contradicted) where one arm's true mean is `beyond` past an edge and nothing is known of the others.
/// 1 where runs < 2. Relative accuracy 1e-6 where above 1e-18.
[[nodiscard]] double probability_not_contradicted(const MeanTest& test, std::size_t runs);

/// The smallest number of runs for which probability(test, runs) <= limit; empty where none up to 10 000 is enough.
[[nodiscard]] std::optional<std::size_t> smallest_runs(double (*probability)(const MeanTest&, std::size_t),
                                                       const MeanTest& test, double limit);

}  // namespace basin::stats
