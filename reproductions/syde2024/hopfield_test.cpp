// The experiments on Hopfield networks as users call them: small ones by what must come out, real digits where they
// are.
#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"
#include "data/data_test_files.hpp"

namespace basin::claims {
namespace {

TEST(SydeCapacity, OfFewPatternsHasNoError) {
  auto few = run_named("syde2024.capacity", {{"pixels", 200.0}, {"stored", 3.0}, {"held_out", 5.0}});
  EXPECT_EQ(few["training_error"], 0.0);
  EXPECT_EQ(few["fixed"], 3.0);
  EXPECT_EQ(few["mirrored_fixed"], 3.0);
  EXPECT_GT(few["held_out_error"], 0.3) << "others are forgotten";
  auto many = run_named("syde2024.capacity", {{"pixels", 200.0}, {"stored", 100.0}});
  EXPECT_NEAR(many["error_over_law"], 1.0, 0.15);
  EXPECT_EQ(many["fixed"], 0.0);
}

// Without a step what comes out is what went in: 60 of 200 pixels flipped, or half of them 0.
TEST(SydeRetrieval, SpoilsAsSet) {
  for (const char* sampling : {"uniform", "as_printed"}) {
    const Values start = {{"pixels", 200.0}, {"steps", 0.0}, {"sampling", sampling}};
    const auto with = [&](const char* corruption, double flipped) {
      Values given = start;
      given["corruption"] = corruption;
      given["flipped"] = flipped;
      return run_named("syde2024.retrieval", given);
    };
    auto flips = with("flips", 0.3);
    EXPECT_DOUBLE_EQ(flips["error"], 0.3);
    EXPECT_DOUBLE_EQ(flips["squared_error"], 1.2);
    EXPECT_EQ(flips["undecided"], 0.0);
    for (const char* corruption : {"half", "every_second"}) {
      auto zeros = with(corruption, 0.3);
      EXPECT_DOUBLE_EQ(zeros["error"], 0.5);
      EXPECT_DOUBLE_EQ(zeros["squared_error"], 0.5);
      EXPECT_DOUBLE_EQ(zeros["undecided"], 0.5);
      EXPECT_EQ(zeros["restored"], 0.0);
    }
    EXPECT_EQ(with("none", 0.3)["restored"], 1.0);
  }
}

// .35 * 100 is 34.999... and means 35, as of noise on grey pictures.
TEST(SydeRetrieval, FlipsTheShareThatIsSet) {
  for (const auto& [flipped, share] : {std::pair{0.29, 0.29}, {0.35, 0.35}, {0.57, 0.57}, {0.299, 0.29}, {0.0, 0.0}}) {
    EXPECT_DOUBLE_EQ(run_named("syde2024.retrieval", {{"pixels", 100.0}, {"flipped", flipped}})["spoilt"], share);
  }
}

TEST(SydeRetrieval, DrawsTheFirstCue) {
  const Experiment& experiment = Registry::global().find("syde2024.retrieval");
  const Setting setting(experiment.parameters, {{"pixels", 200.0}, {"corruption", "half"}});
  const auto curves = experiment.measure(setting, {.experiment = experiment.name, .seed = 1}).curves;
  EXPECT_EQ(objection_to(curves, experiment.series), "");
  const auto &picture = curves.at(0).y, &spoilt = curves.at(1).y;
  ASSERT_EQ(picture.size(), 200U);
  for (std::size_t i = 0; i < 200; ++i) EXPECT_EQ(spoilt[i], i < 100 ? 0.0 : picture[i]) << i;
  EXPECT_EQ(curves.at(2).y, picture) << "random patterns are restored";
}

TEST(SydeRetrieval, RestoresRandomPatterns) {
  for (const char* rule : {"outer_product", "pseudo_inverse"}) {
    auto run = run_named("syde2024.retrieval", {{"rule", rule}, {"flipped", 0.2}});
    EXPECT_DOUBLE_EQ(run["spoilt"], 156.0 / 784.0) << "whole pixels, rounded down";
    EXPECT_EQ(run["restored"], 1.0) << rule;
  }
}

// .29 * 200 is 57.999... in doubles and means 58.
TEST(SydeRetrieval, CountsFlipsAsMeant) {
  for (const double percent : {7.0, 14.0, 29.0, 57.0, 58.0}) {
    auto run = run_named("syde2024.retrieval", {{"pixels", 200.0}, {"steps", 0.0}, {"flipped", percent / 100.0}});
    EXPECT_DOUBLE_EQ(run["spoilt"], percent / 100.0);
  }
}

TEST(SydeEnergy, FallsOneByOneAndMayRiseAtOnce) {
  auto one_by_one = run_named("syde2024.energy", {});
  EXPECT_EQ(one_by_one["rises"], 0.0);
  EXPECT_LT(one_by_one["last_energy"], one_by_one["first_energy"]);
  auto at_once = run_named("syde2024.energy", {{"update", "synchronous"}, {"stored", 50.0}});
  EXPECT_GT(at_once["rises"], 0.0);
  EXPECT_GT(at_once["cycles"], 0.0);
}

TEST(SydeEnergy, RefusesStatesThatDoNotFit) {
  for (const double states : {1e10, 1e12, 9e15}) {
    EXPECT_THROW((void)run_named("syde2024.energy", {{"states", states}, {"pixels", 1000.0}}), Error) << states;
  }
}

TEST(SydeProjection, CorrectsFlipsBelowOneHalf) {
  auto run = run_named("syde2024.projection", {{"rule", "pseudo_inverse"}, {"ridge", 0.0}});
  EXPECT_NEAR(run["trace"], 100.0, 1e-9);
  EXPECT_EQ(run["fixed"], 100.0);
  EXPECT_EQ(run["agreeing"], 200.0);
  EXPECT_EQ(run["corrected"], run["below_half"]);
}

TEST(SydeDigits, AreThoseOfTheSource) {
  const std::filesystem::path data = data::real_data_folder();
  const Values all = {{"patterns", "mnist"}, {"stored", 41.0}};
  EXPECT_THROW((void)run_named("syde2024.capacity", all), Error) << "no folder";
  if (data.empty() || !std::filesystem::exists(data / "mnist")) GTEST_SKIP() << "MNIST is not there";
  auto run = run_named("syde2024.capacity", all, 1, data);
  EXPECT_NEAR(run["positive_share"], 0.13, 0.05);
  EXPECT_EQ(run["fixed"], 0.0);
  Values more = all;
  more["pool"] = 18624.0;
  EXPECT_THROW((void)run_named("syde2024.capacity", more, 1, data), Error) << "there are 18,623 of digits 0, 1 and 2";
}

}  // namespace
}  // namespace basin::claims
