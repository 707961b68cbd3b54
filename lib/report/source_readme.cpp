// Cuts a source's README at its headings.
#include "report/source_readme.hpp"

#include "core/text_file.hpp"

namespace basin::report {
namespace {

constexpr std::uintmax_t most_bytes = 1024 * 1024;

/// The lines from the one after `heading` up to the next heading of a section (##); empty where it is not there.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t found = ("\n" + text).find("\n" + heading + "\n");
  if (found == std::string::npos) return "";
  const std::size_t start = found + heading.size() + 1;
  const std::size_t end = text.find("\n## ", start - 1);
  return text.substr(start, end == std::string::npos ? end : end - start + 1);
}

}  // namespace

SourceEntry read_source(const std::filesystem::path& folder, const std::string& source) {
  SourceEntry entry{source, "", ""};
  const std::filesystem::path file = folder / source / "README.md";
  std::error_code none;
  if (!is_path_word(source) || !std::filesystem::exists(std::filesystem::symlink_status(file, none))) return entry;
  require_inside(folder, file);
  std::string text = read_text_file(file, most_bytes);
  std::erase(text, '\r');
  entry.reference = section(text, "# " + source);
  entry.errata = section(text, "## Errata");
  return entry;
}

}  // namespace basin::report
