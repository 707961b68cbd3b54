// Unpacks piece by piece and stops at the first byte too many; zlib checks lengths and checksums.
#include "data/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "core/error.hpp"
#include "core/text_file.hpp"

namespace basin::data {
namespace {

constexpr std::string_view magic = "\x1f\x8b";

// Random bytes grow by less than a thousandth when packed; the rest is room for a name and a comment.
constexpr std::uintmax_t packing_overhead = 1U << 20U;

// A zlib stream that is closed whatever happens.
class Inflater {
 public:
  Inflater() {
    constexpr int only_gzip = 16;
    if (inflateInit2(&stream_, MAX_WBITS + only_gzip) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

[[noreturn]] void fail_as_too_large(const std::filesystem::path& file, std::size_t most_bytes) {
  throw_input_error("{}: holds more than {} bytes, the most that such a file can have; put the original there",
                    file.string(), most_bytes);
}

}  // namespace

std::string unpack_gzip(std::string_view packed, std::size_t most_bytes, const std::filesystem::path& file) {
  Inflater inflater;
  z_stream& stream = inflater.stream();
  std::string bytes;
  std::array<char, 1U << 16U> piece;
  while (true) {
    const std::size_t offered = std::min<std::size_t>(packed.size(), 1U << 30U);  // zlib counts with 32 bits
    // zlib's interface has no const, but it only reads what goes in.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(offered);
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    packed.remove_prefix(offered - stream.avail_in);
    const std::size_t made = piece.size() - stream.avail_out;
    if (made > most_bytes - bytes.size()) fail_as_too_large(file, most_bytes);
    bytes.append(piece.data(), made);
    if (code == Z_OK) continue;
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    // No progress: it asks for input that is not there.
    if (code == Z_BUF_ERROR) {
      throw_input_error("{}: ends in the middle of its gzip data (after {} unpacked bytes); get it again",
                        file.string(), bytes.size());
    }
    if (code != Z_STREAM_END) {
      throw_input_error("{}: is damaged gzip data ({}, after {} unpacked bytes); get it again", file.string(),
                        stream.msg ? stream.msg : "unknown to zlib", bytes.size());
    }
    if (packed.empty()) return bytes;
    if (!packed.starts_with(magic)) {
      throw_input_error("{}: has {} bytes behind its gzip data that are no gzip; get it again", file.string(),
                        packed.size());
    }
    inflateReset(&stream);
  }
}

std::string read_unpacked(const std::filesystem::path& file, std::size_t most_bytes) {
  std::string bytes = read_file(file, most_bytes + packing_overhead);
  if (bytes.starts_with(magic)) return unpack_gzip(bytes, most_bytes, file);
  if (bytes.size() > most_bytes) fail_as_too_large(file, most_bytes);
  return bytes;
}

}  // namespace basin::data
