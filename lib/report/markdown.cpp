// md4c escapes all text, so that every '<' of its output begins a tag of its own: the few known tags are written anew,
// without attributes, and all others left out.
#include "report/markdown.hpp"

#include <md4c-html.h>
#include <md4c.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "report/html.hpp"

namespace basin::report {
namespace {

std::string rendered(const std::string& text) {
  std::string html;
  const auto append = [](const MD_CHAR* piece, MD_SIZE size, void* to) {
    static_cast<std::string*>(to)->append(piece, size);
  };
  if (md_html(text.data(), static_cast<MD_SIZE>(text.size()), append, &html, MD_FLAG_TABLES | MD_FLAG_NOHTML, 0) != 0)
    throw std::runtime_error("md4c could not read a Markdown text of " + std::to_string(text.size()) + " bytes");
  return html;
}

/// The value of a tag's attribute, entities as they are; empty where it has none.
std::string_view attribute(std::string_view tag, std::string_view name) {
  const std::string start = " " + std::string(name) + "=\"";
  const std::size_t at = tag.find(start);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = tag.substr(at + start.size());
  return rest.substr(0, rest.find('"'));
}

/// The entities md4c writes into attributes, read back.
std::string unescaped(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 4> entities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}}};
  std::string plain;
  while (!text.empty()) {
    const auto* found = std::find_if(entities.begin(), entities.end(),
                                     [&](const auto& e) { return text.substr(0, e.first.size()) == e.first; });
    plain += found == entities.end() ? text.front() : found->second;
    text.remove_prefix(found == entities.end() ? 1 : found->first.size());
  }
  return plain;
}

bool is_kept(std::string_view name) {
  static constexpr std::array<std::string_view, 19> kept = {"p",          "em",    "strong", "code",  "pre", "ul", "ol",
                                                            "li",         "table", "thead",  "tbody", "tr",  "th", "td",
                                                            "blockquote", "hr",    "br",     "del",   "span"};
  return std::find(kept.begin(), kept.end(), name) != kept.end();
}

/// Writes md4c's output anew, tag by tag.
class Rewriter {
 public:
  explicit Rewriter(const LinkResolver& resolve) : resolve_(resolve) {}

  std::string rewrite(std::string_view html) {
    while (!html.empty()) {
      const std::size_t begin = std::min(html.find('<'), html.size());
      out_ += html.substr(0, begin);
      html.remove_prefix(begin);
      if (html.empty()) break;
      const std::size_t end = std::min(html.find('>'), html.size() - 1);
      tag(html.substr(1, end - 1));
      html.remove_prefix(end + 1);
    }
    return std::move(out_);
  }

 private:
  void tag(std::string_view inside) {
    const bool closing = inside.front() == '/';
    if (closing) inside.remove_prefix(1);
    const std::string_view name = inside.substr(0, inside.find_first_of(" /"));
    if (name == "a") {
      link(inside, closing);
    } else if (name == "img") {
      out_ += attribute(inside, "alt");
    } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      const char level = static_cast<char>(std::min('6', static_cast<char>(name[1] + 3)));
      out_ += std::string(closing ? "</h" : "<h") + level + ">";
    } else if (name == "table") {
      // Wide tables scroll in a frame of their own, which the keyboard must reach.
      out_ += closing ? "</table></div>"
                      : "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>";
    } else if (is_kept(name)) {
      out_ += std::string(closing ? "</" : "<") + std::string(name) + ">";
    }
  }

  void link(std::string_view inside, bool closing) {
    if (closing) {
      if (links_.back()) out_ += "</a>";
      links_.pop_back();
      return;
    }
    const std::string address = resolve_(unescaped(attribute(inside, "href")));
    links_.push_back(is_safe_link(address));
    if (links_.back()) out_ += "<a href=\"" + escaped(address) + "\">";
  }

  const LinkResolver& resolve_;
  std::string out_;
  std::vector<bool> links_;  ///< whether the open ones are live
};

}  // namespace

std::string markdown_html(std::string_view text, const LinkResolver& resolve) {
  std::string html = Rewriter(resolve).rewrite(rendered(valid_text(text)));
  // A header cell without words is none.
  for (std::size_t at = html.find("<th></th>"); at != std::string::npos; at = html.find("<th></th>", at))
    html.replace(at, 9, "<td></td>");
  return html;
}

}  // namespace basin::report
