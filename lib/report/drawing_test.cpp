// Drawings through gnuplot itself: every kind gives a whole picture, no text is ever a command, nothing is drawn twice
// or left out in silence.
#include "report/drawing.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string_view>

#include "core/test_folder.hpp"
#include "report/gnuplot.hpp"

namespace basin::report {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Elements are closed in the order in which they were opened, and every & begins an entity: enough of XML for what
// gnuplot writes.
bool is_well_formed(std::string_view svg) {
  std::vector<std::string_view> open;
  for (std::size_t at = svg.find('<'); at != std::string_view::npos; at = svg.find('<', at)) {
    const std::size_t end = svg.find('>', at);
    if (end == std::string_view::npos) return false;
    const std::string_view tag = svg.substr(at + 1, end - at - 1);
    const std::string_view name = tag.substr(tag.starts_with('/') ? 1 : 0);
    const std::string_view word = name.substr(0, name.find_first_of(" \n\t/"));
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != word) return false;
      open.pop_back();
    } else if (!tag.starts_with('?') && !tag.ends_with('/')) {
      open.push_back(word);
    }
    at = end;
  }
  for (std::size_t at = svg.find('&'); at != std::string_view::npos; at = svg.find('&', at + 1)) {
    const std::string_view entity = svg.substr(at, svg.find(';', at) - at);
    if (entity != "&lt" && entity != "&gt" && entity != "&amp" && entity != "&quot" && entity != "&apos") return false;
  }
  return open.empty() && !has(svg, "]]>");
}

CurvesPanel curves() {
  return {"Curves",
          {"radius |x|", Scale::logarithmic},
          {"largest eigenvalue"},
          {{"relu", Style::points, {1, 10, 100}, {0.5, 0.7, 0.9}, {0.4, 0.6, -1}, {0.6, 0.8, 1}},
           {"relu, published", Style::published, {1, 10}, {0.6, 0.7}},
           {"theory", Style::line, {1, 2, 3, 4, 0}, {0.5, nan, infinity, 0.8, 0.9}}},
          1.0,
          std::vector<double>{1, 50, 0.5, 1}};
}

HistogramPanel histogram() {
  return {"Histogram", {"eigenvalue"}, {"share", Scale::logarithmic}, {0, 1, 2, 3}, {0.5, nan, 0.0}};
}

HeatMapPanel heat_map() {
  return {"Heat map", "noise", "recall", {"none", "some"}, {"first", "second"}, {{0.25, 1}, {nan, -0.001}}};
}

SurfacePanel surface() {
  return {"Surface",
          {"left"},
          {"up"},
          {0, 1, 2},
          {0, 1},
          {{0, 1, nan}, {1, infinity, 3}},
          0,
          3,
          "height",
          {{"level 1", Style::line, {0, 2}, {0, 1}}, {"examples", Style::points, {1}, {1}}},
          {{1, 0.5, 0.7}}};
}

StripPanel strip() {
  return {"Strip", {{"grey", 2, 2, 1, {0, 1, nan, 7}}, {"one pixel", 1, 1, 3, {1, 0.5, 0}}}};
}

class Drawings : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_program("gnuplot")) GTEST_SKIP() << "gnuplot is not installed";
  }
};

std::string drawn(std::vector<Panel> panels) {
  std::string svg = draw_svg({"fig-3", std::move(panels)});
  EXPECT_TRUE(svg.starts_with("<?xml"));
  EXPECT_TRUE(svg.substr(svg.size() - 10).find("</svg>") != std::string::npos);
  EXPECT_TRUE(is_well_formed(svg));
  // Self-contained: the only addresses are those of the two name spaces.
  EXPECT_EQ(count(svg, "http"), 2U);
  EXPECT_EQ(count(svg, "href=") - count(svg, "href='#") - count(svg, "href='data:image/png"), 0U);
  return svg;
}

