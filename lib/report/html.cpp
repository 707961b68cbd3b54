// Escaping, and elements that are closed in the order in which they were opened.
#include "report/html.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace basin::report {
namespace {

struct Decoded {
  std::uint32_t code = 0;
  std::size_t length = 0;  ///< in bytes; 0: no UTF-8
};

/// The character at the beginning of `text`, which is not empty. Overlong forms and surrogates are none.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  std::uint32_t code = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, length};
}

bool is_harmless(std::uint32_t code) {
  if (code == '\t' || code == '\n' || code == '\r') return true;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;                             // control
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return false;  // direction
  return !((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffeU) == 0xfffeU);                 // no characters
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::string valid_text(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    const std::size_t length = next.length == 0 ? 1 : next.length;
    if (next.length > 0 && is_harmless(next.code)) {
      valid += text.substr(0, length);
    } else {
      valid += "\xef\xbf\xbd";
    }
    text.remove_prefix(length);
  }
  return valid;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : valid_text(text)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

bool is_safe_link(std::string_view address) {
  // Browsers drop tabs and line ends inside addresses and blanks before them: "java\nscript:" is a script.
  std::string scheme;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '\\') return false;
    if (c == ':') return scheme == "http" || scheme == "https" || scheme == "mailto";
    if (c == '/' || c == '?' || c == '#') break;
    scheme += lower(c);
  }
  return !address.empty() && address.substr(0, 2) != "//";
}

std::string anchor_of(std::string_view text) {
  std::string anchor;
  for (const char c : text) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    anchor += kept ? c : '-';
  }
  return anchor;
}

void Html::start(std::string_view tag, Attributes attributes) {
  text_ += '<';
  text_ += tag;
  for (const auto& [name, value] : attributes) {
    text_ += ' ';
    text_ += name;
    text_ += "=\"";
    text_ += name == "href" && !is_safe_link(value) ? "#" : escaped(value);
    text_ += '"';
  }
  text_ += '>';
}

Html& Html::open(std::string_view tag, Attributes attributes) {
  start(tag, attributes);
  open_.emplace_back(tag);
  return *this;
}

Html& Html::close() {
  if (open_.empty()) throw std::logic_error("no element is open that could be closed");
  text_ += "</" + open_.back() + ">";
  // A line a block, so that the file can be read and compared.
  if (open_.back() != "span" && open_.back() != "code" && open_.back() != "a" && open_.back() != "strong")
    text_ += '\n';
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view text) {
  text_ += escaped(text);
  return *this;
}

Html& Html::element(std::string_view tag, std::string_view text, Attributes attributes) {
  return open(tag, attributes).text(text).close();
}

Html& Html::empty(std::string_view tag, Attributes attributes) {
  start(tag, attributes);
  return *this;
}

Html& Html::raw(std::string_view markup) {
  text_ += markup;
  return *this;
}

std::string Html::take() && {
  if (!open_.empty()) throw std::logic_error("element '" + open_.back() + "' is not closed");
  return std::move(text_);
}

}  // namespace basin::report
