// Data files as bytes, packed with gzip or not: the first two bytes tell, not the name. Read as hostile input.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace basin::data {

/// The bytes of a file; where it starts with gzip's magic bytes 1f 8b they are unpacked, members one after the other
/// joined (RFC 1952). `most_bytes` bounds the unpacked size: whatever the file promises, memory stays within a small
/// multiple of it. Throws an input Error "file: ..." where the file is missing, no regular file, larger than that,
/// truncated, damaged, or has anything else behind its last member.
[[nodiscard]] std::string read_unpacked(const std::filesystem::path& file, std::size_t most_bytes);

/// The same for bytes in memory that start with gzip's magic bytes; `file` is named in errors.
[[nodiscard]] std::string unpack_gzip(std::string_view packed, std::size_t most_bytes,
                                      const std::filesystem::path& file);

}  // namespace basin::data
