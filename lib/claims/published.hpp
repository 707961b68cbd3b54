// Numbers as a source printed them: golden/<source>/published/*.csv.
// A column for each varied setting, then column, value, spread, spread_kind, runs; lines starting with # say where.
// golden/STANDARD.md is the format for those who write such files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "stats/pull.hpp"

namespace basin::claims {

using stats::SpreadKind;

/// One number as printed.
struct PublishedNumber {
  Values levels;       ///< the varied settings it belongs to
  std::string column;  ///< of the experiment
  double value;
  double spread;  ///< NaN where there is none
  SpreadKind kind;
  double runs;       ///< NaN where unknown
  std::size_t line;  ///< of the file

  [[nodiscard]] stats::PublishedMean mean() const { return {value, spread, kind, runs}; }
};

/// A file of published numbers.
struct Published {
  std::filesystem::path file;
  std::size_t header_line = 0;
  std::vector<std::string> settings;  ///< the columns before `column`
  std::vector<std::string> comments;
  std::vector<PublishedNumber> numbers;
};

/// Reads the file as hostile input: at most 1 MiB and 10 000 rows, columns checked, finite numbers, no number twice.
/// Throws an input Error "file:line: ...".
[[nodiscard]] Published read_published(const std::filesystem::path& file);

/// Whether the number was printed for this complete setting: every level of the number is the setting's.
[[nodiscard]] bool belongs_to(const PublishedNumber& number, const Values& setting);

}  // namespace basin::claims
