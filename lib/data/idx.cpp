// Every number of the header is checked before anything is made of its size. No product overflows: a count is below
// 2^32, a side at most 2^12.
#include "data/idx.hpp"

#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "data/gzip.hpp"

namespace basin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t picture_magic = 2051, label_magic = 2049;
constexpr std::uint32_t longest_side = 4096;  // chosen: no data set of this format is near it

// The big-endian number at byte `at`.
std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = at; i < at + 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

// Reads a file of this magic number and gives its dimensions; leaves in `bytes` what follows the header.
std::vector<std::uint32_t> read_header(const fs::path& file, std::uint32_t magic, const char* what,
                                       std::string& bytes) {
  const std::size_t dimensions = magic % 256;  // what the last byte of a magic number says
  const std::size_t header = 4 + 4 * dimensions;
  if (bytes.size() < header) {
    throw_input_error("{}: has {} bytes where the header alone of an IDX file of {} has {}; get it again",
                      file.string(), bytes.size(), what, header);
  }
  if (const std::uint32_t found = number_at(bytes, 0); found != magic) {
    throw_input_error("{}: begins with the number {} where an IDX file of {} begins with {}; put such a file there",
                      file.string(), found, what, magic);
  }
  std::vector<std::uint32_t> sizes(dimensions);
  std::uint64_t promised = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    sizes[i] = number_at(bytes, 4 + 4 * i);
    if (i > 0 && (sizes[i] == 0 || sizes[i] > longest_side)) {
      throw_input_error("{}: has pictures of {} {}; they must have 1 to {}, get it again", file.string(), sizes[i],
                        i == 1 ? "rows" : "columns", longest_side);
    }
    promised *= sizes[i];
  }
  if (sizes[0] == 0) throw_input_error("{}: holds no {}; get it again", file.string(), what);
  if (bytes.size() - header != promised) {
    throw_input_error("{}: has {} bytes behind its header, which promises {} ({} {}); get it again", file.string(),
                      bytes.size() - header, promised, sizes[0], what);
  }
  bytes.erase(0, header);
  return sizes;
}

}  // namespace

IdxPictures read_idx_pictures(const fs::path& file) {
  IdxPictures pictures{.bytes = read_unpacked(file, most_idx_bytes)};
  const auto sizes = read_header(file, picture_magic, "pictures", pictures.bytes);
  pictures.count = sizes[0];
  pictures.rows = sizes[1];
  pictures.columns = sizes[2];
  return pictures;
}

std::string read_idx_labels(const fs::path& file) {
  std::string labels = read_unpacked(file, most_idx_bytes);
  (void)read_header(file, label_magic, "labels", labels);
  return labels;
}

}  // namespace basin::data
