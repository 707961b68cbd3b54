#include "dynamics/network_plane.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "dynamics/wide_range.hpp"
#include "nets/jacobian.hpp"
#include "nets/rewrite.hpp"
#include "train/torch_engine.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;
using nets::Activation;

constexpr std::array every_activation = {Activation::tanh, Activation::sigmoid, Activation::erf, Activation::relu,
                                         Activation::identity};

nets::Network<double> draw(std::vector<Eigen::Index> widths, Activation activation, std::uint64_t seed,
                           nets::BatchNorm batch_norm = nets::BatchNorm::none,
                           std::optional<nets::Residual> residual = {}) {
  nets::NetworkSpec spec{std::move(widths), {}};
  spec.activations.assign(spec.widths.size() - 1, activation);
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::xavier_normal;
  spec.batch_norm = batch_norm;
  spec.residual = residual;
  auto network = draw_network(spec, Stream("dynamics_test.network_plane", seed, "init"));
  for (std::size_t l = 0; l < network.norms.size(); ++l) {
    auto& norm = network.norms[l];
    for (Eigen::Index i = 0; i < norm.scale.size(); ++i) {
      const auto k = static_cast<double>(i + static_cast<Eigen::Index>(l));
      norm.scale(i) = i % 2 == 0 ? 1.3 : -0.7;
      norm.shift(i) = 0.2 * std::sin(k);
      norm.mean(i) = 0.1 * std::cos(k);
      norm.variance(i) = 0.4 + 0.1 * std::abs(std::sin(3.0 * k));
    }
  }
  return network;
}

std::vector<Vector2d> points() {
  std::vector<Vector2d> all;
  for (int i = 0; i < 12; ++i) all.emplace_back(1.5 * std::sin(1.0 + 7.0 * i), 1.5 * std::cos(2.0 + 5.0 * i));
  return all;
}

Vector2d whole(const PlaneGradient& g) {
  return g.direction * std::exp(g.log_norm);
}

// Values and gradients against the whole Jacobian of the network as it stands, batch norm and residual blocks in place.
TEST(NetworkPlane, IsTheLogitAndHasItsGradient) {
  const std::vector<std::vector<Eigen::Index>> chains = {
      {2, 1}, {2, 3, 1}, {2, 2, 2, 2, 1}, {2, 2, 1, 2, 1}, {2, 64, 5, 1}};
  for (const auto activation : every_activation) {
    for (const auto& widths : chains) {
      for (const auto norm : {nets::BatchNorm::none, nets::BatchNorm::hidden}) {
        for (const auto& residual : {std::optional<nets::Residual>{}, {{1.0, 0.1}}, {{0.1, 1.0}}, {{0.0, 1.0}}}) {
          auto network = draw(widths, activation, 1, norm, residual);
          const NetworkPlane plane(network);
          network.spec.activations.back() = Activation::identity;
          for (const Vector2d& x : points()) {
            const double logit = forward(network, Eigen::MatrixXd(x))(0, 0);
            EXPECT_NEAR(plane.value(x), logit, 1e-13 * (1.0 + std::abs(logit)));
            const Vector2d oracle = jacobian(network, Eigen::VectorXd(x)).transpose();
            EXPECT_LT((whole(plane.gradient(x)) - oracle).norm(), 1e-12 * (1e-3 + oracle.norm()));
            EXPECT_LT((whole(plane.gradient_without_underflow(x)) - oracle).norm(), 1e-12 * (1e-3 + oracle.norm()));
          }
        }
      }
    }
  }
}

TEST(NetworkPlane, AgreesWithAutograd) {
  if (!train::torch_available()) GTEST_SKIP() << "this build has no LibTorch";
  for (const auto activation : every_activation) {
    auto network = draw({2, 2, 3, 2, 1}, activation, 2);
    const NetworkPlane plane(network);
    network.spec.activations.back() = Activation::identity;
    train::Problem problem;
    problem.initial = network;
    problem.inputs.resize(2, 12);
    problem.targets = Eigen::MatrixXd::Zero(1, 12);
    const auto all = points();
    for (Eigen::Index i = 0; i < 12; ++i) problem.inputs.col(i) = all[static_cast<std::size_t>(i)];
    const auto theirs = train::torch_derivatives(problem, train::Precision::double_precision);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Vector2d oracle = theirs.jacobians[i].transpose();
      EXPECT_LT((whole(plane.gradient(all[i])) - oracle).norm(), 1e-12 * (1e-3 + oracle.norm()));
    }
  }
}

