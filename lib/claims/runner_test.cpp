// The runner computes each missing run once, whatever the number of workers, and tells which run went wrong.
#include "claims/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <new>

#include "core/error.hpp"

namespace basin::claims {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class RunnerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "basin_runner_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
    experiment.name = "test.runner";
    experiment.parameters = {{.name = "dim", .kind = Kind::count, .fallback = 4.0, .low = 1.0, .high = 100.0}};
    experiment.columns = {{"draw", "a random number"}, {"dim_squared", "the setting's square"}};
    experiment.measure = [this](const Setting& setting, const claims::Run& run) {
      ++calls;
      return Row{run.stream("init").uniform(0), std::pow(setting.number("dim"), 2.0)};
    };
    options.show_progress = false;
  }
  void TearDown() override { fs::remove_all(folder); }

  std::vector<RunRequest> seeds(std::uint64_t first, std::uint64_t last, double dim = 4.0) {
    std::vector<RunRequest> requests;
    for (std::uint64_t seed = first; seed <= last; ++seed) requests.push_back({&experiment, {{"dim", dim}}, seed});
    return requests;
  }
  RunStore store(const std::string& name = "store") { return {folder / name, RunStore::Access::write}; }

  /// The error that computing `requests` ends with.
  Error failure(const std::vector<RunRequest>& requests) {
    RunStore runs = store();
    try {
      (void)compute_runs(requests, runs, options);
    } catch (const Error& error) {
      return error;
    }
    return {Fault::input, "nothing thrown"};
  }

  fs::path folder;
  Experiment experiment;
  std::atomic<int> calls{0};
  RunnerOptions options;
};

TEST_F(RunnerTest, ComputesOnceAndReusesAfterwards) {
  RunStore runs = store();
  const RunReport first = compute_runs(seeds(1, 10), runs, options);
  EXPECT_EQ(first.computed, 10U);
  EXPECT_EQ(first.reused, 0U);
  const RunReport second = compute_runs(seeds(6, 15), runs, options);
  EXPECT_EQ(second.computed, 5U);
  EXPECT_EQ(second.reused, 5U);
  EXPECT_EQ(calls, 15);
  EXPECT_EQ(second.rows[0], first.rows[5]);
}

TEST_F(RunnerTest, RowsDoNotDependOnTheNumberOfWorkers) {
  RunStore one = store("one");
  RunStore many = store("many");
  options.jobs = 1;
  const RunReport alone = compute_runs(seeds(1, 40), one, options);
  options.jobs = 8;
  const RunReport together = compute_runs(seeds(1, 40), many, options);
  EXPECT_EQ(alone.rows, together.rows);
  EXPECT_NE(alone.rows[0], alone.rows[1]);
}

TEST_F(RunnerTest, IdenticalRequestsAreComputedOnce) {
  RunStore runs = store();
  std::vector<RunRequest> requests = seeds(1, 3);
  requests.push_back({&experiment, {}, 2});  // the default, not said
  const RunReport report = compute_runs(requests, runs, options);
  EXPECT_EQ(report.computed, 3U);
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(report.rows[3], report.rows[1]);
}

TEST_F(RunnerTest, RowsComeInTheOrderAskedFor) {
  RunStore runs = store();
  std::vector<RunRequest> requests;
  for (const double dim : {3.0, 1.0, 2.0}) requests.push_back({&experiment, {{"dim", dim}}, 1});
  const RunReport report = compute_runs(requests, runs, options);
  EXPECT_EQ((*report.rows[0])[1], 9.0);
  EXPECT_EQ((*report.rows[1])[1], 1.0);
  EXPECT_EQ((*report.rows[2])[1], 4.0);
}

TEST_F(RunnerTest, ChecksEverySettingBeforeItComputesAnything) {
  std::vector<RunRequest> requests = seeds(1, 5);
  requests.push_back({&experiment, {{"dim", 101.0}}, 1});
  const Error error = failure(requests);
  EXPECT_EQ(error.fault(), Fault::input);
  EXPECT_THAT(error.what(), HasSubstr("test.runner"));
  EXPECT_EQ(calls, 0);
  experiment.check = [](const Setting&) { throw_input_error("too large for the memory"); };
  EXPECT_THAT(failure(seeds(1, 1)).what(), HasSubstr("too large for the memory"));
  EXPECT_EQ(calls, 0);
}

TEST_F(RunnerTest, AFailureNamesTheRunAndKeepsWhatWasSaved) {
  options.jobs = 1;
  const auto good = experiment.measure;
  experiment.measure = [good](const Setting& setting, const claims::Run& run) {
    if (run.seed == 3) throw_input_error("no such thing");
    return good(setting, run);
  };
  const Error error = failure(seeds(1, 100));
  EXPECT_EQ(error.fault(), Fault::input);
  EXPECT_STREQ(error.what(), "test.runner with dim=4 seed 3: no such thing");
  EXPECT_EQ(calls, 2);
  RunStore runs = store();
  experiment.measure = good;
  EXPECT_EQ(compute_runs(seeds(1, 3), runs, options).reused, 2U);
}

