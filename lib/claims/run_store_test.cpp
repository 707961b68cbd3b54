// The run store gives back what was saved, bit for bit, and finds it by experiment, setting, seed and code.
#include "claims/run_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cmath>
#include <csignal>
#include <functional>
#include <limits>

#include "core/error.hpp"

namespace basin::claims {
namespace {

namespace fs = std::filesystem;

class RunStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "basin run store XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
    file = folder / "store.sqlite";
  }
  void TearDown() override { fs::remove_all(folder); }

  fs::path folder, file;
  std::vector<Column> columns{{"a", "first"}, {"b", "second"}};
  RunKey key{"test.experiment", "dim=4 width=8", 1, "code1"};
};

TEST_F(RunStoreTest, GivesBackTheSameBits) {
  const double huge = std::numeric_limits<double>::max();
  const double tiny = std::numeric_limits<double>::denorm_min();
  const double inf = std::numeric_limits<double>::infinity();
  const Row row{0.1, -0.0, 1.0 / 3.0, huge, tiny, inf, -inf, 9007199254740993.0, 3.0, std::nan("")};
  std::vector<Column> many;
  for (std::size_t i = 0; i < row.size(); ++i) many.push_back({"c" + std::to_string(i), ""});
  RunStore(file, RunStore::Access::write).save(key, many, row, 0.5);

  const auto found = RunStore(file, RunStore::Access::read).find(key, many, Reuse::same_code);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->row.size(), row.size());
  for (std::size_t i = 0; i + 1 < row.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(found->row[i]), std::bit_cast<std::uint64_t>(row[i])) << i;
  }
  EXPECT_TRUE(std::isnan(found->row.back()));
  EXPECT_EQ(found->seconds, 0.5);
  EXPECT_EQ(found->fingerprint, "code1");
}

TEST_F(RunStoreTest, EveryPartOfTheKeyCounts) {
  RunStore store(file, RunStore::Access::write);
  store.save(key, columns, {1.0, 2.0}, 1.0);
  EXPECT_TRUE(store.find(key, columns, Reuse::same_code));
  RunKey other = key;
  other.experiment = "test.other";
  EXPECT_FALSE(store.find(other, columns, Reuse::any));
  other = key;
  other.setting = "dim=5 width=8";
  EXPECT_FALSE(store.find(other, columns, Reuse::any));
  other = key;
  other.seed = 2;
  EXPECT_FALSE(store.find(other, columns, Reuse::any));
  other = key;
  other.fingerprint = "code2";
  EXPECT_FALSE(store.find(other, columns, Reuse::same_code));
  EXPECT_TRUE(store.find(other, columns, Reuse::any));
}

TEST_F(RunStoreTest, SeedsUseAllTheirBits) {
  RunStore store(file, RunStore::Access::write);
  key.seed = std::numeric_limits<std::uint64_t>::max();
  store.save(key, columns, {1.0, 2.0}, 1.0);
  EXPECT_TRUE(store.find(key, columns, Reuse::same_code));
  key.seed = std::uint64_t{1} << 63;
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code));
}

TEST_F(RunStoreTest, ReuseAnyPrefersTheSameCodeThenTheNewest) {
  RunStore store(file, RunStore::Access::write);
  store.save(key, columns, {1.0, 1.0}, 1.0);
  key.fingerprint = "code2";
  store.save(key, columns, {2.0, 2.0}, 1.0);
  key.fingerprint = "code3";
  EXPECT_EQ(store.find(key, columns, Reuse::any)->fingerprint, "code2");
  key.fingerprint = "code1";
  EXPECT_EQ(store.find(key, columns, Reuse::any)->fingerprint, "code1");
}

TEST_F(RunStoreTest, ColumnsAreMatchedByName) {
  RunStore store(file, RunStore::Access::write);
  store.save(key, columns, {1.0, 2.0}, 1.0);
  EXPECT_EQ(store.find(key, {{"b", ""}, {"a", ""}}, Reuse::same_code)->row, (Row{2.0, 1.0}));
  EXPECT_EQ(store.find(key, {{"b", ""}}, Reuse::same_code)->row, Row{2.0});
  EXPECT_FALSE(store.find(key, {{"a", ""}, {"new", ""}}, Reuse::same_code));
}

