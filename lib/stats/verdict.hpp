// What a rule answers.
#pragma once

#include <string>
#include <vector>

#include "core/value.hpp"

namespace basin::stats {

/// `compared`: numbers were put beside published ones, which says neither yes nor no and gates nothing.
enum class Verdict { reproduced, contradicted, inconclusive, compared };

[[nodiscard]] std::string to_text(Verdict verdict);

/// The verdict the control of a claim must give: reproduced and contradicted change places, the
/// others stay (a comparison has no control).
[[nodiscard]] Verdict opposite(Verdict verdict);

/// Whether a sample is judged for the claim or as its control (decides how undecided runs count).
enum class Role { claim, control };

/// What one arm contributed to the evidence, for tables and figures.
struct ArmEvidence {
  Values levels;     ///< the varied settings of the arm
  double mean;       ///< of the judged quantity (of the predicate's truth for `proportion`); NaN if unknown
  double low, high;  ///< interval printed beside it: 99.9 % Student for mean_within, 95 % exact for proportion
  double sd;         ///< between seeds; NaN if fewer than two
  std::size_t runs;  ///< decided runs
};

/// A verdict with what it rests on.
struct Judgement {
  Verdict verdict = Verdict::inconclusive;
  std::string evidence;  ///< one line: "41 of 43 runs (more than 31 needed)"
  std::vector<ArmEvidence> arms;
};

}  // namespace basin::stats