TEST_F(RunnerTest, OtherFailuresAreTheMachines) {
  experiment.measure = [](const Setting&, const claims::Run&) -> Row { throw std::bad_alloc(); };
  EXPECT_EQ(failure(seeds(1, 1)).fault(), Fault::machine);
  EXPECT_THAT(failure(seeds(1, 1)).what(), HasSubstr("out of memory"));
  experiment.measure = [](const Setting&, const claims::Run&) -> Row { throw std::runtime_error("broken"); };
  EXPECT_EQ(failure(seeds(1, 1)).fault(), Fault::machine);
  experiment.measure = [](const Setting&, const claims::Run&) { return Row{1.0}; };
  EXPECT_THAT(failure(seeds(1, 1)).what(), HasSubstr("1 numbers for 2 columns"));
}

TEST_F(RunnerTest, RunsWithoutTheirDataAreSkippedNotFailed) {
  const auto good = experiment.measure;
  experiment.measure = [good](const Setting& setting, const claims::Run& run) -> Measured {
    if (run.seed % 2 == 0) throw Error(Fault::skipped, "no data");
    return good(setting, run);
  };
  RunStore runs = store();
  const RunReport report = compute_runs(seeds(1, 4), runs, options);
  EXPECT_EQ(report.computed, 2U);
  EXPECT_EQ(report.skipped, 2U);
  EXPECT_THAT(report.skip_reason, HasSubstr("no data"));
  EXPECT_FALSE(report.rows[1]);
  EXPECT_TRUE(report.rows[2]);
  EXPECT_TRUE(all_missing_were_skipped(seeds(1, 4), runs, Reuse::same_code));
  EXPECT_FALSE(all_missing_were_skipped(seeds(1, 5), runs, Reuse::same_code));
}

TEST_F(RunnerTest, RowsOfOtherCodeAreTakenOnlyWhereAskedFor) {
  RunStore runs = store();
  (void)compute_runs(seeds(1, 4), runs, options);
  experiment.file = "test/changed.cpp";  // other code, other fingerprint
  const RunReport same = compute_runs(seeds(1, 2), runs, options);
  EXPECT_EQ(same.computed, 2U);
  EXPECT_EQ(same.other_code_rows, 4U);
  options.reuse = Reuse::any;
  const RunReport any = compute_runs(seeds(1, 4), runs, options);
  EXPECT_EQ(any.computed, 0U);
  EXPECT_EQ(any.reused, 4U);
  EXPECT_EQ(any.reused_other_code, 2U);
}

TEST_F(RunnerTest, PerturbedRunsStayOutOfTheStore) {
  RunStore runs = store();
  const RunReport plain = compute_runs(seeds(1, 2), runs, options);
  options.perturbation = Perturbation::last_bit;
  const RunReport moved = compute_runs(seeds(1, 2), runs, options);
  EXPECT_EQ(moved.computed, 2U);
  EXPECT_NE(moved.rows, plain.rows);
  options.perturbation = Perturbation::none;
  EXPECT_EQ(compute_runs(seeds(1, 2), runs, options).rows, plain.rows);
}

TEST_F(RunnerTest, SeriesAreSavedAndGivenBackWhereTheyAreWanted) {
  experiment.measure = [](const Setting&, const claims::Run& run) {
    return Measured({0.0, 0.0}, {{{0.0, 1.0}, {run.stream("init").uniform(0), 2.0}}});
  };
  EXPECT_THAT(failure(seeds(1, 1)).what(), HasSubstr("1 curves for 0 series"));
  experiment.series = {{"loss", "of training"}};
  RunStore runs = store();
  EXPECT_TRUE(compute_runs(seeds(1, 3), runs, options).curves.empty());
  options.curves = Curves::wanted;
  const RunReport stored = compute_runs(seeds(1, 3), runs, options);
  EXPECT_EQ(stored.computed, 0U);
  ASSERT_EQ(stored.curves.size(), 3U);
  EXPECT_EQ(stored.curves[1][0].x, (std::vector<double>{0.0, 1.0}));
  EXPECT_NE(stored.curves[0], stored.curves[1]);
  RunStore fresh = store("fresh");
  EXPECT_EQ(compute_runs(seeds(1, 3), fresh, options).curves, stored.curves);
}

