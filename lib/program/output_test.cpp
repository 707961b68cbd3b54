// Files are whole or not there, tables line up.
#include "program/output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/error.hpp"

namespace basin::program {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "basin_output_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  static std::string content(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  fs::path folder;
};

TEST_F(OutputFileTest, ReplacesOnlyWhenComplete) {
  const fs::path file = folder / "a.txt";
  std::ofstream(file) << "old";
  { const OutputFile never_written(file); }
  EXPECT_EQ(content(file), "old");
  EXPECT_EQ(files(), 1U);
  OutputFile(file).write("new");
  EXPECT_EQ(content(file), "new");
  EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFileTest, KeepsALinkAndReplacesWhatItPointsTo) {
  std::ofstream(folder / "a.txt") << "old";
  fs::create_symlink("a.txt", folder / "link");
  OutputFile(folder / "link").write("new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(content(folder / "a.txt"), "new");
}

TEST_F(OutputFileTest, WritesThroughToDevices) {
  OutputFile("/dev/null").write("text");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  OutputFile full("/dev/full");
  try {
    full.write("text");
    FAIL() << "nothing thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::machine);
  }
}

TEST_F(OutputFileTest, RefusesWhatCannotBeWritten) {
  for (const fs::path& file : {folder, folder / "none" / "a.txt", fs::path("/proc/a.txt"), fs::path()}) {
    try {
      const OutputFile output(file);
      ADD_FAILURE() << file;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::input);
    }
  }
}

TEST_F(OutputFileTest, RefusesToReplaceARunStore) {
  const std::string store = "SQLite format 3" + std::string(1, '\0') + "runs of a night";
  std::ofstream(folder / "runs.sqlite") << store;
  EXPECT_THROW(OutputFile(folder / "runs.sqlite"), Error);
  OutputFile early(folder / "new.sqlite");
  std::ofstream(folder / "new.sqlite") << store;
  EXPECT_THROW(early.write("seed,value\n"), Error);
  EXPECT_EQ(content(folder / "runs.sqlite"), store);
  EXPECT_EQ(content(folder / "new.sqlite"), store);
}

TEST_F(OutputFileTest, CanBeReadByOthers) {
  const auto mask = umask(022);
  OutputFile(folder / "a.txt").write("x");
  umask(mask);
  EXPECT_EQ(fs::status(folder / "a.txt").permissions(), fs::perms{0644});
}

TEST(Table, ColumnsLineUpByCharacters) {
  Table table("  ");
  table.add({"a", "bb"});
  table.add_line("line");
  table.add({"\xc3\xa4\xc3\xa4\xc3\xa4", "c"});
  EXPECT_EQ(table.text(), "  a    bb\nline\n  \xc3\xa4\xc3\xa4\xc3\xa4  c\n");
}

TEST(Table, TheLastCellIsFoldedWhereItIsTooLong) {
  Table table("  ", 32);
  table.add({"name", "one two three four five six seven"});
  table.add({"n", "short"});
  EXPECT_EQ(table.text(), "  name  one two three four five\n        six seven\n  n     short\n");
  Table narrow("  ", 24);  // fewer than 24 characters would be left
  narrow.add({"name", "one two three four five six seven"});
  EXPECT_EQ(narrow.text(), "  name  one two three four five six seven\n");
}

TEST(Folded, BreaksBetweenWords) {
  EXPECT_EQ(folded("one two three", "  ", 9), "  one two\n  three\n");
  EXPECT_EQ(folded("averylongword", "", 5), "averylongword\n");
}

TEST(Coloured, LeavesTextAloneWhereThereIsNoTerminal) {
  testing::internal::CaptureStdout();
  const std::string text = coloured("red", Colour::red);
  testing::internal::GetCapturedStdout();
  EXPECT_EQ(text, "red");
}

}  // namespace
}  // namespace basin::program
