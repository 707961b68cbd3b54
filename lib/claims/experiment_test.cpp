// Tests of the registry of experiments.
#include "claims/experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/error.hpp"

namespace basin::claims {
namespace {

Experiment example(const std::string& name = "demo2020.sweep") {
  return {.name = name,
          .summary = "Measures nothing.",
          .parameters = {{.name = "radius", .kind = Kind::real, .fallback = 1.0}},
          .columns = {{"norm", "norm of the output"}},
          .measure = [](const Setting&, const Run&) { return Row{0.0}; }};
}

TEST(Registry, FindsWhatWasAdded) {
  Registry registry;
  registry.add(example("demo2020.sweep"), "/home/someone/basin/reproductions/demo2020/sweep.cpp");
  registry.add(example("demo2020.count"), "elsewhere/src/demo/count.cpp");
  registry.add(example("demo2020.alone"), "alone.cpp");
  EXPECT_EQ(registry.find("demo2020.sweep").file, "demo2020/sweep.cpp");
  EXPECT_EQ(registry.find("demo2020.count").file, "demo/count.cpp");
  EXPECT_EQ(registry.find("demo2020.alone").file, "alone.cpp");
  ASSERT_EQ(registry.all().size(), 3U);
  EXPECT_EQ(registry.all()[0]->name, "demo2020.alone");
}

TEST(Registry, NestedReproductionsFolderIsCutAtTheLast) {
  Registry registry;
  registry.add(example(), "/reproductions/old/reproductions/demo2020/sweep.cpp");
  EXPECT_EQ(registry.find("demo2020.sweep").file, "demo2020/sweep.cpp");
}

TEST(Registry, SuggestsNearestFirst) {
  Registry registry;
  registry.add(example("demo2020.sweep"), "a.cpp");
  registry.add(example("demo2020.count"), "b.cpp");
  try {
    (void)registry.find("demo2020.swep");
    FAIL() << "found what is not there";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "experiment 'demo2020.swep' is unknown; known: demo2020.sweep, demo2020.count");
  }
}

TEST(Registry, RefusesUnsoundExperiments) {
  Registry registry;
  registry.add(example(), "a.cpp");
  EXPECT_THROW(registry.add(example(), "b.cpp"), std::logic_error);
  EXPECT_THROW(registry.add(example("sweep"), "b.cpp"), std::logic_error);
  EXPECT_THROW(registry.add(example("Demo.sweep"), "b.cpp"), std::logic_error);
  EXPECT_THROW(registry.add(example("demo2020."), "b.cpp"), std::logic_error);
  const auto refused = [&](const std::function<void(Experiment&)>& change) {
    Experiment experiment = example("demo2020.other");
    change(experiment);
    EXPECT_THROW(registry.add(experiment, "c.cpp"), std::logic_error);
  };
  refused([](Experiment& e) { e.columns.push_back({"radius", "named like a parameter"}); });
  refused([](Experiment& e) { e.columns.push_back({"norm", "again"}); });
  refused([](Experiment& e) { e.columns.push_back({"seed", "reserved"}); });
  refused([](Experiment& e) { e.columns.push_back({"a-b", "an expression"}); });
  refused([](Experiment& e) { e.columns.clear(); });
  const auto refused_series = [&](const Column& x, const std::vector<Series>& series) {
    refused([&](Experiment& e) {
      e.series_x = x;
      e.series = series;
    });
  };
  const Column epoch = {"epoch", "steps"};
  refused_series(epoch, {{"loss", ""}, {"loss", "again"}});
  refused_series(epoch, {{"a b", "two words"}});
  refused_series(epoch, {{"epoch", "named like the x"}});
  refused_series(epoch, {{"radius", "named like a parameter"}});
  refused_series({"radius", "named like a parameter"}, {{"loss", ""}});
  refused_series({"seed", "reserved"}, {{"loss", ""}});
  refused_series({}, {{"loss", "over nothing"}});
  refused_series(epoch, {});
  for (const char* word : {"", "own", "nan"}) refused_series(epoch, {{"category", "", {"own", "other", word}}});
  refused([](Experiment& e) { e.measure = {}; });
  refused([](Experiment& e) { e.parameters[0].low = 2.0; });
  refused([](Experiment& e) { e.parameters.push_back(e.parameters[0]); });
  EXPECT_EQ(registry.all().size(), 1U);
  registry.add(example("demo2020.other"), "c.cpp");
  Experiment with_series = example("demo2020.series");
  with_series.series_x = epoch;
  with_series.series = {{"norm", "named like a column"}, {"category", "", {"own", "other"}}};
  registry.add(with_series, "c.cpp");
  EXPECT_EQ(registry.all().size(), 3U);
}

TEST(Series, WhatARunMayGive) {
  const std::vector<Series> series = {{"loss", ""}, {"category", "", {"own", "other"}}};
  const double nan = std::nan("");
  const Curve loss{{0.0, 1.0, 2.0}, {0.5, nan, -1e9}};
  EXPECT_EQ(objection_to({loss, {loss.x, {0.0, 1.0, nan}}}, series), "");
  EXPECT_EQ(objection_to({}, {}), "");
  EXPECT_EQ(objection_to({loss}, series), "1 curves for 2 series");
  EXPECT_EQ(objection_to({loss, {loss.x, {0.0, 1.0}}}, series),
            "the series 'category' with 3 x and 2 y, not 1 to 16384 of both");
  EXPECT_EQ(objection_to({{}, {}}, series), "the series 'loss' with 0 x and 0 y, not 1 to 16384 of both");
  for (const std::vector<double>& other : {std::vector<double>{0.0, 1.0, 3.0}, {0.0, 1.0}, {0.0, nan, 2.0}}) {
    EXPECT_EQ(objection_to({loss, {other, std::vector<double>(other.size(), 0.0)}}, series),
              "the series 'category' with an x that is NaN or not that of 'loss'");
  }
  EXPECT_NE(objection_to({{{nan}, {1.0}}}, {{"loss", ""}}), "");
  for (const double wrong : {2.0, -1.0, 0.5, 1e300, std::numeric_limits<double>::infinity()}) {
    EXPECT_NE(objection_to({loss, {loss.x, {0.0, wrong, 1.0}}}, series).find("no index of its 2 words"),
              std::string::npos)
        << wrong;
  }
}

}  // namespace
}  // namespace basin::claims
