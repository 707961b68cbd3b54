// Tests of reading figure files: what is sound, and every mistake with its line.
#include "report/figure_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/figure_for_tests.hpp"

namespace basin::report {
namespace {

using testing::HasSubstr;

TEST(ReadFigures, SaysWhatTheFileSays) {
  const FigureFolder test;
  const Figure figure = test.read(curves_text("", "tier = \"full\"\nstyle = \"line\"\n"));
  EXPECT_EQ(figure.id, "demo2024.one");
  EXPECT_EQ(figure.source, "demo2024");
  EXPECT_EQ(figure.kind, FigureKind::curves);
  EXPECT_EQ(figure.x, "radius");
  EXPECT_EQ(figure.y, std::vector<std::string>{"height"});
  ASSERT_EQ(figure.layers.size(), 1u);
  const Layer& layer = figure.layers.front();
  EXPECT_EQ(layer.experiment, &wave());
  EXPECT_EQ(layer.plan.seeds, 3u);
  EXPECT_EQ(layer.tier, claims::Tier::full);
  EXPECT_EQ(layer.style, Style::line);
  ASSERT_TRUE(layer.published);
  EXPECT_EQ(layer.published->numbers.size(), 2u);
}

TEST(ReadFigures, ThatAreNotThereAreNone) {
  EXPECT_TRUE(read_figures({"/nowhere/at/all", "/nowhere"}).empty());
}

TEST(ReadFigures, EveryMistakeHasItsLineAndRemedy) {
  const FigureFolder test;
  const std::pair<std::string, std::string> mistakes[] = {
      {curves_text("kind = \"curves\"", "kind = \"pie\""), "one.toml:5: kind 'pie' is unknown"},
      {curves_text("y       = \"height\"", "y = \"heigth\""), "name 'heigth' is unknown; known: height"},
      {curves_text("y       = \"height\"", "y = \"height <\""), "one.toml:7: 'height <'"},
      {curves_text("x       = \"radius\"", "x = \"shape\""), "'shape' is not varied by a layer"},
      {curves_text("x       = \"radius\"", "x = \"raduis\""), "'raduis' is no setting of figuretest.wave"},
      {curves_text("x_label", "x_lable"), "unknown key 'x_lable'"},
      {curves_text("figuretest.wave", "figuretest.wav"), "one.toml:12"},
      {curves_text("seeds      = 3", "seeds = 100000"), "'seeds' may be at most 1000"},
      {curves_text("wave.csv", "../wave.csv"), "must be the bare name"},
      {curves_text("wave.csv", "none.csv"), "there is no"},
      {curves_text("radius = [2, 1]", "radius = [2, -1]"), "one.toml:13"},
      {curves_text("", "style = \"dots\"\n"), "style 'dots' is unknown"},
      {curves_text("", "tier = \"slow\"\n"), "tier 'slow' is unknown"},
      {curves_text("", "colour = \"red\"\n"), "unknown key 'colour'"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\nx_range = [2, 1]"), "'x_range' must be [low, high]"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\nx_range = [1, 1.0000000000000002]"),
       "apart by more than rounding"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\nx_range = [-1e308, 1e308]"), "must be [low, high]"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\nlog = \"x\"\nx_range = [0, 9]"),
       "one.toml:10: 'x_range' must be [low, high], apart by more than rounding and less than 1e308, and above 0"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\nlog = \"z\""), "log 'z' is unknown"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\npanel = \"sahpe\""),
       "'sahpe' is no setting of figuretest.wave; known: shape"},
      {curves_text("x_label = \"radius |x|\"", "x_label = \"r\"\nbins = 3"), "unknown key 'bins'"},
      {curves_text("schema = 1", "schema = 2"), "'schema' must be"},
      {figure_text("curves", "layers = 3\n"), "must be written as tables [[layers]]"},
      {"title =", "is no TOML"},
  };
  for (const auto& [text, message] : mistakes) EXPECT_THAT(test.refusal(text), HasSubstr(message)) << text;
}

