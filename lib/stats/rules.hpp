// The rules behind make_rule; each lives in a file of its name.
#pragma once

#include <memory>

#include "stats/rule.hpp"

namespace basin::stats {

/// Is a number what the source says, in the one seed and every arm? Keys: of with equals (a number, or "published") and
/// tolerance (0), or where.
[[nodiscard]] std::unique_ptr<Rule> make_exact(const RuleText& text, const Names& names);

/// Does a predicate hold in at least `good` of runs rather than at most `bad`? Keys: where, good, bad, alpha, beta.
[[nodiscard]] std::unique_ptr<Rule> make_proportion(const RuleText& text, const Names& names);

/// Is the mean inside an interval, in every arm? Keys: of, sd, low with high or within, bias, alpha, beta,
/// deterministic.
[[nodiscard]] std::unique_ptr<Rule> make_mean_within(const RuleText& text, const Names& names);

/// How far are our means from the published ones? Key: of. Judges nothing.
[[nodiscard]] std::unique_ptr<Rule> make_published_mean(const RuleText& text, const Names& names);

/// The verdict that role wants where `expected` is recorded.
[[nodiscard]] inline Verdict wanted_by(Role role, Verdict expected) {
  return role == Role::claim ? expected : opposite(expected);
}

}  // namespace basin::stats
