// Tests of reading UTF-8: every length, and what is none.
#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace basin {
namespace {

TEST(FirstCharacter, ReadsEveryLength) {
  const std::pair<std::string, Utf8Character> known[] = {{"a", {U'a', 1}},
                                                         {"\xc3\xa9", {0xe9, 2}},
                                                         {"\xe2\x82\xac", {0x20ac, 3}},
                                                         {"\xf0\x9f\x98\x80", {0x1f600, 4}},
                                                         {"\xf4\x8f\xbf\xbf", {0x10ffff, 4}}};
  for (const auto& [text, wanted] : known) {
    const Utf8Character found = first_character(text + "b");
    EXPECT_EQ(found.code, wanted.code) << text;
    EXPECT_EQ(found.bytes, wanted.bytes) << text;
  }
}

TEST(FirstCharacter, RefusesWhatIsNone) {
  // Continuation, overlong (2, 3, 4 bytes), surrogate, above U+10FFFF, cut off, wrong second byte, no lead.
  for (const std::string text : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80",
                                 "\xf4\x90\x80\x80", "\xe2\x82", "\xc3(", "\xff"})
    EXPECT_EQ(first_character(text).bytes, 0u);
}

}  // namespace
}  // namespace basin
