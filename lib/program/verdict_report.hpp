// Verdicts as a table, JSON and JUnit XML.
#pragma once

#include <string>
#include <vector>

#include "claims/judge.hpp"
#include "program/commands.hpp"
#include "program/options.hpp"

namespace basin::program {

/// A claim with what became of it.
struct Judged {
  claims::Claim claim;
  claims::ClaimJudgement result;
};

/// One line a claim under a header a source; under it statement and largest difference from a published number where
/// `talk` is full, and every published number beside ours where `points` are listed.
[[nodiscard]] std::string verdict_table(const std::vector<Judged>& all, Talk talk, Points points);

/// "27 claims: 25 reproduced, 2 contradicted as recorded, 0 unexpected; 412 runs computed, 0 reused, 63 s"; where there
/// are comparisons, ", 3 compared" stands behind what is unexpected.
[[nodiscard]] std::string closing_line(const std::vector<Judged>& all, const claims::RunReport& report);

/// {"schema": 1, "version": ..., "claims": [...]}; numbers that are not there are null.
[[nodiscard]] std::string verdict_json(const std::vector<Judged>& all, const claims::RunReport& report);

/// A test suite a source, a test case a claim and a control. Comparisons are no tests and are left out.
[[nodiscard]] std::string verdict_junit(const std::vector<Judged>& all);

}  // namespace basin::program
