// Tests of labelled points: their laws in closed form, their order, the exact sizes of splits, what is refused. Bounds
// are six standard errors, which are said where they are used.
#include "data/labelled_points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace basin::data {
namespace {

const Stream draws("data_test.labelled_points", 1, "data");
const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
constexpr Eigen::Index many = 100000;

// Points of one class.
Eigen::MatrixXd of_class(const LabelledPoints& labelled, double label) {
  std::vector<Eigen::Index> found;
  for (Eigen::Index i = 0; i < labelled.labels.size(); ++i) {
    if (labelled.labels(i) == label) found.push_back(i);
  }
  return labelled.points(Eigen::all, found);
}

TEST(XorPoints, WithoutNoiseAreTheCorners) {
  const LabelledPoints drawn = xor_points(draws, 200, 0.0);
  ASSERT_EQ(drawn.points.cols(), 200);
  ASSERT_EQ(drawn.labels.size(), 200);
  EXPECT_TRUE((drawn.points.array().abs() == 0.5).all());
  for (Eigen::Index i = 0; i < 200; ++i) EXPECT_EQ(drawn.labels(i), drawn.points.col(i).prod() < 0.0 ? 1.0 : 0.0);
}

// The plain version: uniforms 4 i, 4 i + 1 are the bits, normals 4 i + 2, 4 i + 3 the noise of point i.
TEST(XorPoints, TakeTheirDraws) {
  const LabelledPoints drawn = xor_points(draws, 50, 0.3);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const auto at = static_cast<Eigen::Index>(i);
    const bool x = draws.uniform(4 * i) >= 0.5, y = draws.uniform(4 * i + 1) >= 0.5;
    EXPECT_DOUBLE_EQ(drawn.points(0, at), (x ? 1.0 : 0.0) + 0.3 * draws.normal(4 * i + 2) - 0.5);
    EXPECT_DOUBLE_EQ(drawn.points(1, at), (y ? 1.0 : 0.0) + 0.3 * draws.normal(4 * i + 3) - 0.5);
    EXPECT_EQ(drawn.labels(at), x != y ? 1.0 : 0.0);
  }
}

// With noise s = .2: x has mean 0, variance 1/4 + s^2 = .29 and fourth moment 1/16 + 6 s^2 / 4 + 3 s^4 = .1273; x and y
// are independent, and E[x y (1 - 2 label)] = 1/4. Standard errors over 100,000 points: of a mean .5385 / 316 = .0017,
// of a variance sqrt(.1273 - .29^2) / 316 = .00066, of x y .29 / 316 = .00092, of the last sqrt(.29^2 - 1/16) / 316 =
// .00046, of the share of a label .0016.
TEST(XorPoints, HaveTheMomentsOfTheirLaw) {
  const LabelledPoints drawn = xor_points(draws, many);
  const Eigen::ArrayXd x = drawn.points.row(0), y = drawn.points.row(1), label = drawn.labels;
  EXPECT_NEAR(x.mean(), 0.0, 0.0103);
  EXPECT_NEAR(y.mean(), 0.0, 0.0103);
  EXPECT_NEAR(x.square().mean(), 0.29, 0.004);
  EXPECT_NEAR(y.square().mean(), 0.29, 0.004);
  EXPECT_NEAR((x * y).mean(), 0.0, 0.0055);
  EXPECT_NEAR((x * y * (1.0 - 2.0 * label)).mean(), 0.25, 0.0028);
  EXPECT_NEAR(label.mean(), 0.5, 0.0095);
}

// The plain version, with a radius that may be negative.
TEST(CirclePoints, TakeTheirDraws) {
  for (const CircleLaw law : {CircleLaw::area, CircleLaw::first_run}) {
    const Circles circles{.inner = 0.6, .outer = 1.5, .buffer = 0.4, .law = law};
    const LabelledPoints drawn = circle_points(draws, 51, circles);
    for (std::uint64_t i = 0; i < 51; ++i) {
      const auto at = static_cast<Eigen::Index>(i);
      const double u = draws.uniform(2 * i), angle = 2.0 * std::numbers::pi * draws.uniform(2 * i + 1);
      const double disc = law == CircleLaw::area ? 0.2 * std::sqrt(u) : 0.6 * std::sqrt(u) - 0.4;
      const double ring = law == CircleLaw::area ? std::sqrt(0.36 + 1.89 * u) : 0.6 + 0.9 * u;
      const double radius = i % 2 == 0 ? ring : disc;
      EXPECT_NEAR(drawn.points(0, at), radius * std::cos(angle), 1e-15);
      EXPECT_NEAR(drawn.points(1, at), radius * std::sin(angle), 1e-15);
      EXPECT_EQ(drawn.labels(at), i % 2 == 0 ? 1.0 : 0.0);
    }
  }
}

