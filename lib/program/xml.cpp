// Decodes UTF-8 as strictly as RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
#include "program/xml.hpp"

#include <cstddef>
#include <cstdint>

namespace basin::program {
namespace {

enum class Place { text, value };

/// Bytes of the character at `at`; 0 where there is none that XML can hold.
std::size_t length_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return 0;
  std::uint32_t point = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) return 0;
    point = point << 6U | (byte(at + i) & 0x3fU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  return overlong || surrogate || point > 0x10ffff || point == 0xfffe || point == 0xffff ? 0 : length;
}

std::string escaped(std::string_view text, Place place) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    const char c = text[at];
    if (length == 0) {
      result += "\xef\xbf\xbd";
    } else if (length > 1) {
      result += text.substr(at, length);
    } else if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20 || (place == Place::text && (c == '\n' || c == '\t'))) {
      result += c;
    } else {
      result += ' ';
    }
    at += length == 0 ? 1 : length;
  }
  return result;
}

}  // namespace

std::string xml_text(std::string_view text) {
  return escaped(text, Place::text);
}

std::string xml_value(std::string_view text) {
  return escaped(text, Place::value);
}

}  // namespace basin::program
