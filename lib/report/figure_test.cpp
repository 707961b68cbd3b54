// Tests of what figures draw, by kind, on runs whose numbers are known.
#include "report/figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/figure_for_tests.hpp"
#include "stats/interval.hpp"

namespace basin::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string layer = "[[layers]]\nexperiment = \"figuretest.wave\"\n";

TEST(Figure, CurvesHaveMeansIntervalsAndPublishedPoints) {
  FigureFolder test;
  const Figure figure = test.read(curves_text());
  const FigureContent content = content_of(figure, test.computed(figure));
  ASSERT_EQ(content.drawing.panels.size(), 1u);
  const auto& panel = std::get<CurvesPanel>(content.drawing.panels.front());
  ASSERT_EQ(panel.traces.size(), 3u);
  const Trace& ours = panel.traces[0];
  EXPECT_EQ(ours.label, "width 2");
  EXPECT_THAT(ours.x, ElementsAre(1, 2));      // sorted, whatever the file's order
  EXPECT_THAT(ours.y, ElementsAre(4.0, 6.0));  // radius * 2 + mean of seeds 1, 2, 3
  const auto interval = stats::student_interval({3, 4.0, 1.0}, 0.05);
  EXPECT_DOUBLE_EQ(ours.low[0], interval.low);
  EXPECT_DOUBLE_EQ(ours.high[0], interval.high);
  const Trace& published = panel.traces[1];
  EXPECT_EQ(published.label, "width 2, published");
  EXPECT_EQ(published.style, Style::published);
  EXPECT_THAT(published.x, ElementsAre(1, 2));
  EXPECT_THAT(published.y, ElementsAre(3.25, 6.0));
  EXPECT_EQ(panel.traces[2].label, "width 3");
  EXPECT_THAT(content.table.header,
              ElementsAre("layer", "width", "radius", "published", "ours: mean", "95 % interval", "sd", "runs"));
  ASSERT_EQ(content.table.rows.size(), 4u);
  EXPECT_THAT(content.table.rows[1], ElementsAre("width 2", "2", "1", "3.25", "4", "1.516 to 6.484", "1", "3"));
  EXPECT_THAT(content.csv, HasSubstr("width 2,2,1,3.25,0.5,sd,4,4,"));
  EXPECT_EQ(content.note, "");
  EXPECT_THAT(commands_of(figure), ElementsAre("basin report --figure demo2024.one"));
}

TEST(Figure, TakesMoreSeedsWhereClaimsHaveLeftThem) {
  FigureFolder test;
  const Figure more = test.read(curves_text("seeds      = 3", "seeds = 5"));
  (void)test.computed(more);
  const Figure figure = test.read(curves_text("seeds      = 3", "seeds = 2"));
  const FigureContent content = content_of(figure, test.stored(figure));
  EXPECT_EQ(content.table.rows.front().back(), "5");
}

TEST(Figure, SaysWhatWasNotRunAndWhichTierRunsIt) {
  FigureFolder test;
  const Figure figure = test.read(curves_text("", "tier = \"full\"\n"));
  const FigureContent content = content_of(figure, test.computed(figure));
  EXPECT_EQ(content.note, "4 of 4 settings of the layer 'width {width}' were not run (tier full).");
  EXPECT_EQ(content.table.rows.front().back(), "not run");
  const auto& panel = std::get<CurvesPanel>(content.drawing.panels.front());
  ASSERT_EQ(panel.traces.size(), 1u);  // the published points alone
  EXPECT_EQ(panel.traces.front().style, Style::published);
  EXPECT_THAT(commands_of(figure), ElementsAre("basin report --figure demo2024.one --tier full"));
}

TEST(Figure, SaysWhichMeansAreOfOneRun) {
  FigureFolder test;
  const Figure figure = test.read(curves_text("seeds      = 3", "seeds = 1"));
  EXPECT_EQ(content_of(figure, test.computed(figure)).note,
            "4 of 4 numbers of ours are of one run, without an interval.");
  EXPECT_EQ(content_of(figure, test.stored(test.read(curves_text("seeds      = 3", "seeds = 2")))).note,
            "4 of 4 numbers of ours are of one run, without an interval.");
  const Figure two = test.read(curves_text("seeds      = 3", "seeds = 2"));
  EXPECT_EQ(content_of(two, test.computed(two)).note, "");
}

