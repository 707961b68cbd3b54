// What an expression gives on a sample, ready for a rule: values by arm and seed, and what forbids a verdict.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stats/predicate.hpp"
#include "stats/sample.hpp"
#include "stats/verdict.hpp"

namespace basin::stats {

/// One arm of the expression: arms between which it does not vary are one.
struct ObservedArm {
  Values levels;               ///< the varied settings over which the expression varies
  Values setting;              ///< complete, of the first of the arms
  std::vector<double> values;  ///< one a seed; NaN: undecided
  [[nodiscard]] std::vector<double> decided() const;
};

struct Observations {
  std::size_t seeds = 0;
  std::vector<ObservedArm> arms;
  std::string objection;  ///< why no verdict can be given whatever the values are; empty where it can
};

/// Evaluates the expression for every seed. The objection names missing runs, no runs at all, or a seed that occurs
/// twice (what repeats a seed is no replicate). Throws as Expression::evaluate and ArmGrid; std::logic_error where an
/// arm has not one place for each seed.
[[nodiscard]] Observations observe(const Expression& expression, const Sample& sample);

/// What each arm contributes: mean and deviation of its decided values, 99.9 % Student interval.
[[nodiscard]] std::vector<ArmEvidence> evidence_of_means(const Observations& observations);

/// The published number of an arm. Throws an input Error that names the rule where there is none, or more than one.
[[nodiscard]] const Target& target_of(const std::string& rule, const std::vector<Target>& targets,
                                      const ObservedArm& arm);

/// "radius=5, width=8: ", or nothing where there are no levels.
[[nodiscard]] std::string prefix_of(const Values& levels);

}  // namespace basin::stats
