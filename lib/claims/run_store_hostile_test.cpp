// Files a run store must refuse, each in a sentence that names the file: other formats, other programs' databases,
// newer, altered, truncated and overwritten stores, folders, pipes, full disks.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "claims/run_store.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class RunStoreHostile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "basin_hostile_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
    file = folder / "store.sqlite";
  }
  void TearDown() override { fs::remove_all(folder); }

  void fill(std::uint64_t runs) {
    RunStore store(file, RunStore::Access::write);
    for (key.seed = 1; key.seed <= runs; ++key.seed) {
      store.save(key, columns, {1.0, 2.0}, 1.0, series, {{{0.0, 1.0}, {4.0, 5.0}}});
    }
  }

  /// Opens the store both ways and reads it all; both must be refused with `what`, in an input error naming the file.
  void expect_refused(const std::string& what) {
    for (const auto access : {RunStore::Access::read, RunStore::Access::write}) {
      try {
        const RunStore store(file, access);
        for (key.seed = 1; key.seed <= 500; ++key.seed) (void)store.find(key, columns, Reuse::same_code, series);
        ADD_FAILURE() << "not refused";
      } catch (const Error& error) {
        EXPECT_EQ(error.fault(), Fault::input) << error.what();
        EXPECT_THAT(error.what(), HasSubstr(file.string()));
        EXPECT_THAT(error.what(), HasSubstr(what));
      }
    }
  }

  void execute(const std::string& sql) { SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql); }

  fs::path folder, file;
  std::vector<Column> columns{{"a", "first"}, {"b", "second"}};
  std::vector<Series> series{{"loss", "by epoch"}};
  RunKey key{"test.experiment", "dim=4", 1, "code1"};
};

TEST_F(RunStoreHostile, AnotherFormat) {
  std::ofstream(file) << std::string(5000, 'x');
  expect_refused("is not a run store");
}

TEST_F(RunStoreHostile, AnEmptyFileIsAnEmptyStore) {
  std::ofstream{file};
  EXPECT_FALSE(RunStore(file, RunStore::Access::read).find(key, columns, Reuse::any));
  fill(1);
  key.seed = 1;
  EXPECT_TRUE(RunStore(file, RunStore::Access::read).find(key, columns, Reuse::any));
}

TEST_F(RunStoreHostile, ADatabaseOfAnotherProgram) {
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE mail(text)");
  expect_refused("another program");
  SQLite::Database left(file.string());
  EXPECT_TRUE(left.tableExists("mail"));
  EXPECT_FALSE(left.tableExists("run"));
}

TEST_F(RunStoreHostile, ANewerSchema) {
  fill(1);
  execute("PRAGMA user_version = 99");
  expect_refused("newer basin");
}

TEST_F(RunStoreHostile, AnOlderSchema) {
  fill(1);
  execute("DROP TABLE curve; PRAGMA user_version = 1");
  expect_refused("older basin (schema 1, this one writes 3); move it away");
}

TEST_F(RunStoreHostile, AMissingTable) {
  for (const char* table : {"value", "curve"}) {
    fs::remove(file);
    fill(1);
    execute(std::string("DROP TABLE ") + table);
    expect_refused("tables are not those");
  }
}

// A writer of its own may switch the checks off, and then the file's text is still ours.
TEST_F(RunStoreHostile, ValuesOfWrongTypes) {
  for (const char* wrong : {"'4'", "4", "x'00'"}) {
    fs::remove(file);
    fill(1);
    execute(std::string("PRAGMA ignore_check_constraints = ON; UPDATE value SET value = ") + wrong);
    expect_refused("damaged");
  }
}

TEST_F(RunStoreHostile, ACurveThatEndsWithinANumber) {
  fill(1);
  execute("UPDATE curve SET y = x'0000000000'");
  expect_refused("a curve ends within a number");
}

TEST_F(RunStoreHostile, ACurveThatLacksPoints) {
  for (const char* change : {"y = substr(y, 1, 8)", "x = x''", "x = x'', y = x''"}) {
    fs::remove(file);
    fill(1);
    execute(std::string("UPDATE curve SET ") + change);
    expect_refused("a curve lacks a point");
  }
}

TEST_F(RunStoreHostile, ACurveThatNeverEnds) {
  fill(1);
  execute("UPDATE curve SET x = zeroblob(8000000), y = zeroblob(8000000)");
  expect_refused("a curve is too long");
}

TEST_F(RunStoreHostile, ATrigger) {
  fill(1);
  execute("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM value; END");
  expect_refused("tables are not those");
}

TEST_F(RunStoreHostile, LooserTypes) {
  fill(1);
  execute("DROP TABLE value; CREATE TABLE value(run, position, \"column\", value)");
  expect_refused("tables are not those");
}

TEST_F(RunStoreHostile, ATruncatedFile) {
  fill(300);
  const auto size = fs::file_size(file);
  ASSERT_GT(size, 12'000U);
  fs::resize_file(file, size - 8192);
  expect_refused("damaged");
}

TEST_F(RunStoreHostile, AHeaderOnly) {
  fill(300);
  fs::resize_file(file, 100);
  expect_refused("store.sqlite");
}

TEST_F(RunStoreHostile, OverwrittenPages) {
  fill(300);
  const auto size = fs::file_size(file);
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(4096);
  out << std::string(size - 4096, '\xa5');
  out.close();
  expect_refused("damaged");
}

TEST_F(RunStoreHostile, AFolder) {
  fs::create_directory(file);
  expect_refused("is a folder");
}

TEST_F(RunStoreHostile, APipe) {
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  expect_refused("no regular file");
}

TEST_F(RunStoreHostile, AFolderThatIsNotThere) {
  file = folder / "none" / "store.sqlite";
  EXPECT_THROW(RunStore(file, RunStore::Access::write), Error);
  EXPECT_NO_THROW(RunStore(file, RunStore::Access::read));
}

TEST_F(RunStoreHostile, AFolderThatTakesNoFiles) {
  try {
    RunStore store("/proc/store.sqlite", RunStore::Access::write);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::input) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("/proc/store.sqlite"));
  }
}

TEST_F(RunStoreHostile, AFullDiskIsTheMachinesFault) {
  fill(1);
  const pid_t child = fork();
  if (child == 0) {
    // A limit on the size of files stands in for the full disk; it takes a moment until the log reaches it.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{200'000, 200'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    int code = 10;
    try {
      fill(5000);
    } catch (const Error& error) {
      code = static_cast<int>(error.fault());
    } catch (...) {
    }
    _exit(code);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(Fault::machine));
  key.seed = 1;
  EXPECT_TRUE(RunStore(file, RunStore::Access::read).find(key, columns, Reuse::same_code));
}

}  // namespace
}  // namespace basin::claims
