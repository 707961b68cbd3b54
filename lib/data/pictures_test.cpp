// Tests of random pictures: their law, their order, their limits.
#include "data/pictures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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

// The plain version, from the law as the header has it: no vectors, the nearest point of a stroke by a fine search.
TEST(StrokePictures, AreTheirLaw) {
  const Eigen::MatrixXd pictures = stroke_pictures(draws, 3);
  ASSERT_EQ(pictures.rows(), 784);
  ASSERT_EQ(pictures.cols(), 3);
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (Eigen::Index pixel = 0; pixel < 784; pixel += 5) {
      const double y = static_cast<double>(pixel / 28) + 0.5, x = static_cast<double>(pixel % 28) + 0.5;
      double nearest = 100.0;
      for (std::uint64_t stroke = 0; stroke < 3; ++stroke) {
        const auto end = [&](std::uint64_t k) {
          return 4.0 + 20.0 * draws.uniform(12 * static_cast<std::uint64_t>(i) + 4 * stroke + k);
        };
        for (int step = 0; step <= 1000; ++step) {
          const double t = step / 1000.0;
          nearest =
              std::min(nearest, std::hypot(y - end(0) - t * (end(2) - end(0)), x - end(1) - t * (end(3) - end(1))));
        }
      }
      // A step of the search is at most 20 sqrt(2) / 1000.
      EXPECT_NEAR(pictures(pixel, i), std::min(std::max(1.5 - nearest, 0.0), 1.0), 0.015) << pixel;
    }
  }
}

TEST(StrokePictures, AreMostlyBlackAndFewerAreTheFirstOfMore) {
  const Eigen::MatrixXd pictures = stroke_pictures(draws, 200);
  EXPECT_EQ(stroke_pictures(draws, 7), pictures.leftCols(7));
  EXPECT_EQ(pictures.minCoeff(), 0.0);
  EXPECT_EQ(pictures.maxCoeff(), 1.0);
  EXPECT_GT((pictures.array() == 0.0).cast<double>().mean(), 0.8);
  EXPECT_GT(pictures.colwise().sum().minCoeff(), 1.0);  // none is empty
  EXPECT_THROW((void)stroke_pictures(draws, 0), Error);
  EXPECT_THROW((void)stroke_pictures(draws, Eigen::Index{1} << 40), Error);
}

// floor(share pixels) values change, half (the smaller) to low, and nothing else.
TEST(SaltAndPepper, ChangesAsManyAsItSays) {
  const Eigen::MatrixXd clean = Eigen::MatrixXd::Constant(784, 4, 0.5);
  for (const double share : {0.0, 0.001, 0.05, 0.35, 0.5, 0.75, 1.0}) {
    const Eigen::MatrixXd noisy = with_salt_and_pepper(clean, share, -1.0, 2.0, draws);
    const auto changed = static_cast<Eigen::Index>(std::floor(share * 784.0));
    for (Eigen::Index i = 0; i < 4; ++i) {
      EXPECT_EQ((noisy.col(i).array() == -1.0).count(), changed / 2) << share;
      EXPECT_EQ((noisy.col(i).array() == 2.0).count(), changed - changed / 2) << share;
      EXPECT_EQ((noisy.col(i).array() == 0.5).count(), 784 - changed) << share;
    }
  }
  const Eigen::MatrixXd hundred = Eigen::MatrixXd::Zero(100, 1);
  EXPECT_EQ(with_salt_and_pepper(hundred, 0.35, 1.0, 1.0, draws).sum(), 35.0);  // .35 is a little less than 35 / 100
  EXPECT_EQ(with_salt_and_pepper(hundred, 0.29, 1.0, 1.0, draws).sum(), 29.0);
  for (const double share : {-0.1, 1.1, std::nan("")}) {
    EXPECT_THROW((void)with_salt_and_pepper(hundred, share, 0.0, 1.0, draws), Error);
  }
}

// Every pixel is changed as often: 10000 columns at .25, six standard deviations of a binomial.
TEST(SaltAndPepper, ChoosesPixelsAlike) {
  const Eigen::MatrixXd noisy = with_salt_and_pepper(Eigen::MatrixXd::Zero(40, 10000), 0.25, 1.0, 1.0, draws);
  const Eigen::VectorXd share = noisy.rowwise().mean();
  EXPECT_NEAR(share.minCoeff(), 0.25, 0.026);
  EXPECT_NEAR(share.maxCoeff(), 0.25, 0.026);
  // Columns have draws of their own, and `first` goes on where others ended.
  const Eigen::MatrixXd zeros = Eigen::MatrixXd::Zero(40, 4);
  EXPECT_EQ(with_salt_and_pepper(zeros.leftCols(2), 0.25, 1.0, 1.0, draws, 2),
            with_salt_and_pepper(zeros, 0.25, 1.0, 1.0, draws).rightCols(2));
  EXPECT_NE(noisy.col(0), noisy.col(1));
}

}  // namespace
}  // namespace basin::data
