// The experiment of sange2024 as users call it, on trainings short enough for a unit test.
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"
#include "data/rectangle.hpp"
#include "train/torch_engine.hpp"

namespace basin::claims {
namespace {

const Experiment& experiment() {
  return Registry::global().find("sange2024.bottleneck");
}

NamedRun measured(const Values& given, std::uint64_t seed = 1) {
  return run_named(experiment().name, given, seed);
}

TEST(Bottleneck, BestLinearLossIsTheSmallerEigenvalueOverTwo) {
  const Eigen::MatrixXd x = data::rectangle_points(Stream("sange2024.bottleneck", 3, "data"), 50, {2.0, 1.0});
  const Eigen::MatrixXd centred = x.colwise() - x.rowwise().mean();
  const Eigen::MatrixXd covariance = centred * centred.transpose() / 50.0;
  const double smaller = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(covariance).eigenvalues()(0);
  auto n = measured({{"train", std::string("none")}, {"points", 50.0}}, 3);
  EXPECT_NEAR(n["pca_loss"], smaller / 2.0, 1e-14);
  EXPECT_EQ(n["steps"], 0.0);
  EXPECT_EQ(n["converged"], 1.0);
  EXPECT_EQ(measured({{"train", std::string("none")}, {"latent", 2.0}})["pca_loss"], 0.0);
}

TEST(Bottleneck, ThePcaLikeModelFindsIt) {
  auto n = measured({{"model", std::string("pca")}});
  EXPECT_EQ(n["steps"], 12000.0) << "100 points in batches of 8, 4 left out";
  EXPECT_NEAR(n["loss_ratio"], 1.0, 0.01);
  EXPECT_GT(n["encoder_x1"], 0.95);
  EXPECT_GT(n["decoder_x1"], 0.95);
  EXPECT_NEAR(n["length"], n["extent"], 1e-12) << "a straight line";
  EXPECT_EQ(measured({{"model", std::string("pca")}, {"epochs", 2.0}, {"remainder", std::string("kept")}})["steps"],
            26.0);
}

// With one batch of all points the loss of the last batch is the loss.
TEST(Bottleneck, LossOfTheLastBatch) {
  auto all = measured({{"batch", 0.0}, {"epochs", 3.0}});
  EXPECT_DOUBLE_EQ(all["batch_loss"], all["loss"]);
  auto few = measured({{"epochs", 3.0}, {"points", 16.0}});
  EXPECT_GT(few["batch_loss"], 0.0);
  EXPECT_NE(few["batch_loss"], few["loss"]);
}

TEST(Bottleneck, RankIsThatOfTheLatentNumbers) {
  for (const auto* model : {"small", "big", "pca"}) {
    auto one = measured({{"model", std::string(model)}, {"epochs", 5.0}}),
         two = measured({{"model", std::string(model)}, {"epochs", 5.0}, {"latent", 2.0}});
    EXPECT_LT(one["second_singular_value"], 1e-14) << model;
    EXPECT_LT(one["trace_gap"], 1e-14) << model;
    EXPECT_GT(two["second_singular_value"], 1e-6) << model;
  }
}

TEST(Bottleneck, RetrainsTheEncoderAlone) {
  const Values small = {{"epochs", 20.0}, {"retrain_epochs", 20.0}};
  const auto with = [&](const char* how) {
    Values given = small;
    given["retrain"] = std::string(how);
    return measured(given);
  };
  auto none = with("none"), continued = with("continued"), anew = with("anew");
  EXPECT_EQ(none["retrained_loss"], none["loss"]);
  EXPECT_EQ(none["code_change"], 0.0);
  for (auto* n : {&continued, &anew}) {
    EXPECT_EQ((*n)["loss"], none["loss"]) << "the first training is the same";
    EXPECT_EQ((*n)["length"], none["length"]);
    EXPECT_NE((*n)["retrained_loss"], none["loss"]);
    EXPECT_LE((*n)["retraining_lowest"], (*n)["retraining_highest"]);
  }
  EXPECT_LT(continued["retraining_highest"], 1.5 * none["loss"]);
  EXPECT_GT(anew["retraining_highest"], continued["retraining_highest"]);
  EXPECT_GT(anew["code_change"], continued["code_change"]);
}

TEST(Bottleneck, IsTheSameByLibTorch) {
  if (!train::torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  Values given = {{"epochs", 3.0},
                  {"retrain_epochs", 2.0},
                  {"retrain", std::string("continued")},
                  {"precision", std::string("double")},
                  {"optimizer", std::string("descent")},
                  {"weight_decay", 0.01}};
  auto ours = measured(given);
  given["engine"] = std::string("torch");
  auto theirs = measured(given);
  for (const auto* column : {"loss", "batch_loss", "length", "retrained_loss", "code_change", "retraining_highest"}) {
    EXPECT_NEAR(ours[column], theirs[column], 1e-9 * (1.0 + std::abs(theirs[column]))) << column;
  }
}

TEST(Bottleneck, CurveGoesFromMinusTwoToTwo) {
  const NamedRun run = measured({{"train", std::string("none")}});
  ASSERT_EQ(run.curves.size(), 6U);
  EXPECT_EQ(objection_to(run.curves, experiment().series), "");
  EXPECT_EQ(run.curves[0].x.front(), -2.0);
  EXPECT_EQ(run.curves[0].x.back(), 2.0);
}

// The polygon's length through two series, a coordinate each.
double length_of(const Curve& x1, const Curve& x2) {
  double length = 0.0;
  for (std::size_t i = 1; i < x1.y.size(); ++i) length += std::hypot(x1.y[i] - x1.y[i - 1], x2.y[i] - x2.y[i - 1]);
  return length;
}

TEST(Bottleneck, SeriesAreTheCurvesThatTheRowMeasuresAndThePoints) {
  const NamedRun run = measured({{"epochs", 20.0}});
  EXPECT_NEAR(length_of(run.curves[0], run.curves[1]), run["length"], 1e-12);
  EXPECT_NEAR(length_of(run.curves[2], run.curves[3]), run["length_in_range"], 1e-12);
  for (const double points : {100.0, 600.0}) {
    const NamedRun some = measured({{"train", std::string("none")}, {"points", points}});
    const auto& [x1, x2] = std::tie(some.curves[4].y, some.curves[5].y);
    const auto known = std::count_if(x1.begin(), x1.end(), [](double x) { return std::abs(x) <= 2.0; });
    EXPECT_EQ(static_cast<double>(known), std::min(points, 501.0)) << "of more the first";
    EXPECT_EQ(std::count_if(x2.begin(), x2.end(), [](double x) { return std::abs(x) <= 1.0; }), known);
    EXPECT_EQ(std::isnan(x1.back()), points < 501.0);
  }
}

// The whole of a run: its work goes with the epochs of both trainings.
TEST(Bottleneck, CountsTheRetraining) {
  const auto work = [](const Values& given) { return experiment().work(Setting(experiment().parameters, given)); };
  const Values none = {{"train", std::string("none")}};
  Values again = {{"retrain", std::string("anew")}, {"retrain_epochs", 9000.0}};
  EXPECT_DOUBLE_EQ(work(again) - work(none), 10.0 * (work({}) - work(none)));
  again["retrain_epochs"] = 2e15;
  EXPECT_THROW((void)measured(again), Error) << "more steps than can be counted";
}

TEST(Bottleneck, KnowsWhatIsChaotic) {
  const auto chaotic = [](const Values& given) {
    return experiment().chaotic(Setting(experiment().parameters, given));
  };
  EXPECT_TRUE(chaotic({}));
  EXPECT_FALSE(chaotic({{"epochs", 1.0}}));
  EXPECT_TRUE(chaotic({{"epochs", 1.0}, {"retrain", std::string("anew")}, {"retrain_epochs", 1.0}}));
  EXPECT_FALSE(chaotic({{"train", std::string("none")}}));
}

}  // namespace
}  // namespace basin::claims
