// The experiments of kuehn2024 as users call them, at settings that a training or an analysis cannot take in its
// stride.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

std::string refusal(const Values& given) {
  try {
    (void)run_named("kuehn2024.embedding", given);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::input);
    return error.what();
  }
  return "nothing was thrown";
}

// What has diverged is not converged, and nothing is known of it: neither refused nor made up.
TEST(Kuehn2024, RunsThatDivergeSaySo) {
  const Values diverging = {{"lr", 1e38},           {"keep", "last"}, {"batch_norm", "none"},
                            {"activation", "relu"}, {"epochs", 2.0},  {"points", 200.0}};
  auto embedding = run_named("kuehn2024.embedding", diverging);
  EXPECT_EQ(embedding["converged"], 0.0);
  EXPECT_EQ(embedding["training_accuracy"], 0.0) << "outputs that are NaN tell no class";
  for (const char* column : {"winding_number", "reaches_edge", "bounded_inner", "extrema", "signs_resolved"}) {
    EXPECT_TRUE(std::isnan(embedding[column])) << column;
  }
  auto surface = run_named("kuehn2024.surface", diverging);
  EXPECT_EQ(surface["converged"], 0.0);
  EXPECT_TRUE(std::isnan(surface["largest_hidden"]) && std::isnan(surface["largest_singular_value"]));
  auto weights = run_named("kuehn2024.weights", diverging);
  EXPECT_EQ(weights["converged"], 0.0);
  EXPECT_TRUE(std::isnan(weights["largest_weight"]) && std::isnan(weights["worst_condition"]));
}

TEST(Kuehn2024, UntrainedNetworksAreAsTheyShouldBe) {
  auto embedding = run_named("kuehn2024.embedding", {{"train", "none"}, {"depth", 3.0}, {"points", 200.0}});
  EXPECT_EQ(embedding["converged"], 1.0);
  EXPECT_EQ(embedding["steps"], 0.0);
  EXPECT_EQ(embedding["bounded_inner"] + embedding["bounded_outer"], 0.0);
  EXPECT_GE(embedding["winding_zero"], 1.0);
}

TEST(Kuehn2024, WhatIsNotLookedForIsNotCounted) {
  auto embedding = run_named("kuehn2024.embedding", {{"train", "none"}, {"points", 200.0}, {"starts", 0.0}});
  for (const char* column : {"extrema", "proven_extrema", "saddles", "degenerate_points"}) {
    EXPECT_TRUE(std::isnan(embedding[column])) << column;
  }
}

// Before residual blocks inputs are standardised by a block of their own, which moves the bottleneck one layer on.
TEST(Kuehn2024, BottlenecksAmongBlocksAreFound) {
  auto n = run_named("kuehn2024.embedding", {{"inputs", "standardised"},
                                             {"skip", 1.0},
                                             {"strength", 0.1},
                                             {"depth", 4.0},
                                             {"bottleneck", 3.0},
                                             {"points", 200.0},
                                             {"train", "none"}});
  EXPECT_EQ(n["winding_number"], 0.0);
  EXPECT_FALSE(std::isnan(n["critical_levels"]));
}

TEST(Kuehn2024, RefusesBeforeItTrains) {
  const auto names = [](const std::string& message, const char* word) { return message.find(word) != message.npos; };
  EXPECT_PRED2(names, refusal({{"skip", 1.0}, {"width", 1.0}, {"bottleneck", 3.0}}), "residual block");
  EXPECT_PRED2(names, refusal({{"bottleneck", 16.0}}), "no hidden layer");
  EXPECT_PRED2(names, refusal({{"circle", 3.0}}), "window");
  EXPECT_PRED2(names, refusal({{"starts", 1.0}}), "no grid");
  EXPECT_PRED2(names, refusal({{"half_window", 1e308}}), "too large");
  EXPECT_PRED2(names, refusal({{"buffer", 0.5}}), "buffer");
  EXPECT_PRED2(names, refusal({{"points", 60e6}, {"width", 1e4}}), "need");
}

// The tunnel's walls lie on both sides of the disc: a line through all of them would cross it.
TEST(Embedding, StretchesAreLinesWithoutJumps) {
  const NamedRun run = run_named("kuehn2024.embedding", {{"epochs", 60.0}, {"starts", 0.0}, {"proof_pieces", 0.0}});
  ASSERT_EQ(run["reaches_edge"], 1.0);
  const auto& [x1, x2, stretch] = std::tie(run.curves[1].y, run.curves[2].y, run.curves[6].y);
  double longest_within = 0.0, longest_between = 0.0;
  for (std::size_t i = 1; i < x1.size(); ++i) {
    double& longest = stretch[i] == stretch[i - 1] ? longest_within : longest_between;
    longest = std::max(longest, std::hypot(x1[i] - x1[i - 1], x2[i] - x2[i - 1]));
  }
  EXPECT_LT(longest_within, 0.2);
  EXPECT_GT(longest_between, 0.2);
}

}  // namespace
}  // namespace basin::claims
