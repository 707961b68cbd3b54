// Tests of the way from stored rows to verdicts.
#include "claims/judge.hpp"

#include <cmath>

#include "claims/claim_test_library.hpp"
#include "claims/fingerprint.hpp"

namespace basin::claims {
namespace {

// A claim with a store for its runs.
class Judge : public ::testing::Test {
 protected:
  void compute(const Claim& claim, std::uint64_t epoch = 0) {
    for (const auto& request : requests_of(claim, epoch)) {
      const Setting setting(claim.experiment->parameters, request.given);
      const claims::Run run{.experiment = claim.experiment->name, .seed = request.seed, .data = {}};
      save(setting.canonical(), request.seed, claim.experiment->measure(setting, run).row);
    }
  }
  void save(const std::string& setting, std::uint64_t seed, const Row& row) {
    const Experiment& experiment = claim_test_experiment();
    store.save({experiment.name, setting, seed, fingerprint_of(experiment)}, experiment.columns, row, 0.1);
  }
  [[nodiscard]] ClaimJudgement judge(const Claim& claim) const {
    return judge_claim(claim, store, Reuse::same_code, 0);
  }

  TestLibrary test;
  RunStore store{test.folder().path() / "runs.sqlite", RunStore::Access::write};
};

const std::string trained = "examples=5 radius=1 train=descent width=100";
const std::string untrained = "examples=5 radius=1 train=none width=100";

TEST_F(Judge, ReproducedWhereRuleAndControlAgree) {
  const Claim claim = test.read(claim_text_with());
  compute(claim);
  const auto result = judge(claim);
  EXPECT_EQ(result.judgement.verdict, stats::Verdict::reproduced);
  ASSERT_EQ(result.controls.size(), 1U);
  EXPECT_EQ(result.controls[0].name, "untrained");
  EXPECT_EQ(result.controls[0].judgement.verdict, stats::Verdict::contradicted);
  EXPECT_TRUE(result.controls[0].works);
  EXPECT_TRUE(result.valid);
  EXPECT_TRUE(result.as_expected);
  EXPECT_EQ(result.missing, 0U);
  EXPECT_EQ(result.shown(), "reproduced");
}

TEST_F(Judge, AVerdictOtherThanExpectedIsRed) {
  std::string text =
      claim_text_with("expected  = \"reproduced\"", "expected = \"contradicted\"\nreason = \"measured\"");
  text.replace(text.find("seeds      = 43"), 15, "seeds      = 49");
  text.replace(text.find("train = \"none\""), 18,
               "width = 99 }\nseeds = 40\n#");  // a control that is reproduced, as it must be here
  const Claim claim = test.read(text);
  compute(claim);
  const auto result = judge(claim);
  EXPECT_TRUE(result.valid);
  EXPECT_FALSE(result.as_expected);
  EXPECT_EQ(result.shown(), "reproduced");
}

TEST_F(Judge, AFailedControlMakesTheClaimInvalid) {
  const Claim claim = test.read(claim_text_with("train = \"none\"", "width = 99"));
  compute(claim);
  const auto result = judge(claim);
  EXPECT_EQ(result.judgement.verdict, stats::Verdict::reproduced);
  EXPECT_FALSE(result.controls.at(0).works);
  EXPECT_FALSE(result.valid);
  EXPECT_FALSE(result.as_expected);
  EXPECT_EQ(result.shown(), "invalid");
}

TEST_F(Judge, MissingRunsAreCountedAndNeverGreen) {
  const Claim claim = test.read(claim_text_with());
  const auto nothing = judge(claim);
  EXPECT_EQ(nothing.missing, 53U);
  EXPECT_EQ(nothing.shown(), "inconclusive");
  EXPECT_FALSE(nothing.as_expected);
  for (std::uint64_t seed = 1; seed <= 43; ++seed) save(trained, seed, {4.0, 1.0, 1.0});
  for (std::uint64_t seed = 1; seed <= 9; ++seed) save(untrained, seed, {0.0, 1.0, 1.0});
  const auto almost = judge(claim);  // the claim's own runs are there, one of the control's is not
  EXPECT_EQ(almost.missing, 1U);
  EXPECT_EQ(almost.shown(), "inconclusive");
  EXPECT_FALSE(almost.as_expected);
  save(untrained, 10, {0.0, 1.0, 1.0});
  EXPECT_TRUE(judge(claim).as_expected);
}

TEST_F(Judge, RowsOfOtherCodeAreTakenOnlyWhenAsked) {
  const Claim claim = test.read(claim_text_with());
  const Experiment& experiment = claim_test_experiment();
  for (const auto& request : requests_of(claim, 0)) {
    const Setting setting(experiment.parameters, request.given);
    const double ones = setting.text("train") == "none" ? 0.0 : 4.0;
    store.save({experiment.name, setting.canonical(), request.seed, "other code"}, experiment.columns, {ones, 1.0, 1.0},
               0.1);
  }
  EXPECT_EQ(judge(claim).missing, 53U);
  EXPECT_TRUE(judge_claim(claim, store, Reuse::any, 0).as_expected);
}

TEST_F(Judge, EpochsShiftEverySeed) {
  const Claim claim = test.read(claim_text_with());
  const auto requests = requests_of(claim, 2);
  ASSERT_EQ(requests.size(), 53U);
  EXPECT_EQ(requests.front().seed, 2'000'000'001U);
  EXPECT_EQ(requests[42].seed, 2'000'000'043U);
  EXPECT_EQ(requests.back().seed, 2'000'000'010U);
  compute(claim, 2);
  EXPECT_EQ(judge(claim).missing, 53U);
  EXPECT_TRUE(judge_claim(claim, store, Reuse::same_code, 2).as_expected);
  EXPECT_THROW((void)requests_of(claim, 1'000'000'001), Error);
  EXPECT_THROW((void)judge_claim(claim, store, Reuse::same_code, ~std::uint64_t{0}), Error);
}

TEST_F(Judge, SharedRunsAreAskedForOnce) {
  // The control's arm at radius 1 is the claim's own.
  std::string text = claim_text_with("seeds      = 43", "seeds = 43\nvary = { radius = [1, 2] }");
  text.replace(text.find("train = \"none\""), 14, "radius = 1");
  EXPECT_EQ(requests_of(test.read(text), 0).size(), 86U);
}

TEST_F(Judge, PublishedNumbersStandBesideOurs) {
  test.folder().write("golden/demo2020/published/p.csv",
                      "radius,column,value,spread,spread_kind,runs\n"
                      "1,largest,1.0,0.01,sd,30\n2,largest,0.9,0.01,digitised,\n2,converged,1,,none,\n"
                      "7,largest,0.1,,none,\n");
  const std::string plain =
      claim_text_with("seeds      = 43", "seeds = 43\nvary = { radius = [1, 2] }") + "[published]\nfile = \"p.csv\"\n";
  std::string reading = plain;
  reading.replace(reading.find("examples - 1"), 12, "examples - 1 and largest < 100");
  const Claim claim = test.read(reading);
  compute(claim);
  // A run that did not converge has no say in the mean.
  save("examples=5 radius=2 train=descent width=100", 7, {4.0, 1000.0, 0.0});
  const auto comparisons = judge(claim).comparisons;
  ASSERT_EQ(comparisons.size(), 3U);
  EXPECT_EQ(comparisons[0].runs, 43U);
  EXPECT_NEAR(comparisons[0].mean, 1.0, 0.01);
  EXPECT_NEAR(comparisons[0].sd, 0.01, 0.005);
  EXPECT_LT(std::abs(comparisons[0].pull), 5.0);
  EXPECT_EQ(to_text(comparisons[1].levels), "radius=2");
  EXPECT_EQ(comparisons[1].runs, 42U);
  EXPECT_NEAR(comparisons[1].mean, 0.5, 0.01);
  const double sd = comparisons[1].sd;  // of ours, and of the one network that a point is taken for
  EXPECT_NEAR(comparisons[1].pull, (comparisons[1].mean - 0.9) / std::sqrt(0.01 * 0.01 + sd * sd + sd * sd / 42.0),
              1e-9);
  EXPECT_LT(comparisons[1].p, 1e-6);
  EXPECT_EQ(comparisons[2].runs, 43U);
  EXPECT_NEAR(comparisons[2].mean, 42.0 / 43.0, 1e-12);
  EXPECT_TRUE(std::isnan(comparisons[2].pull));
  // What the rule does not read belongs to another claim.
  const auto others = judge(test.read(plain)).comparisons;
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].published.column, "converged");
}

TEST_F(Judge, PublishedExpressionsAreComparedByTheRulesOwnMeans) {
  test.folder().write(
      "golden/demo2020/published/p.csv",
      "radius,column,value,spread,spread_kind,runs\n2,2 * largest,1.0,0.01,sd,30\n2,3 * largest,1,,none,\n");
  std::string text = claim_text_with("seeds      = 43", "vary = { radius = [1, 2] }\nseeds = 30");
  text = text.substr(0, text.find("[rule]")) +
         "[rule]\nname = \"mean_within\"\nof = \"2 * largest\"\nsd = 0.02\nlow = 0.5\nhigh = 2.5\n"
         "[published]\nfile = \"p.csv\"\n[control.far]\nset = { radius = 0.1 }\n";
  const Claim claim = test.read(text);
  compute(claim);
  const auto result = judge(claim);
  EXPECT_TRUE(result.as_expected) << result.judgement.evidence;
  ASSERT_EQ(result.comparisons.size(), 1U);
  EXPECT_NEAR(result.comparisons[0].mean, 1.0, 0.02);
  EXPECT_EQ(result.comparisons[0].runs, 30U);
}

}  // namespace
}  // namespace basin::claims
