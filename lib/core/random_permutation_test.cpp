#include "core/random_permutation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace basin {
namespace {

TEST(RandomPermutation, HoldsEachNumberOnce) {
  const Stream draws("core_test.order", 1, "order");
  for (const std::ptrdiff_t count : {0, 1, 2, 100}) {
    auto order = random_permutation(draws, count);
    std::sort(order.begin(), order.end());
    for (std::ptrdiff_t i = 0; i < count; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
    EXPECT_EQ(order.size(), static_cast<std::size_t>(count));
  }
  EXPECT_EQ(random_permutation(draws, 50), random_permutation(draws, 50));
  EXPECT_NE(random_permutation(draws, 50), random_permutation(draws, 50, 50));
}

// Each of the 6 orders of three has probability 1/6; the standard error over 6000 is .0048, the bound six of them.
TEST(RandomPermutation, AllAreEquallyLikely) {
  const Stream draws("core_test.order", 1, "order");
  constexpr std::uint64_t times = 6000;
  std::array<double, 9> found{};
  for (std::uint64_t k = 0; k < times; ++k) {
    const auto order = random_permutation(draws, 3, 3 * k);
    found.at(static_cast<std::size_t>(3 * order[0] + order[1])) += 1.0 / static_cast<double>(times);
  }
  for (const std::size_t at : {1U, 2U, 3U, 5U, 6U, 7U}) EXPECT_NEAR(found.at(at), 1.0 / 6.0, 0.029);
}

// A draw that is moved to 1 by its last bit still gives a place.
TEST(RandomPermutation, StandsPerturbedDraws) {
  const auto order = random_permutation(Stream("core_test.order", 1, "order", Perturbation::last_bit), 1000);
  EXPECT_EQ(order.size(), 1000U);
}

}  // namespace
}  // namespace basin