void expect_words(const Panel& panel, const std::vector<std::string>& words) {
  const std::string svg = drawn({panel});
  for (const std::string& word : words) EXPECT_TRUE(has(svg, word)) << word;
}

TEST_F(Drawings, ShowTheWordsOfEveryKind) {
  expect_words(curves(), {"Curves", "radius |x|", "largest eigenvalue", ">relu<", "relu, published", "theory"});
  expect_words(histogram(), {"Histogram", "eigenvalue", "share"});
  expect_words(heat_map(), {"Heat map", "noise", "recall", "none", "some", "first", "second", ">0.25<", ">1.00<",
                            ">0.00<", ">\u2013<", "<pattern"});
  expect_words(surface(), {"Surface", "left", "up", "height", "level 1", "examples"});
  expect_words(strip(), {"Strip", "grey", "one pixel"});
}

TEST_F(Drawings, HoldEachPictureOnce) {
  EXPECT_EQ(count(drawn({strip(), strip()}), "<image "), 4U);
  EXPECT_EQ(count(drawn({surface(), surface(), surface()}), "<image "), 3U);
  EXPECT_EQ(count(drawn({curves(), histogram(), heat_map(), surface(), strip()}), "<image "), 3U);
  EXPECT_EQ(count(drawn({curves()}), "<image "), 0U);
}

TEST_F(Drawings, HaveOneKeyAndOneColourBarWhereThePanelsAgree) {
  EXPECT_EQ(count(drawn({curves(), curves(), curves()}), "relu, published"), 1U);
  EXPECT_EQ(count(drawn({surface(), surface()}), ">height<"), 1U);
  SurfacePanel other = surface();
  other.high = 4;
  EXPECT_EQ(count(drawn({surface(), other}), ">height<"), 2U);
}

TEST_F(Drawings, AreNamedAfterTheirFirstPanelAndShareNoIds) {
  CurvesPanel panel = curves();
  panel.title = "a < b & 'c'";
  const std::string svg = drawn({panel});
  EXPECT_TRUE(has(svg, "<title>a &lt; b &amp; \u2019c\u2019</title>"));
  EXPECT_TRUE(has(svg, "id='fig_3_gpPt5'"));
  EXPECT_TRUE(has(svg, "href='#fig_3_gpPt"));
  EXPECT_FALSE(has(svg, "='gp"));
  EXPECT_FALSE(has(svg, "'#gp"));
}

TEST_F(Drawings, SayThatThereAreNoNumbers) {
  CurvesPanel empty = curves();
  empty.reference.reset();
  empty.frame.reset();
  empty.traces = {{"ours", Style::points, {1, 2, 3}, {nan, infinity, nan}, {0, 0, 0}, {1, 1, 1}}};
  EXPECT_EQ(count(drawn({empty}), "no numbers yet"), 1U);
  EXPECT_EQ(count(drawn({HistogramPanel{"No boxes", {"x"}, {"y"}, {}, {}}}), "no numbers yet"), 1U);
  EXPECT_EQ(count(drawn({StripPanel{"No pictures", {}}}), "no pictures yet"), 1U);
  EXPECT_EQ(count(drawn({curves(), histogram()}), "no numbers yet"), 0U);
}

TEST_F(Drawings, TakeNumbersOutsideTheirRange) {
  CurvesPanel outside = curves();
  outside.x.range = {1000, 2000};
  outside.y.range = {5, 6};
  EXPECT_TRUE(has(drawn({outside}), ">1000<"));
}

