// Sentences about runs that several commands say.
#pragma once

#include <string>

#include "claims/runner.hpp"

namespace basin::program {

/// "412 runs computed, 12 reused, 3 skipped (why), 63 s", and why nothing was reused where other code left rows.
[[nodiscard]] std::string runs_summary(const claims::RunReport& report);

}  // namespace basin::program
