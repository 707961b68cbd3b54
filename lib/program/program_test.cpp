// The command line: what is refused and how, listing, showing, running any setting.
#include "program/program.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/random.hpp"
#include "program/demo_program.hpp"

namespace basin::program {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Program : public DemoProgram {};

TEST_F(Program, MisuseIsRefusedInOneSentence) {
  write_claim("heads", "0.99");
  const std::vector<std::pair<std::vector<std::string>, std::string>> misuses = {
      {{}, "no command is given"},
      {{"lst"}, "command 'lst': is unknown; known: list"},
      {{"list", "--tire", "quick"}, "option '--tire': is unknown; known: --tier"},
      {{"--jbos=2", "list"}, "option '--jbos': is unknown; known: --jobs"},
      {{"list", "more"}, "'more': is one argument too many for list"},
      {{"list", "--tier", "slow"}, "tier 'slow' is unknown; known: quick, full, paper"},
      {{"list", "--source", "demo2023"}, "source 'demo2023': is unknown; known: demo2024"},
      {{"list", "--jobs", "0"}, "--jobs '0'"},
      {{"list", "--jobs", "3x"}, "--jobs '3x'"},
      {{"list", "--jobs", "-1"}, "--jobs"},
      {{"list", "--seed-epoch", "99999999999"}, "--seed-epoch"},
      {{"list", "--reuse", "all"}, "--reuse all: is unknown; known: any, same"},
      {{"run", "demo2024.coin", "--csv"}, "--csv: needs a value"},
      {{"run", "demo2024.coin", "--csv", ""}, "--csv: needs a value, but it is empty"},
      {{"--jobs=", "list"}, "--jobs: needs a value, but it is empty"},
      {{"list", "--jobs", ""}, "--jobs: needs a value, but it is empty"},
      {{"run", "demo2024\ncoin\x1b[2J"}, "experiment 'demo2024\\ncoin\\x1b[2J' is unknown"},
      {{"run", "demo2024.coin", "--series", ""}, "--series: needs a value, but it is empty"},
      {{"run", "demo2024.coin", "--series", folder.string()}, "is a folder"},
      {{"run", "demo2024.coin", "--series", "-", "--csv", "-"}, "both write to -"},
      {{"run", "demo2024.coin", "--series", "x", "--csv", "x"}, "both write to x"},
      {{"run", "demo2024.broken", "--series", "-"},
       "demo2024.broken has no series; leave the option out (demo2024.coin"},
      {{"list", "--claims", "/nowhere"}, "/nowhere: is no folder"},
      {{"list", "--data", "/nowhere"}, "/nowhere: is no folder"},
      {{"show"}, "required"},
      {{"show", "demo2024.coni"}, "demo2024.coin"},
      {{"run", "demo2024.coni"}, "experiment 'demo2024.coni' is unknown; known: demo2024.coin"},
      {{"run", "demo2024.coin", "--seeds", "5..1"}, "runs backwards"},
      {{"run", "demo2024.coin", "--seeds", "0..3"}, "from 1 to"},
      {{"run", "demo2024.coin", "--seeds", "1..1000001"}, "at most 1000000 at once"},
      {{"run", "demo2024.coin", "--seeds", "many"}, "--seeds 'many'"},
      {{"run", "demo2024.coin", "--seeds", "1...3"}, "--seeds"},
      {{"run", "demo2024.coin", "--set", "q=1"}, "'q'"},
      {{"run", "demo2024.coin", "--set", "p=2"}, "p"},
      {{"run", "demo2024.coin", "--set", "p=0.1", "--set", "p=0.2"}, "'p' is set twice"},
      {{"run", "demo2024.coin", "--csv", folder.string()}, "is a folder"},
      {{"run", "demo2024.coin", "--csv", (folder / "no" / "x.csv").string()}, "cannot be written"},
      {{"run", "demo2024.coin", "--store", folder.string()}, "is a folder"},
      {{"verify", "demo2024.head"}, "claim 'demo2024.head': is unknown; known: demo2024.heads"},
      {{"verify", "--source", "demo2023"}, "known: demo2024"},
      {{"verify", "--json", folder.string()}, "is a folder"},
      {{"verify", "--json", "-", "--junit", "-"}, "both write to -"},
      {{"verify", "--dry-run", "--json", "-"}, "--dry-run has no verdicts"},
      {{"judge", "demo2024.head"}, "known: demo2024.heads"},
      {{"judge", "../../etc/passwd"}, "is unknown"},
      {{"judge", "demo2024.heads", "--control", "other"}, "control 'other' is unknown; known: other_coin"},
      {{"golden", "chek"}, "golden 'chek': is unknown; known: check"},
  };
  for (const auto& [arguments, sentence] : misuses) {
    const Answer answer = call(arguments);
    EXPECT_EQ(answer.code, 2) << sentence;
    EXPECT_THAT(answer.err, HasSubstr(sentence));
    EXPECT_THAT(answer.err, testing::StartsWith("basin: "));
    EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
    EXPECT_EQ(answer.out, "") << sentence;
  }
}

TEST_F(Program, HelpAndVersionAreNoMistakes) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"}, {"run", "--help"}, {"--version"}, {"list", "--version"}}) {
    const Answer answer = call(arguments);
    EXPECT_EQ(answer.code, 0) << arguments.front();
    EXPECT_THAT(answer.out, HasSubstr("basin"));
    EXPECT_EQ(answer.err, "");
  }
  EXPECT_THAT(call({"--help"}).out, AllOf(HasSubstr("verify"), HasSubstr("--seed-epoch")));
  EXPECT_THAT(call({"run", "--help"}).out, HasSubstr("--seeds"));
}

