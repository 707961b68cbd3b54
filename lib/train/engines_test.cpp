// The engines against each other and against what can be computed by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "data/sphere.hpp"
#include "dynamics/spectrum.hpp"
#include "train/backprop.hpp"
#include "train/gradient_descent.hpp"
#include "train/gradient_flow.hpp"
#include "train/tangent_kernel.hpp"

namespace basin::train {
namespace {

using nets::Activation;

Problem autoencoding(Eigen::Index dim, Eigen::Index width, Eigen::Index examples, double radius, std::uint64_t seed = 1,
                     Activation activation = Activation::sigmoid, std::size_t layers = 2) {
  Problem p;
  p.initial =
      nets::draw_network(nets::autoencoder(dim, width, layers, activation), Stream("train_test.x", seed, "init"));
  p.inputs = p.targets = data::sphere_points(Stream("train_test.x", seed, "data"), dim, examples, radius);
  return p;
}

double mean_radius(const Trained& trained, const Problem& p) {
  double sum = 0.0;
  for (const auto& s : dynamics::jacobian_spectra(trained.network, p.inputs)) sum += s.radius;
  return sum / static_cast<double>(p.examples());
}

// T, one row an output, by the chain rule on one parameter at a time: the definition, in the kernel's order.
Eigen::MatrixXd explicit_tangent(const Problem& p) {
  const auto& net = p.initial;
  std::vector<Eigen::VectorXd> columns;
  const double h = 1e-6;
  const auto add_column = [&](auto perturb) {
    auto up = net, down = net;
    perturb(up, h);
    perturb(down, -h);
    const Eigen::MatrixXd difference = (nets::forward(up, p.inputs) - nets::forward(down, p.inputs)) / (2 * h);
    columns.emplace_back(Eigen::Map<const Eigen::VectorXd>(difference.data(), difference.size()));
  };
  for (std::size_t l = 0; l < 2; ++l) {
    for (Eigen::Index i = 0; i < net.weights[l].size(); ++i) {
      add_column([&](auto& n, double d) { n.weights[l].data()[i] += d; });
    }
    for (Eigen::Index i = 0; i < net.biases[l].size(); ++i) add_column([&](auto& n, double d) { n.biases[l](i) += d; });
  }
  Eigen::MatrixXd tangent(columns.front().size(), static_cast<Eigen::Index>(columns.size()));
  for (std::size_t c = 0; c < columns.size(); ++c) tangent.col(static_cast<Eigen::Index>(c)) = columns[c];
  return tangent;
}

TEST(TangentKernel, IsTheProductOfTheTangentWithItself) {
  for (const auto bias : {nets::Bias::none, nets::Bias::all}) {
    Problem p = autoencoding(3, 20, 4, 2.0, 1, Activation::tanh);
    p.initial.spec.bias = bias;
    p.initial = nets::draw_network(p.initial.spec, Stream("train_test.x", 1, "init"));
    const Eigen::MatrixXd t = explicit_tangent(p);
    const Eigen::MatrixXd exact = t * t.transpose();
    const Eigen::MatrixXd fast = Tangent(p.initial, p.inputs).kernel();
    EXPECT_LT((fast - exact).cwiseAbs().maxCoeff(), 1e-6 * exact.cwiseAbs().maxCoeff());
    EXPECT_EQ(fast, fast.transpose());
  }
}

TEST(TangentKernel, SpansSeveralBlocksOfTheWidth) {
  const Problem p = autoencoding(3, 1300, 2, 2.0);
  const Eigen::MatrixXd t = explicit_tangent(p);
  const Eigen::MatrixXd exact = t * t.transpose();
  EXPECT_LT((Tangent(p.initial, p.inputs).kernel() - exact).cwiseAbs().maxCoeff(), 1e-6 * exact.cwiseAbs().maxCoeff());
}

// Slopes of saturated erf units go down to 1e-300 and below; what is left out of the sum must not show.
TEST(TangentKernel, IsExactWhereUnitsAreSaturated) {
  const Problem p = autoencoding(3, 600, 3, 30.0, 1, Activation::erf);
  const Eigen::MatrixXd t = explicit_tangent(p);
  const Eigen::MatrixXd exact = t * t.transpose();
  EXPECT_LT((Tangent(p.initial, p.inputs).kernel() - exact).cwiseAbs().maxCoeff(), 1e-6 * exact.cwiseAbs().maxCoeff());
}

TEST(TangentKernel, DescendMovesByTheTransposedTangent) {
  const Problem p = autoencoding(3, 10, 2, 2.0);
  const Eigen::MatrixXd t = explicit_tangent(p), v = Eigen::MatrixXd::Random(3, 2);
  const Eigen::VectorXd move = t.transpose() * Eigen::Map<const Eigen::VectorXd>(v.data(), v.size());
  auto net = p.initial;
  Tangent(p.initial, p.inputs).descend(net, 0.5, v);
  const Eigen::MatrixXd first = net.weights[0] - p.initial.weights[0], second = net.weights[1] - p.initial.weights[1];
  EXPECT_LT((Eigen::Map<const Eigen::VectorXd>(first.data(), first.size()) + 0.5 * move.head(first.size())).norm(),
            1e-7);
  EXPECT_LT((Eigen::Map<const Eigen::VectorXd>(second.data(), second.size()) + 0.5 * move.tail(second.size())).norm(),
            1e-7);
}

TEST(TangentKernel, LargestEigenvalueIsTheLargest) {
  const Problem p = autoencoding(5, 200, 4, 3.0);
  const Eigen::MatrixXd kernel = Tangent(p.initial, p.inputs).kernel();
  EXPECT_NEAR(largest_eigenvalue(kernel), dynamics::operator_norm(kernel), 1e-6 * dynamics::operator_norm(kernel));
}

// Small-step descent is the flow's oracle: with step * largest kernel eigenvalue = 0.1 it follows the same path.
TEST(GradientFlow, AgreesWithSmallStepDescent) {
  struct Case {
    Eigen::Index examples;
    double radius;
  };
  for (const auto& [examples, radius] : {Case{2, 1.0}, Case{2, 30.0}, Case{5, 10.0}, Case{10, 30.0}}) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const Problem p = autoencoding(32, 1000, examples, radius, seed);
      const Trained slow = gradient_descent(p, {stable_learning_rate(p, 0.1), Precision::double_precision});
      const Trained fast = gradient_flow(p);
      ASSERT_TRUE(slow.converged());
      ASSERT_TRUE(fast.converged());
      EXPECT_LT(fast.loss, p.stop.loss);
      EXPECT_LT(fast.steps, 100);
      EXPECT_NEAR(mean_radius(fast, p), mean_radius(slow, p), 0.005) << examples << ' ' << radius << ' ' << seed;
    }
  }
}