// Central differences of the gradient: error h^2 u'''' / 6 + eps / h, so about 1e-9 at h = 1e-5 where u is tame.
TEST(NetworkPlane, HessianIsTheDifferenceOfGradients) {
  constexpr double h = 1e-5;
  for (const auto activation : every_activation) {
    for (const auto& residual : {std::optional<nets::Residual>{}, {{1.0, 0.1}}, {{0.0, 1.0}}}) {
      const NetworkPlane plane(draw({2, 3, 2, 2, 1}, activation, 3, nets::BatchNorm::hidden, residual));
      for (const Vector2d& x : points()) {
        Eigen::Matrix2d oracle;
        for (Eigen::Index k = 0; k < 2; ++k) {
          const Vector2d step = h * Vector2d::Unit(k);
          oracle.col(k) = (whole(plane.gradient(x + step)) - whole(plane.gradient(x - step))) / (2.0 * h);
        }
        EXPECT_LT((plane.hessian(x) - oracle).norm(), 1e-7 * (1.0 + oracle.norm())) << to_text(activation);
      }
    }
  }
}

// One hidden unit: the gradient is v s'(z) w, so its direction is that of w and its logarithm is known.
TEST(NetworkPlane, SaturatedUnitsKeepDirectionAndLogarithm) {
  auto network = draw({2, 1, 1}, Activation::tanh, 4);
  network.weights[0] << 600.0, -800.0;
  network.biases[0].setZero();
  network.weights[1] << -3.0;
  const Vector2d x(1.0, -0.5);  // z = 1000
  const auto g = NetworkPlane(network).gradient(x);
  EXPECT_LT((g.direction - Vector2d(-0.6, 0.8)).norm(), 1e-15);
  EXPECT_NEAR(g.log_norm, std::log(4.0 * 3.0 * 1000.0) - 2000.0, 1e-12 * 2000.0);
  EXPECT_EQ(whole(g), Vector2d::Zero());  // as a plain number it is gone

  network.spec.activations[0] = Activation::sigmoid;
  EXPECT_NEAR(NetworkPlane(network).gradient(x).log_norm, std::log(3.0 * 1000.0) - 1000.0, 1e-12 * 2000.0);
  network.spec.activations[0] = Activation::erf;
  EXPECT_NEAR(NetworkPlane(network).gradient(x).log_norm, std::log(2.0 * std::numbers::inv_sqrtpi * 3.0 * 1000.0) - 1e6,
              1e-12 * 1e6);
}

// Two units of the same saturation far below double's range: their sum has the direction of w_1 + w_2.
TEST(NetworkPlane, SaturatedUnitsAddUp) {
  auto network = draw({2, 3, 1}, Activation::tanh, 5);
  network.weights[0] << 1000.0, 0.0, 0.0, 1000.0, 5000.0, 5000.0;
  network.biases[0].setZero();
  network.weights[1] << 1.0, 2.0, 1.0;
  const NetworkPlane plane(network);
  const auto g = plane.gradient(Vector2d(1.0, 1.0));
  EXPECT_LT((g.direction - Vector2d(1.0, 2.0).normalized()).norm(), 1e-12);
  EXPECT_NEAR(g.log_norm, std::log(4.0 * 1000.0 * std::sqrt(5.0)) - 2000.0, 1e-9);
  // The first unit is e^-1000 times as steep as the second there, and e^1000 times where they change places.
  EXPECT_LT((plane.gradient(Vector2d(1.5, 1.0)).direction - Vector2d(0.0, 1.0)).norm(), 1e-12);
  EXPECT_LT((plane.gradient(Vector2d(1.0, 1.5)).direction - Vector2d(1.0, 0.0)).norm(), 1e-12);
}

// The dominant unit leads nowhere: what the others give must not be lost beside it.
TEST(NetworkPlane, KeepsFaintUnitsBesideOnesWithoutWeight) {
  auto network = draw({2, 2, 2, 1}, Activation::tanh, 6);
  network.weights[0] << 1.0, 0.0, 0.0, 1000.0;
  network.biases[0].setZero();
  network.weights[1] << 0.0, 1.0, 0.0, 1.0;
  network.biases[1].setZero();
  network.weights[2] << 1.0, 1.0;
  const auto g = NetworkPlane(network).gradient(Vector2d(0.1, 1.0));
  EXPECT_EQ(g.direction, Vector2d(0.0, 1.0));
  EXPECT_NEAR(g.log_norm, std::log(4.0 * 1000.0 * 2.0) + 2.0 * std::log(1.0 / std::cosh(1.0)) - 2000.0, 1e-9);
}