// Every text of every kind tries to run a command, to end its string, its line and its datablock.
TEST_F(Drawings, NeverRunATextAsACommand) {
  const TestFolder folder;
  const std::string file = (folder.path() / "made").string();
  const std::string touch = "touch " + file;
  for (const std::string& text : std::initializer_list<std::string>{
           "`" + touch + "`", "'`" + touch + "`'", "'\nsystem('" + touch + "')\n'", "\"`" + touch + "`\"",
           "'; system('" + touch + "') #", "\\'; ! " + touch, "\n! " + touch + "\n", "EOD\n! " + touch, "\r! " + touch,
           std::string("a\0b", 3) + "\n!" + touch, "ends with a backslash \\", "@ARG0 @GPVAL_TERM %s %d %%n", "'",
           "''`" + touch + "`", "a''`" + touch + "`", "'''`" + touch + "`",
           "{/Bold x}_2^3 ~a{.6-} <b>&amp;</b> ]]> \xff\xc0\x80 \xed\xa0\x80 \xef\xbf\xbf \u03bb\u2081 \U0001F600"}) {
    CurvesPanel c = curves();
    c.title = c.x.label = c.y.label = c.traces[0].label = text;
    HistogramPanel h = histogram();
    h.title = h.x.label = h.y.label = text;
    HeatMapPanel m = heat_map();
    m.title = m.row_name = m.column_name = m.rows[0] = m.columns[0] = text;
    SurfacePanel s = surface();
    s.title = s.value_name = s.x.label = s.y.label = s.curves[0].label = text;
    StripPanel p = strip();
    p.title = p.pictures[0].label = text;
    const std::string svg = draw_svg({text, {c, h, m, s, p}});
    EXPECT_TRUE(is_well_formed(svg)) << text;
    EXPECT_FALSE(std::filesystem::exists(file)) << text;
    EXPECT_FALSE(has(svg, "\xff"));
  }
  const std::string svg = drawn({StripPanel{"`x` @GPVAL_TERM '\\n' %s {/Bold y} \u03bb", {}}});
  EXPECT_TRUE(has(svg, "<text>`x` @GPVAL_TERM \u2019\\n\u2019 %s {/Bold y} \u03bb</text>"));
}

template <class Kind, class Change>
void expect_refused(Kind panel, Change change) {
  change(panel);
  EXPECT_THROW((void)gnuplot_script({"x", {panel}}), std::logic_error);
}

TEST(DrawingChecks, RefuseLengthsThatDoNotFit) {
  EXPECT_THROW((void)gnuplot_script({"x", {}}), std::logic_error);
  expect_refused(curves(), [](auto& p) { p.traces[0].y.pop_back(); });
  expect_refused(curves(), [](auto& p) { p.traces[0].low.pop_back(); });
  expect_refused(curves(), [](auto& p) { p.traces[0].high.clear(); });
  expect_refused(curves(), [](auto& p) { p.frame->pop_back(); });
  expect_refused(histogram(), [](auto& p) { p.heights.pop_back(); });
  expect_refused(heat_map(), [](auto& p) { p.values.pop_back(); });
  expect_refused(heat_map(), [](auto& p) { p.values[1].pop_back(); });
  expect_refused(heat_map(), [](auto& p) { p.columns.push_back("third"); });
  expect_refused(surface(), [](auto& p) { p.values[1].pop_back(); });
  expect_refused(surface(), [](auto& p) { std::swap(p.xs[0], p.xs[1]); });
  expect_refused(surface(), [](auto& p) { p.high = nan; });
  expect_refused(surface(), [](auto& p) { p.curves[0].x.clear(); });
  expect_refused(strip(), [](auto& p) { p.pictures[0].values.pop_back(); });
  expect_refused(strip(), [](auto& p) { p.pictures[0].channels = 2; });
  expect_refused(strip(), [](auto& p) { p.pictures.push_back({"none", 0, 0, 1, {}}); });
}

TEST(DrawingScripts, ArePlainFunctionsOfTheDrawing) {
  const Drawing drawing{"x", {curves(), histogram(), heat_map(), surface(), strip()}};
  const std::string script = gnuplot_script(drawing);
  EXPECT_EQ(script, gnuplot_script(drawing));
  EXPECT_FALSE(has(script, "nan"));
  EXPECT_FALSE(has(script, "inf"));
  // A gap is one empty line; two would end the data.
  EXPECT_TRUE(has(script, "1 0.5\n\n4 0.8\n"));
}

}  // namespace
}  // namespace basin::report
