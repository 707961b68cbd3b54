// The robustness experiment as users call it, against plain recomputation.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"
#include "data/pictures.hpp"

namespace basin::claims {
namespace {

const Experiment& experiment() {
  return Registry::global().find("syde2024.robustness");
}

NamedRun measured(const Values& given, std::uint64_t seed = 1) {
  return run_named("syde2024.robustness", given, seed);
}

// The plain version of the Hopfield network's error without noise: W and five steps entry by entry, no matrices.
double plain_error(Eigen::Index stored, std::uint64_t seed) {
  const Stream draws("syde2024.robustness", seed, "stored");
  const Eigen::MatrixXd pictures = data::stroke_pictures(draws, stored);
  const auto sign_of = [](bool is_positive) { return is_positive ? 1.0 : -1.0; };
  double theta = 0.0;
  for (Eigen::Index i = 0; i < pictures.size(); ++i) theta += sign_of(pictures(i) > 0.5);
  theta /= static_cast<double>(pictures.size());
  double wrong = 0.0;
  for (Eigen::Index cue = 0; cue < stored; ++cue) {
    Eigen::VectorXd state(784);
    for (Eigen::Index i = 0; i < 784; ++i) state(i) = sign_of(pictures(i, cue) > 0.5);
    const Eigen::VectorXd clean = state;
    for (int step = 0; step < 5; ++step) {
      Eigen::VectorXd next = Eigen::VectorXd::Zero(784);
      for (Eigen::Index i = 0; i < 784; ++i) {
        double field = 0.0;
        for (Eigen::Index j = 0; j < 784; ++j) {
          if (i == j) continue;
          double weight = 0.0;
          for (Eigen::Index m = 0; m < stored; ++m) {
            weight += (sign_of(pictures(i, m) > 0.5) - theta) * (sign_of(pictures(j, m) > 0.5) - theta);
          }
          field += weight * state(j);
        }
        next(i) = field > 0.0 ? 1.0 : field < 0.0 ? -1.0 : 0.0;
      }
      state = next;
    }
    for (Eigen::Index i = 0; i < 784; ++i) wrong += (state(i) > 0.0) != (clean(i) > 0.0) ? 1.0 : 0.0;
  }
  return wrong / (784.0 * static_cast<double>(stored));
}

TEST(Robustness, HopfieldErrorsAreThoseOfThePlainNetwork) {
  const NamedRun run = measured({{"stored", 3.0}, {"train", "none"}}, 2);
  EXPECT_NEAR(run["hopfield_0"], plain_error(3, 2), 1e-12);
  EXPECT_GT(run["hopfield_0"], 0.0);
}

TEST(Robustness, TheRowSummarisesTheCurves) {
  const NamedRun run = measured({{"epochs", 100.0}});
  ASSERT_EQ(run.curves.size(), 2U);
  const Curve &autoencoder = run.curves[0], &hopfield = run.curves[1];
  ASSERT_EQ(autoencoder.x.size(), 16U);
  EXPECT_EQ(autoencoder.x.back(), 0.75);
  double least = 1.0, most = -1.0;
  for (std::size_t i = 1; i < 16; ++i) {
    least = std::min(least, hopfield.y[i] - autoencoder.y[i]);
    most = std::max(most, hopfield.y[i] - autoencoder.y[i]);
  }
  EXPECT_EQ(run["least_advantage"], least);
  EXPECT_EQ(run["most_advantage"], most);
  EXPECT_EQ(run["autoencoder_25"], autoencoder.y[5]);
  EXPECT_EQ(run["hopfield_75"], hopfield.y[15]);
}

// Pseudo-inverse weights keep every stored picture, and so does an autoencoder that has learnt them.
TEST(Robustness, WhatIsStoredWellIsGivenBack) {
  EXPECT_EQ(measured({{"rule", "pseudo_inverse"}, {"train", "none"}})["hopfield_15"], 0.0);
  const NamedRun learnt = measured({{"epochs", 1000.0}, {"width", 100.0}});
  EXPECT_EQ(learnt["autoencoder_0"], 0.0);
  EXPECT_LT(learnt["loss"], 1e-3);
  EXPECT_GT(learnt["autoencoder_75"], 0.0);
}

TEST(Robustness, CuesAndWhatIsLearntAreAsSet) {
  const NamedRun stored = measured({{"epochs", 100.0}}), test = measured({{"epochs", 100.0}, {"cues", "test"}});
  EXPECT_EQ(stored["loss"], test["loss"]);  // the same training
  EXPECT_LT(stored["autoencoder_0"], test["autoencoder_0"]);
}

// By what it is trained on and asked for, not by pictures that it never meets.
TEST(Robustness, WorkIsThatOfWhatIsLearnt) {
  const auto work = [](const Values& given) { return experiment().work(Setting(experiment().parameters, given)); };
  const auto chaotic = [](const Values& given) {
    return experiment().chaotic(Setting(experiment().parameters, given));
  };
  EXPECT_EQ(work({{"pictures", 60000.0}}), work({{"pictures", 10.0}}));
  EXPECT_GT(work({{"pictures", 60000.0}, {"learns", "pictures"}}), 10.0 * work({}));
  EXPECT_GT(work({{"repeats", 500.0}}), 10.0 * work({}));
  EXPECT_FALSE(chaotic({{"epochs", 200.0}})) << "one step an epoch";
  EXPECT_TRUE(chaotic({{"epochs", 201.0}}));
  EXPECT_TRUE(chaotic({{"epochs", 21.0}, {"learns", "pictures"}}));
}

TEST(Robustness, RefusesCuesThatDoNotFit) {
  const Setting many(experiment().parameters, {{"stored", 1000.0}, {"repeats", 1000.0}, {"width", 1e5}});
  EXPECT_THROW(experiment().check(many), Error) << "two billion numbers a copy";
}

TEST(Robustness, RefusesWhatMakesNoSense) {
  for (const Values& wrong : std::vector<Values>{
           {{"stored", 0.0}}, {{"stored", 1001.0}}, {{"passes", 0.0}}, {{"rule", "hebb"}}, {{"width", 1e12}}}) {
    EXPECT_THROW((void)measured(wrong), Error) << to_text(wrong);
  }
  EXPECT_EQ(fault_of("syde2024.robustness", {{"data", "mnist"}}), Fault::skipped);
}

}  // namespace
}  // namespace basin::claims
