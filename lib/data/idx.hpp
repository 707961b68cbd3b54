// The IDX format: a header of big-endian numbers, then bytes. Read as hostile input.
// Source: LeCun, Cortes, Burges, the MNIST database, yann.lecun.com/exdb/mnist
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>

namespace basin::data {

/// Pictures as they lie in an IDX file: bytes of picture after picture, each row by row.
struct IdxPictures {
  Eigen::Index count = 0, rows = 0, columns = 0;
  std::string bytes;  ///< count * rows * columns
};

/// Most bytes of an IDX file, unpacked. Chosen: the largest of MNIST has 47 MB, and what is read is kept in memory.
inline constexpr std::size_t most_idx_bytes = std::size_t{1} << 26U;

/// Reads a file of pictures (magic number 2051: bytes, three dimensions), packed with gzip or not. Throws an input
/// Error "file: ..." for another magic number, no picture, rows or columns that are 0 or above 4096, fewer or more
/// bytes than the header promises, more than most_idx_bytes, and as read_unpacked.
[[nodiscard]] IdxPictures read_idx_pictures(const std::filesystem::path& file);

/// Reads a file of labels (magic number 2049: bytes, one dimension), a byte each. Throws as above.
[[nodiscard]] std::string read_idx_labels(const std::filesystem::path& file);

}  // namespace basin::data
