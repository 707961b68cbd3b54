// Tests of the names suggested for a misspelt one.
#include "core/suggest.hpp"

#include <gtest/gtest.h>

namespace basin {
namespace {

TEST(EditDistance, CountsEdits) {
  EXPECT_EQ(edit_distance("radius", "radius"), 0U);
  EXPECT_EQ(edit_distance("radus", "radius"), 1U);
  EXPECT_EQ(edit_distance("raduis", "radius"), 1U);  // neighbours swapped
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "dim"), 3U);
  EXPECT_EQ(edit_distance("dim", ""), 3U);
}

TEST(EditDistance, CutsLongNames) {
  EXPECT_EQ(edit_distance(std::string(100000, 'a'), std::string(100000, 'b')), 64U);
}

TEST(KnownNames, NearestFirstThenAlphabetical) {
  EXPECT_EQ(known_names("proporton", {"mean_within", "exact", "proportion"}), "known: proportion, exact, mean_within");
  EXPECT_EQ(known_names("zz", {"b", "a", "a"}), "known: a, b");
}

TEST(KnownNames, NoneAndMany) {
  EXPECT_EQ(known_names("x", {}), "none is known");
  std::vector<std::string> many;
  for (char c = 'a'; c <= 'z'; ++c) many.emplace_back(2, c);
  const std::string text = known_names("zz", many);
  EXPECT_EQ(text.substr(0, 10), "known: zz,");
  EXPECT_NE(text.find(", and 6 more"), std::string::npos);
}

}  // namespace
}  // namespace basin
