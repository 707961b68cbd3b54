// Tests of claims that stand beside published numbers.
#include "claims/claim.hpp"
#include "claims/claim_test_library.hpp"

namespace basin::claims {
namespace {

const std::string header = "radius,width,column,value,spread,spread_kind,runs\n";

// mean_within the published numbers of `largest` at radius 1, 2 and 4.
std::string within_text() {
  std::string text = claim_text_with("seeds      = 43", "vary = { radius = [1, 2, 4] }\nseeds = 30");
  const std::size_t rule = text.find("[rule]");
  return text.substr(0, rule) +
         "[rule]\nname = \"mean_within\"\nof = \"largest\"\nsd = 0.01\nwithin = 0.1\n[published]\nfile = \"p.csv\"\n"
         "[control.far]\nset = { train = \"none\" }\n";
}

TEST(ReadClaimPublished, MatchesArmsIncludingDefaults) {
  const TestLibrary test;
  test.folder().write("golden/demo2020/published/p.csv",
                      "# Table 1\n" + header +
                          "1,100,largest,1.0,,none,\n2,100,largest,0.5,,none,\n4,100,largest,0.25,,none,\n"
                          "4,1000,largest,0.3,,none,\n8,100,largest,0.1,,none,\n");
  const Claim claim = test.read(within_text());
  ASSERT_TRUE(claim.published);
  EXPECT_EQ(claim.published->numbers.size(), 5U);  // what fits no arm is kept for the page
  EXPECT_EQ(claim.published->comments, std::vector<std::string>{"Table 1"});
  EXPECT_EQ(claim.rule->quantity(), "largest");
  // The rule holds each arm to its own number: 1 / radius is reproduced, a constant is not.
  const auto judged = [&](double at_four) {
    stats::Sample sample{{"radius"}, {}, {}};
    for (std::uint64_t seed = 1; seed <= 30; ++seed) sample.seeds.push_back(seed);
    for (const auto& arm : arms_of(claim.plan)) {
      const Setting setting(claim.experiment->parameters, arm);
      stats::Arm runs{setting.values(), {}};
      const double radius = setting.number("radius");
      for (std::uint64_t seed = 1; seed <= 30; ++seed)
        runs.runs.push_back(stats::Numbers{
            {"largest", (radius == 4.0 ? at_four : 1.0 / radius) + 0.01 * (static_cast<double>(seed % 3) - 1.0)},
            {"unit_eigenvalues", 4.0},
            {"converged", 1.0}});
      sample.arms.push_back(runs);
    }
    return claim.rule->judge(sample, stats::Role::claim).verdict;
  };
  EXPECT_EQ(judged(0.25), stats::Verdict::reproduced);
  EXPECT_EQ(judged(0.5), stats::Verdict::contradicted);
}

TEST(ReadClaimPublished, EveryArmNeedsANumber) {
  const TestLibrary test;
  test.folder().write("golden/demo2020/published/p.csv",
                      header + "1,100,largest,1.0,,none,\n2,100,largest,0.5,,none,\n4,1000,largest,0.25,,none,\n");
  EXPECT_EQ(
      test.refusal(within_text()),
      "claims/demo2020/five.toml:13: 'within' needs a published number for every arm; there is none of largest for "
      "examples=5 radius=4 train=descent width=100");
}

TEST(ReadClaimPublished, ControlsNeedNumbersToo) {
  const TestLibrary test;
  test.folder().write("golden/demo2020/published/p.csv",
                      header + "1,100,largest,1.0,,none,\n2,100,largest,0.5,,none,\n4,100,largest,0.25,,none,\n");
  const Claim claim =
      test.read(within_text() + "vary = { radius = [4] }\n[control.two]\nset = { radius = 2, train = \"none\" }\n");
  EXPECT_EQ(arms_of(claim.controls[0].plan).size(), 1U);
  EXPECT_TRUE(claim.controls[1].plan.vary.empty());
  EXPECT_NE(test.refusal(within_text() + "[control.seven]\nset = { radius = 7 }\n")
                .find("five.toml:22: 'within' needs a published number for every arm; there is none of largest for "
                      "examples=5 radius=7"),
            std::string::npos);
}

TEST(ReadClaimPublished, RefusesFilesInASentence) {
  const TestLibrary test;
  const std::string name = "claims/demo2020/five.toml:";
  EXPECT_EQ(test.refusal(within_text()),
            name + "19: there is no golden/demo2020/published/p.csv; add it (golden/STANDARD.md)");
  std::string without = within_text();
  without.erase(without.find("[published]"), std::string("[published]\nfile = \"p.csv\"\n").size());
  EXPECT_EQ(test.refusal(without), name + "17: 'within' compares with published numbers; add [published]");
  for (const std::string file : {"../p.csv", "/etc/passwd", "a/b.csv", "p.txt", ".csv", "a.b.csv"}) {
    std::string text = within_text();
    text.replace(text.find("p.csv"), 5, file);
    EXPECT_EQ(test.refusal(text), name + "19: '" + file + "' must be the bare name of a .csv file");
  }
  const auto outside = test.folder().write("outside/p.csv", header + "1,100,largest,1.0,,none,\n");
  std::filesystem::create_directories(test.folders().golden / "demo2020/published");
  std::filesystem::create_symlink(outside, test.folders().golden / "demo2020/published/p.csv");
  EXPECT_EQ(test.refusal(within_text()),
            "golden/demo2020/published/p.csv: is a link that leaves golden; put the file itself there");
  std::filesystem::remove(test.folders().golden / "demo2020/published/p.csv");
  test.folder().write("golden/demo2020/published/p.csv",
                      "raduis,column,value,spread,spread_kind,runs\n1,largest,1,,none,\n");
  EXPECT_EQ(
      test.refusal(within_text()),
      "golden/demo2020/published/p.csv:1: 'raduis' is no setting of claimtest.sweep; known: radius, train, width, "
      "examples");
  test.folder().write("golden/demo2020/published/p.csv", header + "1,100,lrgest,1.0,,none,\n");
  EXPECT_EQ(test.refusal(within_text()),
            "golden/demo2020/published/p.csv:2: 'lrgest' is no column of claimtest.sweep; known: largest, converged, "
            "unit_eigenvalues");
}

}  // namespace
}  // namespace basin::claims
