// What is given is text and never markup, whatever it holds.
#include "report/html.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace basin::report {
namespace {

const std::string unknown = "\xef\xbf\xbd";

TEST(Escaped, MarkupIsText) {
  EXPECT_EQ(escaped("<script>alert(\"1\" & '2')</script>"),
            "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
  EXPECT_EQ(escaped("|λ| ≤ 1\n\tπ 🙂"), "|λ| ≤ 1\n\tπ 🙂");
  EXPECT_EQ(escaped(""), "");
}

TEST(ValidText, WhatIsNoTextIsReplaced) {
  EXPECT_EQ(valid_text(std::string("a\0b\x1b[1m\x7f", 8)), "a" + unknown + "b" + unknown + "[1m" + unknown);
  EXPECT_EQ(valid_text("\xff\xc0\xaf"), unknown + unknown + unknown);                       // no UTF-8, overlong '/'
  EXPECT_EQ(valid_text("\xe0\x80\xaf"), unknown + unknown + unknown);                       // overlong in three bytes
  EXPECT_EQ(valid_text("\xed\xa0\x80"), unknown + unknown + unknown);                       // half a surrogate pair
  EXPECT_EQ(valid_text("\xf4\x90\x80\x80").find_first_not_of(unknown), std::string::npos);  // above U+10FFFF
  EXPECT_EQ(valid_text("end\xe2\x82"), "end" + unknown + unknown);                          // cut off
  EXPECT_EQ(valid_text("\xe2\x80\xae"
                       "abc"),
            unknown + "abc");                                        // right-to-left override
  EXPECT_EQ(valid_text("\xef\xbf\xbe\xc2\x85"), unknown + unknown);  // U+FFFE, a C1 control
}

TEST(SafeLink, NoScripts) {
  for (const char* good : {"#claim-a.b", "fig_3.csv", "../x/y.md", "https://a.b/c?d=e:f", "http://a", "mailto:a@b.c"})
    EXPECT_TRUE(is_safe_link(good)) << good;
  for (const char* bad : {"", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:x", " javascript:x",
                          "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "a\\b"})
    EXPECT_FALSE(is_safe_link(bad)) << bad;
}

TEST(Html, ElementsAndAttributes) {
  Html html;
  html.open("p", {{"class", "a \"b\""}})
      .text("1 < 2")
      .empty("br")
      .element("a", "x", {{"href", "javascript:1"}})
      .close();
  EXPECT_EQ(std::move(html).take(), "<p class=\"a &quot;b&quot;\">1 &lt; 2<br><a href=\"#\">x</a></p>\n");
}

TEST(Html, UnbalancedIsRefused) {
  Html open;
  open.open("p");
  EXPECT_THROW((void)std::move(open).take(), std::logic_error);
  Html closed;
  EXPECT_THROW(closed.close(), std::logic_error);
}

TEST(Anchor, NothingButNameCharacters) {
  EXPECT_EQ(anchor_of("demo2020.a_b-c"), "demo2020.a_b-c");
  EXPECT_EQ(anchor_of("a b\"<é"), "a-b----");
}

}  // namespace
}  // namespace basin::report
