// Our mean beside a published one. A picture for the page and never a gate: with 4 published runs the critical t at
// 1e-6 is 130.
#pragma once

#include <limits>
#include <string>

#include "stats/interval.hpp"

namespace basin::stats {

/// What a source printed beside a mean.
enum class SpreadKind {
  none,       ///< nothing: of a known number of runs the spread is taken to be ours
  sd,         ///< standard deviation between its runs
  se,         ///< standard error of the mean
  ci95,       ///< half width of its 95 % Student interval for the mean
  range,      ///< smallest to largest: no standard error can be had from it
  digitised,  ///< read off a figure: the reading error; the mean's own error is taken from the spread between our runs
};

/// As files of published numbers have it: "digitised".
[[nodiscard]] std::string to_text(SpreadKind kind);

/// A published mean.
struct PublishedMean {
  double value;
  double spread = std::numeric_limits<double>::quiet_NaN();  ///< >= 0; NaN where there is none
  SpreadKind kind = SpreadKind::none;
  double runs =
      std::numeric_limits<double>::quiet_NaN();  ///< NaN where unknown (digitised: taken as 1, the least sure)
};

/// How far apart two means are, in standard errors of their difference.
struct Pull {
  double t;        ///< (ours - published) / sqrt(se_ours^2 + se_published^2)
  double degrees;  ///< Welch and Satterthwaite's; n_ours - 1 where their spread is taken to be ours, more by
                   ///< Satterthwaite where a known reading error adds to it, infinite where nothing else is left
  double p;        ///< P(|T| >= |t|), Student with `degrees`
};

/// The pull of ours against the published mean. Where nothing but the number of their runs was printed,
/// t = (ours - published) / (sd_ours sqrt(1/n_ours + 1/n_theirs)) with n_ours - 1 degrees of freedom: exact where both
/// vary alike. Where both errors are zero, t = 0 and p = 1 if the means are equal. All NaN where it cannot be formed:
/// both errors zero and the means not equal; fewer than two runs of ours; a range; nothing but an unknown number of
/// runs; a negative or infinite spread; sd, se or ci95 of unknown or fewer than two runs.
[[nodiscard]] Pull pull_of(const Summary& ours, const PublishedMean& published);

/// The standard deviation between their runs: as printed, or from se or ci95 and the number of runs. NaN where it
/// cannot be had.
[[nodiscard]] double published_sd(const PublishedMean& published);

}  // namespace basin::stats
