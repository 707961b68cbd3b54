// Small files read as hostile input and written in one step.
#include "core/text_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <system_error>

#include "core/error.hpp"

namespace basin {

namespace fs = std::filesystem;

std::string read_file(const fs::path& file, std::uintmax_t most_bytes) {
  std::error_code problem;
  const fs::file_status status = fs::status(file, problem);
  if (status.type() == fs::file_type::not_found)
    throw_input_error("{}: there is no such file; check the path", file.string());
  if (problem) throw_input_error("{}: cannot be read ({})", file.string(), problem.message());
  // A pipe or device would block or never end.
  if (!fs::is_regular_file(status)) throw_input_error("{}: is no regular file; name one that is", file.string());
  const std::uintmax_t size = fs::file_size(file, problem);
  if (problem) throw_input_error("{}: cannot be read ({})", file.string(), problem.message());
  if (size > most_bytes) throw_input_error("{}: has {} bytes; at most {} are read", file.string(), size, most_bytes);
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (!stream || !stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    throw_input_error("{}: cannot be read; check its permissions", file.string());
  return bytes;
}

std::string read_text_file(const fs::path& file, std::uintmax_t most_bytes) {
  std::string text = read_file(file, most_bytes);
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);  // the byte order mark that some editors write
  std::size_t line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 && c != '\n' && c != '\r' && c != '\t') || code == 0x7f)
      throw_input_error("{}:{}: holds the control character {:#04x}; it must be plain text", file.string(), line,
                        static_cast<unsigned>(code));
  }
  return text;
}

void write_text_file(const fs::path& file, std::string_view text) {
  std::error_code problem;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), problem);
  if (problem) throw_machine_error("{}: cannot be written ({})", file.string(), problem.message());
  fs::path temporary = file;
  temporary += fmt::format(".{}.tmp", ::getpid());
  errno = 0;
  std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  const int reason = errno;
  if (stream) fs::rename(temporary, file, problem);
  if (!stream || problem) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw_machine_error("{}: cannot be written ({}); check permissions and free space", file.string(),
                        problem       ? problem.message()
                        : reason != 0 ? std::strerror(reason)
                                      : "write failed");
  }
}

void require_inside(const fs::path& folder, const fs::path& file) {
  std::error_code problem;
  const fs::path outer = fs::canonical(folder, problem);
  if (problem) throw_input_error("{}: cannot be read ({})", folder.string(), problem.message());
  const fs::path inner = fs::canonical(file, problem);
  if (problem) throw_input_error("{}: cannot be read ({})", file.string(), problem.message());
  const auto [end_of_outer, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  if (end_of_outer != outer.end())
    throw_input_error("{}: is a link that leaves {}; put the file itself there", file.string(), folder.string());
}

void fail_at(const fs::path& file, std::size_t line, const std::string& message) {
  throw_input_error("{}:{}: {}", file.string(), line, message);
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0.0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_path_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace basin
