// Sample statistics through Armadillo.
#include "stats/interval.hpp"

#include <algorithm>
#include <armadillo>
#include <cmath>
#include <limits>
#include <vector>

namespace basin::stats {

Summary summarise(std::span<const double> values) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const std::size_t n = values.size();
  if (n == 0) return {0, unknown, unknown};
  const bool constant = std::all_of(values.begin(), values.end(), [&](double x) { return x == values.front(); });
  if (n == 1 || (constant && std::isfinite(values.front()))) return {n, values.front(), n == 1 ? unknown : 0.0};
  const arma::vec sample(std::vector<double>(values.begin(), values.end()));
  if (!sample.is_finite()) {
    const double sum = arma::accu(sample);  // infinity of one sign stays what it is
    return {n, std::isfinite(sum) ? unknown : sum, unknown};
  }
  return {n, arma::mean(sample), arma::stddev(sample)};
}

bool are_all_equal(std::span<const double> values) {
  if (values.size() < 2) return false;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double scale = std::max(std::abs(*low), std::abs(*high));
  return *high - *low <= 8.0 * std::numeric_limits<double>::epsilon() * scale;
}

Interval student_interval(const Summary& summary, double two_sided) {
  if (summary.runs < 2 || std::isnan(summary.sd)) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    return {unknown, unknown};
  }
  const auto n = static_cast<double>(summary.runs);
  const double reach = student_quantile(n - 1.0, two_sided) * summary.sd / std::sqrt(n);
  return {summary.mean - reach, summary.mean + reach};
}

}  // namespace basin::stats
