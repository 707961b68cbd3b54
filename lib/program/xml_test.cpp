// Hostile bytes in XML.
#include "program/xml.hpp"

#include <gtest/gtest.h>

namespace basin::program {
namespace {

const std::string replaced = "\xef\xbf\xbd";

TEST(Xml, MarkupIsEscaped) {
  EXPECT_EQ(xml_text(R"(<a & "b">)"), "&lt;a &amp; &quot;b&quot;&gt;");
  EXPECT_EQ(xml_text("]]>"), "]]&gt;");
}

TEST(Xml, ControlCharactersBecomeSpaces) {
  EXPECT_EQ(xml_text(std::string("a\0b\x1b[2J\r", 8)), "a b [2J ");
  EXPECT_EQ(xml_text("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(xml_value("a\tb\nc"), "a b c");
}

TEST(Xml, WholeCharactersStay) {
  const std::string text = "\xc3\xa9 \xe2\x89\xa4 \xf0\x9f\x98\x80 \xef\xbf\xbd";  // é ≤ 😀 and the replacement itself
  EXPECT_EQ(xml_text(text), text);
  EXPECT_EQ(xml_value("\x7f"), "\x7f");
}

TEST(Xml, WhatIsNoCharacterIsReplaced) {
  EXPECT_EQ(xml_text("a\xff"), "a" + replaced);
  EXPECT_EQ(xml_text("\xc3"), replaced);                 // cut off
  EXPECT_EQ(xml_text("\xc3<"), replaced + "&lt;");       // markup behind it is seen
  EXPECT_EQ(xml_text("\xc0\xbc"), replaced + replaced);  // overlong '<'
  for (const char* bytes : {"\xe0\x80\xbc", "\xed\xa0\x80", "\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    EXPECT_EQ(xml_text(bytes).substr(0, 3), replaced) << bytes;
  }
  EXPECT_EQ(xml_text("\xf4\x90\x80\x80").substr(0, 3), replaced);  // above U+10FFFF
}

}  // namespace
}  // namespace basin::program