// Far out in a deep net with steep layers doubles fail; the product of the same factors in long double, each layer's
// row divided by its largest entry, does not.
TEST(NetworkPlane, DeepSteepNetworksAgreeWithLongDoubles) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const double steep : {1.0, 5.0, 30.0, 100.0}) {
      auto network = draw(std::vector<Eigen::Index>{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1}, Activation::tanh, seed);
      for (auto& w : network.weights) w *= steep;
      const NetworkPlane plane(network);
      for (const Vector2d& x : points()) {
        std::vector<Eigen::VectorXd> z(network.spec.layers());
        Eigen::VectorXd h = x;
        for (std::size_t l = 0; l < z.size(); ++l) {
          z[l] = network.weights[l] * h + network.biases[l];
          h = z[l].array().tanh();
        }
        Eigen::Matrix<long double, 1, Eigen::Dynamic> row(1);
        row(0) = 1.0L;
        long double log_scale = 0.0L;
        for (std::size_t l = z.size(); l-- > 0;) {
          if (l + 1 < z.size()) {
            for (Eigen::Index i = 0; i < row.size(); ++i) {
              const long double c = std::cosh(static_cast<long double>(z[l](i)));
              row(i) /= c * c;
            }
          }
          row = (row * network.weights[l].cast<long double>()).eval();
          log_scale += std::log(row.norm());
          row /= row.norm();
        }
        const auto g = plane.gradient(x);
        // Rounding of z moves the slopes by |z| units in the last place, and chaotic layers move z.
        const Vector2d oracle = row.cast<double>().transpose();
        const bool tame = steep <= 1.0;
        EXPECT_LT((g.direction - oracle).norm(), tame ? 1e-12 : 1e-6) << steep << ' ' << seed;
        EXPECT_NEAR(g.log_norm, static_cast<double>(log_scale), (tame ? 1e-12 : 1e-8) * (1.0 + std::abs(g.log_norm)));
        const auto slow = plane.gradient_without_underflow(x);
        EXPECT_LT((g.direction - slow.direction).norm(), tame ? 1e-13 : 1e-9);
        EXPECT_NEAR(g.log_norm, slow.log_norm, 1e-12 * (1.0 + std::abs(slow.log_norm)));
      }
    }
  }
}

TEST(NetworkPlane, DeadUnitsAndBrokenNumbers) {
  auto dead = draw({2, 3, 3, 1}, Activation::relu, 7);
  dead.biases[1].setConstant(-1e6);
  const auto g = NetworkPlane(dead).gradient(Vector2d(0.3, 0.4));
  EXPECT_EQ(g.direction, Vector2d::Zero());
  EXPECT_EQ(g.log_norm, -std::numeric_limits<double>::infinity());
  dead.spec.residual = nets::Residual{1.0, 0.5};  // a block hands its inputs on though it is off
  EXPECT_GT(NetworkPlane(dead).gradient(Vector2d(0.3, 0.4)).log_norm, -10.0);

  auto broken = draw({2, 3, 1}, Activation::relu, 8);
  broken.weights[0](1, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(NetworkPlane(broken).gradient(Vector2d(0.3, 0.4)).log_norm));
  EXPECT_TRUE(std::isnan(NetworkPlane(broken).gradient(Vector2d(0.3, 0.4)).direction[0]));
}

TEST(NetworkPlane, RefusesWhatIsNoFunctionOnThePlane) {
  EXPECT_THROW(NetworkPlane(draw({3, 2, 1}, Activation::tanh, 9)), Error);
  EXPECT_THROW(NetworkPlane(draw({2, 2, 2}, Activation::tanh, 9)), Error);
}

TEST(WideRange, AddsAndMultipliesAsDoublesDo) {
  for (const double a : {3.0, -1e-200, 0.0, 7e100}) {
    for (const double b : {-2.5, 1e-200, 0.0, 1e-30}) {
      const WideRange sum = WideRange(a) + WideRange(b), product = WideRange(a) * WideRange(b);
      EXPECT_EQ(sum.scaled(0.0), a + b);
      EXPECT_EQ(product.scaled(0.0), a * b);
    }
  }
  const WideRange tiny = wide_exp(-1e5) * wide_exp(-1e5);
  EXPECT_NEAR((std::log(tiny.mantissa()) + tiny.exponent() * std::numbers::ln2) / -2e5, 1.0, 1e-13);
}

}  // namespace
}  // namespace basin::dynamics