TEST_F(RunStoreTest, SavingAgainReplaces) {
  RunStore store(file, RunStore::Access::write);
  store.save(key, columns, {1.0, 2.0}, 1.0);
  store.save(key, {{"c", ""}}, {3.0}, 1.0);
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code));
  EXPECT_EQ(store.find(key, {{"c", ""}}, Reuse::same_code)->row, Row{3.0});
}

TEST_F(RunStoreTest, KnowsHowLongRunsTakeAndWhoseTheyAre) {
  RunStore store(file, RunStore::Access::write);
  EXPECT_TRUE(store.timings(key.experiment).empty());
  store.save(key, columns, {1.0, 2.0}, 1.0);
  key.seed = 2;
  store.save(key, columns, {1.0, 2.0}, 3.0);
  const auto times = store.timings(key.experiment);
  ASSERT_EQ(times.size(), 1U);
  EXPECT_EQ(times.at(key.setting).runs, 2U);
  EXPECT_EQ(times.at(key.setting).seconds, 4.0);
  EXPECT_EQ(store.rows_of_other_code(key.experiment, "code1"), 0U);
  EXPECT_EQ(store.rows_of_other_code(key.experiment, "code2"), 2U);
}

TEST_F(RunStoreTest, RemembersWhyARunWasSkippedUntilItIsSaved) {
  RunStore store(file, RunStore::Access::write);
  EXPECT_FALSE(store.skip_reason(key));
  store.save_skip(key, "no data");
  store.save_skip(key, "still no data");
  EXPECT_EQ(store.skip_reason(key), "still no data");
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code));
  store.save(key, columns, {1.0, 2.0}, 1.0);
  EXPECT_FALSE(store.skip_reason(key));
}

TEST_F(RunStoreTest, GivesBackTheCurvesAskedFor) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  const std::vector<Series> series{{"training", ""}, {"validation", ""}};
  const Curve training{{0.0, 1.0, 1e300}, {-0.0, inf, 1.0 / 3.0}};
  const Curve validation{{nan}, {nan}};
  RunStore(file, RunStore::Access::write).save(key, columns, {1.0, 2.0}, 1.0, series, {training, validation});

  const RunStore store(file, RunStore::Access::read);
  EXPECT_TRUE(store.find(key, columns, Reuse::same_code)->curves.empty());
  const auto found = store.find(key, columns, Reuse::same_code, {{"validation", ""}, {"training", ""}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->curves.size(), 2U);
  EXPECT_TRUE(std::isnan(found->curves[0].x.at(0)));
  EXPECT_TRUE(std::isnan(found->curves[0].y.at(0)));
  EXPECT_EQ(found->curves[1], training);
  EXPECT_TRUE(std::signbit(found->curves[1].y[0]));
}

TEST_F(RunStoreTest, ARunWithoutTheCurvesAskedForIsNotTaken) {
  const std::vector<Series> series{{"training", ""}};
  RunStore store(file, RunStore::Access::write);
  store.save(key, columns, {1.0, 2.0}, 1.0);
  EXPECT_TRUE(store.find(key, columns, Reuse::same_code));
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code, series));
  store.save(key, columns, {1.0, 2.0}, 1.0, series, {{{0.0}, {5.0}}});
  EXPECT_TRUE(store.find(key, columns, Reuse::same_code, series));
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code, {{"training", ""}, {"validation", ""}}));
  store.save(key, columns, {1.0, 2.0}, 1.0);  // replaces curves too
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code, series));
}

TEST_F(RunStoreTest, RefusesCurvesThatDoNotFit) {
  const std::vector<Series> series{{"training", ""}};
  const std::vector<double> too_many(most_curve_points + 1, 1.0);
  RunStore store(file, RunStore::Access::write);
  for (const std::vector<Curve>& curves :
       {std::vector<Curve>{}, {{}}, {{{1.0}, {}}}, {{too_many, too_many}}, {{{1.0}, {1.0}}, {{1.0}, {1.0}}}}) {
    EXPECT_THROW(store.save(key, columns, {1.0, 2.0}, 1.0, series, curves), Error);
  }
  EXPECT_FALSE(store.find(key, columns, Reuse::same_code));
  const std::vector<double> most(most_curve_points, 1.0);
  store.save(key, columns, {1.0, 2.0}, 1.0, series, {{most, most}});
  EXPECT_EQ(store.find(key, columns, Reuse::same_code, series)->curves[0].x.size(), most_curve_points);
}

