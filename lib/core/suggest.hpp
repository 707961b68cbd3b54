// What to say when a name is misspelt: the names that are known, those most like it first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace basin {

/// The number of single-character insertions, deletions, replacements and swaps of neighbours between two names
/// (optimal string alignment); names longer than 64 characters are cut to 64.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// "known: a, b, c", nearest to `wrong` first, at most 20 of them ("..., and 7 more"); "none is known" where `names` is
/// empty.
[[nodiscard]] std::string known_names(const std::string& wrong, std::vector<std::string> names);

}  // namespace basin
