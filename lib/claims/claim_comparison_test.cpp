// Claims that compare with published means: what their files must say, and what becomes of them.
#include <cmath>

#include "claims/claim_test_library.hpp"
#include "claims/fingerprint.hpp"
#include "claims/golden.hpp"
#include "claims/judge.hpp"

namespace basin::claims {
namespace {

const std::string file = "claims/demo2020/five.toml:";
const std::string numbers =
    "radius,column,value,spread,spread_kind,runs\n1,largest,1.5,,none,4\n2,largest,0.5,0.02,sd,4\n"
    "1,unit_eigenvalues,4,,none,4\n";

std::string comparison_text(const std::string& from = "", const std::string& to = "") {
  std::string text = R"(schema    = 1
where     = "Table 7.1"
statement = "The largest eigenvalue falls with the radius."
kind      = "table"
tier      = "quick"
expected  = "compared"
declared  = "2026-11-21"
[sample]
experiment = "claimtest.sweep"
vary       = { radius = [1, 2] }
seeds      = 4
[rule]
name = "published_mean"
of   = "largest"
[published]
file = "p.csv"
)";
  return from.empty() ? text : text.replace(text.find(from), from.size(), to);
}

class Comparisons : public ::testing::Test {
 protected:
  Comparisons() { test.folder().write("golden/demo2020/published/p.csv", numbers); }

  void save(double radius, std::uint64_t seed, const Row& row) {
    const Experiment& experiment = claim_test_experiment();
    const Setting setting(experiment.parameters, {{"radius", radius}});
    store.save({experiment.name, setting.canonical(), seed, fingerprint_of(experiment)}, experiment.columns, row, 0.1);
  }

  TestLibrary test;
  RunStore store{test.folder().path() / "runs.sqlite", RunStore::Access::write};
};

TEST_F(Comparisons, NeedNeitherControlsNorPower) {
  const Claim claim = test.read(comparison_text());
  EXPECT_EQ(claim.expected, stats::Verdict::compared);
  EXPECT_FALSE(claim.gates());
  EXPECT_TRUE(claim.controls.empty());
  EXPECT_TRUE(test.read(claim_text_with()).gates());
  EXPECT_EQ(requests_of(claim, 0).size(), 8U);
}

TEST_F(Comparisons, AreRefusedInASentence) {
  EXPECT_EQ(test.refusal(comparison_text("\"compared\"", "\"reproduced\"")),
            file + "6: expected is 'reproduced', but rule 'published_mean' judges nothing; write compared");
  EXPECT_EQ(test.refusal(claim_text_with("expected  = \"reproduced\"", "expected = \"compared\"")),
            file +
                "6: expected is 'compared', but rule 'proportion' judges; write reproduced or contradicted, or take "
                "rule published_mean");
  EXPECT_EQ(test.refusal(comparison_text() + "[control.untrained]\nset = { train = \"none\" }\n"),
            file + "17: a comparison judges nothing, so that no control can fail; remove [control]");
  EXPECT_EQ(test.refusal(comparison_text("[published]\nfile = \"p.csv\"\n", "")),
            file + "13: 'published_mean' compares with published numbers; add [published]");
  EXPECT_EQ(test.refusal(comparison_text("[1, 2]", "[1, 2, 3]")),
            file +
                "12: 'published_mean' needs a published number for every arm; there is none of largest for "
                "examples=5 radius=3 train=descent width=100");
  EXPECT_EQ(test.refusal(comparison_text("seeds      = 4", "seeds      = 1")),
            file + "11: one run has no spread; a comparison needs at least 2 seeds");
  EXPECT_NE(test.refusal(comparison_text("of   =", "good = 0.5\nof   =")).find(file + "14: rule 'published_mean': key"),
            std::string::npos);
}

// Runs that did not converge count; other columns of the file are other comparisons.
TEST_F(Comparisons, PutOursBesideTheirs) {
  const Claim claim = test.read(comparison_text());
  const auto nothing = judge_claim(claim, store, Reuse::same_code, 0);
  EXPECT_EQ(nothing.shown(), "inconclusive");
  EXPECT_EQ(nothing.missing, 8U);
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    save(1.0, seed, {4.0, static_cast<double>(seed), seed == 1 ? 0.0 : 1.0});
    save(2.0, seed, {4.0, 0.5, 1.0});
  }
  const auto result = judge_claim(claim, store, Reuse::same_code, 0);
  EXPECT_EQ(result.shown(), "compared");
  EXPECT_TRUE(result.as_expected);
  EXPECT_TRUE(result.controls.empty());
  ASSERT_EQ(result.comparisons.size(), 2U);
  const Comparison& first = result.comparisons[0];
  EXPECT_EQ(first.runs, 4U);
  EXPECT_EQ(first.mean, 2.5);
  EXPECT_NEAR(first.sd, std::sqrt(5.0 / 3.0), 1e-15);
  EXPECT_NEAR(first.pull, 1.0 / (std::sqrt(5.0 / 3.0) * std::sqrt(0.5)), 1e-12);
  EXPECT_EQ(result.comparisons[1].pull, 0.0);
  EXPECT_EQ(result.judgement.evidence.find("2 cells: largest pull +1.1 (radius=1: 2.5 ours, 1.5 published), p = "), 0U);
}

TEST_F(Comparisons, AreNotRecorded) {
  std::vector<Claim> claims;
  claims.push_back(test.read(comparison_text()));
  EXPECT_TRUE(golden_requests(claims, claim_test_experiment(), Tier::quick).empty());
}

}  // namespace
}  // namespace basin::claims
