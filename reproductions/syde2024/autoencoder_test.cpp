// The autoencoder experiment as users call it, against plain recomputation.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "claims/experiment_for_tests.hpp"
#include "claims/picture_autoencoder.hpp"
#include "core/error.hpp"
#include "data/pictures.hpp"

namespace basin::claims {
namespace {

const Experiment& experiment() {
  return Registry::global().find("syde2024.autoencoder");
}

NamedRun measured(const Values& given, std::uint64_t seed = 1) {
  return run_named("syde2024.autoencoder", given, seed);
}

const Values small = {{"width", 20.0}, {"pictures", 200.0}, {"batch", 20.0}};

TEST(Autoencoder, TheRowSummarisesTheCurves) {
  const NamedRun run = measured(with(small, {{"epochs", 35.0}}));
  ASSERT_EQ(run.curves.size(), 2U);
  const Curve &training = run.curves[0], &test = run.curves[1];
  // Three iterations, and the half one at the end.
  EXPECT_EQ(training.x, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(run["training_loss"], training.y[3]);
  EXPECT_EQ(run["test_loss"], test.y[3]);
  for (std::size_t i = 1; i <= 7; ++i) {
    EXPECT_EQ(run[fmt::format("training_loss_{}", i)], training.y[std::min<std::size_t>(i, 4) - 1]);
    EXPECT_EQ(run[fmt::format("test_loss_{}", i)], test.y[std::min<std::size_t>(i, 4) - 1]);
  }
  EXPECT_EQ(run["best_test_loss"], *std::min_element(test.y.begin(), test.y.end()));
  EXPECT_EQ(run["steps"], 350.0);
  // A longer training begins as a shorter one.
  EXPECT_EQ(measured(with(small, {{"epochs", 10.0}}))["training_loss"], training.y[0]);
}

// An untrained network, by hand: outputs pixel by pixel.
TEST(Autoencoder, LossesAreMeanSquaredErrors) {
  const NamedRun run = measured(with(small, {{"train", "none"}, {"width", 3.0}}));
  const Setting setting(experiment().parameters, with(small, {{"width", 3.0}}));
  const claims::Run as = {.experiment = experiment().name, .seed = 1};
  const PictureSets pictures = draw_picture_sets(setting, as);
  const auto network = nets::draw_network(picture_autoencoder_spec(setting), as.stream("init"));
  const auto sigmoid = [](double z) { return 1.0 / (1.0 + std::exp(-z)); };
  double sum = 0.0;
  for (Eigen::Index i = 0; i < pictures.training.cols(); ++i) {
    Eigen::VectorXd hidden(3);
    for (Eigen::Index u = 0; u < 3; ++u) {
      hidden(u) = sigmoid(network.weights[0].row(u).dot(pictures.training.col(i)) + network.biases[0](u));
    }
    for (Eigen::Index pixel = 0; pixel < 784; ++pixel) {
      const double output = sigmoid(network.weights[1].row(pixel).dot(hidden) + network.biases[1](pixel));
      sum += (output - pictures.training(pixel, i)) * (output - pictures.training(pixel, i));
    }
  }
  EXPECT_NEAR(run["training_loss"], sum / (784.0 * 200.0), 1e-12);
  EXPECT_NE(pictures.training.col(0), pictures.test.col(0));
}

// No constant output does better than the mean picture, and its loss is the variance.
TEST(Autoencoder, PixelVarianceIsTheBestConstant) {
  const Eigen::MatrixXd pictures = data::stroke_pictures(Stream("autoencoder_test", 1, "data"), 50);
  const Eigen::VectorXd mean = pictures.rowwise().mean();
  const double variance = pixel_variance(pictures);
  EXPECT_NEAR(picture_error(mean.replicate(1, 50), pictures), variance, 1e-14);
  EXPECT_GT(picture_error((mean.array() + 0.01).matrix().replicate(1, 50), pictures), variance);
  EXPECT_NEAR(pixel_variance(mean.replicate(1, 50)), 0.0, 1e-30);
}

// A constant output: its share of variance is 0 and no unit varies. Found where the rate drives all units off.
TEST(Autoencoder, TellsACollapsedNetwork) {
  const NamedRun run = measured(with(small, {{"width", 4.0}, {"lr", 0.5}}));
  EXPECT_LT(run["output_share"], 1e-4);
  EXPECT_EQ(run["varying_units"], 0.0);
  EXPECT_GT(run["saturated"], 0.9);
  EXPECT_NEAR(run["least_rise"], 0.0, 1e-6);
  const NamedRun learnt = measured(with(small, {{"width", 50.0}, {"epochs", 100.0}}));
  EXPECT_GT(learnt["output_share"], 0.2);
  EXPECT_GT(learnt["varying_units"], 5.0);
  EXPECT_LT(learnt["training_loss"], 0.8 * learnt["pixel_variance"]);
}

TEST(Autoencoder, NoiseLeavesTheRestAlone) {
  const NamedRun run = measured(small);
  EXPECT_NEAR(run["error_0"] / run["test_loss"], 1.0, 0.1);  // 112 of the 250 test pictures
  EXPECT_LE(run["least_rise"], run["error_5"] - run["error_0"]);
  const NamedRun more = measured(with(small, {{"test_pictures", 300.0}}));
  EXPECT_EQ(run["error_75"], more["error_75"]);
}

TEST(Autoencoder, AgreesWithLibTorch) {
  const Values few = with(small, {{"epochs", 2.0}, {"precision", "double"}});
  NamedRun by_torch = measured(few);
  try {
    by_torch = measured(with(few, {{"engine", "torch"}}));
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  EXPECT_NEAR(by_torch["training_loss"], measured(few)["training_loss"], 1e-9);
}

TEST(Autoencoder, RefusesWhatMakesNoSense) {
  for (const Values& wrong : std::vector<Values>{{{"pictures", 0.0}},
                                                 {{"pictures", 60001.0}},
                                                 {{"test_pictures", 249.0}},
                                                 {{"width", 0.0}},
                                                 {{"width", 1e12}},
                                                 {{"epochs", 163841.0}, {"pictures", 1.0}, {"width", 1.0}},
                                                 {{"data", "cifar10"}}}) {
    EXPECT_THROW((void)measured(wrong), Error) << to_text(wrong);
  }
  EXPECT_EQ(fault_of("syde2024.autoencoder", {{"data", "mnist"}}), Fault::skipped);
}

}  // namespace
}  // namespace basin::claims
