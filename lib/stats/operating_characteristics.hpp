// What a test on n runs can promise: exact binomial tails, the cutoff of `proportion`, exact intervals, Student
// quantiles. K is the number of runs in which the predicate holds, Binomial(n, p).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "stats/verdict.hpp"

namespace basin::stats {

/// P(K <= k) for K ~ Binomial(n, p), accurate in both tails; any k, p in [0, 1]. Throws std::domain_error else.
[[nodiscard]] double probability_at_most(std::int64_t k, std::size_t n, double p);

/// P(K > k) for K ~ Binomial(n, p), accurate in both tails; any k, p in [0, 1]. Throws std::domain_error else.
[[nodiscard]] double probability_above(std::int64_t k, std::size_t n, double p);

/// The two rates between which `proportion` decides and the errors it may make; 0 < bad < good < 1.
/// alpha bounds P(verdict differs from expected) where the claim is as recorded, beta P(verdict is expected) where not.
struct ProportionTest {
  double good, bad;
  double alpha = 1e-6, beta = 1e-3;
  Verdict expected = Verdict::reproduced;
};

/// c in -1..n: reproduced if K > c, else contradicted. Expected reproduced: the largest c with P(K <= c | good) <=
/// alpha. Expected contradicted: the smallest c with P(K > c | bad) <= alpha.
[[nodiscard]] std::int64_t cutoff_of(const ProportionTest& test, std::size_t n);

/// P(verdict differs from expected) at the rate (good or bad) that goes with `expected`; at most alpha.
[[nodiscard]] double false_alarm_of(const ProportionTest& test, std::size_t n);

/// P(verdict is expected) at the other rate; has_power where it is at most beta.
[[nodiscard]] double miss_of(const ProportionTest& test, std::size_t n);

/// Whether n runs hold both error rates (not monotone in n: K is a whole number).
[[nodiscard]] bool has_power(const ProportionTest& test, std::size_t n);

/// The most runs that are searched for a sample size (chosen: far above what anyone trains for one claim).
inline constexpr std::size_t most_runs = 10'000;

/// The smallest n >= from that has power; empty where none up to most_runs has.
[[nodiscard]] std::optional<std::size_t> smallest_sample(const ProportionTest& test, std::size_t from = 1);

/// The smallest n for a claim expected to be reproduced; empty where none up to most_runs is enough.
[[nodiscard]] std::optional<std::size_t> smallest_sample(double good, double bad, double alpha, double beta);

/// An interval; both ends NaN where it cannot be formed.
struct Interval {
  double low, high;
};

/// The exact (Clopper-Pearson) two-sided interval for a rate of which `successes` of n were seen; [0, 1] where n = 0.
/// confidence in (0, 1). Throws std::domain_error where successes > n.
[[nodiscard]] Interval clopper_pearson(std::size_t successes, std::size_t n, double confidence);

/// t with P(|T| > t) = two_sided for Student's T; degrees > 0 (may be infinite), two_sided in (0, 1).
[[nodiscard]] double student_quantile(double degrees, double two_sided);

/// P(|T| > |t|) for Student's T; degrees > 0 (may be infinite). NaN where t is.
[[nodiscard]] double student_two_sided(double degrees, double t);

}  // namespace basin::stats
