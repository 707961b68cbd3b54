#include "dynamics/critical_certificate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/denormals.hpp"
#include "core/error.hpp"
#include "dynamics/interval.hpp"
#include "dynamics/network_plane.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;
using nets::Activation;

Window square(const Vector2d& middle, double half) {
  return {Vector2d(middle - Vector2d::Constant(half)), Vector2d(middle + Vector2d::Constant(half))};
}

nets::Network<double> draw(std::vector<Eigen::Index> widths, Activation activation, std::uint64_t seed) {
  nets::NetworkSpec spec{std::move(widths), {}};
  spec.activations.assign(spec.widths.size() - 1, activation);
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::xavier_normal;
  return draw_network(spec, Stream("dynamics_test.critical_certificate", seed, "init"));
}

// sum_k s(w_k.x + b), w_k 120 degrees apart: at 0 the gradient is s'(b) sum w_k = 0, the Hessian s''(b) (3/2) I. The
// doubles nearest to the w_k do not quite add up to 0, so the critical point is near 0 and not at it.
nets::Network<double> threefold(Activation activation, double b) {
  auto network = draw({2, 3, 1}, activation, 1);
  const double root = std::sqrt(0.75);
  network.weights[0] << 1.0, 0.0, -0.5, root, -0.5, -root;
  network.biases[0].setConstant(b);
  network.weights[1].setOnes();
  return network;
}

TEST(CriticalCertificate, ProvesTheThreefoldPoint) {
  for (const auto activation : {Activation::tanh, Activation::sigmoid, Activation::erf}) {
    for (const double b : {-0.5, 0.7}) {
      const auto certificate = certify_critical_point(threefold(activation, b), Vector2d(0.05, -0.02));
      ASSERT_TRUE(certificate) << to_text(activation);
      EXPECT_EQ(certificate->kind, b < 0.0 ? CriticalKind::minimum : CriticalKind::maximum);
      EXPECT_TRUE(certificate->box.contains(Vector2d(0.0, 0.0)));
      EXPECT_GE(certificate->radius, 1e-3);
      EXPECT_LE(certificate->radius, 1.0);
    }
  }
}

TEST(CriticalCertificate, ProvesASaddle) {
  // tanh(x - 1) - tanh(x + 1) + tanh(y + 1) - tanh(y - 1): a bowl along x, a hill along y.
  auto network = draw({2, 4, 1}, Activation::tanh, 1);
  network.weights[0] << 1, 0, 1, 0, 0, 1, 0, 1;
  network.biases[0] << -1, 1, 1, -1;
  network.weights[1] << 1, -1, 1, -1;
  const auto certificate = certify_critical_point(network, Vector2d(0.05, 0.03));
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->kind, CriticalKind::saddle);
}

// A batch norm and residual blocks behind the point leave it where it is where they are increasing.
TEST(CriticalCertificate, ProvesItInADeepNetwork) {
  auto network = draw({2, 3, 1, 1, 1}, Activation::tanh, 2);
  const auto shallow = threefold(Activation::tanh, -0.5);
  network.weights[0] = shallow.weights[0];
  network.biases[0] = shallow.biases[0];
  network.weights[1] = shallow.weights[1];
  network.weights[2] << 0.5;
  network.weights[3] << 2.0;
  network.spec.residual = nets::Residual{1.0, 0.1};
  const auto certificate = certify_critical_point(network, Vector2d(0.01, 0.02));
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->kind, CriticalKind::minimum);
}

// The critical point must be in the box: with boxes beside it, and with the gradient shifted away from 0, no proof.
TEST(CriticalCertificate, FailsWhereThePointIsElsewhere) {
  const auto network = threefold(Activation::tanh, -0.5);
  EXPECT_TRUE(certify_critical_point_in(network, square(Vector2d(0.0, 0.0), 1e-3)));
  EXPECT_TRUE(certify_critical_point_in(network, square(Vector2d(0.9e-3, 0.0), 1e-3)));
  EXPECT_FALSE(certify_critical_point_in(network, square(Vector2d(1.1e-3, 0.0), 1e-3)));
  EXPECT_FALSE(certify_critical_point_in(network, square(Vector2d(0.0, -1e-8), 0.9e-8)));
  EXPECT_FALSE(certify_critical_point_in(network, square(Vector2d(0.0, 0.0), 3.0)));  // much too large
  EXPECT_FALSE(certify_critical_point_in(network, square(Vector2d(0.0, 0.0), 0.0)));
  // A fourth unit, as good as linear, adds 1e-4 to the gradient: the point moves by about 1e-4 / (3/2 s'').
  auto shifted = draw({2, 4, 1}, Activation::tanh, 1);
  shifted.weights[0] << network.weights[0], 1e-3, 0.0;
  shifted.biases[0] << network.biases[0], 0.0;
  shifted.weights[1] << 1.0, 1.0, 1.0, 0.1;
  EXPECT_FALSE(certify_critical_point_in(shifted, square(Vector2d(0.0, 0.0), 5e-5)));
  EXPECT_TRUE(certify_critical_point_in(shifted, square(Vector2d(0.0, 0.0), 5e-4)));
  EXPECT_TRUE(certify_critical_point(shifted, Vector2d(0.0, 0.0)));
}

