// The command line's grammar: options, commands, and sentences for what does not fit.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "program/commands.hpp"
#include "program/options.hpp"

namespace basin::program {

/// What was asked for: a command to be called with checked options, or a text to be printed (help, version).
struct Request {
  TypedOptions options;
  std::function<int(const Options&)> command;  ///< empty where there is only `text`
  std::string text;
};

/// Reads the command line. Throws an input Error in one sentence, naming known words for a misspelt one.
[[nodiscard]] Request read_command_line(int argc, const char* const* argv);

}  // namespace basin::program
