// HTML as it is written: text and attributes are escaped by construction, so that nothing given is ever markup.
// Only raw() takes markup, for pieces this module has made itself.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace basin::report {

/// The text as valid UTF-8: bytes that are none, control characters (but tab and line ends), characters that turn the
/// direction of writing and those that are no characters become U+FFFD.
[[nodiscard]] std::string valid_text(std::string_view text);

/// valid_text with & < > " ' as entities: safe between tags and in quoted attributes.
[[nodiscard]] std::string escaped(std::string_view text);

/// Whether an address may be linked to: relative, of this page (#...), http, https or mailto; never a script.
[[nodiscard]] bool is_safe_link(std::string_view address);

/// For ids: letters, digits, '_', '.' and '-' as they are, everything else '-'.
[[nodiscard]] std::string anchor_of(std::string_view text);

/// An attribute of an element. An href that is not is_safe_link is written as "#".
using Attribute = std::pair<std::string_view, std::string>;
using Attributes = std::initializer_list<Attribute>;

/// A piece of HTML, written from its beginning to its end.
class Html {
 public:
  Html& open(std::string_view tag, Attributes attributes = {});
  /// Closes the innermost open element. Throws std::logic_error where there is none.
  Html& close();
  Html& text(std::string_view text);
  /// An element with nothing but text in it.
  Html& element(std::string_view tag, std::string_view text, Attributes attributes = {});
  /// An element that has no end: img, input, meta.
  Html& empty(std::string_view tag, Attributes attributes = {});
  /// Markup as it is: never for what was given from outside.
  Html& raw(std::string_view markup);

  /// What was written. Throws std::logic_error where an element is still open.
  [[nodiscard]] std::string take() &&;

 private:
  void start(std::string_view tag, Attributes attributes);

  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace basin::report
