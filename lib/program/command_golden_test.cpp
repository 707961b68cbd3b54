// basin golden: recording, comparing, what a change comes to, files that nothing stands behind.
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "program/demo_program.hpp"

namespace basin::program {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class GoldenCommand : public DemoProgram {};

TEST_F(GoldenCommand, RowsAreRecordedAndCompared) {
  write_claim("heads", "0.7");
  const Answer none = call({"golden", "check"});
  EXPECT_EQ(none.code, 1);  // a check that has nothing to check is not green
  EXPECT_THAT(none.out, AllOf(HasSubstr("demo2024.coin: NOT RECORDED"), HasSubstr("1 not recorded")));
  EXPECT_EQ(call({"golden", "check", "demo2024.coin"}).code, 2);
  Answer answer = call({"golden", "update"});
  ASSERT_EQ(answer.code, 0) << answer.err;
  answer = call({"golden", "check", "demo2024.coin"});
  EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("demo2024.coin: unchanged"));
  const std::string file = "golden/demo2024/coin.quick.csv";
  std::string rows = content(file);
  const auto at = rows.rfind("0.");
  ASSERT_NE(at, std::string::npos) << rows;
  rows[at + 2] = rows[at + 2] == '9' ? '1' : '9';
  write(file, rows);
  answer = call({"golden", "diff"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_THAT(answer.out, AllOf(HasSubstr("CHANGED"), HasSubstr("draw"), HasSubstr("verdicts would flip")));
  EXPECT_EQ(call({"golden", "check"}).code, 1);
}

TEST_F(GoldenCommand, DiffShowsEachChangeInStandardDeviationsBetweenSeeds) {
  write_claim("heads", "0.7");
  ASSERT_EQ(call({"golden", "update"}).code, 0);
  const std::string file = "golden/demo2024/coin.quick.csv";
  std::istringstream lines(content(file));
  std::string text;
  std::vector<double> draws;
  for (std::string line; std::getline(lines, line);) {
    const bool is_row = !line.empty() && line[0] != '#' && std::isdigit(static_cast<unsigned char>(line[0]));
    if (is_row) draws.push_back(std::strtod(line.c_str() + line.rfind(',') + 1, nullptr));
    if (is_row && draws.size() == 1) line = line.substr(0, line.rfind(',') + 1) + std::to_string(draws[0] - 0.25);
    text += line + '\n';
  }
  ASSERT_EQ(draws.size(), 2U);
  write(file, text);
  // Two seeds: the standard deviation is |difference| / sqrt(2), of the rows as they are recorded.
  const double effect = 0.25 / (std::abs(draws[0] - 0.25 - draws[1]) / std::sqrt(2.0));
  const Answer answer = call({"golden", "diff"});
  EXPECT_EQ(answer.code, 1);
  char expected[32];
  std::snprintf(expected, sizeof expected, "%+.3g", effect);
  EXPECT_THAT(answer.out, AllOf(HasSubstr(expected), HasSubstr("0 of 1 verdicts would flip")));
}

TEST_F(GoldenCommand, DiffNamesTheVerdictsThatFlip) {
  write_claim("heads", "0.7");
  ASSERT_EQ(call({"golden", "update"}).code, 0);
  // The coin of the claim has changed: its rows are no longer those recorded, and its verdict is another.
  write_claim("heads", "0.2");
  const Answer answer = call({"golden", "diff"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_THAT(answer.out, AllOf(HasSubstr("not recorded: p=0.2, seed 1"),
                                HasSubstr("recorded, but no claim needs it: p=0.7, seed 2"),
                                HasSubstr("would flip: demo2024.heads from reproduced to contradicted"),
                                HasSubstr("1 of 1 verdicts would flip")));
}

TEST_F(GoldenCommand, FilesThatNothingStandsBehindAreFound) {
  write_claim("heads", "0.7");
  ASSERT_EQ(call({"golden", "update"}).code, 0);
  EXPECT_EQ(call({"golden", "check"}).code, 0);
  std::filesystem::create_directories(folder / "golden/demo2024/published");
  write("golden/demo2024/published/sum.quick.csv", "");  // published numbers may be called anything
  write("golden/demo2024/coin.full.csv", "");            // of another tier
  EXPECT_EQ(call({"golden", "check"}).code, 0);
  write("golden/demo2024/sum.quick.csv", "");
  write("golden/demo2024/dice.quick.csv", "");
  for (const char* work : {"check", "diff"}) {
    const Answer answer = call({"golden", work});
    EXPECT_EQ(answer.code, 1);
    EXPECT_THAT(answer.out, AllOf(HasSubstr("dice.quick.csv: STALE, there is no experiment demo2024.dice"),
                                  HasSubstr("sum.quick.csv: STALE, no claim of the tier quick needs its rows"),
                                  HasSubstr("1 unchanged, 0 changed, 0 skipped; 2 stale files")));
  }
  EXPECT_EQ(call({"golden", "check", "demo2024.coin"}).code, 0);  // asked for this one only
}

TEST_F(GoldenCommand, AFolderWithoutClaimsMakesNoFileStale) {
  write_claim("heads", "0.7");
  ASSERT_EQ(call({"golden", "update"}).code, 0);
  std::filesystem::remove(folder / "claims/demo2024/heads.toml");
  const Answer answer = call({"golden", "check"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("has no claims of the tier quick"));
  EXPECT_EQ(answer.out, "");
}

TEST_F(GoldenCommand, SaysWhyNothingIsRecorded) {
  write_comparison("draws");
  Answer answer = call({"golden", "check", "demo2024.coin"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("has comparisons only in the tier quick"));
  answer = call({"golden", "check", "demo2024.sum"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("has no claims in the tier quick"));
  write_claim("heads", "0.7", "reproduced", ", data = \"wild\"");
  answer = call({"golden", "update", "demo2024.coin"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, AllOf(HasSubstr("train too long and at random"), Not(HasSubstr("no claims"))));
}

TEST_F(GoldenCommand, RowsAreNotWrittenInCi) {
  write_claim("heads", "0.7");
  setenv("CI", "true", 1);
  const Answer answer = call({"golden", "update"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("CI is set"));
  EXPECT_FALSE(std::filesystem::exists(folder / "golden" / "demo2024"));
}

}  // namespace
}  // namespace basin::program
