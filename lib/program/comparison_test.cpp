// Claims that only compare with published means, as users and CTest see them: shown, counted apart, never red.
#include <nlohmann/json.hpp>

#include "program/demo_program.hpp"

namespace basin::program {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class Compare : public DemoProgram {};

TEST_F(Compare, VerifyShowsTheLargestPullAndCountsApart) {
  write_claim("heads", "1.0");
  write_comparison("draws");
  const Answer answer = call({"verify"});
  EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
  EXPECT_THAT(answer.out,
              AllOf(HasSubstr("2 claims: 1 reproduced, 0 contradicted as recorded, 0 unexpected, 1 compared; 128 runs"),
                    ContainsRegex("draws +compared +compared +- +2 cells: largest pull [+-][0-9.]+ \\(p=0"),
                    Not(HasSubstr("largest |ours - published|"))));
  EXPECT_THAT(call({"verify", "demo2024.draws", "--points"}).out,
              AllOf(ContainsRegex("published +sd +ours +sd"), ContainsRegex("\n +0\\.5 +- +0\\."),
                    ContainsRegex("\n +0\\.5 +0\\.3 +0\\.")));
}

TEST_F(Compare, JudgePrintsItAndIsContent) {
  write_comparison("draws");
  EXPECT_EQ(call({"judge", "demo2024.draws"}).code, 3);  // nothing computed
  EXPECT_EQ(call({"verify"}).code, 0);
  const Answer answer = call({"judge", "demo2024.draws"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, testing::StartsWith("demo2024.draws: compared\n  2 cells: largest pull "));
  EXPECT_THAT(call({"judge", "demo2024.draws", "--control", "x"}).err, HasSubstr("a comparison has no controls"));
  EXPECT_THAT(call({"show", "demo2024.draws"}).out,
              AllOf(HasSubstr("judges nothing"), Not(HasSubstr("false alarm")), HasSubstr("draws.csv")));
}

TEST_F(Compare, JsonHasItAndJunitDoesNot) {
  write_comparison("draws");
  EXPECT_EQ(call({"verify", "--json", (folder / "v.json").string(), "--junit", (folder / "v.xml").string()}).code, 0);
  const auto claim = nlohmann::json::parse(content("v.json"))["claims"][0];
  EXPECT_EQ(claim["verdict"], "compared");
  EXPECT_EQ(claim["expected"], "compared");
  EXPECT_EQ(claim["as_expected"], true);
  EXPECT_TRUE(claim["false_alarm"].is_null());
  ASSERT_EQ(claim["comparisons"].size(), 2U);
  EXPECT_TRUE(claim["comparisons"][0]["published_sd"].is_null());
  EXPECT_EQ(claim["comparisons"][1]["published_sd"], 0.3);
  EXPECT_TRUE(claim["comparisons"][0]["pull"].is_number());
  EXPECT_THAT(content("v.xml"), Not(HasSubstr("<testcase")));
  EXPECT_TRUE(nlohmann::json::parse(call({"list", "--json"}).out)["claims"][0]["false_alarm"].is_null());
}

// No test judges them, so that no test waits for their runs, and none of their rows is recorded.
TEST_F(Compare, CTestAndGoldensKnowNothingOfIt) {
  write_comparison("draws");
  const std::string file = (folder / "tests.cmake").string();
  EXPECT_EQ(call({"list", "--ctest", file}).code, 0);
  EXPECT_THAT(content("tests.cmake"), Not(HasSubstr("add_test")));
  EXPECT_THAT(call({"fill", "demo2024.coin"}).out, HasSubstr("0 runs computed"));
  EXPECT_EQ(call({"golden", "update", "demo2024.coin"}).code, 2);
  write_claim("heads", "0.7");
  EXPECT_EQ(call({"list", "--ctest", file}).code, 0);
  EXPECT_THAT(content("tests.cmake"), AllOf(HasSubstr("claim.demo2024.heads"), Not(HasSubstr("draws"))));
  EXPECT_THAT(call({"fill", "demo2024.coin"}).out, HasSubstr("120 runs computed"));
}

TEST_F(Compare, SkippedWhereItsDataIsNotThere) {
  write_comparison("draws", "data = \"needed\"");
  EXPECT_EQ(call({"verify"}).code, 77);
  write_claim("heads", "1.0");
  const Answer answer = call({"verify"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, HasSubstr("0 unexpected, 1 skipped"));
  EXPECT_EQ(call({"judge", "demo2024.draws"}).code, 77);
  EXPECT_THAT(call({"verify", "--data", folder.string()}).out, HasSubstr("1 compared"));
}

}  // namespace
}  // namespace basin::program