TEST(CriticalCertificate, NetworksOfWidthTwoHaveNone) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto network = draw({2, 2, 2, 2, 2, 1}, Activation::tanh, seed);
    for (int i = -4; i <= 4; ++i) {
      for (int j = -4; j <= 4; ++j) {
        const Vector2d x(0.5 * i, 0.5 * j);
        EXPECT_FALSE(certify_critical_point(network, x));
        EXPECT_FALSE(certify_critical_point_in(network, square(x, 0.05)));
        EXPECT_TRUE(excludes_critical_points(network, square(x, 1e-3)));
      }
    }
  }
}

TEST(CriticalCertificate, DegenerateOnesAreNotProven) {
  // s''(0) = 0: the Hessian vanishes at the threefold point.
  EXPECT_FALSE(certify_critical_point(threefold(Activation::tanh, 0.0), Vector2d(0.01, 0.01)));
  EXPECT_FALSE(certify_critical_point_in(threefold(Activation::tanh, 0.0), square(Vector2d(0.0, 0.0), 1e-3)));
  // A critical curve through one unit.
  auto bottleneck = draw({2, 1, 2, 1}, Activation::tanh, 1);
  bottleneck.weights[0] << 1.0, 0.5;
  bottleneck.biases[0].setZero();
  bottleneck.weights[1] << 2.0, 2.0;
  bottleneck.biases[1] << 1.0, -1.0;
  bottleneck.weights[2] << 1.0, -1.0;
  EXPECT_FALSE(certify_critical_point(bottleneck, Vector2d(0.01, 0.0)));
  EXPECT_FALSE(excludes_critical_points(bottleneck, square(Vector2d(0.0, 0.0), 1e-3)));
}

TEST(CriticalCertificate, ExcludesOnlyWhereNoneIs) {
  const auto network = threefold(Activation::sigmoid, -0.5);
  for (const double half : {1e-12, 1e-6, 1e-2, 1.0}) {
    EXPECT_FALSE(excludes_critical_points(network, square(Vector2d(0.0, 0.0), half))) << half;
    EXPECT_FALSE(excludes_critical_points(network, square(Vector2d(0.9 * half, 0.9 * half), half))) << half;
  }
  EXPECT_TRUE(excludes_critical_points(network, square(Vector2d(0.5, 0.5), 0.1)));
}

TEST(CriticalCertificate, HalvesWindowsUntilOnlyCriticalPointsAreLeft) {
  const auto network = threefold(Activation::sigmoid, -0.5);
  const Window around = square(Vector2d(0.01, 0.01), 0.1);  // its middle, which halvings meet, is not the point
  EXPECT_EQ(boxes_not_excluded(network, around, 0), 1U);
  EXPECT_EQ(boxes_not_excluded(network, around, -1), 1U);
  for (const int halvings : {4, 10, 20}) {
    const std::size_t left = boxes_not_excluded(network, around, halvings);
    EXPECT_GE(left, 1U) << halvings;
    EXPECT_LE(left, 16U) << halvings;
  }
  EXPECT_EQ(boxes_not_excluded(network, square(Vector2d(0.5, 0.5), 0.1), 10), 0U);
  EXPECT_THROW((void)boxes_not_excluded(network, Window(), 3), Error);
}

TEST(CriticalCertificate, RefusesReluAndSurvivesOverflow) {
  EXPECT_THROW((void)certify_critical_point(draw({2, 3, 1}, Activation::relu, 1), Vector2d(0, 0)), Error);
  EXPECT_THROW((void)excludes_critical_points(draw({3, 3, 1}, Activation::tanh, 1), square(Vector2d(0, 0), 1)), Error);
  auto huge = threefold(Activation::tanh, -0.5);
  huge.weights[0] *= 1e200;
  EXPECT_FALSE(certify_critical_point_in(huge, square(Vector2d(0.0, 0.0), 1e-3)));
  EXPECT_FALSE(excludes_critical_points(huge, square(Vector2d(0.0, 0.0), 1e-3)));
}

