// Runs gnuplot, the only program basin calls.
#pragma once

#include <chrono>
#include <string>

namespace basin::report {

/// Whether a program of this name is to be found in PATH.
[[nodiscard]] bool has_program(const std::string& name);

/// What gnuplot writes to its standard output for a script on its standard input. No shell is involved. Throws a
/// machine Error with the first line of what it complained of where it cannot be run or fails, or where it takes longer
/// than `limit` (chosen: a hundred times what the dearest figure needs) and is ended. Neither the locale nor gnuplot's
/// own variables of whoever calls it have a part in what it draws.
[[nodiscard]] std::string run_gnuplot(const std::string& script,
                                      std::chrono::milliseconds limit = std::chrono::seconds(60));

}  // namespace basin::report
