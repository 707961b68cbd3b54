// The cost of a claim's runs against sums worked out by hand.
#include "claims/run_cost.hpp"

#include <cmath>

#include "claims/claim_test_library.hpp"
#include "claims/fingerprint.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

class RunCostTest : public ::testing::Test {
 protected:
  void save(const std::string& setting, std::uint64_t seed, double seconds, const std::string& fingerprint) {
    const Experiment& experiment = claim_test_experiment();
    store.save({experiment.name, setting, seed, fingerprint}, experiment.columns, Row(experiment.columns.size(), 1.0),
               seconds);
  }
  const std::string trained = "examples=5 radius=1 train=descent width=100";
  const std::string untrained = "examples=5 radius=1 train=none width=100";
  const std::string today = fingerprint_of(claim_test_experiment());

  TestLibrary test;
  RunStore store{test.folder().path() / "runs.sqlite", RunStore::Access::write};
};

// Seeds 1..43 of the claim and 1..10 of its control are asked for.
TEST_F(RunCostTest, AddsTheClaimsAndItsControlsStoredRuns) {
  const Claim claim = test.read(claim_text_with());
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 0).runs, 0U);
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 0).seconds, 0.0);
  save(trained, 1, 2.0, today);
  save(trained, 43, 4.0, today);
  save(untrained, 10, 0.5, today);
  save(trained, 44, 100.0, today);    // no seed of the claim
  save(untrained, 11, 100.0, today);  // nor of the control
  save("examples=5 radius=1 train=descent width=99", 1, 100.0, today);
  const RunCost cost = cost_of(claim, store, Reuse::same_code, 0);
  EXPECT_EQ(cost.runs, 3U);
  EXPECT_EQ(cost.seconds, 6.5);
}

TEST_F(RunCostTest, TakesRunsOfOtherCodeOnlyWhereAsked) {
  const Claim claim = test.read(claim_text_with());
  save(trained, 1, 2.0, "other code");
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 0).runs, 0U);
  EXPECT_EQ(cost_of(claim, store, Reuse::any, 0).runs, 1U);
  EXPECT_EQ(cost_of(claim, store, Reuse::any, 0).seconds, 2.0);
}

TEST_F(RunCostTest, EpochsAreApart) {
  const Claim claim = test.read(claim_text_with());
  save(trained, 1'000'000'001, 2.0, today);
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 0).runs, 0U);
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 1).runs, 1U);
  EXPECT_THROW((void)cost_of(claim, store, Reuse::same_code, 1'000'000'001), Error);
}

// A negative time, which only a meddled-with store has, takes nothing away.
TEST_F(RunCostTest, TimesThatMakeNoSenseCountAsNone) {
  const Claim claim = test.read(claim_text_with());
  save(trained, 1, -5.0, today);
  save(trained, 2, 1.0, today);
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 0).runs, 2U);
  EXPECT_EQ(cost_of(claim, store, Reuse::same_code, 0).seconds, 1.0);
}

}  // namespace
}  // namespace basin::claims
