// Expected times against sums worked out by hand.
#include "claims/run_times.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "core/test_folder.hpp"

namespace basin::claims {
namespace {

class RunTimesTest : public ::testing::Test {
 protected:
  RunTimesTest() {
    experiment.name = "test.times";
    experiment.parameters = {{.name = "dim", .kind = Kind::count, .fallback = 4.0, .low = 1.0, .high = 100.0}};
    experiment.columns = {{"x", ""}};
    experiment.work = [](const Setting& setting) { return 1e9 * std::pow(setting.number("dim"), 2.0); };
  }

  [[nodiscard]] Setting at(double dim) const { return {experiment.parameters, {{"dim", dim}}}; }
  void save(const std::string& setting, std::uint64_t seed, double seconds) {
    store.save({experiment.name, setting, seed, "other code"}, experiment.columns, {1.0}, seconds);
  }
  [[nodiscard]] ExpectedTime expected(double dim) const { return RunTimes(store).of(experiment, at(dim)); }

  TestFolder folder;
  RunStore store{folder.path() / "runs.sqlite", RunStore::Access::write};
  Experiment experiment;
};

TEST_F(RunTimesTest, NominalWhereNothingWasTimed) {
  EXPECT_EQ(expected(2.0).basis, TimeBasis::nominal);
  EXPECT_EQ(expected(2.0).seconds, 4e9 / nominal_rate);
}

TEST_F(RunTimesTest, TimedIsTheMeanOfTheSetting) {
  save("dim=2", 1, 1.0);
  save("dim=2", 2, 3.0);
  EXPECT_EQ(expected(2.0).basis, TimeBasis::timed);
  EXPECT_EQ(expected(2.0).seconds, 2.0);
}

// 2 runs of 4e9 in 4 s and one of 1e10 * 10 in 6 s: 10 s for 1.08e11 operations.
TEST_F(RunTimesTest, ScaledIsARatioOfSums) {
  save("dim=2", 1, 1.0);
  save("dim=2", 2, 3.0);
  save("dim=10", 1, 6.0);
  EXPECT_EQ(expected(20.0).basis, TimeBasis::scaled);
  EXPECT_NEAR(expected(20.0).seconds, 4e11 * 10.0 / 1.08e11, 1e-9);
}

TEST_F(RunTimesTest, SettingsOfOtherCodeAreLeftOut) {
  save("dim=2", 1, 4.0);
  for (const char* unknown : {"dim=2 width=9", "dim=1000", "dim=two", "dim", "= =", "dim=2 x"}) {
    save(unknown, 1, 1e6);
  }
  experiment.check = [](const Setting& setting) {
    if (setting.number("dim") == 3.0) throw_input_error("not any more");
  };
  save("dim=3", 1, 1e6);
  EXPECT_NEAR(expected(4.0).seconds, 16.0, 1e-9);
  EXPECT_EQ(expected(4.0).basis, TimeBasis::scaled);
}

TEST_F(RunTimesTest, UnknownWithoutWork) {
  save("dim=2", 1, 4.0);
  for (const double none : {0.0, -1.0, std::nan(""), static_cast<double>(INFINITY)}) {
    experiment.work = [none](const Setting&) { return none; };
    EXPECT_EQ(expected(3.0).basis, TimeBasis::unknown);
    EXPECT_TRUE(std::isinf(expected(3.0).seconds));
  }
  experiment.work = {};
  EXPECT_EQ(expected(3.0).basis, TimeBasis::unknown);
  EXPECT_EQ(expected(2.0).basis, TimeBasis::timed);
}

}  // namespace
}  // namespace basin::claims
