// From stored rows to verdicts: the claim's sample, its controls', and what the test says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "claims/runner.hpp"
#include "stats/interval.hpp"
#include "stats/sample.hpp"

namespace basin::claims {

/// Of the intervals shown beside published numbers: that of a verdict of mean_within.
inline constexpr double comparison_confidence = 1.0 - 1e-3;

/// A published number beside ours: one for each arm of the claim that it was printed for.
struct Comparison {
  PublishedNumber published;
  double mean, sd;           ///< ours over the decided seeds of the arm (of a comparison: all); NaN where there are
                             ///< none, or fewer than two
  stats::Interval interval;  ///< Student's for our mean, with confidence comparison_confidence; NaN as sd
  std::size_t runs;
  double pull, degrees, p;  ///< stats::pull_of; NaN where it cannot be formed
  Values levels;            ///< the varied settings of our arm
};

/// What became of a control.
struct ControlJudgement {
  std::string name;
  stats::Judgement judgement;
  bool works = false;  ///< it gave the verdict opposite to `expected`
};

/// What became of a claim.
struct ClaimJudgement {
  stats::Sample sample;  ///< the claim's own runs as its rule saw them; empty where a run is missing
  stats::Judgement judgement;
  std::vector<ControlJudgement> controls;
  std::vector<Comparison> comparisons;
  bool valid = false;        ///< every control works; true of a comparison, which has none
  bool as_expected = false;  ///< valid, no run missing, and the verdict equals the recorded one
  std::size_t missing = 0;   ///< runs not there, the controls' included
  bool skipped = false;  ///< runs missing because their data is not there: for who ran them to say; judge_claim cannot

  /// "reproduced", "contradicted", "compared", "inconclusive" (also where runs are missing) or "invalid" (a control
  /// failed).
  [[nodiscard]] std::string shown() const;
};

/// Seeds of one epoch, and the largest epoch, so that every seed fits the 63 bits of an SQLite integer.
inline constexpr std::uint64_t seeds_an_epoch = 1'000'000'000, last_epoch = 1'000'000'000;

/// The seed that stands for seed 1 in an epoch. Throws an input Error above last_epoch.
[[nodiscard]] std::uint64_t first_seed(std::uint64_t seed_epoch);

/// The runs a claim and its controls need, each once; seed s of the plan is s + seed_epoch * 1'000'000'000.
/// Throws an input Error for an epoch above 1'000'000'000.
[[nodiscard]] std::vector<RunRequest> requests_of(const Claim& claim, std::uint64_t seed_epoch);

/// Judges from rows that are in the store; computes nothing. Throws an input Error that names the claim where its rule
/// cannot be evaluated, and as requests_of.
[[nodiscard]] ClaimJudgement judge_claim(const Claim& claim, const RunStore& store, Reuse reuse,
                                         std::uint64_t seed_epoch);

}  // namespace basin::claims
