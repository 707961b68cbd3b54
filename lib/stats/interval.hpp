// Mean, standard deviation and Student interval of one number per seed.
#pragma once

#include <cstddef>
#include <span>

#include "stats/operating_characteristics.hpp"

namespace basin::stats {

/// A sample in three numbers.
struct Summary {
  std::size_t runs = 0;
  double mean;  ///< NaN where there is no run
  double sd;    ///< sqrt(sum (x - mean)^2 / (n - 1)); NaN where there are fewer than two runs
};

/// One value a seed; NaN and infinity go through to mean and sd. Values that are all the same have sd 0 exactly.
[[nodiscard]] Summary summarise(std::span<const double> values);

/// Whether the values (two or more) differ by no more than rounding: 8 units in the last place of the largest.
[[nodiscard]] bool are_all_equal(std::span<const double> values);

/// mean -/+ t sd / sqrt(n) with confidence 1 - two_sided; NaN where runs < 2.
[[nodiscard]] Interval student_interval(const Summary& summary, double two_sided);

}  // namespace basin::stats
