// Our mean beside a published one. A picture for the page and never a gate: with 4 published runs the critical t at
// 1e-6 is 130.
#pragma once

#include "stats/interval.hpp"

namespace basin::stats {

/// What a source printed beside a mean.
enum class SpreadKind {
  none,       ///< nothing
  sd,         ///< standard deviation between its runs
  se,         ///< standard error of the mean
  ci95,       ///< half width of its 95 % Student interval for the mean
  range,      ///< smallest to largest: no standard error can be had from it
  digitised,  ///< read off a figure: the reading error; the mean's own error is taken from the spread between our runs
};

/// A published mean.
struct PublishedMean {
  double value;
  double spread;  ///< >= 0; NaN where there is none
  SpreadKind kind;
  double runs;  ///< NaN where unknown (of a digitised number: taken as 1, the least sure)
};

/// How far apart two means are, in standard errors of their difference.
struct Pull {
  double t;        ///< (ours - published) / sqrt(se_ours^2 + se_published^2)
  double degrees;  ///< Welch and Satterthwaite's
  double p;        ///< P(|T| >= |t|), Student with `degrees`
};

/// The pull of ours against the published mean. All NaN where it cannot be formed: fewer than two runs of ours; no
/// spread, a range, a negative or infinite one; sd, se or ci95 of unknown or fewer than two runs; both errors zero.
[[nodiscard]] Pull pull_of(const Summary& ours, const PublishedMean& published);

}  // namespace basin::stats
