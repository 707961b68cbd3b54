// The page as a whole: what is counted, that nothing is lost, loaded or taken for markup.
#include "report/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>

#include "core/test_folder.hpp"
#include "core/text_file.hpp"
#include "report/page_for_tests.hpp"
#include "report/page_parts.hpp"

namespace basin::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

/// The body without style and script, which have words of their own.
std::string body_of(const std::string& html) {
  const std::size_t begin = html.find("<body>"), end = html.rfind("<script>");
  return html.substr(begin, end - begin);
}

TEST(CountClaims, StandingsAndWhatIsAsExpected) {
  const PageInput page = made_up_page();
  const Counts all = count_claims(page.claims);
  EXPECT_EQ(all.claims, 8U);
  EXPECT_EQ(all.by_standing.size(), 7U);
  EXPECT_EQ(all.by_standing.at(Standing::reproduced), 2U);
  EXPECT_EQ(all.by_standing.at(Standing::contradicted), 2U);
  EXPECT_EQ(all.by_standing.at(Standing::inconclusive), 0U);
  EXPECT_EQ(all.by_standing.at(Standing::invalid), 1U);
  EXPECT_EQ(all.as_expected, 3U);  // neither the comparison nor what was not run
  EXPECT_EQ(all.unexpected, 2U);
  const Counts demo = count_claims(page.claims, "demo2020");
  EXPECT_EQ(demo.claims, 4U);
  EXPECT_EQ(demo.unexpected, 1U);
  EXPECT_EQ(demo.by_standing.at(Standing::invalid), 0U);
}

TEST(Page, EveryClaimOnceAsAnchor) {
  const PageInput page = made_up_page();
  const std::string html = page_html(page);
  for (const ClaimEntry& entry : page.claims) {
    EXPECT_EQ(count(html, "id=\"claim-" + entry.claim.id + "\""), 1U);
    // A claim that is not as recorded is linked to at the top as well.
    EXPECT_EQ(count(html, "href=\"#claim-" + entry.claim.id + "\""), is_unexpected(entry) ? 2U : 1U);
    EXPECT_THAT(html, HasSubstr("<code>" + entry.command + "</code>"));
  }
}

TEST(Page, IdsAreUniqueAndLinksLeadToThem) {
  const std::string html = body_of(page_html(made_up_page()));
  const std::set<std::string> ids = matches(html, " id=\"([^\"]*)\"");
  EXPECT_EQ(ids.size(), count(html, " id=\""));
  const std::set<std::string> links = matches(html, "href=\"([^\"]*)\"");
  EXPECT_TRUE(links.contains("#source-other2021"));
  EXPECT_TRUE(links.contains("fig_3.csv"));
  EXPECT_TRUE(links.contains("https://example.org/a?b=1&amp;c=2"));
  for (const std::string& link : links) {
    EXPECT_TRUE(link.front() != '#' || ids.contains(link.substr(1))) << link;
    EXPECT_EQ(link.find("../"), std::string::npos) << link;
  }
}

TEST(Page, StandingsInWordsAndWhatIsUnexpected) {
  const PageInput page = made_up_page();
  const std::string html = body_of(page_html(page));
  for (const Standing standing : all_standings())
    EXPECT_THAT(html, HasSubstr("</span>" + std::string(to_text(standing))));
  EXPECT_EQ(count(html, "UNEXPECTED"), 2U);
  EXPECT_EQ(count(html, "data-unexpected=\"yes\""), 2U);
  EXPECT_THAT(html, HasSubstr("3 as expected, 2 unexpected"));
  EXPECT_THAT(html, HasSubstr("4 claims: 2 reproduced, 2 contradicted; 3 as expected, 1 unexpected."));
  PageInput good = page;
  good.claims = {page.claims.front()};
  EXPECT_THAT(body_of(page_html(good)), Not(HasSubstr("UNEXPECTED")));
}

TEST(Page, SaysAtTheTopWhatMadeItAndWhen) {
  EXPECT_THAT(page_html(made_up_page()), HasSubstr(">basin 0.1.0 · 2026-11-21</p>"));
}

// What claims of other settings have left of its runs is no evidence on it.
TEST(Page, DifferencesOnlyOfWhatWasRun) {
  PageInput page;
  page.claims = {made_up_claim("demo2020.radius_sweep.curve", Standing::not_run, false)};
  give_numbers(page.claims.front(), 4, 27);
  const std::string html = body_of(page_html(page));
  EXPECT_THAT(html, HasSubstr(">4 numbers<"));
  EXPECT_THAT(html, Not(HasSubstr("largest difference")));
}

TEST(Page, ArmsWithTheirLevels) {
  PageInput page = made_up_page();
  page.claims.front().claim.plan.vary = {{"radius", {5.0, 15.0}}, {"shape", {std::string("flat")}}};
  EXPECT_THAT(page_html(page), HasSubstr("radius = 5, 15; shape = flat"));
}

TEST(Page, OursBesidePublished) {
  const std::string html = body_of(page_html(made_up_page()));
  EXPECT_THAT(html, HasSubstr("99.9 % interval"));
  EXPECT_THAT(html, HasSubstr("95 % interval"));  // of a predicate's share
  EXPECT_THAT(html, HasSubstr("4 numbers, largest difference 0.004 at radius="));
  EXPECT_THAT(html, HasSubstr("0.63 to 0.9 in 4 arms, n = 27"));
  EXPECT_THAT(html, HasSubstr("0.9 (0.89 to 0.91), n = 33"));
  EXPECT_THAT(html, HasSubstr("27 of 27 runs (more than 21 needed)"));
  EXPECT_THAT(html, HasSubstr("first 12 of 14 arms"));
  EXPECT_THAT(html, HasSubstr(">99.96 %<"));
  EXPECT_THAT(html, HasSubstr(">1e-6<"));
  EXPECT_THAT(html, HasSubstr("contradicted, as it must be; 0 of 10 runs. An untrained network stores nothing."));
}

