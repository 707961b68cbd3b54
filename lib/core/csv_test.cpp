// Tests of reading and writing small files as if an enemy had made them.
#include "core/csv.hpp"

#include <sys/stat.h>

#include <cmath>

#include "core/test_folder.hpp"
#include "core/text_file.hpp"

namespace basin {
namespace {

using Fields = std::vector<std::string>;

TEST(ReadCsv, LinesFieldsAndComments) {
  const TestFolder folder;
  const auto file = folder.write("a.csv", "# where\n#bare\n\na,b\r\n1,\n\"x, \"\"y\"\"\",2");
  const Csv csv = read_csv(file);
  ASSERT_EQ(csv.comments.size(), 2U);
  EXPECT_EQ(csv.comments[0].second, "where");
  EXPECT_EQ(csv.comments[1], (std::pair<std::size_t, std::string>{2, "bare"}));
  EXPECT_EQ(csv.header.fields, (Fields{"a", "b"}));
  EXPECT_EQ(csv.header.line, 4U);
  ASSERT_EQ(csv.rows.size(), 2U);
  EXPECT_EQ(csv.rows[0].fields, (Fields{"1", ""}));
  EXPECT_EQ(csv.rows[1].fields, (Fields{"x, \"y\"", "2"}));
  EXPECT_EQ(csv.rows[1].line, 6U);
}

TEST(ReadCsv, AByteOrderMarkIsNoPartOfTheFirstLine) {
  const TestFolder folder;
  const Csv csv = read_csv(folder.write("a.csv", "\xef\xbb\xbf# where\na,b\n1,2\n"));
  EXPECT_EQ(csv.comments.size(), 1U);
  EXPECT_EQ(csv.header.fields, (Fields{"a", "b"}));
}

TEST(ReadCsv, FieldsAreWrittenAsTheyAreRead) {
  const TestFolder folder;
  for (const std::string text : {"plain", "max(a, b)", "say \"x\"", "# no comment", ""}) {
    const Csv csv = read_csv(folder.write("a.csv", "h,i\n" + csv_field(text) + ",1\n"));
    ASSERT_EQ(csv.rows.size(), 1U) << text;
    EXPECT_EQ(csv.rows[0].fields[0], text);
  }
}

TEST(ReadCsv, RefusesWithFileAndLine) {
  const TestFolder folder;
  const auto refused = [&](const std::string& text) {
    const auto file = folder.write("a.csv", text);
    return error_of(folder, [&] { (void)read_csv(file); });
  };
  EXPECT_EQ(refused("# nothing\n").substr(0, 23), "a.csv:1: has no header;");
  EXPECT_EQ(refused("a,b\n1\n"), "a.csv:2: has 1 fields where the header has 2");
  EXPECT_EQ(refused("a\n\"x\n"), "a.csv:2: has a quote that is not closed");
  EXPECT_EQ(refused("a\n\"x\"y\n"), "a.csv:2: has text after a closing quote");
  EXPECT_EQ(refused("a\nx\"y\n"), "a.csv:2: has a quote inside a field; quote the whole field");
  EXPECT_EQ(refused("a\n" + std::string(257, 'x')), "a.csv:2: has a field of more than 256 characters");
  EXPECT_EQ(refused(std::string(300, ',')), "a.csv:1: has more than 256 columns");
  EXPECT_EQ(refused(std::string("a\nb\0c", 5)), "a.csv:2: holds the control character 0x00; it must be plain text");
  EXPECT_EQ(refused(std::string((1 << 20) + 1, 'x')), "a.csv: has 1048577 bytes; at most 1048576 are read");
  std::string rows = "a\n";
  for (int i = 0; i < 10001; ++i) rows += "1\n";
  EXPECT_EQ(refused(rows), "a.csv:10002: is row 10001; at most 10000 are read");
}

TEST(ReadTextFile, RefusesWhatIsNoFile) {
  const TestFolder folder;
  EXPECT_EQ(error_of(folder, [&] { (void)read_text_file(folder.path() / "none.csv", 10); }),
            "none.csv: there is no such file; check the path");
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(error_of(folder, [&] { (void)read_text_file(pipe, 10); }), "pipe: is no regular file; name one that is");
  std::filesystem::create_directory(folder.path() / "d");
  EXPECT_EQ(error_of(folder, [&] { (void)read_text_file(folder.path() / "d", 10); }),
            "d: is no regular file; name one that is");
}

TEST(WriteTextFile, ReplacesInOneStep) {
  const TestFolder folder;
  const auto file = folder.path() / "deep" / "er" / "a.txt";
  write_text_file(file, "one");
  write_text_file(file, "two");
  EXPECT_EQ(read_text_file(file, 10), "two");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path())) files += entry.exists() ? 1 : 0;
  EXPECT_EQ(files, 1U);  // no temporary file is left
  std::filesystem::create_directory(folder.path() / "taken");
  folder.write("taken/x", "x");
  try {
    write_text_file(folder.path() / "taken", "text");
    FAIL() << "a folder was replaced";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::machine);
  }
}

TEST(RequireInside, FollowsLinks) {
  const TestFolder folder;
  folder.write("in/a", "x");
  const auto outside = folder.write("out/b", "x");
  folder.write("inside_too/c", "x");
  std::filesystem::create_symlink(outside, folder.path() / "in" / "link");
  EXPECT_NO_THROW(require_inside(folder.path() / "in", folder.path() / "in" / "a"));
  EXPECT_THROW(require_inside(folder.path() / "in", folder.path() / "in" / "link"), Error);
  EXPECT_THROW(require_inside(folder.path() / "in", folder.path() / "in" / ".." / "out" / "b"), Error);
  // A folder whose name only starts the same way is another folder.
  EXPECT_THROW(require_inside(folder.path() / "in", folder.path() / "inside_too" / "c"), Error);
}

TEST(ParseNumber, WholeTextOrNothing) {
  EXPECT_EQ(parse_number("-1.5e3"), -1500.0);
  EXPECT_EQ(parse_number("inf"), INFINITY);
  EXPECT_TRUE(std::isnan(parse_number("nan").value()));
  for (const char* text : {"", " 1", "1 ", "1x", "+1", "0x10", "1e999", "one"})
    EXPECT_FALSE(parse_number(text)) << text;
}

}  // namespace
}  // namespace basin
