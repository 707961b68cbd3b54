// Escaping, and elements that are closed in the order in which they were opened.
#include "report/html.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "core/utf8.hpp"

namespace basin::report {
namespace {

bool is_harmless(char32_t code) {
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
    const Utf8Character next = first_character(text);
    const std::size_t length = next.bytes == 0 ? 1 : next.bytes;
    if (next.bytes > 0 && is_harmless(next.code)) {
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
