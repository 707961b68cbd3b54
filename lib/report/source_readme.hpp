// What the page takes from the README of a source: what the source is, and its errata.
#pragma once

#include <filesystem>
#include <string>

#include "report/page.hpp"

namespace basin::report {

/// Reads <folder>/<source>/README.md: the text before its first section and the one under "## Errata", as Markdown. A
/// README that is not there, or no section of that name, leaves them empty. Throws an input Error for a file of more
/// than 1 MiB or with control characters.
[[nodiscard]] SourceEntry read_source(const std::filesystem::path& folder, const std::string& source);

}  // namespace basin::report
