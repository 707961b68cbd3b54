// The experiment of strandqvist2020 as users call it, on networks small enough for a unit test.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"
#include "data/data_test_files.hpp"
#include "train/torch_engine.hpp"

namespace basin::claims {
namespace {

const Experiment& experiment() {
  return Registry::global().find("strandqvist2020.attractors");
}

NamedRun measured(const Values& given, std::uint64_t seed = 1, const std::filesystem::path& data = {}) {
  return run_named(experiment().name, given, seed, data);
}

Values small(Values more = {}) {
  more.merge(Values{{"dim", 40.0}, {"width", 30.0}, {"depth", 2.0}, {"examples", 6.0}, {"epochs", 300.0}});
  return more;
}

std::string refusal(const Values& given, Fault fault = Fault::input) {
  try {
    (void)measured(given);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), fault);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Attractors, CategoriesAddUpAndAreThoseOfTheTable) {
  const NamedRun run = measured(small());
  const auto& n = run;
  EXPECT_EQ(n["attractors"] + n["unstable_fixed_points"] + n["other_contracting"] + n["other_expanding"], 6.0);
  EXPECT_EQ(n["attractors"] + n["unstable_fixed_points"], n["fixed_points"]);
  EXPECT_LE(n["true_attractors"], n["attractors"]);
  ASSERT_EQ(run.curves.size(), 3U);
  const auto& [radius, category, distance] = std::tie(run.curves[0].y, run.curves[1].y, run.curves[2].y);
  ASSERT_EQ(category.size(), 6U);
  const std::vector<std::string> names = {"attractors", "unstable_fixed_points", "other_contracting",
                                          "other_expanding"};
  for (std::size_t k = 0; k < names.size(); ++k) {
    EXPECT_EQ(static_cast<double>(std::count(category.begin(), category.end(), static_cast<double>(k))), n[names[k]]);
  }
  for (std::size_t i = 0; i < 6; ++i) {
    const bool contracting = category[i] == 0.0 || category[i] == 2.0;
    EXPECT_EQ(radius[i] < 1.0, contracting) << i;
    EXPECT_EQ(run.curves[0].x[i], static_cast<double>(i));
  }
  EXPECT_EQ(experiment().series[1].words.size(), names.size());
  EXPECT_EQ(n["steps"], 300.0) << "6 pictures are one batch";
  EXPECT_EQ(n["converged"], 1.0);
}

TEST(Attractors, ParametersAreThoseOfTheFormula) {
  for (const double depth : {1.0, 3.0}) {
    for (const char* bias : {"all", "none"}) {
      auto n = measured(small({{"depth", depth}, {"bias", bias}, {"train", "none"}}));
      const double biases = bias == std::string("all") ? 40.0 + 30.0 * depth : 0.0;
      EXPECT_EQ(n["parameters"], 2.0 * 40.0 * 30.0 + 900.0 * (depth - 1.0) + biases);
      EXPECT_EQ(n["steps"], 0.0);
    }
  }
}

// Pictures are shared by all seeds; networks are not.
TEST(Attractors, SeedsShareThePictures) {
  auto one = measured(small({{"train", "none"}}), 1), two = measured(small({{"train", "none"}}), 2);
  auto other = measured(small({{"train", "none"}, {"data_seed", 2.0}}), 1);
  EXPECT_EQ(one["smallest_norm"], two["smallest_norm"]);
  EXPECT_NE(one["loss"], two["loss"]);
  EXPECT_NE(one["smallest_norm"], other["smallest_norm"]);
}

TEST(Attractors, WithoutBiasNothingButBlackIsFixed) {
  auto n = measured(small({{"bias", "none"}, {"width", 8.0}}));
  EXPECT_LT(n["homogeneity_error"], 1e-10);
  EXPECT_EQ(n["true_attractors"], 0.0);
  EXPECT_GT(measured(small({{"bias", "all"}}))["homogeneity_error"], 1e-3);
}

TEST(Attractors, EnginesAgree) {
  if (!train::torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  for (const char* optimizer : {"descent", "rmsprop", "adam"}) {
    const Values ours = small({{"optimizer", optimizer}, {"precision", "double"}, {"batch", 4.0}, {"epochs", 40.0}});
    Values theirs = ours;
    theirs["engine"] = "torch";
    auto a = measured(ours), b = measured(theirs);
    EXPECT_NEAR(a["loss"], b["loss"], 1e-8 * b["loss"]) << optimizer;
    EXPECT_EQ(a["steps"], 80.0);
  }
}

TEST(Attractors, DivergedRunsAreUndecidedAndNoCrash) {
  auto n = measured(small({{"optimizer", "descent"}, {"lr", 1e9}}));
  EXPECT_EQ(n["converged"], 0.0);
  EXPECT_EQ(n["attractors"], 0.0);
  EXPECT_EQ(n["other_expanding"], 6.0);
}

TEST(Attractors, CifarIsSkippedWhereItIsNotThere) {
  const std::string sentence = refusal({{"data", "cifar10"}, {"train", "none"}}, Fault::skipped);
  EXPECT_NE(sentence.find("cs.toronto.edu/~kriz/cifar.html"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("--data"), std::string::npos) << sentence;
}

TEST(Attractors, RefusesWhatCifarHasNot) {
  EXPECT_NE(refusal({{"data", "cifar10"}, {"dim", 100.0}}).find("dim=100"), std::string::npos);
  EXPECT_NE(refusal({{"data", "cifar10"}, {"examples", 101.0}}).find("examples=101"), std::string::npos);
  EXPECT_NE(refusal({{"width", 1e7}}).find("GiB"), std::string::npos);
}

TEST(Attractors, TheDarkestPictureIsThatOfTheThesis) {
  const auto folder = data::real_data_folder();
  if (folder.empty()) GTEST_SKIP() << "no data folder: set BASIN_DATA";
  auto n = measured({{"data", "cifar10"}, {"train", "none"}, {"depth", 1.0}, {"width", 8.0}}, 1, folder);
  EXPECT_EQ(n["darkest"], 85.0);
  EXPECT_NEAR(n["smallest_norm"], 16.53, 0.005);
}

}  // namespace
}  // namespace basin::claims