TEST(Figure, SaysWhichDataWasNotThere) {
  FigureFolder test;
  const Figure figure = test.read(curves_text("seeds      = 3", "set = { data = \"needed\" }"));
  EXPECT_THAT(content_of(figure, test.computed(figure)).note,
              HasSubstr("were not run: figuretest.wave with data=needed radius=2 shape=round width=2 seed 1: the "
                        "waves are not there."));
}

TEST(Figure, HeatMapsComeInPairs) {
  FigureFolder test;
  const Figure figure =
      test.read(figure_text("heat_map", "x = \"width\"\ny = \"radius\"\nvalue = \"height\"\n" + layer +
                                            "vary = { radius = [1, 2], width = [2, 4] }\npublished = \"wave.csv\"\n"));
  const FigureContent content = content_of(figure, test.computed(figure));
  ASSERT_EQ(content.drawing.panels.size(), 2u);
  const auto& published = std::get<HeatMapPanel>(content.drawing.panels[0]);
  const auto& ours = std::get<HeatMapPanel>(content.drawing.panels[1]);
  EXPECT_EQ(published.title, "published");
  EXPECT_THAT(ours.rows, ElementsAre("1", "2"));
  EXPECT_THAT(ours.columns, ElementsAre("2", "4"));
  EXPECT_THAT(ours.values[1], ElementsAre(5.0, 9.0));  // radius 2: 2 * 2 + 1, 2 * 4 + 1
  EXPECT_EQ(published.values[0][0], 3.25);
  EXPECT_TRUE(std::isnan(published.values[0][1]));
  EXPECT_EQ(ours.low, 3.0);  // one shading for both
  EXPECT_EQ(published.high, 9.0);
}

