// Tests of what Hopfield experiments store: nested sets, both ways of sampling, the three kinds of pictures, refusals.
#include "claims/hopfield_memories.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "hopfield/weights.hpp"

namespace basin::claims {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

Setting setting_of(const Values& given) {
  auto parameters = memory_parameters({.pixels = 60, .stored = 10, .held_out = 20});
  for (auto& p : storage_parameters()) parameters.push_back(std::move(p));
  Setting setting(parameters, given);
  check_memories(setting);
  return setting;
}

Memories memories_of(const Values& given, std::uint64_t seed = 1) {
  return draw_memories(setting_of(given), {.experiment = "syde2024.capacity", .seed = seed});
}

Index columns_in_common(const Memories& memories) {
  Index common = 0;
  for (Index k = 0; k < memories.stored.cols(); ++k) {
    for (Index m = 0; m < memories.held_out.cols(); ++m) common += memories.stored.col(k) == memories.held_out.col(m);
  }
  return common;
}

TEST(HopfieldMemories, FewerAreTheFirstOfMore) {
  for (const char* patterns : {"random", "prototypes"}) {
    for (const char* sampling : {"uniform", "as_printed"}) {
      const Values kind = {{"patterns", patterns}, {"sampling", sampling}};
      Values more = kind;
      more["stored"] = 35.0;
      const Memories few = memories_of(kind), many = memories_of(more);
      EXPECT_EQ(few.stored, many.stored.leftCols(10));
      EXPECT_EQ(few.held_out, many.held_out);
      EXPECT_TRUE((few.stored.array().abs() == 1.0).all());
    }
  }
}

// 50 of 101 are held out and 50 stored: uniformly they have none in common; as printed, many.
TEST(HopfieldMemories, OverlapOnlyAsPrinted) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Values given = {{"pool", 101.0}, {"stored", 50.0}, {"held_out", 50.0}};
    const Memories apart = memories_of(given, seed);
    EXPECT_EQ(apart.overlap, 0.0);
    EXPECT_EQ(columns_in_common(apart), 0);
    given["sampling"] = "as_printed";
    const Memories printed = memories_of(given, seed);
    EXPECT_GT(printed.overlap, 3.0);
    EXPECT_EQ(static_cast<double>(columns_in_common(printed)), printed.overlap);
  }
}

// A pixel of a random picture is +1 with probability `positive`; one of a prototype's differs from it with probability
// `spread`. 5 standard deviations of 60 x 70 pixels.
TEST(HopfieldMemories, HaveTheirLaws) {
  const Memories random = memories_of({{"positive", 0.2}, {"stored", 50.0}});
  const double n = 60.0 * 50.0;
  EXPECT_NEAR((random.stored.array() > 0.0).cast<double>().mean(), 0.2, 5.0 * std::sqrt(0.16 / n));
  const Memories exact = memories_of({{"patterns", "prototypes"}, {"prototypes", 1.0}, {"spread", 0.0}});
  EXPECT_EQ(exact.stored, exact.stored.col(0).replicate(1, 10));
  const Memories noisy =
      memories_of({{"patterns", "prototypes"}, {"prototypes", 1.0}, {"spread", 0.1}, {"stored", 50.0}});
  EXPECT_NEAR(wrong_share(noisy.stored, exact.stored.col(0).replicate(1, 50)), 0.1, 5.0 * std::sqrt(0.09 / n));
}

TEST(HopfieldMemories, AreTheSameInEveryExperiment) {
  const Setting setting = setting_of({});
  EXPECT_EQ(draw_memories(setting, {.experiment = "syde2024.capacity", .seed = 3}).stored,
            draw_memories(setting, {.experiment = "syde2024.retrieval", .seed = 3}).stored);
}

TEST(HopfieldMemories, AreStoredByTheRuleThatIsSet) {
  const MatrixXd x = memories_of({}).stored;
  using namespace hopfield;
  EXPECT_EQ(weights_as_set(setting_of({}), x), outer_product_weights(x, Centring::mean, Diagonal::zero));
  EXPECT_EQ(weights_as_set(setting_of({{"diagonal", "kept"}, {"centring", "none"}}), x),
            outer_product_weights(x, Centring::none, Diagonal::kept));
  const MatrixXd inverse = weights_as_set(setting_of({{"rule", "pseudo_inverse"}}), x);
  EXPECT_EQ(inverse, pseudo_inverse_weights(x, 0.01));
  const MatrixXd hollow = weights_as_set(setting_of({{"rule", "pseudo_inverse"}, {"diagonal", "zero"}}), x);
  EXPECT_EQ(hollow.diagonal().cwiseAbs().maxCoeff(), 0.0);
  EXPECT_EQ(hollow + MatrixXd(inverse.diagonal().asDiagonal()), inverse);
}

TEST(HopfieldMemories, CountWhatIsWrong) {
  MatrixXd wanted(2, 3), states(2, 3);
  wanted << 1, 1, -1, 1, -1, -1;
  states << 1, 0, -1, 1, -1, 1;
  EXPECT_DOUBLE_EQ(wrong_share(states, wanted), 2.0 / 6.0);
  EXPECT_EQ(equal_columns(states, wanted), 1.0);
}

Fault fault_of(const Values& given) {
  try {
    (void)memories_of(given);
  } catch (const Error& error) {
    return error.fault();
  }
  ADD_FAILURE() << "nothing was thrown";
  return Fault::machine;
}

TEST(HopfieldMemories, RefuseWhatCannotBe) {
  EXPECT_EQ(fault_of({{"pool", 30.0}}), Fault::input) << "as printed the first is never drawn";
  EXPECT_EQ(fault_of({{"patterns", "mnist"}}), Fault::input) << "60 pixels";
  EXPECT_EQ(fault_of({{"pixels", 1e6}}), Fault::input) << "memory";
  EXPECT_EQ(fault_of({{"patterns", "mnist"}, {"pixels", 784.0}}), Fault::skipped) << "no data";
}

}  // namespace
}  // namespace basin::claims
