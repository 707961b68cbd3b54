// Tests of golden rows: what is recorded, what is stable, what counts as a change.
#include "claims/golden.hpp"

#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "claims/claim_test_library.hpp"
#include "core/text_file.hpp"

namespace basin::claims {
namespace {

// Columns of every temper: stable, chaotic, constant, steps, a flag, and one that is sometimes no number.
const Experiment& mixed() {
  static const Experiment experiment = {
      .name = "demo2020.mixed",
      .summary = "Columns of every temper.",
      .parameters = {{.name = "radius", .kind = Kind::real, .fallback = 1.0},
                     {.name = "train", .kind = Kind::choice, .fallback = "none", .choices = {"none", "descent"}}},
      .columns = {{"stable", ""}, {"chaotic", ""}, {"constant", ""}, {"steps", ""}, {"flag", ""}, {"sometimes", ""}},
      .measure = [](const Setting&, const Run&) { return Row{}; }};
  return experiment;
}

std::vector<RunRequest> requests() {
  std::vector<RunRequest> list;
  for (const double radius : {1.0, 2.0})
    for (std::uint64_t seed = 1; seed <= 2; ++seed) list.push_back({&mixed(), {{"radius", radius}}, seed});
  return list;
}

const double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<Row> plain() {
  return {{1.0, 1.0, 32.0, 1000, 1, nan},
          {2.0, 2.0, 32.0, 1200, 1, 5.0},
          {11.0, 1.5, 32.0, 5000, 1, 0.5},
          {12.0, 2.5, 32.0, 5300, 1, 7.5}};
}

std::vector<Row> perturbed() {
  auto rows = plain();
  for (auto& row : rows) row[0] += 1e-5;
  rows[1][1] += 0.1;
  return rows;
}

class RecordGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const char* set = std::getenv("CI")) ci = set;
    ::unsetenv("CI");
  }
  void TearDown() override {
    ::unsetenv("CI");
    if (ci) ::setenv("CI", ci->c_str(), 1);
  }
  void record() { record_golden(file, mixed(), requests(), plain(), perturbed(), provenance); }
  Golden recorded() {
    record();
    return read_golden(file, mixed());
  }
  GoldenReport check(const std::vector<std::optional<Row>>& rows) {
    return check_golden(recorded(), mixed(), requests(), rows);
  }
  static std::vector<std::optional<Row>> now() {
    const auto rows = plain();
    return {rows.begin(), rows.end()};
  }

  std::optional<std::string> ci;
  TestFolder folder;
  std::filesystem::path file = folder.path() / "golden" / "demo2020" / "mixed.quick.csv";
  Provenance provenance{"basin 0.1.0", "GNU 12", "no", "a machine\nwith 2 lines", "2026-11-21"};
};

TEST(GoldenTolerances, ByPerturbationScaleAndSpread) {
  const auto tolerances = golden_tolerances(mixed(), requests(), plain(), perturbed());
  EXPECT_NEAR(tolerances.at("stable"), 50 * 1e-5, 1e-12);
  EXPECT_FALSE(tolerances.contains("chaotic"));  // 50 x 0.1 against a spread of 0.7
  EXPECT_NEAR(tolerances.at("constant"), 32e-6, 1e-18);
  EXPECT_EQ(tolerances.at("steps"), 2.0);
  EXPECT_NEAR(tolerances.at("flag"), 1e-6, 1e-18);  // no margin of 2 for what is 0 or 1
  EXPECT_NEAR(tolerances.at("sometimes"), 7.5e-6, 1e-18);
}

TEST(GoldenTolerances, WhatAPerturbationTurnsIntoNaNIsDropped) {
  auto broken = perturbed();
  broken[3][5] = nan;
  broken[2][2] = 33.0;  // constant over seeds, but not under the perturbation
  broken[0][4] = INFINITY;
  const auto tolerances = golden_tolerances(mixed(), requests(), plain(), broken);
  EXPECT_FALSE(tolerances.contains("sometimes"));
  EXPECT_FALSE(tolerances.contains("constant"));
  EXPECT_FALSE(tolerances.contains("flag"));
  EXPECT_TRUE(tolerances.contains("stable"));
}