// t -> infinity in one step is Gauss-Newton: it reaches the loss and misses the path. The tolerance is what matters.
TEST(GradientFlow, ALooseToleranceLeavesThePath) {
  const Problem p = autoencoding(32, 1000, 5, 30.0);
  const double close = mean_radius(gradient_flow(p, {0.001}), p), loose = mean_radius(gradient_flow(p, {0.9}), p);
  EXPECT_GT(std::abs(loose - close), 0.005);  // more than the agreement asked for above
}

// [jiang2020, derived]: with one example of norm r, n0 = 32 and zero initial output the trained Jacobian has the only
// eigenvalue (1/2) dln Theta / dln r: .176 at r = 5, .247 at r = 10.
TEST(GradientFlow, ReachesTheClosedFormForOneExample) {
  for (const auto& [radius, law] : {std::pair{5.0, .176}, std::pair{10.0, .247}}) {
    Problem p = autoencoding(32, 20000, 1, radius);
    // Antisymmetric halves: f = 0 and J = 0 at the start, the kernel that of a network half as wide.
    p.initial.weights[0].bottomRows(10000) = p.initial.weights[0].topRows(10000);
    p.initial.weights[1].rightCols(10000) = -p.initial.weights[1].leftCols(10000);
    const Trained trained = gradient_flow(p);
    ASSERT_TRUE(trained.converged());
    EXPECT_NEAR(mean_radius(trained, p), law, 0.01) << radius;
  }
}