TEST_F(Program, CommonOptionsStandBeforeOrBehindTheCommand) {
  EXPECT_EQ(call({"--jobs", "2", "list"}).code, 0);
  EXPECT_EQ(call({"list", "--jobs", "2"}).code, 0);
  EXPECT_EQ(call({"--jobs", "no", "list"}).code, 2);
  EXPECT_EQ(call({"list", "--jobs", "no"}).code, 2);
}

TEST_F(Program, ListsClaimsAndExperiments) {
  write_claim("heads", "0.99");
  const Answer answer = call({"list"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, AllOf(HasSubstr("demo2024.heads"), HasSubstr("demo2024.coin"), HasSubstr("1 claims")));
  EXPECT_THAT(call({"list", "--tier", "full"}).out, Not(HasSubstr("demo2024.heads")));
}

TEST_F(Program, ListsAsJsonWithErrorRates) {
  write_claim("heads", "0.99");
  const auto document = nlohmann::json::parse(call({"list", "--json"}).out);
  EXPECT_EQ(document["schema"], 1);
  ASSERT_EQ(document["claims"].size(), 1U);
  const auto& claim = document["claims"][0];
  EXPECT_EQ(claim["id"], "demo2024.heads");
  EXPECT_EQ(claim["judged"], "quick");
  EXPECT_EQ(claim["seeds"], 60);
  EXPECT_GT(claim["false_alarm"], 0.0);
  EXPECT_LE(claim["false_alarm"], 1e-6);
  EXPECT_LE(claim["miss"], 1e-3);
  EXPECT_EQ(claim["controls"][0]["name"], "other_coin");
  EXPECT_TRUE(claim["controls"][0]["false_alarm"].is_number());
  ASSERT_EQ(document["experiments"].size(), 3U);
  const auto& coin = document["experiments"][1];
  EXPECT_EQ(coin["series_x"]["name"], "time");
  EXPECT_EQ(coin["series"][0]["name"], "height");
  EXPECT_FALSE(coin["series"][0].contains("words"));
  EXPECT_EQ(coin["series"][1]["words"][0], "heads");
  EXPECT_FALSE(document["experiments"][0].contains("series_x"));
}

TEST_F(Program, ShowsAClaim) {
  write_claim("heads", "0.99");
  const Answer answer = call({"show", "demo2024.heads"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, AllOf(HasSubstr("The coin lands heads <nearly> always."), HasSubstr("Table 1"),
                                HasSubstr("false alarm"), HasSubstr("other_coin"), HasSubstr("seeds 1..60")));
}

TEST_F(Program, ShowsRuleTiersCostAndHowToJudgeAClaim) {
  write_claim("heads", "0.99");
  std::string text = content("claims/demo2024/heads.toml");
  text.insert(text.find("[control"), "[published]\nfile = \"heads.csv\"\n[tiers.full]\nseeds = 70\n");
  text += "why = \"It nearly always lands tails.\"\n";
  write("claims/demo2024/heads.toml", text);
  std::filesystem::create_directories(folder / "golden/demo2024/published");
  write("golden/demo2024/published/heads.csv",
        "p,column,value,spread,spread_kind,runs\n0.99,heads,0.75,0.1,sd,4\n0.5,heads,0.25,,none,\n");
  const std::string shown = call({"show", "demo2024.heads", "--jobs", "2"}).out;
  EXPECT_THAT(shown, AllOf(HasSubstr("rule        proportion where heads > 0; bad=0.5 good=0.95\n"),
                           HasSubstr("power 0.99998 (miss 2.1e-05)"), HasSubstr("tier quick  p=0.99; seeds 1..60\n"),
                           HasSubstr("120 runs with the controls'; to compute: time unknown (never timed here)"),
                           HasSubstr("tier full   p=0.99; seeds 1..70\n")));
  EXPECT_THAT(shown, AllOf(HasSubstr("heads = 0.75 +- 0.1 (4 runs) at p=0.99"), Not(HasSubstr("0.25")),
                           HasSubstr("control     other_coin: must be contradicted\n            It nearly always"),
                           HasSubstr("judge it    basin verify demo2024.heads\n")));
  EXPECT_EQ(call({"verify", "--quiet"}).code, 0);
  EXPECT_THAT(call({"show", "demo2024.heads", "--tier", "full"}).out,
              AllOf(HasSubstr("120 runs with the controls', 120 of them stored\n"),
                    HasSubstr("130 runs with the controls', 120 of them stored; to compute: less than a second"),
                    HasSubstr("basin verify demo2024.heads --tier full\n")));
  EXPECT_THAT(
      call({"show", "demo2024.coin"}).out,
      AllOf(HasSubstr("timed runs  120 in the store"), HasSubstr("claims      1\n            demo2024. heads\n"),
            HasSubstr("run it      basin run demo2024.coin --set p=0.99 --seeds 1..3\n")));
}

TEST_F(Program, ShowsWithoutASoundStore) {
  write_claim("heads", "0.99");
  write("store", "no store at all");
  EXPECT_EQ(call({"show", "demo2024.heads"}).code, 0);
  const Answer answer = call({"show", "demo2024.coin"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, HasSubstr("store cannot be read"));
}

TEST_F(Program, ShowsAnExperiment) {
  const Answer answer = call({"show", "demo2024.coin"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, AllOf(HasSubstr("A coin is tossed."), HasSubstr("probability of heads"),
                                HasSubstr("from 0 to 1"), HasSubstr("none | needed | wild"),
                                HasSubstr("the random number"), HasSubstr("time    x of every series"),
                                HasSubstr("height  number"), HasSubstr("side    heads | tails")));
  EXPECT_THAT(call({"show", "demo2024.broken"}).out, Not(HasSubstr("series")));
}

TEST_F(Program, RunsATableOfAnySetting) {
  const Answer answer = call({"run", "demo2024.coin", "--set", "p=1", "--seeds", "2..4"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  std::istringstream lines(answer.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line, testing::MatchesRegex("p +seed +heads +draw"));
  std::getline(lines, line);
  EXPECT_THAT(line, testing::MatchesRegex("1 +2 +1 +0\\.[0-9]+"));
  EXPECT_EQ(std::count(answer.out.begin(), answer.out.end(), '\n'), 4);
  EXPECT_THAT(answer.err, HasSubstr("3 runs computed, 0 reused"));
  EXPECT_THAT(call({"run", "demo2024.coin", "--set", "p=1", "--seeds", "4"}).err,
              HasSubstr("1 runs computed, 3 reused"));
}

TEST_F(Program, CsvGivesBackTheSameNumbers) {
  const std::string file = (folder / "rows.csv").string();
  EXPECT_EQ(call({"run", "demo2024.coin", "--csv", file, "--seeds", "3"}).code, 0);
  const std::string text = content("rows.csv");
  EXPECT_THAT(text, testing::StartsWith("seed,heads,draw\n1,"));
  const Answer answer = call({"run", "demo2024.coin", "--csv", "-", "--seeds", "3"});
  EXPECT_EQ(answer.out, text);
  const double draw = std::strtod(text.c_str() + text.rfind(',') + 1, nullptr);
  EXPECT_EQ(draw, Stream("demo2024.coin", 3, "toss").uniform(0));
}

TEST_F(Program, SeriesAreWrittenALineForEachX) {
  const std::string file = (folder / "series.csv").string();
  const Answer answer = call({"run", "demo2024.coin", "--set", "p=1", "--series", file, "--seeds", "2"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("heads"));  // rows are printed all the same
  const std::string text = content("series.csv");
  EXPECT_THAT(text, testing::StartsWith("p,seed,time,height,side\n1,1,0,0,heads\n1,1,0.5,0."));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 2 * 3);
  EXPECT_THAT(text, testing::EndsWith(",nan\n1,2,1,nan,\"tails, or \"\"edge\"\"\"\n"));
  EXPECT_EQ(call({"run", "demo2024.coin", "--set", "p=1", "--series", "-", "--seeds", "2"}).out, text);
  EXPECT_EQ(call({"run", "demo2024.coin", "--set", "data=needed", "--series", "-"}).out,
            "data,seed,time,height,side\n");
}

TEST_F(Program, AFailedRunIsNamed) {
  const Answer answer = call({"run", "demo2024.broken"});
  EXPECT_EQ(answer.code, 3);
  EXPECT_THAT(answer.err, HasSubstr("demo2024.broken with seed 1: it fell apart"));
}

TEST_F(Program, RunsWithoutTheirDataAreSkipped) {
  const Answer answer = call({"run", "demo2024.coin", "--set", "data=needed"});
  EXPECT_EQ(answer.code, 77);
  EXPECT_THAT(answer.err, HasSubstr("the coin is not there"));
  EXPECT_EQ(call({"run", "demo2024.coin", "--set", "data=needed", "--data", folder.string()}).code, 0);
}

TEST_F(Program, DataMayComeFromTheEnvironment) {
  setenv("BASIN_DATA", folder.c_str(), 1);
  EXPECT_EQ(call({"run", "demo2024.coin", "--set", "data=needed"}).code, 0);
  setenv("BASIN_DATA", "/nowhere", 1);
  EXPECT_THAT(call({"list"}).err, HasSubstr("BASIN_DATA"));
}

TEST_F(Program, AFullStandardOutputIsTheMachinesFault) {
  FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  std::fflush(stdout);
  std::swap(*stdout, *full);
  const char* arguments[] = {"basin", "--version"};
  const int code = run(2, arguments);
  std::swap(*stdout, *full);
  std::fclose(full);
  EXPECT_EQ(code, 3);
}

}  // namespace
}  // namespace basin::program
