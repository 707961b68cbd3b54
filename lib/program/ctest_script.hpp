// The CTest script that registers claims: fixtures that fill the store, and tests that judge from it.
#pragma once

#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "program/options.hpp"

namespace basin::program {

/// A script for TEST_INCLUDE_FILES: runs.<experiment>.<tier>, claim.<id>, control.<id>.<name> and
/// golden.<experiment>.<tier>; a claim judged at a dearer tier than its own has @<tier> after its name. `program` is
/// what the tests call; options given to this call are given to them too. Sets basin_run_fixtures to the fixtures of
/// all runs.
[[nodiscard]] std::string ctest_script(const std::vector<claims::Claim>& claims, const Options& options,
                                       const std::filesystem::path& program);

}  // namespace basin::program