TEST_F(RunStoreTest, RefusesARowOfTheWrongLength) {
  RunStore store(file, RunStore::Access::write);
  EXPECT_THROW(store.save(key, columns, {1.0}, 1.0), Error);
}

TEST_F(RunStoreTest, AStoreToBeReadNeedNotExist) {
  const RunStore store(file, RunStore::Access::read);
  EXPECT_FALSE(store.find(key, columns, Reuse::any));
  EXPECT_TRUE(store.timings(key.experiment).empty());
  EXPECT_EQ(store.rows_of_other_code(key.experiment, "code1"), 0U);
  EXPECT_FALSE(fs::exists(file));
  RunStore written(file, RunStore::Access::read);
  EXPECT_THROW(written.save(key, columns, {1.0, 2.0}, 1.0), Error);
}

/// Runs `work` in a child of this process; its exit code, or minus the signal that ended it.
int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 99;
    try {
      code = work();
    } catch (...) {
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST_F(RunStoreTest, TwoProcessesWriteAtOnce) {
  constexpr std::uint64_t each = 100;
  const auto write_from = [&](std::uint64_t first) {
    RunStore store(file, RunStore::Access::write);
    RunKey mine = key;
    for (std::uint64_t i = 0; i < each; ++i) {
      mine.seed = first + i;
      store.save(mine, columns, {static_cast<double>(mine.seed), 0.5}, 0.01);
    }
    return 0;
  };
  const pid_t child = fork();
  if (child == 0) {
    int code = 1;
    try {
      code = write_from(1);
    } catch (...) {
    }
    _exit(code);
  }
  ASSERT_GT(child, 0);
  write_from(1 + each / 2);  // half of the seeds are the other's too
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  const RunStore store(file, RunStore::Access::read);
  for (key.seed = 1; key.seed <= each + each / 2; ++key.seed) {
    const auto found = store.find(key, columns, Reuse::same_code);
    ASSERT_TRUE(found) << key.seed;
    EXPECT_EQ(found->row[0], static_cast<double>(key.seed));
  }
}

TEST_F(RunStoreTest, KilledWhileWritingItKeepsWhatWasSaved) {
  const int told = 40;
  std::array<int, 2> pipe_ends{};
  ASSERT_EQ(pipe(pipe_ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    RunStore store(file, RunStore::Access::write);
    for (key.seed = 1;; ++key.seed) {
      store.save(key, columns, {static_cast<double>(key.seed), 1.0}, 0.01);
      [[maybe_unused]] const auto n = write(pipe_ends[1], "x", 1);
    }
  }
  close(pipe_ends[1]);
  std::uint64_t saved = 0;
  for (char c = 0; saved < told && read(pipe_ends[0], &c, 1) == 1;) ++saved;
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  close(pipe_ends[0]);
  ASSERT_EQ(saved, static_cast<std::uint64_t>(told));
  ASSERT_TRUE(WIFSIGNALED(status));

  RunStore store(file, RunStore::Access::write);
  for (key.seed = 1; key.seed <= saved; ++key.seed) {
    const auto found = store.find(key, columns, Reuse::same_code);
    ASSERT_TRUE(found) << key.seed;
    EXPECT_EQ(found->row[0], static_cast<double>(key.seed));
  }
  key.seed = 1'000'000;
  store.save(key, columns, {1.0, 2.0}, 0.01);
  EXPECT_TRUE(store.find(key, columns, Reuse::same_code));
}

TEST_F(RunStoreTest, IsReadInAFolderThatCannotBeWritten) {
  RunStore(file, RunStore::Access::write).save(key, columns, {1.0, 2.0}, 1.0);
  const auto reading = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
  const auto entering = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(file, reading);
  fs::permissions(folder, reading | entering);
  // Permissions do not bind root, who may become somebody they bind.
  const int code = in_child([&] {
    if (geteuid() == 0 && setuid(65534) != 0) return 3;
    if (!RunStore(file, RunStore::Access::read).find(key, columns, Reuse::same_code)) return 1;
    try {
      RunStore store(file, RunStore::Access::write);
      store.save(key, columns, {1.0, 2.0}, 1.0);
    } catch (const Error& error) {
      return error.fault() == Fault::input ? 0 : 4;
    }
    return 2;
  });
  EXPECT_EQ(code, 0);
  fs::permissions(folder, fs::perms::owner_all);
}

}  // namespace
}  // namespace basin::claims
