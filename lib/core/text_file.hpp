// Small files that may come from anywhere: size and kind are checked before a byte is read. Internal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace basin {

/// The file's bytes. Throws an input Error "file: ..." where it is missing, no regular file, longer than `most_bytes`
/// or unreadable.
[[nodiscard]] std::string read_file(const std::filesystem::path& file, std::uintmax_t most_bytes);

/// The file's text. Throws as read_file, and where it holds control characters other than tab and line ends.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& file, std::uintmax_t most_bytes);

/// Replaces the file in one step (temporary file in the same folder, then rename); makes its folder where that is
/// missing. Throws a machine Error.
void write_text_file(const std::filesystem::path& file, std::string_view text);

/// Throws an input Error "file:line: message".
[[noreturn]] void fail_at(const std::filesystem::path& file, std::size_t line, const std::string& message);

/// Throws an input Error where `file`, symbolic links resolved, does not lie in `folder`.
void require_inside(const std::filesystem::path& folder, const std::filesystem::path& file);

/// The number that is the whole of `text`, in any notation that std::from_chars knows ("inf" and "nan" too); empty
/// where it is none or no double can hold it.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Whether it is made of a-z, 0-9 and _ and not empty: the parts of ids and of the paths they stand for.
[[nodiscard]] bool is_path_word(std::string_view text);

}  // namespace basin