TEST(Page, FiguresWithTheirNumbers) {
  const std::string html = body_of(page_html(made_up_page()));
  EXPECT_EQ(count(html, "<figure "), 3U);
  EXPECT_EQ(count(html, "<img "), 2U);  // the third could not be drawn
  EXPECT_EQ(count(html, "src=\"data:image/svg+xml;base64,PHN2Zy"), 2U);
  EXPECT_EQ(count(html, "width=\"640\""), 2U);
  EXPECT_EQ(count(html, "<details open=\"\">"), 2U);  // its 20 rows are folded
  EXPECT_THAT(html, HasSubstr("Not drawn: gnuplot is not to be found."));
  EXPECT_LT(html.find("All published means together</h2>"), html.find("id=\"claims\""));
}

TEST(Page, WidePicturesHaveARowOfTheirOwn) {
  PageInput page = made_up_page();
  EXPECT_EQ(count(page_html(page), "class=\"wide\""), 0U);
  page.figures.front().svg = "<?xml version=\"1.0\"?><svg viewBox=\"0 0 1200 400\" width=\"1200\"></svg>";
  EXPECT_EQ(count(page_html(page), "class=\"wide\""), 1U);
  EXPECT_EQ(count(page_html(page), "<div class=\"picture\" tabindex=\"0\""), 1U);  // scrolls on a phone
  for (const char* odd : {"x", "<svg>", "<svg viewBox=\"0 0\">", "<svg viewBox=\"", "<svg viewBox=\"0 0 nan 1\">"}) {
    page.figures.front().svg = odd;
    EXPECT_THAT(page_html(page), HasSubstr("width=\"")) << odd;
    EXPECT_THAT(page_html(page), Not(HasSubstr("width=\"nan"))) << odd;
  }
}

TEST(Words, DurationsAndRates) {
  EXPECT_EQ(duration(0.0), "–");
  EXPECT_EQ(duration(0.04), "< 0.1 s");
  EXPECT_EQ(duration(3.21), "3.2 s");
  EXPECT_EQ(duration(75.0), "75 s");
  EXPECT_EQ(duration(150.0), "2.5 min");
  EXPECT_EQ(duration(9000.0), "2.5 h");
  EXPECT_EQ(rate(1e-6), "1e-6");
  EXPECT_EQ(rate(2.34e-12), "2.3e-12");
  EXPECT_EQ(rate(0.002), "0.002");
  EXPECT_EQ(rate(std::nan("")), "–");
}

TEST(Page, NothingIsLoaded) {
  const std::string html = page_html(made_up_page());
  for (const char* loads : {"src=\"http", "src=\"//", "<link", "<iframe", "url(", "@import", "fetch(", "srcset"})
    EXPECT_THAT(html, Not(HasSubstr(loads)));
  EXPECT_THAT(html, HasSubstr("default-src &#39;none&#39;"));
}

TEST(Page, WhatIsGivenIsText) {
  PageInput page = made_up_page();
  const std::string evil = "</script><script>alert('x' & \"y\")</script>\x01\xff";
  ClaimEntry& entry = page.claims.front();
  for (std::string* text : {&entry.claim.where,
                            &entry.claim.statement,
                            &entry.claim.kind,
                            &entry.claim.reason,
                            &entry.claim.declared,
                            &entry.claim.controls.front().why,
                            &entry.quantity,
                            &entry.command,
                            &entry.arms.front().levels,
                            &entry.result.judgement.evidence,
                            &page.title,
                            &page.provenance.front().second,
                            &page.figures.front().title,
                            &page.figures.front().alt,
                            &page.figures.front().caption,
                            &page.figures.front().note,
                            &page.figures.front().where,
                            &page.figures.front().csv_file,
                            &page.figures.front().commands.front(),
                            &page.figures.front().table.rows.front().front(),
                            &page.sources.front().reference,
                            &page.sources.front().errata})
    *text = evil;
  page.claims[1].claim.source = evil;
  const std::string html = page_html(page);
  EXPECT_EQ(count(html, "<script>"), 1U);
  EXPECT_EQ(count(html, "</script>"), 1U);
  EXPECT_EQ(html.find_first_of("\x01\xff"), std::string::npos);
  EXPECT_THAT(html, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)"));
}

TEST(Page, EmptyIsAPageToo) {
  const std::string html = page_html({});
  EXPECT_THAT(html, HasSubstr("Claims (0)"));
  EXPECT_THAT(html, Not(HasSubstr("id=\"together\"")));
  EXPECT_THAT(html, HasSubstr("<a href=\"#benchmarks\">Benchmarks</a>"));
  EXPECT_THAT(html, HasSubstr("There are no results"));
}

// BASIN_PAGE_DEMO=FOLDER keeps the page, to look at and for ci/checks/page.mjs.
TEST(Page, Written) {
  const TestFolder temporary;
  const char* wanted = std::getenv("BASIN_PAGE_DEMO");
  const std::filesystem::path folder = wanted ? std::filesystem::path(wanted) : temporary.path();
  const std::string html = page_html(made_up_page());
  write_text_file(folder / "index.html", html);
  write_text_file(folder / "fig_3.csv", "radius,ours\n5,0.9\n");
  write_text_file(folder / "fig_3.svg", made_up_page().figures.front().svg);
  // Nothing in it breaks off the text.
  EXPECT_EQ(read_text_file(folder / "index.html", 1U << 20U), html);
  EXPECT_EQ(html.substr(html.size() - 16), "</body>\n</html>\n");
}

}  // namespace
}  // namespace basin::report
