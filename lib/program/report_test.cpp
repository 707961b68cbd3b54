// Tests of basin report as a user calls it: what it writes, what it computes, what it refuses.
#include <filesystem>

#include "program/demo_program.hpp"

namespace basin::program {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Report : public DemoProgram {
 protected:
  void SetUp() override {
    DemoProgram::SetUp();
    for (const char* made : {"figures/demo2024", "readmes/demo2024"})
      std::filesystem::create_directories(folder / made);
    write_claim("heads", "0.99");
    write("figures/demo2024/draws.toml",
          "schema = 1\ntitle = \"Draws\"\nwhere = \"Fig. 1\"\ncaption = \"One.\"\nkind = \"curves\"\nx = \"p\"\n"
          "y = \"draw\"\nx_label = \"p\"\ny_label = \"draw\"\n[[layers]]\nexperiment = \"demo2024.coin\"\n"
          "vary = { p = [0.25, 0.75] }\nseeds = 3\n");
    write("readmes/demo2024/README.md", "# demo2024\nA coin.\n\n## Errata\nIt was *tails*.\n");
  }

  Answer report(std::vector<std::string> more) const {
    std::vector<std::string> all = {"report",
                                    "--out",
                                    (folder / "page").string(),
                                    "--figures",
                                    (folder / "figures").string(),
                                    "--readmes",
                                    (folder / "readmes").string()};
    all.insert(all.end(), more.begin(), more.end());
    return call(all);
  }
};

TEST_F(Report, WritesThePageTheFiguresAndWhereTheyAre) {
  ASSERT_EQ(call({"verify"}).code, 0);
  const Answer answer = report({});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, (folder / "page/index.html").string() + " (1 claim, 0 not run; 1 figure)\n");
  EXPECT_THAT(content("page/index.html"),
              AllOf(HasSubstr("claim-demo2024.heads"), HasSubstr("data-standing=\"reproduced\""), HasSubstr("A coin."),
                    HasSubstr("It was <em>tails</em>.")));
  EXPECT_THAT(content("page/figures/demo2024.draws.csv"), HasSubstr(",0.25,"));
}

TEST_F(Report, ComputesTheRunsOfFiguresAndNoOthers) {
  EXPECT_THAT(report({"--dry-run"}).out, HasSubstr("6 of 6 runs to compute"));
  EXPECT_FALSE(std::filesystem::exists(folder / "page"));
  const Answer answer = report({});
  EXPECT_THAT(answer.out, HasSubstr("(1 claim, 1 not run"));
  EXPECT_THAT(content("page/figures/demo2024.draws.csv"), Not(HasSubstr(",,,,,,,,0\n")));
  EXPECT_THAT(report({"--dry-run"}).out, HasSubstr("0 of 6 runs to compute"));
}

TEST_F(Report, StoredComputesNothing) {
  EXPECT_EQ(report({"--stored"}).code, 0);
  EXPECT_THAT(content("page/index.html"), HasSubstr("were not run"));
  EXPECT_THAT(report({"--dry-run"}).out, HasSubstr("6 of 6 runs to compute"));
  EXPECT_EQ(report({"--stored", "--dry-run"}).code, 2);
}

TEST_F(Report, ShowsBenchmarksWhateverTheSource) {
  EXPECT_EQ(report({"--stored"}).code, 0);
  EXPECT_THAT(content("page/index.html"), HasSubstr("There are no results"));
  write("results.json",
        R"({"format": 1, "measured": {"date": "2026-11-22", "processor": "Xeon", "cores": 2, "native": true,
            "code": "0.1.0", "load": null}, "tier": {"tier": "quick", "claims": 191, "runs": null, "seconds": {},
            "peak_memory_mib": {}, "speed_up": 1.9, "goal": 1.8, "met": true, "processor_seconds": []}})");
  const std::string file = (folder / "results.json").string();
  EXPECT_EQ(report({"--stored", "--source", "demo2024", "--benchmarks", file}).code, 0);
  EXPECT_THAT(content("page/index.html"), AllOf(HasSubstr("On all cores 1.9 times as fast as on one"),
                                                HasSubstr("Measured 2026-11-22 on Xeon, 2 cores")));
}

TEST_F(Report, RefusesBenchmarksBeforeItWorks) {
  write("results.json", "{}");
  const Answer answer = report({"--benchmarks", (folder / "results.json").string()});
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.err, HasSubstr("results.json: format: is missing"));
  EXPECT_FALSE(std::filesystem::exists(folder / "page"));
  EXPECT_THAT(report({"--dry-run"}).out, HasSubstr("6 of 6 runs to compute"));
}

TEST_F(Report, NamesWhatIsUnknown) {
  EXPECT_THAT(report({"--figure", "demo2024.draw"}).err,
              AllOf(HasSubstr("figure 'demo2024.draw'"), HasSubstr("demo2024.draws")));
  EXPECT_THAT(report({"--source", "demo2023"}).err, HasSubstr("source 'demo2023': has no claims"));
  write("file", "");
  EXPECT_EQ(call({"report", "--out", (folder / "file").string()}).code, 2);
}

}  // namespace
}  // namespace basin::program