TEST(GoldenTolerances, StepsOfLittleSpreadAreDropped) {
  auto rows = plain();
  rows[0][3] = 1000, rows[1][3] = 1005, rows[2][3] = 5000, rows[3][3] = 5005;  // sd 3.5: a margin of 2 says nothing
  EXPECT_FALSE(golden_tolerances(mixed(), requests(), rows, rows).contains("steps"));
  EXPECT_THROW((void)golden_tolerances(mixed(), requests(), {}, rows), std::logic_error);
}

TEST_F(RecordGolden, ReadsBackWhatWasWritten) {
  const Golden golden = recorded();
  EXPECT_EQ(golden.tolerances.size(), 5U);
  ASSERT_EQ(golden.rows.size(), 4U);
  EXPECT_EQ(to_text(golden.rows[2].setting), "radius=2");
  EXPECT_EQ(golden.rows[3].seed, 2U);
  EXPECT_EQ(golden.rows[3].values.at("steps"), 5300.0);
  EXPECT_TRUE(std::isnan(golden.rows[0].values.at("sometimes")));
  EXPECT_EQ(golden.comments.at(0), "creator: basin 0.1.0");
  EXPECT_EQ(golden.comments.at(4), "machine: a machine with 2 lines");
  EXPECT_EQ(golden.comments.back(), "setting: radius=2 train=none");
}

TEST_F(RecordGolden, NumbersSurviveToTheLastBit) {
  auto rows = plain();
  rows[0][0] = 0.1 + 0.2;
  rows[1][0] = -1.0 / 3.0;
  rows[2][5] = -std::abs(nan);
  record_golden(file, mixed(), requests(), rows, rows, provenance);
  const Golden golden = read_golden(file, mixed());
  EXPECT_EQ(golden.rows[0].values.at("stable"), 0.1 + 0.2);
  EXPECT_EQ(golden.rows[1].values.at("stable"), -1.0 / 3.0);
  EXPECT_TRUE(std::isnan(golden.rows[2].values.at("sometimes")));
}

