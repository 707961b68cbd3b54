#include "data/sphere.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.hpp"

namespace basin::data {
namespace {

const Stream draws("data_test.points", 1, "data");

TEST(Sphere, EveryPointHasTheNorm) {
  for (const auto draw : {sphere_points, orthant_points}) {
    const Eigen::MatrixXd points = draw(draws, 32, 50, 7.5);
    ASSERT_EQ(points.rows(), 32);
    ASSERT_EQ(points.cols(), 50);
    EXPECT_LT((points.colwise().norm().array() - 7.5).abs().maxCoeff(), 1e-12);
  }
}

// Directions uniform on the sphere have cosines of mean 0 and standard deviation 1/sqrt(dim); in the positive orthant
// cosines are near 3/4 [orujlu2023].
TEST(Sphere, CosinesAreThoseOfTheLaw) {
  const auto mean_cosine = [](const Eigen::MatrixXd& points) {
    const Eigen::MatrixXd gram = points.transpose() * points;
    const auto n = static_cast<double>(points.cols());
    return (gram.sum() - gram.trace()) / (n * (n - 1.0));
  };
  EXPECT_NEAR(mean_cosine(sphere_points(draws, 32, 200, 1.0)), 0.0, 0.02);
  const Eigen::MatrixXd orthant = orthant_points(draws, 32, 200, 1.0);
  EXPECT_NEAR(mean_cosine(orthant), 0.75, 0.02);
  EXPECT_GE(orthant.minCoeff(), 0.0);
}

TEST(Sphere, RadiusScalesTheSameDirections) {
  EXPECT_TRUE(sphere_points(draws, 8, 5, 1.0).isApprox(sphere_points(draws, 8, 5, 30.0) / 30.0, 1e-14));
}

TEST(Sphere, FewerPointsAreTheFirstOfMore) {
  EXPECT_EQ(sphere_points(draws, 8, 3, 2.0), sphere_points(draws, 8, 9, 2.0).leftCols(3));
}

TEST(Sphere, RefusesWhatIsNoSphere) {
  EXPECT_THROW((void)sphere_points(draws, 0, 1, 1.0), Error);
  EXPECT_THROW((void)sphere_points(draws, 1, 0, 1.0), Error);
  EXPECT_THROW((void)sphere_points(draws, 1, 1, 0.0), Error);
  EXPECT_THROW((void)orthant_points(draws, 1, 1, std::numeric_limits<double>::quiet_NaN()), Error);
}

}  // namespace
}  // namespace basin::data
