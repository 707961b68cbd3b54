// Verdicts as a table, JSON and JUnit XML.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "claims/judge.hpp"
#include "claims/run_cost.hpp"
#include "program/commands.hpp"
#include "program/options.hpp"

namespace basin::program {

/// A claim with what became of it.
struct Judged {
  claims::Claim claim;
  claims::ClaimJudgement result;
  claims::RunCost cost = {};  ///< of its runs and its controls'
};

/// What the verdicts of one call were given on, for documents that outlive it.
struct Provenance {
  std::string date;               ///< when the call ended: "2026-11-21T21:08:50Z"
  std::string host;               ///< the machine's name; may be empty
  std::string compiler, machine;  ///< one line each
  std::filesystem::path root;     ///< claim files and published files are named from here
  std::filesystem::path store;
  claims::Tier tier = claims::Tier::quick;
  claims::Reuse reuse = claims::Reuse::same_code;
  std::uint64_t seed_epoch = 0;
  unsigned jobs = 1;
};

/// Of this call: now, on this machine, with these options.
[[nodiscard]] Provenance provenance_of(const Options& options, claims::Tier tier);

/// "claims/jiang2020/linear_region/gap.toml": the same on every machine where the file lies below the root, so that
/// viewers find it in the repository; else the path as it is.
[[nodiscard]] std::string file_name(const std::filesystem::path& file, const Provenance& provenance);

/// One line a claim under a header a source; under it statement and largest difference from a published number where
/// `talk` is full, and every published number beside ours where `points` are listed.
[[nodiscard]] std::string verdict_table(const std::vector<Judged>& all, Talk talk, Points points);

/// "27 claims: 25 reproduced, 2 contradicted as recorded, 0 unexpected; 412 runs computed, 0 reused, 63 s"; where there
/// are comparisons, ", 3 compared" stands behind what is unexpected.
[[nodiscard]] std::string closing_line(const std::vector<Judged>& all, const claims::RunReport& report);

/// What OUTPUT.md says of `basin verify --json`.
[[nodiscard]] std::string verdict_json(const std::vector<Judged>& all, const claims::RunReport& report,
                                       const Provenance& provenance);

/// What OUTPUT.md says of `basin verify --junit`: a test suite a source, a test case a claim and a control. Comparisons
/// are no tests and are left out.
[[nodiscard]] std::string verdict_junit(const std::vector<Judged>& all, const claims::RunReport& report,
                                        const Provenance& provenance);

}  // namespace basin::program
