// What must not reach a terminal or break a log's lines, and what must stay as it is.
#include "program/sentence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basin::program {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Sentence, PlainTextStaysAsItIs) {
  const std::string text = "x.toml:14: rule '\\d' is unknown; known: α ≥ β, naïve, 数, 🙂";
  EXPECT_EQ(one_line(text), text);
  EXPECT_EQ(one_line(""), "");
}

TEST(Sentence, ControlCharactersAreWrittenOut) {
  EXPECT_EQ(one_line("a\nb\tc\rd"), "a\\nb\\tc\\x0dd");
  EXPECT_EQ(one_line("\x1b[2J\x07\x7f"), "\\x1b[2J\\x07\\x7f");
  EXPECT_EQ(one_line(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(one_line("\u009b2J"), "\\u009b2J");
}

TEST(Sentence, CharactersThatBreakOrTurnLinesAreWrittenOut) {
  EXPECT_EQ(one_line("a\u2028b\u202ec\ufeff"), "a\\u2028b\\u202ec\\ufeff");
}

TEST(Sentence, BytesThatAreNoUtf8AreWrittenOut) {
  EXPECT_EQ(one_line("T\xe4 ble"), "T\\xe4 ble");
  EXPECT_EQ(one_line("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(one_line("\xc0\xaf"), "\\xc0\\xaf");                    // overlong
  EXPECT_EQ(one_line("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");           // overlong
  EXPECT_EQ(one_line("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // half of a pair
  EXPECT_EQ(one_line("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond the last
  EXPECT_EQ(one_line("cut \xe2\x89"), "cut \\xe2\\x89");
}

TEST(Sentence, BeginningAndEndOfALongOneAreKept) {
  const std::string line = one_line("claim '" + std::string(100000, 'x') + "': is unknown; known: a, b");
  EXPECT_LE(line.size(), 1610U);
  EXPECT_THAT(line, StartsWith("claim 'xxx"));
  EXPECT_THAT(line, HasSubstr("x [...] x"));
  EXPECT_THAT(line, EndsWith("x': is unknown; known: a, b"));
}

TEST(Sentence, CharactersAreNotCut) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 7 == 0 ? "a🙂" : "≥";
  const std::string line = one_line(text);
  const auto gap = line.find(" [...] ");
  ASSERT_NE(gap, std::string::npos);
  for (const std::string& part : {line.substr(0, gap), line.substr(gap + 7)}) {
    EXPECT_GT(part.size(), 390U);
    EXPECT_LE(part.size(), 1210U);
    EXPECT_EQ(one_line(part), part);  // half a character would be written out
  }
}

}  // namespace
}  // namespace basin::program
