#include "dynamics/basin_of_attraction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

const Stream noise_draws("dynamics_test.basin", 1, "noise");

// f(x) = A x as a network of one layer: weights A sqrt(D) in the NTK parametrisation.
nets::Network<double> linear(const Eigen::MatrixXd& a) {
  nets::NetworkSpec spec{{a.cols(), a.rows()}, {nets::Activation::identity}};
  return {spec, {a * std::sqrt(static_cast<double>(a.cols()))}, {Eigen::VectorXd()}};
}

// One start at a time, in double precision, as the definition says.
double plain_success_rate(const nets::Network<double>& network, const Eigen::MatrixXd& examples,
                          const Eigen::MatrixXd& starts, const BasinOptions& options) {
  double successes = 0.0;
  for (Eigen::Index c = 0; c < starts.cols(); ++c) {
    Eigen::MatrixXd x = starts.col(c);
    for (Eigen::Index map = 0; map < options.most_maps; ++map) {
      x = nets::forward(network, x);
      if (options.error_factor * (x - examples.col(c % examples.cols())).squaredNorm() < options.error) {
        successes += 1.0;
        break;
      }
    }
  }
  return successes / static_cast<double>(starts.cols());
}

TEST(PerturbedExamples, HaveTheNoiseOfTheirLaw) {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Random(8, 3);
  const auto sphere = perturbed_examples(x, NoiseLaw::fixed_norm, 2.5, 40, noise_draws);
  ASSERT_EQ(sphere.cols(), 120);
  for (Eigen::Index c = 0; c < 120; ++c) EXPECT_NEAR((sphere.col(c) - x.col(c % 3)).norm(), 2.5, 1e-12);
  const auto gauss = perturbed_examples(x, NoiseLaw::gaussian, 4.0, 400, noise_draws);
  EXPECT_NEAR((gauss - x.replicate(1, 400)).squaredNorm() / static_cast<double>(gauss.size()), 4.0, 0.2);
  const Eigen::MatrixXd cube = perturbed_examples(x, NoiseLaw::uniform, 3.0, 400, noise_draws) - x.replicate(1, 400);
  EXPECT_LE(cube.cwiseAbs().maxCoeff(), 3.0);
  EXPECT_NEAR(cube.mean(), 0.0, 0.1);
  EXPECT_NEAR(cube.squaredNorm() / static_cast<double>(cube.size()), 3.0, 0.1);  // 3^2 / 3
  for (const NoiseLaw law : {NoiseLaw::fixed_norm, NoiseLaw::gaussian, NoiseLaw::uniform}) {
    EXPECT_TRUE(perturbed_examples(x, law, 0.0, 1, noise_draws).isApprox(x));
  }
}

