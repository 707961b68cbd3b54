// Welch's t with Satterthwaite's degrees of freedom from printed numbers.
#include "stats/pull.hpp"

#include <cmath>
#include <limits>

namespace basin::stats {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct MeanError {
  double se, degrees;
};

MeanError error_of(const PublishedMean& published, const Summary& ours) {
  constexpr MeanError none{unknown, unknown};
  if (published.kind == SpreadKind::none && published.runs >= 1.0 && std::isfinite(published.runs)) {
    return {ours.sd / std::sqrt(published.runs), unknown};  // estimated by nobody but us: no degrees of its own
  }
  if (!(published.spread >= 0.0) || !std::isfinite(published.spread)) return none;
  if (published.kind == SpreadKind::digitised) {
    // The reading error, and that of a mean of so few runs, whose spread is taken to be ours. Unknown: one, the least
    // sure.
    const double runs = published.runs >= 1.0 ? published.runs : 1.0;
    return {std::hypot(published.spread, ours.sd / std::sqrt(runs)), unknown};
  }
  if (!(published.runs >= 2.0) || !std::isfinite(published.runs)) return none;
  const double degrees = published.runs - 1.0;
  switch (published.kind) {
    case SpreadKind::sd:
      return {published.spread / std::sqrt(published.runs), degrees};
    case SpreadKind::se:
      return {published.spread, degrees};
    case SpreadKind::ci95:
      return {published.spread / student_quantile(degrees, 0.05), degrees};
    case SpreadKind::none:
    case SpreadKind::range:
    case SpreadKind::digitised:
      break;
  }
  return none;
}

}  // namespace

std::string to_text(SpreadKind kind) {
  switch (kind) {
    case SpreadKind::sd:
      return "sd";
    case SpreadKind::se:
      return "se";
    case SpreadKind::ci95:
      return "ci95";
    case SpreadKind::range:
      return "range";
    case SpreadKind::digitised:
      return "digitised";
    case SpreadKind::none:
      break;
  }
  return "none";
}

Pull pull_of(const Summary& ours, const PublishedMean& published) {
  constexpr Pull none{unknown, unknown, unknown};
  if (ours.runs < 2 || !std::isfinite(ours.mean) || !std::isfinite(ours.sd) || !std::isfinite(published.value))
    return none;
  const auto n = static_cast<double>(ours.runs);
  const double se_ours = ours.sd / std::sqrt(n);
  const MeanError theirs = error_of(published, ours);
  const double se = std::hypot(se_ours, theirs.se);
  // Nothing varies on either side: 100 of 100 in every run.
  if (se == 0.0 && ours.mean == published.value) return {0.0, n - 1.0, 1.0};
  if (!(se > 0.0)) return none;  // NaN as well
  const double t = (ours.mean - published.value) / se;
  if (published.kind == SpreadKind::none) return {t, n - 1.0, student_two_sided(n - 1.0, t)};
  if (published.kind == SpreadKind::digitised) {
    // Our deviation is in both errors, estimated once; that of reading is known.
    const double estimated = 1.0 - std::pow(published.spread / se, 2);
    const double degrees = (n - 1.0) / (estimated * estimated);
    return {t, degrees, student_two_sided(degrees, t)};
  }
  // Shares of the variance rather than variances: their squares neither overflow nor vanish.
  const double share_ours = std::pow(se_ours / se, 2), share_theirs = std::pow(theirs.se / se, 2);
  const double degrees = 1.0 / (share_ours * share_ours / (n - 1.0) + share_theirs * share_theirs / theirs.degrees);
  return {t, degrees, student_two_sided(degrees, t)};
}

double published_sd(const PublishedMean& published) {
  const bool printed =
      published.kind == SpreadKind::sd || published.kind == SpreadKind::se || published.kind == SpreadKind::ci95;
  if (!printed) return unknown;
  if (published.kind == SpreadKind::sd) return published.spread;
  return error_of(published, {}).se * std::sqrt(published.runs);
}

}  // namespace basin::stats
