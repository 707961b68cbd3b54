// What a sentence may hold that repeats what a user, a file or a file name said: one line, harmless to a terminal.
#pragma once

#include <string>
#include <string_view>

namespace basin::program {

/// The text as one line of valid UTF-8 of at most about 1,600 bytes: control characters, characters that break lines or
/// turn the direction of writing, and bytes that are no UTF-8 are shown as \n, \x1b, \u202e; the middle of what is
/// longer is left out.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace basin::program
