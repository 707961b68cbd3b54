// The expression language of claims: numbers and predicates over the arms of one seed.
//
//   spectral_radius < 1 and not (width == 8 or activation == 'relu')
//   decreasing(mean(abs(change), radius), layers, margin = 0.01)
//
// Names of columns and settings, + - * / ^, comparisons, and or not, abs sqrt exp log min max. Over arms:
// decreasing(e, s, margin = 0), increasing(e, s, margin = 0): for each combination of the other varied settings e falls
// (rises) by more than the margin from each level of s to the next, numbers in increasing order, words in the claim's.
// mean(e, s), largest(e, s), smallest(e, s), at(e, s, level): one value over the levels of s; it varies over s no more.
// NaN means undecided: an operand that is NaN makes what is computed from it NaN, truths included; nothing is skipped.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "stats/arm_grid.hpp"
#include "stats/predicate_parser.hpp"
#include "stats/rule.hpp"
#include "stats/sample.hpp"

namespace basin::stats {

/// A checked expression.
class Expression {
 public:
  /// Parses text, which must be of the wanted kind. Throws an input Error "column 12: problem; remedy" (see
  /// parse_expression), also where no column is read: then nothing measured would be judged.
  Expression(std::string text, Result wanted, const Names& names);

  /// The expression's value in each arm for the seed at place `seed` of the sample, one element an arm; truths are 1
  /// and 0, NaN is undecided. Columns of missing and undecided runs are NaN. A run is undecided where its column
  /// `converged` is 0 or NaN, unless the expression reads that column. Throws an input Error where a setting is missing
  /// or a word stands where a number is needed (and the reverse), a level is unknown or a trend has one level only.
  [[nodiscard]] std::vector<double> evaluate(const Sample& sample, const ArmGrid& grid, std::size_t seed) const;

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::set<std::string>& columns() const { return program_.columns; }

  /// The varied settings over which the value can differ.
  [[nodiscard]] const std::set<std::string>& varies() const { return varies_; }

 private:
  std::string text_;
  Program program_;
  std::set<std::string> varied_, varies_;
};

}  // namespace basin::stats
