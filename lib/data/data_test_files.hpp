// What tests of data files share: packing with gzip, made-up CIFAR-10 batches and IDX files, and where the real data
// is. For tests only.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "data/cifar10.hpp"

namespace basin::data {

/// The bytes as one gzip member.
inline std::string pack_gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Byte i of the made-up picture of a record.
inline int made_up_byte(std::size_t record, std::size_t i) {
  return static_cast<int>((7 * record + i + i / 256) % 256);
}

/// A CIFAR-10 batch with these labels and made-up pictures.
inline std::string made_up_batch(const std::vector<int>& labels) {
  std::string bytes;
  for (std::size_t record = 0; record < labels.size(); ++record) {
    bytes += static_cast<char>(labels[record]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(cifar10_values); ++i) {
      bytes += static_cast<char>(made_up_byte(record, i));
    }
  }
  return bytes;
}

/// These numbers in big-endian byte order, as an IDX file begins.
inline std::string idx_header(const std::vector<std::uint32_t>& numbers) {
  std::string bytes;
  for (const std::uint32_t number : numbers) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>(number >> shift & 255U);
  }
  return bytes;
}

/// An IDX file of made-up pictures.
inline std::string made_up_idx_pictures(unsigned count, unsigned rows, unsigned columns) {
  std::string bytes = idx_header({2051, count, rows, columns});
  for (std::size_t picture = 0; picture < count; ++picture) {
    for (std::size_t i = 0; i < std::size_t{rows} * columns; ++i) bytes += static_cast<char>(made_up_byte(picture, i));
  }
  return bytes;
}

/// An IDX file of these labels.
inline std::string made_up_idx_labels(const std::vector<int>& labels) {
  std::string bytes = idx_header({2049, static_cast<std::uint32_t>(labels.size())});
  for (const int label : labels) bytes += static_cast<char>(label);
  return bytes;
}

/// The folder with the real data: BASIN_DATA, else the one beside the source tree, else empty.
inline std::filesystem::path real_data_folder() {
  const char* named = std::getenv("BASIN_DATA");
  if (named && *named) return named;
  const std::filesystem::path beside = BASIN_DATA_BESIDE;
  return std::filesystem::is_directory(beside) ? beside : std::filesystem::path();
}

}  // namespace basin::data