TEST_F(RunnerTest, ARunWithoutItsSeriesIsComputedAgainWhereTheyAreWanted) {
  RunStore runs = store();
  (void)compute_runs(seeds(1, 2), runs, options);
  options.reuse = Reuse::any;  // as code before there were series left them
  experiment.series = {{"loss", "of training"}};
  experiment.measure = [](const Setting&, const claims::Run&) { return Measured({0.0, 0.0}, {{{0.0}, {1.0}}}); };
  EXPECT_EQ(compute_runs(seeds(1, 2), runs, options).computed, 0U);
  options.curves = Curves::wanted;
  EXPECT_EQ(compute_runs(seeds(1, 2), runs, options).computed, 2U);
}

TEST_F(RunnerTest, ARunWithWordsThatOtherCodeHadIsComputedAgain) {
  RunStore runs = store();
  options.reuse = Reuse::any;
  options.curves = Curves::wanted;
  experiment.series = {{"category", "of a picture", {"own", "other", "none"}}};
  experiment.measure = [](const Setting&, const claims::Run&) { return Measured({0.0, 0.0}, {{{85.0}, {2.0}}}); };
  EXPECT_EQ(compute_runs(seeds(1, 1), runs, options).computed, 1U);
  EXPECT_EQ(compute_runs(seeds(1, 1), runs, options).computed, 0U);
  experiment.series = {{"category", "of a picture", {"own", "other"}}};
  experiment.measure = [](const Setting&, const claims::Run&) { return Measured({0.0, 0.0}, {{{85.0}, {1.0}}}); };
  EXPECT_EQ(compute_runs(seeds(1, 1), runs, options).computed, 1U);
}

TEST_F(RunnerTest, SeriesThatDoNotFitAreTheExperimentsFault) {
  experiment.series = {{"loss", "of training"}};
  for (const Curve& curve :
       {Curve{}, Curve{{1.0}, {}},
        Curve{std::vector<double>(most_curve_points + 1), std::vector<double>(most_curve_points + 1)}}) {
    experiment.measure = [curve](const Setting&, const claims::Run&) { return Measured({0.0, 0.0}, {curve}); };
    EXPECT_EQ(failure(seeds(1, 1)).fault(), Fault::machine);
    EXPECT_THAT(failure(seeds(1, 1)).what(), HasSubstr("the series 'loss'"));
  }
}

TEST_F(RunnerTest, LongestExpectedFirst) {
  RunStore runs = store();
  const std::string fast = Setting(experiment.parameters, {{"dim", 1.0}}).canonical();
  const std::string slow = Setting(experiment.parameters, {{"dim", 2.0}}).canonical();
  runs.save({experiment.name, fast, 999, "old"}, experiment.columns, {1.0, 2.0}, 1.0);
  runs.save({experiment.name, slow, 999, "old"}, experiment.columns, {1.0, 2.0}, 50.0);
  std::vector<double> order;
  experiment.measure = [&](const Setting& setting, const claims::Run&) {
    order.push_back(setting.number("dim"));
    return Row{0.0, 0.0};
  };
  options.jobs = 1;
  (void)compute_runs(
      {{&experiment, {{"dim", 1.0}}, 1}, {&experiment, {{"dim", 2.0}}, 1}, {&experiment, {{"dim", 2.0}}, 2}}, runs,
      options);
  EXPECT_THAT(order, ElementsAre(2.0, 2.0, 1.0));
}

TEST_F(RunnerTest, ForecastsWithoutComputing) {
  RunStore runs = store();
  (void)compute_runs(seeds(1, 2), runs, options);
  calls = 0;
  std::vector<RunRequest> requests = seeds(1, 5);
  requests.push_back({&experiment, {{"dim", 7.0}}, 1});
  const auto forecast = forecast_runs(requests, runs, Reuse::same_code);
  ASSERT_EQ(forecast.size(), 1U);
  EXPECT_EQ(forecast[0].wanted, 6U);
  EXPECT_EQ(forecast[0].stored, 2U);
  EXPECT_EQ(forecast[0].timed, 3U);
  EXPECT_EQ(forecast[0].unknown, 1U);
  EXPECT_EQ(calls, 0);
  const RunForecast sum = sum_of({forecast[0], forecast[0]});
  EXPECT_EQ(sum.open(), 8U);
  EXPECT_EQ(sum.unknown, 2U);
}

TEST_F(RunnerTest, AnnouncesBeforeItComputes) {
  RunStore runs = store();
  (void)compute_runs(seeds(1, 2), runs, options);
  calls = 0;
  std::vector<RunForecast> told;
  options.announce = [&](const std::vector<RunForecast>& forecasts) {
    EXPECT_EQ(calls, 0);
    told = forecasts;
  };
  (void)compute_runs(seeds(1, 5), runs, options);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].open(), 3U);
  EXPECT_EQ(told[0].timed, 3U);
}

}  // namespace
}  // namespace basin::claims