TEST(Attraction, OfALinearMapIsKnown) {
  // Half of the plane contracts by 1/2 each map, the other axis stays: an error of 1/2 (d_1^2 4^-k + d_2^2).
  const Eigen::MatrixXd a = Eigen::Vector2d(0.5, 1.0).asDiagonal();
  const Eigen::MatrixXd origin = Eigen::MatrixXd::Zero(2, 1);
  Eigen::MatrixXd starts(2, 3);
  starts << 1.0, 1.0, 8.0, 0.0, 0.2, 0.0;
  // Errors below 0.01: start 1 after k with 4^-k < 0.02, k = 3; start 2 never (1/2 0.2^2 = 0.02); start 3 after k = 6.
  const auto all = attraction(linear(a), origin, starts);
  EXPECT_DOUBLE_EQ(all.success_rate, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(all.mean_maps, (3.0 + 50.0 + 6.0) / 3.0);
  EXPECT_DOUBLE_EQ(attraction(linear(a), origin, starts, {.most_maps = 5}).success_rate, 1.0 / 3.0);
  // By distance: 2^-k < 0.01 at k = 7, never, 8 2^-k < 0.01 at k = 10.
  const auto near = attraction(linear(a), origin, starts, {.measure = StartError::distance});
  EXPECT_DOUBLE_EQ(near.success_rate, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(near.mean_maps, (7.0 + 50.0 + 10.0) / 3.0);
  EXPECT_DOUBLE_EQ(attraction(linear(Eigen::Matrix2d::Identity()), origin, starts).success_rate, 0.0);
  EXPECT_DOUBLE_EQ(attraction(linear(1e6 * Eigen::Matrix2d::Identity()), origin, starts).success_rate, 0.0);
}

TEST(Attraction, FirstCrossingCountsWhoArrivedWhenTheMeanDid) {
  // Two examples at the origin of a map that halves: starts at 1 and 0.1 of one trial. Mean error (1.01/4) 4^-k < 0.01
  // at k = 3, where the first has 0.0078 and both count; with a start at 2 it has 0.0313 / 4 at k = 4, mean 0.0039...
  const Eigen::MatrixXd half = 0.5 * Eigen::Matrix2d::Identity();
  const Eigen::MatrixXd examples = Eigen::MatrixXd::Zero(2, 4);
  Eigen::MatrixXd starts = Eigen::MatrixXd::Zero(2, 4);
  starts(0, 0) = 1.5;  // alone: 1.125 4^-k < 0.01 at k = 4; mean of four: 0.28125 4^-k < 0.01 at k = 3
  const BasinOptions crossing{.count = Count::first_crossing};
  const auto counted = attraction(linear(half), examples, starts, crossing);
  EXPECT_DOUBLE_EQ(counted.success_rate, 0.75);
  EXPECT_DOUBLE_EQ(counted.mean_maps, 3.0);
  EXPECT_DOUBLE_EQ(attraction(linear(half), examples, starts).success_rate, 1.0);
  // Trials do not mix: the same trial twice gives the same rate.
  EXPECT_DOUBLE_EQ(attraction(linear(half), examples, starts.replicate(1, 2), crossing).success_rate, 0.75);
}

TEST(Attraction, CountsAsOneStartAtATimeDoes) {
  const auto net = nets::draw_network(nets::autoencoder(5, 30, 2, nets::Activation::sigmoid),
                                      Stream("dynamics_test.basin", 1, "init"));
  // Fixed points do not matter here: any targets will do, and some starts come near some of them.
  Eigen::MatrixXd examples = Eigen::MatrixXd::Zero(5, 2);
  for (int k = 0; k < 100; ++k) examples = nets::forward(net, examples);
  examples.col(1).array() += 0.05;
  const auto starts = perturbed_examples(examples, NoiseLaw::gaussian, 3.0, 90, noise_draws);
  for (const auto& [error, maps] : {std::pair{1e-2, 2}, {1e-4, 4}, {0.3, 1}}) {
    const BasinOptions options{.error = error, .most_maps = maps};
    const double rate = attraction(net, examples, starts, options).success_rate;
    EXPECT_DOUBLE_EQ(rate, plain_success_rate(net, examples, starts, options)) << error;
    EXPECT_GT(rate, 0.0) << error;
    EXPECT_LT(rate, 1.0) << error;
  }
}

TEST(Attraction, RefusesWhatIsNoBasin) {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Ones(2, 2);
  const auto net = linear(Eigen::Matrix2d::Identity());
  EXPECT_THROW(static_cast<void>(perturbed_examples(x, NoiseLaw::gaussian, -1.0, 1, noise_draws)), Error);
  EXPECT_THROW(static_cast<void>(perturbed_examples(x, NoiseLaw::gaussian, NAN, 1, noise_draws)), Error);
  EXPECT_THROW(static_cast<void>(perturbed_examples(x, NoiseLaw::gaussian, 1.0, 0, noise_draws)), Error);
  EXPECT_THROW(static_cast<void>(attraction(net, x, x.leftCols(1))), Error);
  EXPECT_THROW(static_cast<void>(attraction(net, x, x, {.error = 0.0})), Error);
  EXPECT_THROW(static_cast<void>(attraction(net, x, x, {.most_maps = 0})), Error);
  EXPECT_THROW(static_cast<void>(attraction(linear(Eigen::MatrixXd::Ones(3, 2)), x, x)), Error);
}

}  // namespace
}  // namespace basin::dynamics