// Random intervals, a random point in each: the long double result must lie in the interval's.
TEST(Interval, ContainsWhatLongDoublesSay) {
  std::vector<double> u(6);
  const auto number = [](double a, double b) {  // of any size and sign
    return std::copysign(std::pow(10.0, 8.0 * a - 4.0), b - 0.5);
  };
  for (std::uint64_t trial = 0; trial < 20000; ++trial) {
    Stream("dynamics_test.interval", 1, "data").fill_uniform(u, 8 * trial);
    const double low = number(u[0], u[1]), other = number(u[2], u[3]);
    const Interval x(low, low + u[4] * std::abs(low)), y(other, other + u[5] * std::abs(other));
    const double px = std::lerp(x.lower(), x.upper(), u[2]), py = std::lerp(y.lower(), y.upper(), u[0]);
    const long double lx = px, ly = py;
    const auto inside = [](long double value, const Interval& interval) {
      return interval.lower() <= value && value <= interval.upper();
    };
    ASSERT_TRUE(inside(lx + ly, x + y) && inside(lx - ly, x - y) && inside(lx * ly, x * y));
    ASSERT_TRUE(inside(lx * lx, squared(x)) && inside(lx * ly, px * y));
    if (!(y.lower() <= 0.0 && y.upper() >= 0.0)) {
      ASSERT_TRUE(inside(lx / ly, x / y));
    }
    if (std::abs(lx) > 50.0L) continue;
    ASSERT_TRUE(inside(std::exp(lx), exp_of(x)));
    const long double t = std::tanh(lx), cosh = std::cosh(lx), slope = 1.0L / (cosh * cosh);
    const auto tanh = bend(Activation::tanh, x);
    ASSERT_TRUE(inside(t, tanh.value) && inside(slope, tanh.slope) && inside(-2.0L * t * slope, tanh.curvature));
    const long double half = std::tanh(0.5L * lx), half_cosh = std::cosh(0.5L * lx);
    const long double sigmoid_slope = 0.25L / (half_cosh * half_cosh);
    const auto sigmoid = bend(Activation::sigmoid, x);
    ASSERT_TRUE(inside(0.5L + 0.5L * half, sigmoid.value) && inside(sigmoid_slope, sigmoid.slope) &&
                inside(-half * sigmoid_slope, sigmoid.curvature));
    const long double gauss = 2.0L / std::sqrt(std::acos(-1.0L)) * std::exp(-lx * lx);
    const auto erf = bend(Activation::erf, x);
    ASSERT_TRUE(inside(std::erf(lx), erf.value) && inside(gauss, erf.slope) &&
                inside(-2.0L * lx * gauss, erf.curvature))
        << px;
  }
}

// Enclosures of a thin point hold the double evaluation and are a few thousand units in the last place wide at most.
TEST(Interval, JetsEncloseTheEvaluation) {
  for (const auto activation : {Activation::tanh, Activation::sigmoid, Activation::erf}) {
    const auto network = draw({2, 3, 2, 3, 1}, activation, 5);
    const auto layers = logit_layers(network);
    for (int i = 0; i < 20; ++i) {
      const Vector2d x(std::sin(3.0 * i), std::cos(5.0 * i));
      const auto middle = plane_jet<double>(layers, x[0], x[1]);
      const auto thin = plane_jet<Interval>(layers, Interval(x[0]), Interval(x[1]));
      const auto wide = plane_jet<Interval>(layers, Interval(x[0] - 0.1, x[0] + 0.1), Interval(x[1] - 0.1, x[1] + 0.1));
      for (std::size_t k = 0; k < 2; ++k) {
        EXPECT_TRUE(in(middle.first[k], wide.first[k]));
        EXPECT_NEAR(middle.first[k], median(thin.first[k]), 1e-13);
        EXPECT_LT(width(thin.first[k]), 1e-12);
      }
      for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_TRUE(in(middle.second[k], wide.second[k]));
        EXPECT_NEAR(middle.second[k], median(thin.second[k]), 1e-12);
        EXPECT_LT(width(thin.second[k]), 1e-11);
      }
    }
  }
}

TEST(Interval, HoldsWhereDenormalsAreFlushed) {
  const Interval small(1e-200), smaller(1e-120);
  for (const bool flush : {false, true}) {
    std::optional<FlushDenormals> flushing;
    if (flush) flushing.emplace();
    const Interval product = small * smaller;  // 1e-320
    EXPECT_LE(product.lower(), 0.0);
    EXPECT_GT(product.upper(), 1e-308);
  }
  EXPECT_THROW((void)(Interval(1e200) * Interval(1e200)), NotEnclosed);
}

}  // namespace
}  // namespace basin::dynamics
