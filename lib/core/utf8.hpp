// UTF-8 read one character at a time, for those who show or write text that may hold anything.
#pragma once

#include <cstddef>
#include <string_view>

namespace basin {

struct Utf8Character {
  char32_t code;
  std::size_t bytes;  ///< 0: no UTF-8 stands here
};

/// The character at the beginning of `text`, which must not be empty, read as strictly as RFC 3629: no overlong forms,
/// no surrogates, nothing above U+10FFFF.
[[nodiscard]] Utf8Character first_character(std::string_view text);

}  // namespace basin
