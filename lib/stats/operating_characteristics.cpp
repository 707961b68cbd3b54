// Exact binomial tails through Boost's incomplete beta; everything else here is a search over them.
#include "stats/operating_characteristics.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>

namespace basin::stats {
namespace {

using Binomial = boost::math::binomial_distribution<double>;

/// The smallest k in (low, high] for which `holds(k)`; holds is monotone and holds(high).
template <class Condition>
std::int64_t first_that_holds(std::int64_t low, std::int64_t high, const Condition& holds) {
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (holds(middle) ? high : low) = middle;
  }
  return high;
}

void require_rates(const ProportionTest& test) {
  const bool ordered = test.bad > 0.0 && test.bad < test.good && test.good < 1.0;
  if (!ordered) throw std::domain_error("a proportion test needs 0 < bad < good < 1");
}

}  // namespace

double probability_at_most(std::int64_t k, std::size_t n, double p) {
  const Binomial law(static_cast<double>(n), p);
  if (k < 0) return 0.0;
  if (static_cast<std::uint64_t>(k) >= n) return 1.0;
  return boost::math::cdf(law, static_cast<double>(k));
}

double probability_above(std::int64_t k, std::size_t n, double p) {
  const Binomial law(static_cast<double>(n), p);
  if (k < 0) return 1.0;
  if (static_cast<std::uint64_t>(k) >= n) return 0.0;
  return boost::math::cdf(boost::math::complement(law, static_cast<double>(k)));
}

std::int64_t cutoff_of(const ProportionTest& test, std::size_t n) {
  require_rates(test);
  const auto most = static_cast<std::int64_t>(n);
  if (test.expected == Verdict::contradicted)
    return first_that_holds(-1, most, [&](std::int64_t c) { return probability_above(c, n, test.bad) <= test.alpha; });
  // One below the first c whose lower tail is too heavy; c = n always is.
  return first_that_holds(-1, most, [&](std::int64_t c) { return probability_at_most(c, n, test.good) > test.alpha; }) -
         1;
}

double false_alarm_of(const ProportionTest& test, std::size_t n) {
  const std::int64_t cutoff = cutoff_of(test, n);
  return test.expected == Verdict::contradicted ? probability_above(cutoff, n, test.bad)
                                                : probability_at_most(cutoff, n, test.good);
}

double miss_of(const ProportionTest& test, std::size_t n) {
  const std::int64_t cutoff = cutoff_of(test, n);
  return test.expected == Verdict::contradicted ? probability_at_most(cutoff, n, test.good)
                                                : probability_above(cutoff, n, test.bad);
}

bool has_power(const ProportionTest& test, std::size_t n) {
  return n > 0 && miss_of(test, n) <= test.beta;
}

std::optional<std::size_t> smallest_sample(const ProportionTest& test, std::size_t from) {
  for (std::size_t n = from; n <= most_runs; ++n)
    if (has_power(test, n)) return n;
  return std::nullopt;
}

std::optional<std::size_t> smallest_sample(double good, double bad, double alpha, double beta) {
  return smallest_sample(ProportionTest{.good = good, .bad = bad, .alpha = alpha, .beta = beta});
}

Interval clopper_pearson(std::size_t successes, std::size_t n, double confidence) {
  if (successes > n) throw std::domain_error("more successes than runs");
  if (!(confidence > 0.0 && confidence < 1.0)) throw std::domain_error("a confidence lies between 0 and 1");
  if (n == 0) return {0.0, 1.0};
  const double tail = 0.5 * (1.0 - confidence);
  const auto trials = static_cast<double>(n), seen = static_cast<double>(successes);
  return {successes == 0 ? 0.0 : Binomial::find_lower_bound_on_p(trials, seen, tail),
          successes == n ? 1.0 : Binomial::find_upper_bound_on_p(trials, seen, tail)};
}

double student_quantile(double degrees, double two_sided) {
  using boost::math::complement;
  if (std::isinf(degrees)) return boost::math::quantile(complement(boost::math::normal(), 0.5 * two_sided));
  return boost::math::quantile(complement(boost::math::students_t(degrees), 0.5 * two_sided));
}

double student_two_sided(double degrees, double t) {
  using boost::math::complement;
  if (std::isnan(t) || std::isnan(degrees)) return std::nan("");
  if (std::isinf(t)) return 0.0;
  if (std::isinf(degrees)) return 2.0 * boost::math::cdf(complement(boost::math::normal(), std::abs(t)));
  return 2.0 * boost::math::cdf(complement(boost::math::students_t(degrees), std::abs(t)));
}

}  // namespace basin::stats
