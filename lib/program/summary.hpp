// Sentences about runs that several commands say.
#pragma once

#include <string>

#include "claims/runner.hpp"

namespace basin::program {

/// "412 runs computed, 12 reused, 3 skipped (why), 63 s", and why nothing was reused where other code left rows.
[[nodiscard]] std::string runs_summary(const claims::RunReport& report);

/// "about 40 s", "about 12 min", "about 5 h 10 min", "about 2 d 3 h"; "less than a second".
[[nodiscard]] std::string rough_duration(double seconds);

/// "2,340".
[[nodiscard]] std::string grouped(std::size_t number);

/// On what expected times rest: "300 runs timed, 20 scaled by their work from runs of other settings, 4 at a nominal
/// 2e+10 operations a second, 7 unknown"; what there is none of is left out.
[[nodiscard]] std::string basis_text(const claims::RunForecast& forecast);

/// "2,340 of 2,960 runs to compute on 2 cores, about 5 h 10 min; stop it at any time, what is computed is kept".
[[nodiscard]] std::string announcement(const claims::RunForecast& forecast, unsigned cores);

}  // namespace basin::program
