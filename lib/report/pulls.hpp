// All published means against ours together: if only chance parts them, their pulls follow Student's t.
#pragma once

#include <optional>
#include <vector>

#include "report/figure.hpp"

namespace basin::report {

/// The pulls of every claim, each by its own degrees of freedom turned into the normal number that chance exceeds as
/// often: z = Phi^-1(P(T <= t)). Without chance's help they are standard normal, whatever the degrees. A number that
/// several claims compare counts once. One panel has their histogram over the normal density, one their spread by
/// source; digitised numbers, whose own runs are unknown and taken as one, are said apart in the table. Empty where no
/// pull can be formed.
[[nodiscard]] std::optional<FigureContent> all_pulls(const std::vector<ClaimEntry>& claims);

/// z of a pull t with its two-sided p; bounded to +-8, where a double's p ends.
[[nodiscard]] double normal_of(double t, double p);

}  // namespace basin::report
