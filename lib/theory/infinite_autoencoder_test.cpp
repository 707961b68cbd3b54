#include "theory/infinite_autoencoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"
#include "data/sphere.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"
#include "train/gradient_flow.hpp"
#include "train/tangent_kernel.hpp"

namespace basin::theory {
namespace {

using nets::Activation;

Eigen::MatrixXd some_points(Eigen::Index dim, Eigen::Index n, double radius) {
  return data::sphere_points(Stream("theory_test.infinite", 1, "data"), dim, n, radius);
}

nets::Network<double> wide_network(Activation activation, Eigen::Index dim, Eigen::Index width) {
  return nets::draw_network(nets::autoencoder(dim, width, 2, activation, nets::Parametrisation::ntk),
                            Stream("theory_test.infinite", 1, "init"));
}

constexpr std::array smooth = {Activation::sigmoid, Activation::tanh, Activation::erf};

// Of norms that differ, which the experiments do not use but the formulas cover.
TEST(TangentKernel, IsTheKernelOfAWideNetwork) {
  Eigen::MatrixXd x = some_points(4, 3, 3.0);
  x.col(1) *= 0.4;
  for (const auto activation : smooth) {
    const auto network = wide_network(activation, 4, 400000);
    const Eigen::MatrixXd finite = train::Tangent(network, x).kernel();
    const Eigen::MatrixXd limit = TangentKernel(activation, x).values();
    for (Eigen::Index i = 0; i < 3; ++i) {
      for (Eigen::Index j = 0; j < 3; ++j) EXPECT_NEAR(finite(4 * i + 1, 4 * j + 1), limit(i, j), 0.01 * limit.norm());
    }
  }
}

TEST(TangentKernel, GradientsAndCovarianceAreFiniteDifferences) {
  constexpr double h = 1e-4;
  const Eigen::Index dim = 3;
  Eigen::MatrixXd x = some_points(dim, 2, 2.5);
  x.col(1) *= 1.3;
  for (const auto activation : smooth) {
    const TangentKernel kernel(activation, x);
    const Eigen::MatrixXd gradients = kernel.gradients(0), covariance = kernel.initial_covariance();
    // Four points: x_0 and x_1 each moved both ways, so that differences of theirs are derivatives in both.
    for (Eigen::Index a = 0; a < dim; ++a) {
      for (Eigen::Index b = 0; b < dim; ++b) {
        Eigen::MatrixXd moved(dim, 4);
        moved << x.col(0), x.col(0), x.col(1), x.col(1);
        moved(a, 0) += h, moved(a, 1) -= h, moved(b, 2) += h, moved(b, 3) -= h;
        const TangentKernel around(activation, moved);
        const Eigen::MatrixXd sigma = around.initial_covariance();
        const double mixed = (sigma(0, 2) - sigma(0, 3) - sigma(1, 2) + sigma(1, 3)) / (4.0 * h * h);
        EXPECT_NEAR(covariance(2 + a, 2 + dim + b), mixed, 1e-5);
        Eigen::MatrixXd one(dim, 3);
        one << moved.leftCols(2), x.col(1);
        const TangentKernel by_one(activation, one);
        const Eigen::MatrixXd theta = by_one.values(), values = by_one.initial_covariance();
        EXPECT_NEAR(gradients(a, 1), (theta(0, 2) - theta(1, 2)) / (2.0 * h), 1e-6);
        EXPECT_NEAR(covariance(2 + a, 1), (values(0, 2) - values(1, 2)) / (2.0 * h), 1e-6);
      }
    }
    EXPECT_TRUE(covariance.isApprox(covariance.transpose(), 1e-12));
  }
}

// Without initial output nothing is random but the finite width: the largest distance over the examples (norms near 2)
// of the Jacobians of a network trained by the flow. It falls as 1 / sqrt(width).
double distance_from_limit(Activation activation, Eigen::Index width) {
  const Eigen::MatrixXd x = some_points(6, 4, 8.0);
  auto initial = wide_network(activation, 6, width);
  nets::mirror_units(initial);
  const auto trained = train::gradient_flow({initial, x, x, train::Loss::half_sum, {}});
  const auto finite = nets::jacobians(trained.network, x);
  const auto limit = train_infinite({activation, x, x, InitialOutput::zero}, Stream("theory_test.infinite", 1, "init"));
  EXPECT_TRUE(limit.converged);
  EXPECT_NEAR(limit.loss, 1e-7, 1e-9);
  double largest = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(limit.initial_jacobians[i].isZero());
    largest = std::max(largest, (limit.jacobians[i] - finite[i]).norm());
  }
  return largest;
}

TEST(InfiniteTraining, IsTheLimitOfTrainedNetworks) {
  for (const auto activation : smooth) {
    const double near = distance_from_limit(activation, 200000), far = distance_from_limit(activation, 2000);
    EXPECT_LT(near, 0.12) << nets::to_text(activation);
    EXPECT_LT(near, 0.3 * far) << nets::to_text(activation);
  }
}

// The trained map interpolates; with a random initial output too, whose f0(X) and J0 must belong together: along the
// difference of two close examples, which training fixes, the Jacobian is the identity only if they do.
TEST(InfiniteTraining, JacobianKeepsTheDifferenceOfCloseExamples) {
  Eigen::MatrixXd x = some_points(5, 3, 3.0);
  x.col(2) = (x.col(1) + 0.02 * some_points(5, 4, 1.0).col(3)).normalized() * 3.0;
  InfiniteProblem problem{Activation::tanh, x, x};
  problem.stop_loss = 1e-20;
  const auto trained = train_infinite(problem, Stream("theory_test.infinite", 2, "init"));
  const Eigen::VectorXd difference = x.col(2) - x.col(1);
  const Eigen::VectorXd mapped = 0.5 * (trained.jacobians[1] + trained.jacobians[2]) * difference;
  EXPECT_LT((mapped - difference).norm(), 0.01 * difference.norm());
  EXPECT_GT((0.5 * (trained.initial_jacobians[1] + trained.initial_jacobians[2]) * difference - difference).norm(),
            0.3 * difference.norm());
}

TEST(InfiniteTraining, InitialJacobiansHaveTheSizeOfTheLaw) {
  const Eigen::MatrixXd x = some_points(32, 1, 10.0);
  double sum = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const InfiniteProblem problem{Activation::sigmoid, x, x};
    sum += train_infinite(problem, Stream("theory_test.infinite", seed, "init")).initial_jacobians[0].squaredNorm();
  }
  EXPECT_NEAR(sum / 20.0, 32.0 * nets::mean_squared_slope(Activation::sigmoid, 100.0 / 32.0), 0.1);
}