TEST(CirclePoints, HaveHalfOfThePointsOnTheDisc) {
  for (const Eigen::Index count : {2, 3, 100, 101}) {
    const LabelledPoints drawn = circle_points(draws, count);
    EXPECT_EQ(of_class(drawn, 0.0).cols(), count / 2);
    EXPECT_EQ(of_class(drawn, 1.0).cols(), count - count / 2);
  }
}

// Uniform in area: r^2 is uniform, mean 1/2 of its range and variance 1/12 of its square, and independent of the angle.
// Standard errors over 50,000 points: .0013, .00033 (sqrt(1/180) / 224), of a cosine .0032, of its product with r^2 of
// mean 0 sqrt(1/24) / 224 = .00091.
void expect_uniform(const Eigen::ArrayXd& u, const Eigen::MatrixXd& points) {
  ASSERT_EQ(u.size(), many / 2);
  EXPECT_GT(u.minCoeff(), -1e-12);
  EXPECT_LT(u.maxCoeff(), 1.0 + 1e-12);
  EXPECT_NEAR(u.mean(), 0.5, 0.0078);
  EXPECT_NEAR((u - 0.5).square().mean(), 1.0 / 12.0, 0.002);
  for (Eigen::Index k = 0; k < 2; ++k) {
    const Eigen::ArrayXd cosine = points.row(k).transpose().array() / points.colwise().norm().transpose().array();
    EXPECT_NEAR(cosine.mean(), 0.0, 0.019);
    EXPECT_NEAR((cosine * (u - 0.5)).mean(), 0.0, 0.0055);
  }
}

TEST(CirclePoints, AreUniformInArea) {
  const LabelledPoints drawn = circle_points(draws, many);
  const Eigen::MatrixXd disc = of_class(drawn, 0.0), ring = of_class(drawn, 1.0);
  expect_uniform(disc.colwise().squaredNorm().transpose().array() / 0.09, disc);
  expect_uniform((ring.colwise().squaredNorm().transpose().array() - 0.25) / 0.75, ring);
}

// The first run's disc: E r^2 = E (a sqrt(U) - b)^2 = a^2/2 - 4 a b/3 + b^2 = .018333 and E r^4 = .0011 with a = .5,
// b = .4, standard error .0276 / 224 = .00012; |r| <= .1 where U >= .36, a share of .64, standard error .0021. Nothing
// lies beyond .4. The ring is uniform in r.
TEST(CirclePoints, OfTheFirstRunHaveItsLaw) {
  const LabelledPoints drawn = circle_points(draws, many, {.buffer = 0.4, .law = CircleLaw::first_run});
  const Eigen::MatrixXd disc = of_class(drawn, 0.0), ring = of_class(drawn, 1.0);
  const Eigen::ArrayXd radius = disc.colwise().norm().transpose();
  EXPECT_LT(radius.maxCoeff(), 0.4);
  EXPECT_NEAR(radius.square().mean(), 0.125 - 4.0 * 0.5 * 0.4 / 3.0 + 0.16, 0.00074);
  EXPECT_NEAR((radius <= 0.1).cast<double>().mean(), 0.64, 0.0129);
  expect_uniform((ring.colwise().norm().transpose().array() - 0.5) / 0.5, ring);
}

TEST(CirclePoints, KeepTheBufferBetweenTheClasses) {
  for (const double buffer : {0.0, 0.1, 0.2, 0.4}) {
    const LabelledPoints drawn = circle_points(draws, 2000, {.buffer = buffer});
    EXPECT_LE(of_class(drawn, 0.0).colwise().norm().maxCoeff(), 0.5 - buffer + 1e-15);
    EXPECT_GE(of_class(drawn, 1.0).colwise().norm().minCoeff(), 0.5 - 1e-15);
    EXPECT_LE(of_class(drawn, 1.0).colwise().norm().maxCoeff(), 1.0 + 1e-15);
  }
}

TEST(LabelledPoints, FewerAreTheFirstOfMore) {
  const std::vector<std::pair<LabelledPoints, LabelledPoints>> pairs = {
      {xor_points(draws, 9), xor_points(draws, 30)}, {circle_points(draws, 9), circle_points(draws, 30)}};
  for (const auto& [fewer, more] : pairs) {
    EXPECT_EQ(fewer.points, more.points.leftCols(9));
    EXPECT_EQ(fewer.labels, more.labels.head(9));
  }
  EXPECT_NE(xor_points(draws, 9).points, xor_points(Stream("data_test.labelled_points", 2, "data"), 9).points);
}

