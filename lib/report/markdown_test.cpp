// Markdown as READMEs have it, and what must not come through.
#include "report/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basin::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string as_it_is(std::string_view address) {
  return std::string(address);
}

TEST(Markdown, ParagraphsListsCodeAndTables) {
  const std::string html =
      markdown_html("# Title\n\nA *b* **c** `x < 0`.\n\n- one\n- two\n\n| a | |\n|--:|---|\n| 1 | 2 |\n", as_it_is);
  EXPECT_THAT(html, HasSubstr("<h4>Title</h4>"));
  EXPECT_THAT(html, HasSubstr("<p>A <em>b</em> <strong>c</strong> <code>x &lt; 0</code>.</p>"));
  EXPECT_THAT(html, HasSubstr("<li>one</li>"));
  EXPECT_THAT(html, HasSubstr("<th>a</th>"));
  EXPECT_THAT(html, Not(HasSubstr("<th></th>")));
  EXPECT_THAT(html, HasSubstr("<td>1</td>"));
  EXPECT_THAT(html, HasSubstr("</table></div>"));
}

TEST(Markdown, LinksGoThroughTheResolver) {
  const auto resolve = [](std::string_view address) {
    return std::string(address == "../a/README.md" ? "#source-a" : address == "gone.md" ? "" : address);
  };
  EXPECT_EQ(markdown_html("[a](../a/README.md) [*b*](gone.md) [c](https://x.y/?p=1&q=2)", resolve),
            "<p><a href=\"#source-a\">a</a> <em>b</em> <a href=\"https://x.y/?p=1&amp;q=2\">c</a></p>\n");
}

TEST(Markdown, ScriptsAreText) {
  for (const char* text : {"[x](javascript:alert(1))", "[x](JAVASCRIPT:alert(1))", "[x](java&#x0A;script:alert(1))",
                           "[x](&#106;avascript:alert(1))", "[x](data:text/html;base64,AA)", "<javascript:alert(1)>",
                           "[x]: javascript:alert(1)\n\n[x]"})
    EXPECT_THAT(markdown_html(text, as_it_is), Not(HasSubstr("href"))) << text;
  EXPECT_EQ(markdown_html("a <script>alert(1)</script> & <b onclick=\"x\">", as_it_is),
            "<p>a &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b onclick=&quot;x&quot;&gt;</p>\n");
  EXPECT_THAT(markdown_html("<div>\n<img src=x onerror=y>\n</div>", as_it_is), Not(HasSubstr("<img")));
}

TEST(Markdown, PicturesBecomeTheirWords) {
  EXPECT_EQ(markdown_html("![a \"b\" > c](https://x.y/z.png)", as_it_is), "<p>a &quot;b&quot; &gt; c</p>\n");
}

TEST(Markdown, NoTextIsReplaced) {
  EXPECT_EQ(markdown_html(std::string("a\0\xff", 3), as_it_is), "<p>a\xef\xbf\xbd\xef\xbf\xbd</p>\n");
  EXPECT_EQ(markdown_html("", as_it_is), "");
}

}  // namespace
}  // namespace basin::report
