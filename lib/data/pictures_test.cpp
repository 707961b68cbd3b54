// Tests of random pictures: their law, their order, their limits.
#include "data/pictures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace basin::data {
namespace {

const Stream draws("data_test.pictures", 1, "data");

// The plain version: draw j P + i is value i of picture j.
TEST(RandomPictures, TakeTheDrawsInOrder) {
  const Eigen::MatrixXd pictures = random_pictures(draws, 7, 5);
  ASSERT_EQ(pictures.rows(), 7);
  ASSERT_EQ(pictures.cols(), 5);
  for (Eigen::Index j = 0; j < 5; ++j) {
    for (Eigen::Index i = 0; i < 7; ++i) {
      EXPECT_EQ(pictures(i, j), draws.uniform(static_cast<std::uint64_t>(7 * j + i)));
    }
  }
}

// Mean 1/2 and variance 1/12; the standard errors over 307200 values are 0.0005 and 0.00013, the bounds six of them.
TEST(RandomPictures, ValuesAreUniform) {
  const Eigen::ArrayXXd values = random_pictures(draws, 3072, 100).array();
  EXPECT_GT(values.minCoeff(), 0.0);
  EXPECT_LT(values.maxCoeff(), 1.0);
  EXPECT_NEAR(values.mean(), 0.5, 0.0032);
  EXPECT_NEAR((values - 0.5).square().mean(), 1.0 / 12.0, 0.0009);
  // Neighbouring pictures are not alike: the covariance of two has standard deviation 1/(12 sqrt(3072)) = 0.0015.
  EXPECT_NEAR(((values.col(0) - 0.5) * (values.col(1) - 0.5)).mean(), 0.0, 0.009);
}

TEST(RandomPictures, FewerAreTheFirstOfMore) {
  EXPECT_EQ(random_pictures(draws, 9, 3), random_pictures(draws, 9, 11).leftCols(3));
}

TEST(RandomPictures, RefusesWhatCannotBeDrawn) {
  const auto most = std::numeric_limits<Eigen::Index>::max();
  EXPECT_THROW((void)random_pictures(draws, 0, 1), Error);
  EXPECT_THROW((void)random_pictures(draws, 1, 0), Error);
  EXPECT_THROW((void)random_pictures(draws, -1, -1), Error);
  EXPECT_THROW((void)random_pictures(draws, most, 2), Error);
  EXPECT_THROW((void)random_pictures(draws, 3072, 43691), Error);  // 2^27 / 3072 = 43690.7
}

}  // namespace
}  // namespace basin::data
