// Splits comma-separated text and refuses what is too large or ragged.
#include "core/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text_file.hpp"

namespace basin {

namespace {

// Chosen: a hundred times what any table of a paper needs, and still read in milliseconds.
constexpr std::size_t most_bytes = 1 << 20;
constexpr std::size_t most_rows = 10000;
constexpr std::size_t most_columns = 256;
constexpr std::size_t longest_field = 256;

class LineSplitter {
 public:
  LineSplitter(const std::filesystem::path& file, std::size_t line, std::string_view text)
      : file_(file), line_(line), text_(text) {}

  std::vector<std::string> split() {
    std::vector<std::string> fields;
    do {
      if (fields.size() == most_columns) fail(fmt::format("has more than {} columns", most_columns));
      fields.push_back(text_.substr(at_, 1) == "\"" ? quoted() : plain());
      if (fields.back().size() > longest_field)
        fail(fmt::format("has a field of more than {} characters", longest_field));
    } while (next());
    return fields;
  }

 private:
  bool next() {
    if (at_ >= text_.size()) return false;
    ++at_;  // the comma
    return true;
  }

  std::string plain() {
    const std::size_t end = std::min(text_.find(',', at_), text_.size());
    std::string field(text_.substr(at_, end - at_));
    if (field.find('"') != std::string::npos) fail("has a quote inside a field; quote the whole field");
    at_ = end;
    return field;
  }

  std::string quoted() {
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (text_.substr(at_ + 1, 1) != "\"") break;
        ++at_;  // a doubled quote stands for one
      }
      field += text_[at_];
    }
    if (at_ >= text_.size()) fail("has a quote that is not closed");
    ++at_;
    if (at_ < text_.size() && text_[at_] != ',') fail("has text after a closing quote");
    return field;
  }

  [[noreturn]] void fail(const std::string& problem) const { fail_at(file_, line_, problem); }

  const std::filesystem::path& file_;
  std::size_t line_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Csv read_csv(const std::filesystem::path& file) {
  const std::string text = read_text_file(file, most_bytes);
  Csv csv;
  csv.file = file;
  std::string_view rest = text;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = rest.find('\n');
    std::string_view now = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (now.ends_with('\r')) now.remove_suffix(1);
    if (now.empty()) continue;
    if (now.front() == '#') {
      now.remove_prefix(now.starts_with("# ") ? 2 : 1);
      csv.comments.emplace_back(line, now);
      continue;
    }
    CsvLine row{line, LineSplitter(file, line, now).split()};
    if (csv.header.fields.empty()) {
      csv.header = std::move(row);
      continue;
    }
    if (row.fields.size() != csv.header.fields.size())
      fail_at(file, line,
              fmt::format("has {} fields where the header has {}", row.fields.size(), csv.header.fields.size()));
    if (csv.rows.size() == most_rows)
      fail_at(file, line, fmt::format("is row {}; at most {} are read", most_rows + 1, most_rows));
    csv.rows.push_back(std::move(row));
  }
  if (csv.header.fields.empty()) fail_at(file, 1, "has no header; the first line that is no comment names the columns");
  return csv;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos && !text.starts_with('#')) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace basin
