// Markdown (as the READMEs of sources are written) to HTML, by md4c.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace basin::report {

/// What a link's address becomes on the page; empty: its words stay as plain text.
using LinkResolver = std::function<std::string(std::string_view address)>;

/// The text as HTML. Tables are read; raw HTML is shown as text; pictures become their words, so that nothing is
/// loaded; headings start at level 4, below a section's; every link goes through `resolve`, and what is no safe link
/// then (is_safe_link) is plain text. Throws std::runtime_error where md4c fails (out of memory).
[[nodiscard]] std::string markdown_html(std::string_view text, const LinkResolver& resolve);

}  // namespace basin::report
