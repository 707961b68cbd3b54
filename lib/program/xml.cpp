// Escaping; what XML cannot hold is replaced.
#include "program/xml.hpp"

#include <cstddef>

#include "core/utf8.hpp"

namespace basin::program {
namespace {

enum class Place { text, value };

/// Bytes of the character at the beginning; 0 where there is none that XML can hold.
std::size_t length_of(std::string_view text) {
  const Utf8Character character = first_character(text);
  return character.code == 0xfffe || character.code == 0xffff ? 0 : character.bytes;
}

std::string escaped(std::string_view text, Place place) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_of(text.substr(at));
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
