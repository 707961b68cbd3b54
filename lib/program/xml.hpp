// Text as XML 1.0 can hold it, whatever bytes a claim file or a message has.
#pragma once

#include <string>
#include <string_view>

namespace basin::program {

/// `text` for the inside of an element: markup escaped; control characters but tab and newline become spaces; bytes
/// that are no UTF-8, and the characters that XML 1.0 does not have (surrogates, U+FFFE, U+FFFF), become U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view text);

/// The same for a value between double quotes, where tabs and newlines become spaces too, as a reader would make them.
[[nodiscard]] std::string xml_value(std::string_view text);

}  // namespace basin::program