TEST(GradientFlow, RefusesDeeperNetworksAndBadTolerances) {
  EXPECT_THROW((void)gradient_flow(autoencoding(4, 8, 2, 1.0, 1, Activation::tanh, 3)), Error);
  EXPECT_THROW((void)gradient_flow(autoencoding(4, 8, 2, 1.0), {0.0}), Error);
}

TEST(GradientFlow, SaysWhereItEnded) {
  Problem p = autoencoding(8, 100, 3, 2.0);
  p.stop.max_steps = 2;
  const Trained cut = gradient_flow(p);
  EXPECT_EQ(cut.why, StopReason::step_limit);
  EXPECT_EQ(cut.steps, 2);
  EXPECT_FALSE(cut.converged());
  p.stop = {1e9, 10};
  EXPECT_EQ(gradient_flow(p).steps, 0);
}

// A single linear layer without scale has the closed form W_t - I = (W_0 - I)(I - lr XX'/n)^t.
TEST(GradientDescent, IsTheClosedFormForALinearLayer) {
  Problem p;
  nets::NetworkSpec spec{{3, 3}, {Activation::identity}, nets::Bias::none, nets::Parametrisation::pytorch};
  p.initial = nets::draw_network(spec, Stream("train_test.x", 1, "init"));
  p.inputs = p.targets = data::sphere_points(Stream("train_test.x", 1, "data"), 3, 4, 1.0);
  p.stop = {1e-300, 25};
  const Trained trained = gradient_descent(p, {0.3, Precision::double_precision});
  const Eigen::Matrix3d factor = Eigen::Matrix3d::Identity() - 0.3 / 4.0 * p.inputs * p.inputs.transpose();
  Eigen::Matrix3d expected = p.initial.weights[0] - Eigen::Matrix3d::Identity();
  for (int k = 0; k < 25; ++k) expected = expected * factor;
  EXPECT_LT((trained.network.weights[0] - Eigen::Matrix3d::Identity() - expected).norm(), 1e-13);
  EXPECT_EQ(trained.steps, 25);
  EXPECT_EQ(trained.why, StopReason::step_limit);
}

TEST(GradientDescent, LossesDifferByTheirFactorOnly) {
  Problem p = autoencoding(32, 64, 3, 5.0);
  const Eigen::MatrixXd e = nets::forward(p.initial, p.inputs) - p.targets;
  const double half_sum = p.loss_of(e);
  EXPECT_NEAR(half_sum, e.squaredNorm() / 6.0, 1e-12 * half_sum);
  const auto gradient = loss_gradient<double>(p);
  p.loss = Loss::mean;
  EXPECT_NEAR(p.loss_of(e), e.array().square().mean(), 1e-12 * half_sum);
  EXPECT_NEAR(half_sum / p.loss_of(e), 16.0, 1e-10);
  EXPECT_LT((loss_gradient<double>(p).weights[0] * 16.0 - gradient.weights[0]).norm(),
            1e-12 * gradient.weights[0].norm());
}

TEST(GradientDescent, SaysThatItDiverged) {
  const Problem p = autoencoding(8, 64, 3, 5.0);
  const Trained trained = gradient_descent(p, {1e6, Precision::single_precision});
  EXPECT_EQ(trained.why, StopReason::diverged);
  EXPECT_FALSE(trained.converged());
}

TEST(GradientDescent, RefusesWhatIsNoProblem) {
  Problem p = autoencoding(4, 8, 2, 1.0);
  EXPECT_THROW((void)gradient_descent(p, {0.0}), Error);
  p.inputs(0, 0) = std::nan("");
  EXPECT_THROW((void)gradient_descent(p, {0.1}), Error);
  p.inputs.resize(3, 2);
  EXPECT_THROW((void)gradient_descent(p, {0.1}), Error);
}

}  // namespace
}  // namespace basin::train
