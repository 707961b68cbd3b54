// The experiments of jiang2020 as users call them: by name, setting and seed.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "claims/experiment_for_tests.hpp"
#include "claims/runner.hpp"
#include "core/error.hpp"
#include "train/torch_engine.hpp"

namespace basin::claims {
namespace {

double column(const std::string& experiment, const Values& given, std::uint64_t seed, const std::string& name) {
  return run_named(experiment, given, seed)[name];
}

// No verdict hangs on the engine: descent with small steps, flow and LibTorch agree to 0.005 on the same run.
TEST(RadiusSweep, EnginesAgree) {
  const std::string name = "jiang2020.radius_sweep", wanted = "spectral_radius_mean";
  for (const double radius : {10.0, 30.0}) {
    const Values common = {{"examples", 3.0}, {"radius", radius}, {"width", 500.0}};
    const auto with = [&](const std::string& engine) {
      Values given = common;
      given["engine"] = engine;
      return column(name, given, 1, wanted);
    };
    const double flow = with("flow");
    EXPECT_NEAR(with("descent"), flow, 0.005) << radius;
    if (train::torch_available()) {
      EXPECT_NEAR(with("torch"), flow, 0.005) << radius;
    }
  }
}

// The loss only changes what threshold and learning rate refer to: at 32 outputs half_sum is 16 times mean.
TEST(RadiusSweep, LossesStopAtTheSamePlaceWhereTheirThresholdsDo) {
  const Values half = {{"examples", 2.0}, {"width", 300.0}, {"stop_loss", 1.6e-6}};
  const Values mean = {{"examples", 2.0}, {"width", 300.0}, {"stop_loss", 1e-7}, {"loss", "mean"}};
  const std::string name = "jiang2020.radius_sweep";
  EXPECT_NEAR(column(name, half, 1, "spectral_radius_mean"), column(name, mean, 1, "spectral_radius_mean"), 1e-6);
  EXPECT_NEAR(column(name, half, 1, "loss"), 16.0 * column(name, mean, 1, "loss"), 1e-9);
}

TEST(RadiusSweep, UntrainedIsTheCircularLaw) {
  double sum = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    sum += column("jiang2020.radius_sweep", {{"train", "none"}, {"examples", 1.0}, {"radius", 1.0}}, seed,
                  "spectral_radius_mean");
  }
  EXPECT_NEAR(sum / 20.0, 0.262, 0.02);  // [jiang2020, re-simulated]: .262 at n0 = 32, N = 1000, r = 1
}

TEST(LinearRegion, CountsUnitEigenvalues) {
  const std::string name = "jiang2020.linear_region";
  EXPECT_EQ(column(name, {{"examples", 5.0}}, 1, "unit_eigenvalues"), 4.0);
  EXPECT_EQ(column(name, {{"examples", 5.0}, {"train", "none"}}, 1, "unit_eigenvalues"), 0.0);
  EXPECT_LT(column(name, {{"examples", 5.0}}, 1, "largest_other_eigenvalue"), 0.4);
}

// The row is what the table adds up to; a layer narrower than dim leaves eigenvalues 0.
TEST(LinearRegion, TableHoldsEveryEigenvalue) {
  for (const double width : {300.0, 6.0}) {
    const double dim = 10.0, examples = 3.0, distance = 0.07;
    const NamedRun run = run_named("jiang2020.linear_region",
                                   {{"examples", examples}, {"dim", dim}, {"width", width}, {"max_steps", 200.0}});
    const auto& [modulus, real, imaginary] = std::tie(run.curves[0].y, run.curves[1].y, run.curves[2].y);
    ASSERT_EQ(modulus.size(), static_cast<std::size_t>(dim * examples));
    double unit = 0.0, radius = 0.0, zero = 0.0;
    for (std::size_t i = 0; i < modulus.size(); ++i) {
      const bool first = i % static_cast<std::size_t>(dim) == 0;
      EXPECT_EQ(run.curves[0].x[i], static_cast<double>(i));
      EXPECT_NEAR(modulus[i], std::hypot(real[i], imaginary[i]), 1e-15);
      if (!first) {
        EXPECT_LE(modulus[i], modulus[i - 1]) << i;
      }
      radius += first ? modulus[i] : 0.0;
      unit += std::hypot(real[i] - 1.0, imaginary[i]) < distance ? 1.0 : 0.0;
      zero += modulus[i] == 0.0 ? 1.0 : 0.0;
    }
    EXPECT_EQ(unit / examples, run["unit_eigenvalues"]);
    EXPECT_NEAR(radius / examples, run["spectral_radius_mean"], 1e-15);
    EXPECT_EQ(zero, examples * std::max(0.0, dim - width)) << width;
  }
}

// What was measured before there was a table still is.
TEST(LinearRegion, OfMoreEigenvaluesThanARunKeepsTheFirstAreThere) {
  const NamedRun run =
      run_named("jiang2020.linear_region", {{"examples", 170.0}, {"dim", 100.0}, {"width", 2.0}, {"train", "none"}});
  EXPECT_EQ(run.curves[0].y.size(), most_curve_points);
}

TEST(SingleExample, UntrainedDoesNotChange) {
  const Values none = {{"train", "none"}, {"layers", 3.0}, {"width", 100.0}};
  EXPECT_EQ(column("jiang2020.single_example", none, 1, "spectral_radius_change"), 0.0);
  EXPECT_EQ(column("jiang2020.single_example", none, 1, "steps"), 0.0);
  EXPECT_EQ(column("jiang2020.single_example", none, 1, "converged"), 1.0);
}

// [jiang2020, derived]: 2 prod rms s' = .5, .1184, .0279 for L = 2, 3, 4 as r -> 0.
TEST(SingleExample, LawIsTheOneOfTheSource) {
  for (const auto& [layers, law] : {std::pair{2.0, .5}, std::pair{3.0, .1184}, std::pair{4.0, .0279}}) {
    const Values setting = {{"train", "none"}, {"layers", layers}, {"width", 10.0}, {"radius", 1e-3}};
    EXPECT_NEAR(column("jiang2020.single_example", setting, 1, "operator_norm_law"), law, 5e-5) << layers;
  }
}

TEST(SingleExample, SaysThatItDidNotConverge) {
  const Values cut = {{"max_steps", 3.0}};
  EXPECT_EQ(column("jiang2020.single_example", cut, 1, "converged"), 0.0);
  EXPECT_EQ(column("jiang2020.single_example", cut, 1, "steps"), 3.0);
  EXPECT_EQ(column("jiang2020.single_example", {{"lr", 1e9}}, 1, "converged"), 0.0);
}

// [orujlu2023, derived]: scaled twice, the layers before the last hardly learn; two layers are the same network.
TEST(SingleExample, OnlyTheLastLayerLearnsWhereItIsScaledTwice) {
  const std::string name = "jiang2020.single_example", share = "last_layer_share";
  Values setting = {{"layers", 3.0}, {"width", 300.0}, {"radius", 10.0}, {"lr", 1.0}, {"loss", "mean"}};
  EXPECT_LT(column(name, setting, 1, share), 0.99);
  setting["parametrisation"] = "orujlu2023";
  EXPECT_GT(column(name, setting, 1, share), 0.99);
  EXPECT_LT(column(name, setting, 1, "spectral_radius"), 1e-3);
  setting["train"] = "none";
  EXPECT_EQ(column(name, setting, 1, share), 0.0);
  EXPECT_EQ(column(name, {{"parametrisation", "orujlu2023"}}, 1, "spectral_radius"),
            column(name, {}, 1, "spectral_radius"));
}

TEST(Experiments, RefuseWhatCannotBeTrained) {
  const auto refused = [](const std::string& name, const Values& given) {
    EXPECT_THROW((void)column(name, given, 1, "loss"), Error) << to_text(given);
  };
  refused("jiang2020.single_example", {{"layers", 3.0}, {"engine", "flow"}});
  refused("jiang2020.single_example", {{"layers", 3.0}, {"lr", 0.0}});
  refused("jiang2020.single_example", {{"parametrisation", "orujlu2023"}, {"layers", 5.0}});
  refused("jiang2020.radius_sweep", {{"width", 1e12}});
  refused("jiang2020.radius_sweep", {{"examples", 1e9}});
  refused("jiang2020.radius_sweep",
          {{"engine", "descent"}, {"examples", 20000.0}, {"width", 10.0}});                // lr = 0: a kernel
  refused("jiang2020.single_example", {{"dim", 1e6}, {"width", 1.0}, {"train", "none"}});  // a Jacobian
  refused("jiang2020.radius_sweep", {{"radius", 0.0}});
  refused("jiang2020.radius_sweep", {{"examples", 0.0}});
}

// Bits do not depend on how many workers there are, nor on the order in which runs come.
TEST(Experiments, RowsDoNotDependOnTheNumberOfWorkers) {
  std::vector<RunRequest> requests;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    for (const char* engine : {"flow", "descent"}) {
      const Values given = {{"engine", engine}, {"examples", 3.0}, {"width", 200.0}};
      requests.push_back({&Registry::global().find("jiang2020.radius_sweep"), given, seed});
    }
  }
  const auto folder = std::filesystem::temp_directory_path() /
                      ("basin_experiments_test_" + std::to_string(static_cast<long>(::getpid())));
  std::filesystem::create_directories(folder);
  std::vector<std::vector<std::optional<Row>>> results;
  for (const unsigned jobs : {1U, 2U, 8U}) {
    RunStore store(folder / ("jobs" + std::to_string(jobs) + ".sqlite"), RunStore::Access::write);
    RunnerOptions options;
    options.jobs = jobs;
    options.show_progress = false;
    results.push_back(compute_runs(requests, store, options).rows);
    std::reverse(requests.begin(), requests.end());
    if (jobs == 2) std::reverse(results.back().begin(), results.back().end());
  }
  std::filesystem::remove_all(folder);
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
}

}  // namespace
}  // namespace basin::claims
