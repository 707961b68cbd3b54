// Verdicts: computing what is missing, judging from the store, exit codes, JSON, JUnit, the CTest script.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "program/demo_program.hpp"

namespace basin::program {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Verify : public DemoProgram {};

TEST_F(Verify, ReproducedAndContradictedAsRecorded) {
  write_claim("heads", "1.0");
  write_claim("tails", "0.0", "contradicted");
  const Answer answer = call({"verify"});
  EXPECT_EQ(answer.code, 0) << answer.out << answer.err;
  EXPECT_THAT(answer.out, AllOf(HasSubstr("demo2024.heads"), HasSubstr("reproduced"), HasSubstr("contradicted"),
                                HasSubstr("The coin lands heads <nearly> always."), HasSubstr("1/1"),
                                HasSubstr("2 claims: 1 reproduced, 1 contradicted as recorded, 0 unexpected; "),
                                HasSubstr(" runs computed, 0 reused")));
  EXPECT_THAT(call({"verify", "--quiet"}).out,
              AllOf(HasSubstr("; 0 runs computed"), Not(HasSubstr("The coin lands heads"))));
}

TEST_F(Verify, ListsEveryPublishedNumberWhereAsked) {
  write_claim("heads", "1.0");
  std::string text = content("claims/demo2024/heads.toml");
  text.insert(text.find("[control"), "[published]\nfile = \"heads.csv\"\n");
  write("claims/demo2024/heads.toml", text);
  std::filesystem::create_directories(folder / "golden/demo2024/published");
  write("golden/demo2024/published/heads.csv", "column,value,spread,spread_kind,runs\nheads,0.75,,none,\n");
  // All sixty fall on heads: mean 1, no spread, hence no pull.
  EXPECT_THAT(
      call({"verify", "--points"}).out,
      AllOf(HasSubstr("99.9 % interval"), HasSubstr("0.75       -   1     0   1 to 1           +0.25       -     60")));
  EXPECT_THAT(call({"verify"}).out, AllOf(HasSubstr("largest |ours - published|"), Not(HasSubstr("interval"))));
  EXPECT_EQ(call({"verify", "--points", "--dry-run"}).code, 2);
}

TEST_F(Verify, AnUnexpectedVerdictIsOne) {
  write_claim("heads", "0.0");
  const Answer answer = call({"verify"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_THAT(answer.out, HasSubstr("0 contradicted as recorded, 1 unexpected"));
  EXPECT_EQ(call({"judge", "demo2024.heads"}).code, 1);
}

TEST_F(Verify, ABrokenControlMakesTheVerdictInvalid) {
  write_claim("heads", "1.0");
  std::string text = content("claims/demo2024/heads.toml");
  text.replace(text.rfind("p = 0.01"), 8, "p = 0.999");
  write("claims/demo2024/heads.toml", text);
  const Answer answer = call({"verify"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_THAT(answer.out, AllOf(HasSubstr("invalid"), HasSubstr("0/1"), HasSubstr("control other_coin gave")));
  EXPECT_EQ(call({"judge", "demo2024.heads", "--control", "other_coin"}).code, 1);
}

TEST_F(Verify, PatternsChooseClaims) {
  write_claim("heads", "1.0");
  write_claim("tails", "0.0", "contradicted");
  EXPECT_THAT(call({"verify", "demo2024.heads"}).out, HasSubstr("1 claim:"));
  EXPECT_THAT(call({"verify", "demo2024"}).out, HasSubstr("2 claims:"));
  EXPECT_THAT(call({"verify", "demo2024."}).out, HasSubstr("2 claims:"));
  EXPECT_THAT(call({"verify", "*.ta*"}).out, HasSubstr("1 claim:"));
  EXPECT_THAT(call({"verify", "--source", "demo2024"}).out, HasSubstr("2 claims:"));
  EXPECT_EQ(call({"verify", "demo2024.he"}).code, 2);
}

TEST_F(Verify, ADryRunComputesNothingAndKnowsTimesOfEarlierRuns) {
  write_claim("heads", "1.0");
  Answer answer = call({"verify", "--dry-run"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, AllOf(HasSubstr("120 runs to compute"), HasSubstr("unknown")));
  EXPECT_FALSE(std::filesystem::exists(folder / "store"));
  EXPECT_EQ(call({"verify"}).code, 0);
  answer = call({"verify", "--dry-run", "--seed-epoch", "1"});
  EXPECT_THAT(answer.out, AllOf(HasSubstr("120 runs to compute"), Not(HasSubstr("unknown"))));
  EXPECT_THAT(call({"verify", "--dry-run"}).out, HasSubstr(" 0 runs to compute"));
}

TEST_F(Verify, ASeedEpochIsAnIndependentRepetition) {
  write_claim("heads", "1.0");
  EXPECT_THAT(call({"verify"}).out, HasSubstr("; 120 runs computed, 0 reused"));
  EXPECT_THAT(call({"verify", "--seed-epoch", "3"}).out, HasSubstr("; 120 runs computed, 0 reused"));
  EXPECT_EQ(call({"judge", "demo2024.heads", "--seed-epoch", "3"}).code, 0);
  EXPECT_EQ(call({"judge", "demo2024.heads", "--seed-epoch", "4"}).code, 3);
}

TEST_F(Verify, JudgesFromStoredRunsOnly) {
  write_claim("heads", "1.0");
  Answer answer = call({"judge", "demo2024.heads"});
  EXPECT_EQ(answer.code, 3);
  EXPECT_THAT(answer.err, HasSubstr("120 runs are not in the store"));
  EXPECT_EQ(call({"fill", "demo2024.coin", "--tier", "quick"}).code, 0);
  answer = call({"judge", "demo2024.heads"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, AllOf(HasSubstr("demo2024.heads: reproduced, as expected"), HasSubstr("60")));
  answer = call({"judge", "demo2024.heads", "--control", "other_coin"});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("control other_coin: works, contradicted"));
}

TEST_F(Verify, ClaimsWithoutTheirDataAreSkipped) {
  write_claim("heads", "1.0", "reproduced", ", data = \"needed\"");
  Answer answer = call({"verify", "--json", (folder / "v.json").string(), "--junit", (folder / "v.xml").string()});
  EXPECT_EQ(answer.code, 77) << answer.out << answer.err;
  EXPECT_THAT(answer.out, AllOf(HasSubstr("skipped"), HasSubstr("the coin is not there")));
  EXPECT_EQ(nlohmann::json::parse(content("v.json"))["claims"][0]["verdict"], "skipped");
  EXPECT_THAT(content("v.xml"), HasSubstr("<skipped"));
  EXPECT_EQ(call({"judge", "demo2024.heads"}).code, 77);
  EXPECT_EQ(call({"fill", "demo2024.coin"}).code, 77);
  write_claim("tails", "1.0");
  answer = call({"verify"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, HasSubstr("2 claims: 1 reproduced, 0 contradicted as recorded, 0 unexpected, 1 skipped"));
  EXPECT_EQ(call({"verify", "--data", folder.string()}).code, 0);
  EXPECT_EQ(call({"judge", "demo2024.heads"}).code, 0);
}

TEST_F(Verify, WritesJson) {
  write_claim("heads", "1.0");
  EXPECT_EQ(call({"verify", "--json", (folder / "v.json").string()}).code, 0);
  const auto document = nlohmann::json::parse(content("v.json"));
  EXPECT_EQ(document["schema"], 1);
  EXPECT_EQ(document["runs"]["computed"], 120);
  const auto& claim = document["claims"][0];
  EXPECT_EQ(claim["verdict"], "reproduced");
  EXPECT_EQ(claim["as_expected"], true);
  EXPECT_EQ(claim["controls"][0]["verdict"], "contradicted");
  EXPECT_EQ(claim["controls"][0]["works"], true);
  EXPECT_EQ(claim["arms"][0]["runs"], 60);
  EXPECT_LE(claim["false_alarm"], 1e-6);
  const Answer answer = call({"verify", "--json", "-"});
  EXPECT_EQ(nlohmann::json::parse(answer.out)["runs"]["reused"], 120);
}

TEST_F(Verify, JsonSaysWhatAReaderOfTheTableSeesAndWhereItIsFrom) {
  write_claim("tails", "0.0", "contradicted");
  EXPECT_EQ(call({"verify", "--jobs", "2", "--seed-epoch", "3", "--json", (folder / "v.json").string()}).code, 0);
  const auto document = nlohmann::json::parse(content("v.json"));
  const auto& from = document["provenance"];
  EXPECT_EQ(from["seed_epoch"], 3);
  EXPECT_EQ(from["jobs"], 2);
  EXPECT_EQ(from["tier"], "quick");
  EXPECT_EQ(from["reuse"], "same");
  EXPECT_EQ(from["store"], (folder / "store").string());
  EXPECT_THAT(std::string(from["date"]), testing::MatchesRegex("2[0-9-]+T[0-9:]+Z"));
  EXPECT_TRUE(document["runs"]["skip_reason"].is_null());
  const auto& claim = document["claims"][0];
  EXPECT_EQ(claim["file"], "claims/demo2024/tails.toml");
  const Answer slash = call({"verify", "--json", "-", "--claims", (folder / "claims" / "").string()});
  EXPECT_EQ(nlohmann::json::parse(slash.out)["claims"][0]["file"], "claims/demo2024/tails.toml");
  EXPECT_EQ(claim["statement"], "The coin lands heads <nearly> always.");
  EXPECT_EQ(claim["where"], "Table 1");
  EXPECT_EQ(claim["kind"], "table");
  EXPECT_EQ(claim["declared"], "2024-01-31");
  EXPECT_EQ(claim["reason"], "The coin is loaded.");
  EXPECT_EQ(claim["set"]["p"], 0.0);
  EXPECT_EQ(claim["seeds"], 60);
  EXPECT_EQ(claim["runs"]["stored"], 120);
  EXPECT_EQ(claim["runs"]["missing"], 0);
  EXPECT_GT(claim["runs"]["seconds"], 0.0);
  EXPECT_TRUE(claim["published"].is_null());
  EXPECT_EQ(claim["repeat"], "basin verify demo2024.tails --tier quick --seed-epoch 3");
  const auto& control = claim["controls"][0];
  EXPECT_EQ(control["set"]["p"], 1.0);
  EXPECT_GT(control["false_alarm"], 0.0);
  EXPECT_LE(control["false_alarm"], 1e-6);
  EXPECT_TRUE(control["why"].is_null());
}

// What parses and adds up is held by ci/checks/output_schema.py; here is what a red claim says.
TEST_F(Verify, WritesJunit) {
  write_claim("heads", "0.0");
  EXPECT_EQ(call({"verify", "--junit", (folder / "v.xml").string()}).code, 1);
  const std::string text = content("v.xml");
  EXPECT_THAT(text, AllOf(HasSubstr("<testsuites name=\"basin\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""),
                          HasSubstr("<testsuite name=\"demo2024\" tests=\"2\" failures=\"1\""),
                          HasSubstr("<testcase classname=\"demo2024\" name=\"claim.demo2024.heads\" time=\""),
                          HasSubstr("file=\"claims/demo2024/heads.toml\""),
                          HasSubstr("name=\"control.demo2024.heads.other_coin\"")));
  EXPECT_THAT(
      text, AllOf(HasSubstr("<property name=\"labels\" value=\"quick demo2024 table\"/>"),
                  HasSubstr("<property name=\"verdict\" value=\"contradicted\"/>"),
                  HasSubstr("<property name=\"n\" value=\"60\"/>"), HasSubstr("<property name=\"mean\" value=\"0\"/>"),
                  HasSubstr("<property name=\"controls\" value=\"other_coin\"/>")));
  EXPECT_THAT(text,
              AllOf(HasSubstr("<failure type=\"verdict\" message=\"contradicted, expected reproduced: 0 of 60 runs"),
                    HasSubstr("The coin lands heads &lt;nearly&gt; always.\nwhere: Table 1 (demo2024)"),
                    HasSubstr("reproduce: basin verify demo2024.heads --tier quick\n")));
}

TEST_F(Verify, JunitNamesPublishedNumbersAndWhatIsMissing) {
  write_claim("heads", "1.0", "reproduced", ", data = \"needed\"");
  write_claim("tails", "1.0");
  std::string claim = content("claims/demo2024/tails.toml");
  claim.insert(claim.find("[control"), "[published]\nfile = \"heads.csv\"\n");
  write("claims/demo2024/tails.toml", claim);
  std::filesystem::create_directories(folder / "golden/demo2024/published");
  write("golden/demo2024/published/heads.csv", "column,value,spread,spread_kind,runs\nheads,0.75,,none,\n");
  EXPECT_EQ(call({"verify", "--junit", (folder / "v.xml").string()}).code, 0);
  EXPECT_THAT(content("v.xml"), AllOf(HasSubstr("skipped=\"2\""), HasSubstr("<skipped message=\"demo2024.coin"),
                                      HasSubstr("the coin is not there"),
                                      HasSubstr("published 0.75 of heads, ours 1 (1 to 1), 60 runs")));
}

TEST_F(Verify, RegistersClaimsWithCTest) {
  write_claim("heads", "1.0");
  std::string text = content("claims/demo2024/heads.toml");
  write("claims/demo2024/heads.toml", text + "[tier.full]\nseeds = 70\n");
  write_claim("tails", "0.0", "contradicted");
  const std::string file = (folder / "tests.cmake").string();
  EXPECT_EQ(call({"list", "--ctest", file, "--tier", "quick", "--tier", "full"}).code, 0);
  const std::string script = content("tests.cmake");
  for (const char* name :
       {"runs.demo2024.coin.quick", "runs.demo2024.coin.full", "claim.demo2024.heads", "claim.demo2024.heads@full",
        "control.demo2024.heads.other_coin", "control.demo2024.heads.other_coin@full", "claim.demo2024.tails"}) {
    EXPECT_THAT(script, HasSubstr("add_test([[" + std::string(name) + "]] ")) << script;
  }
  EXPECT_THAT(script, Not(HasSubstr("tails@full")));
  EXPECT_THAT(script, AllOf(HasSubstr("[[" + (folder / "store").string() + "]]"), HasSubstr("SKIP_RETURN_CODE 77"),
                            HasSubstr("LABELS [[quick;demo2024;claim]]"),
                            HasSubstr("FIXTURES_REQUIRED [[runs.demo2024.coin.full]]")));
}

}  // namespace
}  // namespace basin::program
