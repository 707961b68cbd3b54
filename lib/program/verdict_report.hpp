// Verdicts as a table, JSON and JUnit XML.
#pragma once

#include <string>
#include <vector>

#include "claims/judge.hpp"
#include "program/options.hpp"

namespace basin::program {

/// A claim with what became of it.
struct Judged {
  claims::Claim claim;
  claims::ClaimJudgement result;
};

/// One line a claim under a header a source; statements and published numbers under it where `talk` is full.
[[nodiscard]] std::string verdict_table(const std::vector<Judged>& all, Talk talk);

/// "27 claims: 25 reproduced, 2 contradicted as recorded, 0 unexpected; 412 runs computed, 0 reused, 63 s".
[[nodiscard]] std::string closing_line(const std::vector<Judged>& all, const claims::RunReport& report);

/// {"schema": 1, "version": ..., "claims": [...]}; numbers that are not there are null.
[[nodiscard]] std::string verdict_json(const std::vector<Judged>& all, const claims::RunReport& report);

/// A test suite a source, a test case a claim and a control.
[[nodiscard]] std::string verdict_junit(const std::vector<Judged>& all);

}  // namespace basin::program
