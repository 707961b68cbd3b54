// Where the program writes: files that are whole or not there, tables in columns, colours where they are wanted.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace basin::program {

/// A file that appears under its name only when it is complete. "-" is the standard output.
class OutputFile {
 public:
  /// Opens a temporary file beside `file`, so that what cannot be written is known before the work. Throws an input
  /// Error for a folder, a folder that is not there or takes no files, and an SQLite file.
  explicit OutputFile(std::filesystem::path file);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Writes `text` and gives the file its name. Throws a machine Error (disk full), and an input Error where an SQLite
  /// file has taken the name since.
  void write(const std::string& text);

 private:
  enum class Target { standard_output, device, file };
  std::filesystem::path file_, temporary_;
  Target target_ = Target::file;
  int descriptor_ = -1;
};

/// Rows of text in columns that are as wide as they must be. Widths count characters, not bytes.
class Table {
 public:
  /// `width`: the last cell of a row is folded so that lines have at most so many characters, where at least 24 are
  /// left for it; 0: never.
  explicit Table(std::string indent = "", std::size_t width = 0) : indent_(std::move(indent)), width_(width) {}
  void add(std::vector<std::string> cells) { rows_.push_back({std::move(cells), {}}); }
  /// A line of its own that has no part in the columns.
  void add_line(std::string line) { rows_.push_back({{}, std::move(line)}); }
  [[nodiscard]] std::string text() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string line;
  };
  std::string indent_;
  std::size_t width_;
  std::vector<Row> rows_;
};

enum class Colour { red, green, yellow };

/// `text` in a colour where standard output is a terminal and NO_COLOR is not set, else as it is.
[[nodiscard]] std::string coloured(const std::string& text, Colour colour);

/// A number to 6 significant digits.
[[nodiscard]] std::string short_number(double value);

/// A text folded into lines of at most `width` characters, each after `indent`.
[[nodiscard]] std::string folded(const std::string& text, const std::string& indent, std::size_t width = 100);

}  // namespace basin::program
