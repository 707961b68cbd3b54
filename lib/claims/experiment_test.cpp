// Tests of the registry of experiments.
#include "claims/experiment.hpp"

#include <gtest/gtest.h>

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
  refused([](Experiment& e) { e.series = {{"loss", ""}, {"loss", "again"}}; });
  refused([](Experiment& e) { e.series = {{"a b", "two words"}}; });
  refused([](Experiment& e) { e.measure = {}; });
  refused([](Experiment& e) { e.parameters[0].low = 2.0; });
  refused([](Experiment& e) { e.parameters.push_back(e.parameters[0]); });
  EXPECT_EQ(registry.all().size(), 1U);
  registry.add(example("demo2020.other"), "c.cpp");
  EXPECT_EQ(registry.all().size(), 2U);
}

}  // namespace
}  // namespace basin::claims