// [facts of jiang2020: the closed form at n0 = 32]
TEST(SingleExample, HasTheEigenvalueOfTheClosedForm) {
  const std::array<std::pair<double, double>, 8> table = {
      {{1, .015}, {5, .176}, {10, .247}, {15, .258}, {20, .262}, {30, .274}, {50, .306}, {100, .364}}};
  for (const auto& [radius, eigenvalue] : table) {
    EXPECT_NEAR(single_example_eigenvalue(Activation::sigmoid, 32, radius), eigenvalue, 0.0006) << radius;
    for (const auto activation : smooth) {
      const Eigen::MatrixXd x = some_points(32, 1, radius);
      InfiniteProblem problem{activation, x, x, InitialOutput::zero};
      problem.stop_loss = 1e-16;
      const auto trained = train_infinite(problem, Stream("theory_test.infinite", 1, "init"));
      EXPECT_NEAR(dynamics::spectrum(trained.jacobians[0]).radius, single_example_eigenvalue(activation, 32, radius),
                  1e-6);
    }
  }
}

TEST(InfiniteTraining, StopsWhereItIsToldAndRefusesWhatIsNoProblem) {
  const Eigen::MatrixXd x = some_points(4, 2, 2.0);
  const Stream draws("theory_test.infinite", 1, "init");
  InfiniteProblem problem{Activation::sigmoid, x, x};
  problem.stop_loss = 1e9;
  const auto untrained = train_infinite(problem, draws);
  EXPECT_TRUE(untrained.converged);
  EXPECT_TRUE(untrained.jacobians[0].isApprox(untrained.initial_jacobians[0], 1e-6));

  Eigen::MatrixXd twice(4, 2);
  twice << x.col(0), x.col(0);
  EXPECT_FALSE(train_infinite({Activation::erf, twice, x, InitialOutput::zero}, draws).converged);

  EXPECT_THROW(static_cast<void>(train_infinite({Activation::relu, x, x}, draws)), Error);
  EXPECT_THROW(static_cast<void>(train_infinite({Activation::tanh, x, x.leftCols(1)}, draws)), Error);
  EXPECT_THROW(static_cast<void>(train_infinite({Activation::tanh, 0.0 * x, x}, draws)), Error);
}

}  // namespace
}  // namespace basin::theory