TEST(Figure, PathsAreOneForEachRun) {
  FigureFolder test;
  const Figure figure = test.read(figure_text(
      "paths", "x = \"point\"\ny = [\"value\", \"x1\"]\nx_label = \"p\"\ny_label = \"v\"\nframe = [0, 1, 2, 3]\n" +
                   layer + "seeds = 2\n"));
  const FigureContent content = content_of(figure, test.computed(figure));
  const auto& panel = std::get<CurvesPanel>(content.drawing.panels.front());
  ASSERT_EQ(panel.traces.size(), 4u);
  EXPECT_EQ(panel.traces[0].label, "value");
  EXPECT_EQ(panel.traces[2].label, "value");  // the second seed, drawn alike
  EXPECT_THAT(panel.traces[2].y, ElementsAre(2, 3, 4, 5, 6, 7));
  EXPECT_THAT(*panel.frame, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(content.table.rows[2], ElementsAre("", "2", "value", "6", "2", "7", "7"));
}

TEST(Figure, HistogramsPoolTheRunsOfAPanel) {
  FigureFolder test;
  const Figure figure = test.read(figure_text(
      "histogram",
      "x = \"value\"\nx_label = \"v\"\ny_label = \"share\"\nbins = 5\nx_range = [1, 6]\n" + layer + "seeds = 2\n"));
  const auto runs = test.computed(figure);
  const FigureContent content = content_of(figure, runs);
  const auto& panel = std::get<HistogramPanel>(content.drawing.panels.front());
  EXPECT_THAT(panel.edges, ElementsAre(1, 2, 3, 4, 5, 6));
  // seed 1: 1..6, seed 2: 2..7; 6 lies in the last bin, 7 outside.
  const double one = 1.0 / 12.0;
  const double expected[] = {one, 2 * one, 2 * one, 2 * one, 4 * one};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(panel.heights[i], expected[i], 1e-12) << i;
  EXPECT_THAT(content.table.rows.front(), ElementsAre("", "2", "12", "1", "4", "7", "5 to 6", "0.3333"));
}

TEST(Figure, SurfacesAreGridsWithLinesOverThem) {
  FigureFolder test;
  const std::string head =
      "x = \"x1\"\ny = \"x2\"\nvalue = \"value\"\narrows = \"angle\"\nsplit = \"curve\"\nx_label = \"x1\"\ny_label = "
      "\"x2\"\nshow = [\"height\"]\n";
  const Figure figure = test.read(figure_text(
      "surface", head + layer + "label = \"below\"\nseed = 3\n" + layer + "label = \"over\"\nstyle = \"line\"\n"));
  const FigureContent content = content_of(figure, test.computed(figure));
  ASSERT_EQ(content.drawing.panels.size(), 1u);
  const auto& panel = std::get<SurfacePanel>(content.drawing.panels.front());
  EXPECT_EQ(panel.title, "below: height = 5, height = 3");
  EXPECT_THAT(panel.xs, ElementsAre(0, 1, 2));
  EXPECT_THAT(panel.values[1], ElementsAre(6, 7, 8));
  ASSERT_EQ(panel.curves.size(), 2u);
  EXPECT_THAT(panel.curves[1].y, ElementsAre(1, 1, 1));
  EXPECT_EQ(panel.arrows.size(), 6u);
  EXPECT_EQ(commands_of(figure).size(), 3u);
  EXPECT_EQ(commands_of(figure)[1], "basin run figuretest.wave --seeds 3..3 --series series.csv");
}

TEST(Figure, WhatWasNotRunIsDrawnBlank) {
  FigureFolder test;
  const std::string surface = "x = \"x1\"\ny = \"x2\"\nvalue = \"value\"\nx_label = \"x1\"\ny_label = \"x2\"\n";
  const std::string axes = "x = \"value\"\nx_label = \"v\"\ny_label = \"share\"\n";
  const std::string texts[] = {
      curves_text(),
      figure_text("surface", surface + layer + "label = \"a\"\n" + layer + "label = \"over\"\nstyle = \"line\"\n"),
      figure_text("strips", "pictures = [\"value\"]\nshape = [2, 3, 1]\n" + layer),
      figure_text("histogram", axes + layer),
      figure_text("paths", axes + "y = \"x1\"\n" + layer),
      figure_text("heat_map", "x = \"width\"\ny = \"radius\"\nvalue = \"height\"\n" + layer +
                                  "vary = { radius = [1, 2], width = [2, 4] }\n")};
  for (const auto& text : texts) {
    const Figure figure = test.read(text);
    const FigureContent content = content_of(figure, test.stored(figure));
    EXPECT_THAT(content.note, HasSubstr("not run")) << text;
    EXPECT_FALSE(gnuplot_script(content.drawing).empty()) << text;
  }
}

TEST(Figure, SurfacesThatAreNoGridAreRefused) {
  FigureFolder test;
  const Figure figure = test.read(
      figure_text("surface", "x = \"x1\"\ny = \"x2\"\nvalue = \"value\"\nx_label = \"x1\"\ny_label = \"x2\"\n" + layer +
                                 "set = { shape = \"flat\" }\n"));
  const auto runs = test.computed(figure);
  EXPECT_THAT(error_of(test.folder(), [&] { (void)content_of(figure, runs); }), HasSubstr("are no full grid"));
}

TEST(Figure, StripsAreScaledPictures) {
  FigureFolder test;
  const Figure figure = test.read(figure_text(
      "strips", "pictures = [\"value\", \"x1\"]\nshape = [2, 3, 1]\nrange = [0, 10]\nshow = [\"height\"]\n" + layer));
  const FigureContent content = content_of(figure, test.computed(figure));
  const auto& panel = std::get<StripPanel>(content.drawing.panels.front());
  EXPECT_EQ(panel.title, "height = 3");
  ASSERT_EQ(panel.pictures.size(), 2u);
  EXPECT_EQ(panel.pictures[0].width, 3u);
  EXPECT_DOUBLE_EQ(panel.pictures[0].values[0], 0.1);
  const Figure wrong = test.read(figure_text("strips", "pictures = [\"value\"]\nshape = [2, 2, 1]\n" + layer));
  const auto runs = test.computed(wrong);
  EXPECT_THAT(error_of(test.folder(), [&] { (void)content_of(wrong, runs); }), HasSubstr("correct 'shape'"));
}

}  // namespace
}  // namespace basin::report
