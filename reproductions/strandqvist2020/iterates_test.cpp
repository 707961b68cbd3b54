// The strips of strandqvist2020.iterates, on networks small enough for a unit test.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <set>
#include <string>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

const std::string name = "strandqvist2020.iterates";

Values small(const Values& more = {}) {
  return with({{"dim", 40.0}, {"width", 30.0}, {"depth", 3.0}, {"examples", 8.0}, {"epochs", 300.0}}, more);
}

NamedRun attractors(const Values& given, std::uint64_t seed = 1) {
  return run_named("strandqvist2020.attractors", given, seed);
}

Eigen::VectorXd picture_of(const NamedRun& run, std::size_t series) {
  const auto& y = run.curves[series].y;
  return Eigen::Map<const Eigen::VectorXd>(y.data(), static_cast<Eigen::Index>(y.size()));
}

// The other experiment is the oracle: the same network, and from every picture the same end, to the bit.
TEST(Iterates, OfEveryPictureEndWhereTheAttractorsDo) {
  // With seed 4 several of the four pictures are stored, in single and double precision, after 3000 and 6000 epochs.
  constexpr std::uint64_t seed = 4;
  const Values stores = {{"dim", 100.0}, {"width", 60.0}, {"depth", 6.0}, {"examples", 4.0}, {"epochs", 3000.0}};
  const NamedRun table = attractors(stores, seed);
  std::set<double> ends;
  for (std::size_t i = 0; i < 4; ++i) {
    const NamedRun run = run_named(name, with(stores, {{"picture", static_cast<double>(i)}}), seed);
    EXPECT_EQ(run["chosen"], static_cast<double>(i));
    EXPECT_EQ(run["loss"], table["loss"]);
    EXPECT_EQ(run["picture_radius"], table.curves[0].y[i]);
    EXPECT_EQ(run["final_distance"], table.curves[2].y[i]);
    EXPECT_EQ(run["is_own"] * run["settled"] == 1.0, table.curves[1].y[i] < 2.0) << "a fixed point";
    EXPECT_EQ(run["start_distance"], 0.0);
    ends.insert(run["nearest"]);
  }
  EXPECT_GT(ends.size(), 1U) << "all ends are one: nothing was compared";
}

TEST(Iterates, StripIsWhatTheRowSays) {
  for (const char* from : {"picture", "noisy", "random"}) {
    const NamedRun run = run_named(name, small({{"picture", 3.0}, {"from", from}}));
    ASSERT_EQ(run.curves.size(), 8U);
    const Eigen::VectorXd picture = picture_of(run, 0), start = picture_of(run, 1), last = picture_of(run, 6);
    EXPECT_NEAR((start - picture).norm(), run["start_distance"], 1e-5);
    EXPECT_EQ(run["start_distance"] == 0.0, from == std::string("picture"));
    EXPECT_NEAR((last - picture).norm(), run["final_distance"], 1e-12);
    EXPECT_NEAR(last.norm(), run["final_norm"], 1e-12);
    if (run["settled"] == 1.0 && run["maps"] <= 1000.0) {
      EXPECT_EQ(picture_of(run, 5), last);
    }
    EXPECT_GE(start.minCoeff(), 0.0);
    EXPECT_LE(start.maxCoeff(), 1.0);
    if (run["is_own"] == 1.0) {
      EXPECT_EQ(picture_of(run, 7), picture);
    }
    EXPECT_LE((last - picture_of(run, 7)).norm(), run["final_distance"] + 1e-12) << "the nearest is no farther";
  }
  // More noise starts farther away, by some noise * sqrt(dim).
  const auto started = [](double noise) {
    return run_named(name, small({{"from", "noisy"}, {"noise", noise}, {"train", "none"}}))["start_distance"];
  };
  EXPECT_NEAR(started(0.01), 0.01 * std::sqrt(40.0), 0.03);
  EXPECT_GT(started(0.2), 5.0 * started(0.01));
}

TEST(Iterates, FindsAnAttractorAndAFalsePositive) {
  // One picture alone is stored, whatever the seed.
  const Values alone = small({{"examples", 1.0}, {"epochs", 1000.0}});
  ASSERT_EQ(attractors(alone)["true_attractors"], 1.0);
  const NamedRun stored = run_named(name, with(alone, {{"which", "attractor"}, {"from", "noisy"}}));
  EXPECT_EQ(stored["found"] * stored["settled"] * stored["is_own"], 1.0);
  EXPECT_EQ(stored["false_fixed_point"] + stored["black"], 0.0);
  EXPECT_LT(stored["picture_radius"], 1.0);
  EXPECT_EQ(run_named(name, with(alone, {{"which", "false_positive"}}))["found"], 0.0);
  // Without biases a network that shrinks has black only.
  const Values black = small({{"bias", "none"}, {"width", 8.0}, {"epochs", 300.0}});
  ASSERT_EQ(attractors(black)["black_fixed_points"], 1.0);
  const NamedRun lost = run_named(name, with(black, {{"which", "false_positive"}}));
  EXPECT_EQ(lost["found"] * lost["settled"] * lost["false_fixed_point"] * lost["black"], 1.0);
  EXPECT_EQ(lost["chosen"], attractors(black)["darkest"]);
  // There is no attractor then: `picture` is shown, and the row says so.
  const NamedRun none = run_named(name, with(black, {{"which", "attractor"}, {"picture", 2.0}}));
  EXPECT_EQ(none["found"], 0.0);
  EXPECT_EQ(none["chosen"], 2.0);
  EXPECT_EQ(none["is_own"], 0.0);
}

TEST(Iterates, OverflowIsNoCrash) {
  const NamedRun run = run_named(name, small({{"optimizer", "descent"}, {"lr", 1e9}}));
  EXPECT_EQ(run["overflowed"], 1.0);
  EXPECT_EQ(run["nearest"], -1.0);
  EXPECT_EQ(run["settled"] + run["is_own"] + run["black"], 0.0);
  EXPECT_TRUE(std::isnan(run["final_distance"]) && std::isnan(run["final_radius"]));
  EXPECT_EQ(run["converged"], 0.0);
}

TEST(Iterates, RefusesPicturesThatAreNotThere) {
  EXPECT_EQ(fault_of(name, small({{"picture", 8.0}})), Fault::input);
  EXPECT_EQ(fault_of(name, {{"data", "cifar10"}, {"dim", 100.0}}), Fault::input);
  EXPECT_EQ(fault_of(name, {{"data", "cifar10"}, {"train", "none"}}), Fault::skipped);
}

}  // namespace
}  // namespace basin::claims
