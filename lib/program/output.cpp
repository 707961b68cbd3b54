// Files are written beside their place and renamed, so that a reader never sees half of one.
#include "program/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.hpp"

namespace basin::program {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t least_folded = 24;  // chosen: narrower columns are harder to read than long lines

/// Characters a terminal shows: bytes that do not continue one, colours not counted.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++width;
    }
  }
  return width;
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (!no_colour || !*no_colour);
}

/// A run store named by mistake would be lost.
void refuse_database(const fs::path& file) {
  static constexpr std::string_view mark = "SQLite format 3";
  std::string beginning(mark.size(), '\0');
  std::ifstream(file, std::ios::binary).read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (beginning == mark) {
    throw_input_error("{}: is an SQLite file, perhaps a run store; give another name, or remove it first",
                      file.string());
  }
}

}  // namespace

OutputFile::OutputFile(fs::path file) : file_(std::move(file)) {
  if (file_ == "-") {
    target_ = Target::standard_output;
    return;
  }
  std::error_code error;
  const std::string name = file_.string();
  if (file_.empty()) throw_input_error("an output file has no name; give one, or - for the standard output");
  if (fs::is_directory(file_, error)) throw_input_error("{}: is a folder; give the name of a file", name);
  if (fs::exists(file_, error)) {
    file_ = fs::canonical(file_, error);  // the file a link points to is replaced, not the link
    if (error) throw_input_error("{}: cannot be written ({})", name, error.message());
  }
  if (fs::exists(file_, error) && !fs::is_regular_file(file_, error)) {
    target_ = Target::device;
    descriptor_ = open(file_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    refuse_database(file_);
    std::string pattern = file_.string() + ".XXXXXX";
    descriptor_ = mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor_ >= 0) temporary_ = pattern;
  }
  if (descriptor_ < 0) {
    throw_input_error("{}: cannot be written ({}); give a file in a folder that is there and can be written", name,
                      std::strerror(errno));
  }
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) close(descriptor_);
  std::error_code none;
  if (!temporary_.empty()) fs::remove(temporary_, none);
}

void OutputFile::write(const std::string& text) {
  if (target_ == Target::standard_output) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return;  // the program checks its standard output when it ends
  }
  const auto require = [&](bool good) {
    if (!good) throw_machine_error("{}: writing failed ({})", file_.string(), std::strerror(errno));
  };
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = ::write(descriptor_, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    require(written > 0);
    done += static_cast<std::size_t>(written);
  }
  if (target_ == Target::file) {
    const mode_t mask = umask(0);
    umask(mask);
    require(fchmod(descriptor_, 0666 & ~mask) == 0);
    require(fsync(descriptor_) == 0);
  }
  require(close(std::exchange(descriptor_, -1)) == 0);
  if (target_ == Target::file) {
    refuse_database(file_);  // one that was made since
    require(std::rename(temporary_.c_str(), file_.c_str()) == 0);
    temporary_.clear();
  }
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const Row& row : rows_) {
    widths.resize(std::max(widths.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], width_of(row.cells[i]));
  }
  std::string text;
  for (const Row& row : rows_) {
    std::string line = row.cells.empty() ? row.line : indent_;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::size_t before = width_of(line);
      if (i + 1 < row.cells.size()) {
        line += row.cells[i] + std::string(widths[i] - width_of(row.cells[i]) + 2, ' ');
      } else if (before + least_folded <= width_ && before + width_of(row.cells[i]) > width_) {
        std::string last = folded(row.cells[i], std::string(before, ' '), width_);
        last.pop_back();
        line += last.substr(before);
      } else {
        line += row.cells[i];
      }
    }
    text += line + '\n';
  }
  return text;
}

std::string coloured(const std::string& text, Colour colour) {
  if (!wants_colour()) return text;
  const int code = colour == Colour::red ? 31 : colour == Colour::green ? 32 : 33;
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string short_number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string folded(const std::string& text, const std::string& indent, std::size_t width) {
  std::istringstream words(text);
  std::string result;
  std::string line = indent;
  for (std::string word; words >> word;) {
    if (line != indent && width_of(line) + 1 + width_of(word) > width) {
      result += line + '\n';
      line = indent;
    }
    line += (line == indent ? "" : " ") + word;
  }
  return result + line + '\n';
}

}  // namespace basin::program
