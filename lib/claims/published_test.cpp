// Tests of the reader of published numbers.
#include "claims/published.hpp"

#include <cmath>

#include "core/test_folder.hpp"

namespace basin::claims {
namespace {

const std::string header = "width,radius,column,value,spread,spread_kind,runs\n";

TEST(ReadPublished, ReadsNumbersAndComments) {
  const TestFolder folder;
  const auto file = folder.write("p.csv", "# Figure 3, read to 0.01\n" + header +
                                              "1000,5,largest,.98,.01,digitised,\n"
                                              "inf,relu,largest,-1e-3,,none,30\n");
  const Published published = read_published(file);
  EXPECT_EQ(published.comments, std::vector<std::string>{"Figure 3, read to 0.01"});
  ASSERT_EQ(published.numbers.size(), 2U);
  const PublishedNumber& first = published.numbers[0];
  EXPECT_EQ(first.levels, (Values{{"radius", 5.0}, {"width", 1000.0}}));
  EXPECT_EQ(first.column, "largest");
  EXPECT_EQ(first.value, 0.98);
  EXPECT_EQ(first.spread, 0.01);
  EXPECT_EQ(first.kind, SpreadKind::digitised);
  EXPECT_TRUE(std::isnan(first.runs));
  EXPECT_EQ(first.line, 3U);
  const PublishedNumber& second = published.numbers[1];
  EXPECT_EQ(second.levels, (Values{{"radius", "relu"}, {"width", INFINITY}}));
  EXPECT_TRUE(std::isnan(second.spread));
  EXPECT_EQ(second.kind, SpreadKind::none);
  EXPECT_EQ(second.runs, 30.0);
}

TEST(ReadPublished, NeedsNoSettings) {
  const TestFolder folder;
  const auto file = folder.write("p.csv", "column,value,spread,spread_kind,runs\nlargest,1,0.1,sd,4\n");
  EXPECT_TRUE(read_published(file).numbers.at(0).levels.empty());
}

TEST(ReadPublished, RefusesHeaders) {
  const TestFolder folder;
  const auto refused = [&](const std::string& text) {
    const auto file = folder.write("p.csv", text);
    return error_of(folder, [&] { (void)read_published(file); });
  };
  const std::string wrong =
      "p.csv:1: the header must be the varied settings, then column,value,spread,spread_kind,runs";
  EXPECT_EQ(refused("column,value,spread,spread_kind\n"), wrong);
  EXPECT_EQ(refused("radius,value,column,spread,spread_kind,runs\n"), wrong);
  EXPECT_EQ(refused("column,value,spread,spread_kind,runs,radius\n"), wrong);
  EXPECT_EQ(refused("radius,radius,column,value,spread,spread_kind,runs\n"),
            "p.csv:1: the header names 'radius' twice");
  EXPECT_EQ(refused(",column,value,spread,spread_kind,runs\n"), "p.csv:1: the header has a column without a name");
  EXPECT_EQ(refused(header), "p.csv:1: has no rows");
}

TEST(ReadPublished, RefusesRows) {
  const TestFolder folder;
  const auto refused = [&](const std::string& row) {
    const auto file = folder.write("p.csv", header + row + "\n");
    return error_of(folder, [&] { (void)read_published(file); });
  };
  EXPECT_EQ(refused("1,2,c,nan,,none,"), "p.csv:2: value is 'nan'; it must be a finite number");
  EXPECT_EQ(refused("1,2,c,,,none,"), "p.csv:2: value is ''; it must be a finite number");
  EXPECT_EQ(refused("1,2,c,1,inf,sd,"), "p.csv:2: spread is 'inf'; it must be a finite number");
  EXPECT_EQ(refused("1,2,c,1,-1,sd,"), "p.csv:2: spread is negative");
  EXPECT_EQ(refused("1,2,c,1,1,none,").substr(0, 27), "p.csv:2: spread_kind is non");
  EXPECT_EQ(refused("1,2,c,1,,sd,"), "p.csv:2: spread is empty and yet spread_kind is sd; write none");
  EXPECT_EQ(refused("1,2,c,1,1,ds,").substr(0, 55), "p.csv:2: spread_kind 'ds' is unknown; known: sd, se, ci");
  EXPECT_EQ(refused("1,2,c,1,1,sd,0.5"), "p.csv:2: runs is 0.5; it must be a whole number of at least 1, or empty");
  EXPECT_EQ(refused("1,2,c,1,1,sd,2.5"), "p.csv:2: runs is 2.5; it must be a whole number of at least 1, or empty");
  EXPECT_EQ(refused("1,,c,1,1,sd,2"), "p.csv:2: the setting radius is empty");
  EXPECT_EQ(refused("nan,1,c,1,1,sd,2"), "p.csv:2: the setting width is nan");
  EXPECT_EQ(refused("1,1,,1,1,sd,2"), "p.csv:2: column is empty; it names a column of the experiment");
  EXPECT_EQ(refused("1,2,c,1,1,sd,2\n1.0,2,c,3,1,sd,2"),
            "p.csv:3: repeats line 2 (column c, radius=2 width=1); keep one");
  EXPECT_EQ(refused("1,2,c,1,1,sd,2\n1,2,d,3,1,sd,2"), "nothing was thrown");
}

}  // namespace
}  // namespace basin::claims
