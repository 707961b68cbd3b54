// Tests of weighted samples: the law of two draws against its closed form, what must and must not be drawn.
#include "core/random_sample.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "core/error.hpp"

namespace basin {
namespace {

// Weights 0 to 3: first i and then j with probability w_i / 6 times w_j / (6 - w_i).
TEST(WeightedSample, DrawsInProportionToTheWeightsLeft) {
  const std::array<double, 4> weights = {0.0, 1.0, 2.0, 3.0};
  const Stream draws("random_sample_test", 1, "data");
  constexpr int samples = 60000;
  std::array<std::array<double, 4>, 4> share{};
  for (int s = 0; s < samples; ++s) {
    const auto pair = weighted_sample(draws, weights, 2, static_cast<std::uint64_t>(4 * s));
    share.at(static_cast<std::size_t>(pair[0])).at(static_cast<std::size_t>(pair[1])) += 1.0 / samples;
  }
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      const double expected = i == j ? 0.0 : weights.at(i) / 6.0 * weights.at(j) / (6.0 - weights.at(i));
      // 5 standard deviations of a count of 60,000
      EXPECT_NEAR(share.at(i).at(j), expected, 5.0 * std::sqrt(expected / samples)) << i << ' ' << j;
    }
  }
}

TEST(WeightedSample, RepeatsNoneAndBeginsAsALargerOne) {
  std::vector<double> weights(50);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<double>(i);
  const Stream draws("random_sample_test", 2, "data");
  const auto all = weighted_sample(draws, weights, 49);
  EXPECT_EQ(std::set<std::ptrdiff_t>(all.begin(), all.end()).size(), 49U);
  EXPECT_EQ(std::set<std::ptrdiff_t>(all.begin(), all.end()).count(0), 0U);
  const auto some = weighted_sample(draws, weights, 7);
  EXPECT_EQ(some, std::vector<std::ptrdiff_t>(all.begin(), all.begin() + 7));
  EXPECT_TRUE(weighted_sample(draws, weights, 0).empty());
}

TEST(WeightedSample, RefusesWhatCannotBeDrawn) {
  const Stream draws("random_sample_test", 3, "data");
  const std::array<double, 3> weights = {0.0, 1.0, 1.0}, negative = {1.0, -1.0, 1.0},
                              endless = {1.0, std::numeric_limits<double>::infinity(), 1.0},
                              unknown = {1.0, std::numeric_limits<double>::quiet_NaN(), 1.0};
  EXPECT_THROW((void)weighted_sample(draws, weights, 3), Error);
  EXPECT_THROW((void)weighted_sample(draws, weights, -1), Error);
  for (const auto& bad : {negative, endless, unknown}) EXPECT_THROW((void)weighted_sample(draws, bad, 1), Error);
}

}  // namespace
}  // namespace basin
