// The small picture of a claim: every seed's number, a row an arm, on one scale.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace basin::report {

/// One row: the values of an arm; NaN and infinities are left out and counted.
struct SparkRow {
  std::vector<double> values;
  double published = std::numeric_limits<double>::quiet_NaN();  ///< an open diamond; NaN: none
};

/// Most rows that are drawn; the picture's words say how many there are.
inline constexpr std::size_t most_spark_rows = 12;

/// An inline SVG of 150 x 11 units a row: dots, from 41 values on a small histogram, the mean as a vertical mark, the
/// published number as an open diamond. Its aria-label says the same in words: "43 runs: 4 to 4, mean 4". Empty where
/// there is no finite value.
[[nodiscard]] std::string sparkline(const std::vector<SparkRow>& rows);

/// A number in at most four digits: 0.3129, 12, 1.2e-07; "–" for NaN.
[[nodiscard]] std::string short_number(double value);

}  // namespace basin::report
