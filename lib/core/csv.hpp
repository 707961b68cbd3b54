// Tables as comma-separated text, read as hostile input: limits first, every line with its number. Internal.
// Lines starting with # are comments, empty lines are skipped; fields may be quoted ("a, b"), never across lines.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace basin {

/// One line of a table with where it stood.
struct CsvLine {
  std::size_t line = 0;
  std::vector<std::string> fields;
};

/// A table in the order of its file.
struct Csv {
  std::filesystem::path file;
  std::vector<std::pair<std::size_t, std::string>> comments;  ///< line number and text without "#" and one space
  CsvLine header;
  std::vector<CsvLine> rows;  ///< as many fields each as the header
};

/// Reads at most 1 MiB, 10 000 rows, 256 columns, fields of at most 256 characters. Throws an input Error "file:line:
/// ..." for more, for an unclosed quote, a row of other length than the header, or no header.
[[nodiscard]] Csv read_csv(const std::filesystem::path& file);

/// A field as it must be written: quoted where it holds a comma or a quote.
[[nodiscard]] std::string csv_field(const std::string& text);

}  // namespace basin
