// Tests of unpacking: what gzip allows is read, what an enemy or a broken download makes is refused by name.
#include "data/gzip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/test_folder.hpp"
#include "data/data_test_files.hpp"

namespace basin::data {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// Longer than a piece of 64 KiB, and no repetition.
std::string some_bytes() {
  std::string bytes;
  for (unsigned i = 0, x = 1; i < 100000; ++i) bytes += static_cast<char>((x = x * 1664525 + 1013904223) >> 24U);
  return bytes;
}

TEST(ReadUnpacked, PlainAndPackedAreTheSame) {
  const TestFolder folder;
  for (const std::string& bytes : {std::string(), std::string("a\0b", 3), std::string(65536, 'x'), some_bytes()}) {
    EXPECT_EQ(read_unpacked(folder.write("plain", bytes), 100000), bytes);
    // The name does not matter, nor does it for the one above.
    EXPECT_EQ(read_unpacked(folder.write("packed.bin", pack_gzip(bytes)), 100000), bytes);
    EXPECT_EQ(read_unpacked(folder.write("plain.gz", bytes), 100000), bytes);
  }
}

TEST(ReadUnpacked, MembersAreJoined) {
  const TestFolder folder;
  const auto file = folder.write("a.gz", pack_gzip("one ") + pack_gzip("") + pack_gzip("two"));
  EXPECT_EQ(read_unpacked(file, 7), "one two");
  EXPECT_THAT(error_of(folder, [&] { (void)read_unpacked(file, 6); }), StartsWith("a.gz: holds more than 6 bytes"));
}

TEST(ReadUnpacked, TheCapIsExact) {
  const TestFolder folder;
  for (const std::string& bytes : {std::string(65536, 'x'), some_bytes()}) {
    for (const std::string& written : {bytes, pack_gzip(bytes)}) {
      const auto file = folder.write("a", written);
      EXPECT_EQ(read_unpacked(file, bytes.size()), bytes);
      EXPECT_THAT(error_of(folder, [&] { (void)read_unpacked(file, bytes.size() - 1); }),
                  StartsWith("a: holds more than " + std::to_string(bytes.size() - 1) + " bytes"));
    }
  }
}

// 64 MiB in 64 KiB: it is refused after the first piece.
TEST(ReadUnpacked, RefusesABomb) {
  const TestFolder folder;
  const auto file = folder.write("bomb.gz", pack_gzip(std::string(1U << 26U, '\0')));
  EXPECT_THAT(error_of(folder, [&] { (void)read_unpacked(file, 3073); }),
              StartsWith("bomb.gz: holds more than 3073 bytes"));
}

TEST(ReadUnpacked, RefusesEveryTruncation) {
  const std::string packed = pack_gzip("some bytes that are packed") + pack_gzip("and more");
  const std::size_t first = pack_gzip("some bytes that are packed").size();
  const TestFolder folder;
  for (std::size_t size = 2; size < packed.size(); ++size) {
    const std::string message = error_of(folder, [&] { (void)unpack_gzip(packed.substr(0, size), 100, "a.gz"); });
    if (size == first) {
      EXPECT_EQ(message, "nothing was thrown");  // a whole member is a whole file
    } else if (size == first + 1) {
      EXPECT_THAT(message, HasSubstr("has 1 bytes behind its gzip data"));
    } else {
      EXPECT_THAT(message, StartsWith("a.gz: ends in the middle of its gzip data")) << size;
    }
  }
}

// Header fields that only describe (time, system) may change; everything else is noticed or unpacks to the same bytes.
TEST(ReadUnpacked, NoticesEveryChangedByte) {
  const std::string bytes = "some bytes that are packed, some bytes that are packed again";
  const std::string packed = pack_gzip(bytes);
  std::size_t refused = 0;
  for (std::size_t at = 2; at < packed.size(); ++at) {
    for (const char change : {'\x01', '\x80', '\xff'}) {
      std::string changed = packed;
      changed[at] = static_cast<char>(changed[at] ^ change);
      try {
        EXPECT_EQ(unpack_gzip(changed, 1000, "a.gz"), bytes) << at;
      } catch (const Error& error) {
        EXPECT_EQ(error.fault(), Fault::input) << at;
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 3 * (packed.size() - 10));  // all of data, checksum and length, some of the header
}

TEST(ReadUnpacked, SaysWhatIsDamaged) {
  const TestFolder folder;
  std::string wrong_sum = pack_gzip("some bytes");
  wrong_sum[wrong_sum.size() - 8] = static_cast<char>(wrong_sum[wrong_sum.size() - 8] ^ 1);
  const auto message_for = [&](const std::string& bytes) {
    const auto file = folder.write("a.gz", bytes);
    return error_of(folder, [&] { (void)read_unpacked(file, 100); });
  };
  EXPECT_EQ(message_for(wrong_sum),
            "a.gz: is damaged gzip data (incorrect data check, after 10 unpacked bytes); get it again");
  EXPECT_EQ(message_for(pack_gzip("x") + "rubbish"),
            "a.gz: has 7 bytes behind its gzip data that are no gzip; get it again");
  EXPECT_THAT(message_for(std::string("\x1f\x8b") + "no gzip at all, though it says so"), HasSubstr("is damaged"));
}

TEST(ReadUnpacked, RefusesWhatIsNoFile) {
  const TestFolder folder;
  EXPECT_THAT(error_of(folder, [&] { (void)read_unpacked(folder.path() / "none", 10); }),
              StartsWith("none: there is no such file"));
  std::filesystem::create_directory(folder.path() / "d");
  EXPECT_THAT(error_of(folder, [&] { (void)read_unpacked(folder.path() / "d", 10); }),
              StartsWith("d: is no regular file"));
  // Too large even for packed data: not read at all.
  const auto large = folder.write("large", "");
  std::filesystem::resize_file(large, 1U << 30U);
  EXPECT_THAT(error_of(folder, [&] { (void)read_unpacked(large, 10); }), StartsWith("large: has 1073741824 bytes"));
}

}  // namespace
}  // namespace basin::data