TEST(LabelledPoints, RefuseWhatCannotBeDrawn) {
  for (const Eigen::Index count : {Eigen::Index{-1}, Eigen::Index{1}, Eigen::Index{1} << 40}) {
    EXPECT_THROW((void)xor_points(draws, count), Error);
    EXPECT_THROW((void)circle_points(draws, count), Error);
  }
  for (const double noise : {-0.1, nan, infinite}) EXPECT_THROW((void)xor_points(draws, 10, noise), Error);
  for (const Circles& circles :
       {Circles{.inner = 0.0}, Circles{.inner = 1.0}, Circles{.inner = nan}, Circles{.outer = infinite},
        Circles{.outer = nan}, Circles{.buffer = -0.1}, Circles{.buffer = nan}, Circles{.buffer = 0.5},
        Circles{.buffer = 0.51, .law = CircleLaw::first_run}}) {
    EXPECT_THROW((void)circle_points(draws, 10, circles), Error) << circles.inner << ' ' << circles.buffer;
  }
  EXPECT_NO_THROW((void)circle_points(draws, 10, {.buffer = 0.5, .law = CircleLaw::first_run}));
}

// Every point with its label, sorted.
std::vector<std::vector<double>> rows_of(const std::vector<LabelledPoints>& parts) {
  std::vector<std::vector<double>> rows;
  for (const LabelledPoints& part : parts) {
    for (Eigen::Index i = 0; i < part.labels.size(); ++i) {
      rows.push_back({part.points(0, i), part.points(1, i), part.labels(i)});
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(Split, DealsEveryPointOnceWithItsLabel) {
  const LabelledPoints all = circle_points(draws, 2000);
  const Stream order("data_test.labelled_points", 1, "split");
  const Split parts = split(all, 0.8, order);
  ASSERT_EQ(parts.training.points.cols(), 1600);
  ASSERT_EQ(parts.training.labels.size(), 1600);
  ASSERT_EQ(parts.test.points.cols(), 400);
  EXPECT_EQ(rows_of({parts.training, parts.test}), rows_of({all}));
  EXPECT_EQ(split(all, 0.8, order).test.points, parts.test.points);
  EXPECT_NE(split(all, 0.8, Stream("data_test.labelled_points", 2, "split")).test.points, parts.test.points);
  // Labels alternate in `all`: 400 of 2000 drawn without replacement have mean 1/2, standard error .5 sqrt(.8) / 20.
  EXPECT_NEAR(parts.test.labels.mean(), 0.5, 6.0 * 0.0224);
}

TEST(Split, RoundsToTheNearest) {
  const Stream order("data_test.labelled_points", 1, "split");
  for (const auto& [count, share, training] : {std::tuple{10, 0.7, 7}, {10, 0.74, 7}, {10, 0.76, 8}, {3, 0.5, 2}}) {
    EXPECT_EQ(split(xor_points(draws, count), share, order).training.labels.size(), training);
  }
}

TEST(Split, RefusesAnEmptySide) {
  const LabelledPoints few = xor_points(draws, 3);
  for (const double share : {0.0, 1.0, -0.5, 1.5, nan, 0.1, 0.9}) EXPECT_THROW((void)split(few, share, draws), Error);
  EXPECT_THROW((void)split({few.points, few.labels.head(2)}, 0.5, draws), Error);
}

TEST(Standardisation, IsThatOfThePopulation) {
  Eigen::MatrixXd points(2, 4);
  points << 1.0, 2.0, 3.0, 4.0, -1.0, -1.0, 1.0, 5.0;
  const Standardisation by = standardisation(points);
  EXPECT_TRUE(by.mean.isApprox(Eigen::Vector2d(2.5, 1.0), 1e-15));
  EXPECT_TRUE(by.deviation.isApprox(Eigen::Vector2d(std::sqrt(1.25), std::sqrt(6.0)), 1e-15));
  const Eigen::MatrixXd out = standardised(points, by);
  EXPECT_NEAR(out(0, 3), 1.5 / std::sqrt(1.25), 1e-15);
  EXPECT_NEAR(out(1, 0), -2.0 / std::sqrt(6.0), 1e-15);
  EXPECT_LT(out.rowwise().mean().cwiseAbs().maxCoeff(), 1e-15);
  EXPECT_LT((out.array().square().rowwise().mean() - 1.0).abs().maxCoeff(), 1e-15);
}

TEST(Standardisation, RefusesWhatHasNoSpread) {
  EXPECT_THROW((void)standardisation(Eigen::MatrixXd(2, 0)), Error);
  EXPECT_THROW((void)standardisation(Eigen::MatrixXd::Constant(2, 1000, 0.1)), Error);  // .1 has no exact mean
  Eigen::MatrixXd points = xor_points(draws, 10).points;
  EXPECT_THROW((void)standardised(points, {Eigen::VectorXd::Zero(3), Eigen::VectorXd::Ones(3)}), Error);
  points(1, 4) = nan;
  EXPECT_THROW((void)standardisation(points), Error);
}

}  // namespace
}  // namespace basin::data
