// What cannot be shown as it is gets written out.
#include "program/sentence.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <vector>

#include "core/utf8.hpp"

namespace basin::program {
namespace {

constexpr std::size_t most_bytes = 1600;  // chosen: twenty known names of 64 characters, and what is said around them

bool is_within(char32_t code, char32_t first, char32_t last) {
  return code >= first && code <= last;
}

/// Controls, line and paragraph separators, marks that turn the direction of writing, and the byte order mark.
bool is_hidden(char32_t code) {
  return code < 0x20 || is_within(code, 0x7f, 0x9f) || is_within(code, 0x200b, 0x200f) ||
         is_within(code, 0x2028, 0x202e) || is_within(code, 0x2060, 0x206f) || code == 0xfeff;
}

std::string shown(std::string_view bytes, Utf8Character character) {
  if (character.bytes == 0)
    return fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(bytes[0])));
  if (!is_hidden(character.code)) return std::string(bytes.substr(0, character.bytes));
  if (character.code == '\n') return "\\n";
  if (character.code == '\t') return "\\t";
  if (character.code < 0x80) return fmt::format("\\x{:02x}", static_cast<unsigned>(character.code));
  return fmt::format("\\u{:04x}", static_cast<unsigned>(character.code));
}

}  // namespace

std::string one_line(std::string_view text) {
  std::vector<std::string> pieces;
  std::size_t total = 0;
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    pieces.push_back(shown(text, character));
    total += pieces.back().size();
    text.remove_prefix(character.bytes == 0 ? 1 : character.bytes);
  }
  const bool is_long = total > most_bytes;
  std::string line;
  std::size_t at = 0;
  for (std::size_t i = 0; i < pieces.size(); at += pieces[i++].size()) {
    // The problem stands at the beginning, the remedy at the end.
    const bool left_out = is_long && at >= most_bytes / 4 && at < total - most_bytes * 3 / 4;
    if (!left_out) {
      line += pieces[i];
    } else if (!line.ends_with(" [...] ")) {
      line += " [...] ";
    }
  }
  return line;
}

}  // namespace basin::program