TEST(ReadFigures, KindsAskForTheirOwn) {
  const FigureFolder test;
  const std::string layer = "[[layers]]\nexperiment = \"figuretest.wave\"\n";
  const std::pair<std::string, std::string> mistakes[] = {
      {figure_text("histogram", "x = \"valeu\"\nx_label = \"v\"\ny_label = \"share\"\n" + layer),
       "one.toml:6: 'valeu' is no series of figuretest.wave; known: value"},
      {figure_text("paths", "x = \"x1\"\ny = [\"x2\", \"x3\"]\nx_label = \"v\"\ny_label = \"w\"\n" + layer),
       "'x3' is no series"},
      {figure_text("paths", "x = \"x1\"\ny = \"x2\"\nframe = [0, 1]\nx_label = \"v\"\ny_label = \"w\"\n" + layer),
       "'frame' must be a list of 4"},
      {figure_text("heat_map", "x = \"width\"\ny = \"radius\"\nvalue = \"height\"\n" + layer), "is not varied"},
      {figure_text("surface", "x = \"x1\"\ny = \"x2\"\nvalue = \"z\"\nx_label = \"v\"\ny_label = \"w\"\n" + layer),
       "'z' is no series"},
      {figure_text("surface", "x = \"x1\"\ny = \"x2\"\nvalue = \"value\"\nx_label = \"v\"\ny_label = \"w\"\n" + layer +
                                  "style = \"line\"\n"),
       "the first layer of a surface must be one"},
      {figure_text("heat_map", "x = \"width\"\ny = \"radius\"\nvalue = \"height\"\nvalue_label = \"h\"\n" + layer +
                                   "vary = { width = [1, 2], radius = [1, 2] }\n"),
       "unknown key 'value_label'"},
      {figure_text("strips", "pictures = [\"value\"]\nshape = [2, 3, 2]\n" + layer), "channels 1 or 3"},
      {figure_text("strips", "pictures = [\"value\"]\nshape = [200, 200, 1]\n" + layer), "values at most"},
      {figure_text("strips", "pictures = [\"value\"]\nshape = [2, 3, 1]\nshow = [\"heihgt\"]\n" + layer),
       "'heihgt' is no column"},
  };
  for (const auto& [text, message] : mistakes) EXPECT_THAT(test.refusal(text), HasSubstr(message)) << text;
}

TEST(ReadFigures, LayersHaveOnlyTheKeysThatTheirKindDraws) {
  const FigureFolder test;
  const std::string layer = "[[layers]]\nexperiment = \"figuretest.wave\"\n";
  const std::string histogram = "x = \"value\"\nx_label = \"v\"\ny_label = \"share\"\n" + layer;
  const std::string paths = "x = \"x1\"\ny = \"x2\"\nx_label = \"v\"\ny_label = \"w\"\n" + layer;
  const std::string surface = "x = \"x1\"\ny = \"x2\"\nvalue = \"value\"\nx_label = \"v\"\ny_label = \"w\"\n" + layer;
  const std::pair<std::string, std::string> mistakes[] = {
      {curves_text("seeds      = 3", "seed = 3"), "unknown key 'seed'"},
      {figure_text("histogram", histogram + "published = \"wave.csv\"\n"), "unknown key 'published'"},
      {figure_text("histogram", histogram + "style = \"line\"\n"), "unknown key 'style'"},
      {figure_text("paths", paths + "style = \"points\"\n"), "unknown key 'style'"},
      {figure_text("paths", paths + "y = \"height\"\n"), "unknown key 'y'"},
      {figure_text("surface", surface + "seeds = 3\n"), "shows one run"},
      {figure_text("surface", surface + "published = \"wave.csv\"\n"), "unknown key 'published'"},
  };
  for (const auto& [text, message] : mistakes) EXPECT_THAT(test.refusal(text), HasSubstr(message)) << text;
  EXPECT_EQ(test.read(figure_text("surface", surface + "seed = 3\nstyle = \"points\"\n")).layers.front().seed, 3U);
}

TEST(ReadFigures, RefusesNamesAndLinksThatLeadElsewhere) {
  const FigureFolder test;
  test.write("Capital", curves_text());
  EXPECT_THAT(error_of(test.folder(),
                       [&] {
                         (void)read_figures({test.folder().path() / "figures", test.folder().path() / "golden"});
                       }),
              HasSubstr("'Capital' is no name"));
  std::filesystem::remove(test.folder().path() / "figures/demo2024/Capital.toml");
  test.folder().write("elsewhere.toml", curves_text());
  std::filesystem::create_symlink(test.folder().path() / "elsewhere.toml",
                                  test.folder().path() / "figures/demo2024/link.toml");
  EXPECT_NE(error_of(test.folder(),
                     [&] {
                       (void)read_figures({test.folder().path() / "figures", test.folder().path() / "golden"});
                     }),
            "");
}

TEST(FilledLabel, PutsSettingsInAndLeavesTheRest) {
  const Values setting = {{"width", 1000.0}, {"shape", std::string("flat")}};
  EXPECT_EQ(filled_label("width {width}, {shape}", setting), "width 1000, flat");
  EXPECT_EQ(filled_label("{unknown} and {open", setting), "{unknown} and {open");
  EXPECT_EQ(filled_label("", setting), "");
}

}  // namespace
}  // namespace basin::report