TEST_F(RecordGolden, NeverInCI) {
  ::setenv("CI", "true", 1);
  EXPECT_NE(error_of(folder, [&] { record(); }).find("not written where CI is set"), std::string::npos);
  ::setenv("CI", "", 1);
  EXPECT_NE(error_of(folder, [&] { record(); }).find("not written where CI is set"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(RecordGolden, RefusesNothing) {
  EXPECT_NE(error_of(folder, [&] { record_golden(file, mixed(), {}, {}, {}, provenance); }).find("nothing to record"),
            std::string::npos);
  auto moved = plain();
  for (auto& row : moved)
    for (auto& value : row) value = std::isnan(value) ? 0.0 : value + 100.0;
  EXPECT_NE(error_of(folder, [&] { record_golden(file, mixed(), requests(), plain(), moved, provenance); })
                .find("no column of demo2020.mixed is stable"),
            std::string::npos);
}

TEST_F(RecordGolden, SameRowsAreUnchanged) {
  const auto report = check(now());
  EXPECT_TRUE(report.unchanged());
  EXPECT_EQ(report.compared, 20U);
}

TEST_F(RecordGolden, WithinToleranceIsUnchangedBeyondIsADifference) {
  auto rows = now();
  (*rows[0])[0] += 4.9e-4;
  (*rows[1])[3] -= 2;
  EXPECT_TRUE(check(rows).unchanged());
  (*rows[2])[0] += 0.01;
  (*rows[1])[3] -= 1;
  const auto report = check(rows);
  ASSERT_EQ(report.differences.size(), 2U);
  // Sorted by effect: 0.01 / 0.707 against 3 / 180.3.
  EXPECT_EQ(report.differences[1].column, "stable");
  EXPECT_EQ(report.differences[0].column, "steps");
  const auto& steps = report.differences[0];
  EXPECT_EQ(to_text(steps.setting), "radius=1");
  EXPECT_EQ(steps.seed, 2U);
  EXPECT_EQ(steps.recorded, 1200.0);
  EXPECT_EQ(steps.now, 1197.0);
  EXPECT_EQ(steps.tolerances, 1.5);
  // sd of (1000, 1200) and (5000, 5300), pooled: sqrt((20000 + 45000) / 2).
  EXPECT_NEAR(steps.effect, -3.0 / std::sqrt(32500.0), 1e-12);
  EXPECT_NEAR(report.differences[1].effect, 0.01 / std::sqrt(0.5), 1e-9);
}

TEST_F(RecordGolden, FlagsConstantsAndNaNsThatChangeAreDifferences) {
  auto rows = now();
  (*rows[0])[4] = 0.0;
  (*rows[0])[5] = 3.0;
  (*rows[1])[5] = nan;
  (*rows[3])[2] = 33.0;
  const auto report = check(rows);
  ASSERT_EQ(report.differences.size(), 4U);
  EXPECT_TRUE(std::isnan(report.differences[0].effect));
  for (const auto& difference : report.differences)
    EXPECT_EQ(std::isinf(difference.tolerances), difference.column == "sometimes") << difference.column;
}

TEST_F(RecordGolden, StaleAndMissingRowsAreSaid) {
  record();
  const Golden golden = read_golden(file, mixed());
  auto wanted = requests();
  wanted[0].given["train"] = "descent";
  auto rows = now();
  rows[1].reset();
  const auto report = check_golden(golden, mixed(), wanted, rows);
  EXPECT_EQ(report.not_recorded, std::vector<std::string>{"radius=1 train=descent, seed 1"});
  EXPECT_EQ(report.not_asked_for, std::vector<std::string>{"radius=1, seed 1"});
  EXPECT_EQ(report.missing, 1U);
  EXPECT_FALSE(report.unchanged());
  EXPECT_TRUE(report.differences.empty());
}

// Rows are missing where their data is: that is no change of the code.
TEST_F(RecordGolden, RowsWhoseDataIsNotThereAreNoChange) {
  record();
  auto rows = now();
  rows[1].reset();
  const auto report = check_golden(read_golden(file, mixed()), mixed(), requests(), rows);
  EXPECT_EQ(report.missing, 1U);
  EXPECT_GT(report.compared, 0U);
  EXPECT_TRUE(report.unchanged());
}

// A choice and a column may share a name (`loss`): the seed stands between them.
TEST_F(RecordGolden, ReadsAChoiceAndAColumnOfOneName) {
  Experiment shared = mixed();
  shared.parameters.push_back({.name = "stable", .kind = Kind::choice, .fallback = "a", .choices = {"a", "b"}});
  const auto good = folder.write("g.csv", "# tolerance,stable,0.1\nstable,seed,stable\nb,1,2\n");
  const Golden golden = read_golden(good, shared);
  EXPECT_EQ(golden.rows.at(0).setting.at("stable"), Value("b"));
  EXPECT_EQ(golden.rows.at(0).values.at("stable"), 2.0);
  const auto bad = folder.write("g.csv", "# tolerance,stable,0.1\nstable,stable,seed,stable\nb,b,1,2\n");
  EXPECT_EQ(error_of(folder, [&] { (void)read_golden(bad, shared); }), "g.csv:2: the header names 'stable' twice");
}

TEST_F(RecordGolden, RefusesHostileFiles) {
  const std::string head = "# tolerance,stable,0.1\n";
  const auto refused = [&](const std::string& text) {
    const auto bad = folder.write("g.csv", text);
    return error_of(folder, [&] { (void)read_golden(bad, mixed()); });
  };
  EXPECT_EQ(refused(head + "radius,seed,stable\n1,1,2\n"), "nothing was thrown");
  EXPECT_EQ(refused("# tolerance,stable\nseed,stable\n1,2\n").substr(0, 25), "g.csv:1: is no tolerance;");
  EXPECT_EQ(refused("# tolerance,stable,0\nseed,stable\n1,2\n").substr(0, 25), "g.csv:1: is no tolerance;");
  EXPECT_EQ(refused("# tolerance,stable,inf\nseed,stable\n1,2\n").substr(0, 25), "g.csv:1: is no tolerance;");
  EXPECT_EQ(refused(head + head + "seed,stable\n1,2\n"), "g.csv:2: gives the tolerance of 'stable' twice");
  EXPECT_EQ(refused(head + "seed,stabel\n1,2\n").substr(0, 74),
            "g.csv:2: the header names 'stabel', which is no column of demo2020.mixed; ");
  EXPECT_EQ(refused(head + "raduis,seed,stable\n1,1,2\n").substr(0, 75),
            "g.csv:2: the header names 'raduis', which is no setting of demo2020.mixed; ");
  EXPECT_EQ(refused(head + "seed,stable,flag\n1,2,1\n"),
            "g.csv:2: the header has the column 'flag' without a tolerance");
  EXPECT_EQ(refused(head + "# tolerance,flag,1\nseed,stable\n1,2\n"),
            "g.csv:3: the header lacks a column that has a tolerance");
  EXPECT_EQ(refused("seed\n1\n"), "g.csv:1: the header has no column after 'seed'");
  EXPECT_EQ(refused(head + "stable\n1\n"), "g.csv:2: the header has no 'seed'; it is settings, seed, columns");
  EXPECT_EQ(refused(head + "seed,stable\n0,1\n"), "g.csv:3: seed is '0'; it must be a whole number above 0");
  EXPECT_EQ(refused(head + "seed,stable\n1.5,1\n"), "g.csv:3: seed is '1.5'; it must be a whole number above 0");
  EXPECT_EQ(refused(head + "seed,stable\n1e30,1\n"), "g.csv:3: seed is '1e30'; it must be a whole number above 0");
  EXPECT_EQ(refused(head + "seed,stable\n1,x\n"), "g.csv:3: stable is 'x'; it must be a number");
  EXPECT_EQ(refused(head + "seed,stable\n1,1\n1,1\n"), "g.csv:4: repeats the run of line 3; keep one");
  EXPECT_EQ(refused(head + "seed,stable\n"), "g.csv:2: has no rows; record it again");
  EXPECT_EQ(refused(head + "train,seed,stable\nnon,1,1\n").substr(0, 30), "g.csv:3: setting 'train' is 'n");
}

TEST(GoldenRequests, ArmsOfClaimsJudgedAtTheTierOnce) {
  const TestLibrary test;
  std::vector<Claim> claims;
  claims.push_back(test.read(claim_text_with("seeds      = 43", "seeds = 43\nvary = { radius = [1, 2] }")));
  claims.push_back(test.read(claim_text_with()));  // its arm is the first claim's, radius 1 being the default
  const auto found = golden_requests(claims, claim_test_experiment(), Tier::quick);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(to_text(found[0].given), "examples=5 radius=1");
  EXPECT_EQ(found[0].seed, 1U);
  EXPECT_EQ(found[3].seed, 2U);
  EXPECT_EQ(to_text(found[3].given), "examples=5 radius=2");
  EXPECT_TRUE(golden_requests(claims, claim_test_experiment(), Tier::full).empty());
  EXPECT_TRUE(golden_requests(claims, mixed(), Tier::quick).empty());
  EXPECT_EQ(golden_file(test.folders(), mixed(), Tier::full), test.folders().golden / "demo2020" / "mixed.full.csv");
}

TEST(GoldenRequests, AtMostTwentyFourSettingsEvenlySpaced) {
  const TestLibrary test;
  std::string radii = "1";
  for (int i = 2; i <= 48; ++i) radii += ", " + std::to_string(i);
  const Claim claim = test.read(claim_text_with("seeds      = 43", "seeds = 43\nvary = { radius = [" + radii + "] }"));
  const auto found = golden_requests({claim}, claim_test_experiment(), Tier::quick);
  ASSERT_EQ(found.size(), 48U);
  EXPECT_EQ(found.front().given.at("radius"), Value(1.0));
  EXPECT_EQ(found[2].given.at("radius"), Value(3.0));
  EXPECT_EQ(found.back().given.at("radius"), Value(47.0));
}

}  // namespace
}  // namespace basin::claims
