#include "dynamics/critical_point.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/plane_functions_for_tests.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

const Window window(Vector2d(-5.0, -5.0), Vector2d(5.0, 5.0));

long count(const std::vector<CriticalPoint>& points, CriticalKind kind) {
  return std::count_if(points.begin(), points.end(), [&](const CriticalPoint& p) { return p.kind == kind; });
}

// (x^2 + y - 11)^2 + (x + y^2 - 7)^2 has 4 minima, 1 maximum and 4 saddles.
TEST(CriticalPoints, OfHimmelblau) {
  const FormulaPlane f([](double x, double y) { return std::pow(x * x + y - 11, 2) + std::pow(x + y * y - 7, 2); },
                       [](double x, double y) {
                         const double a = x * x + y - 11, b = x + y * y - 7;
                         return Vector2d(4 * x * a + 2 * b, 2 * a + 4 * y * b);
                       },
                       [](double x, double y) {
                         return Eigen::Vector3d(12 * x * x + 4 * y - 42, 4 * x + 4 * y, 12 * y * y + 4 * x - 26);
                       });
  const auto points = critical_points(f, window);
  ASSERT_EQ(points.size(), 9U);
  EXPECT_EQ(count(points, CriticalKind::minimum), 4);
  EXPECT_EQ(count(points, CriticalKind::saddle), 4);
  EXPECT_EQ(count(points, CriticalKind::maximum), 1);
  const auto has = [&](double x, double y, CriticalKind kind) {
    return std::any_of(points.begin(), points.end(),
                       [&](const CriticalPoint& p) { return (p.x - Vector2d(x, y)).norm() < 1e-5 && p.kind == kind; });
  };
  EXPECT_TRUE(has(3.0, 2.0, CriticalKind::minimum));
  EXPECT_TRUE(has(-2.805118, 3.131312, CriticalKind::minimum));
  EXPECT_TRUE(has(-3.779310, -3.283186, CriticalKind::minimum));
  EXPECT_TRUE(has(3.584428, -1.848126, CriticalKind::minimum));
  EXPECT_TRUE(has(-0.270845, -0.923039, CriticalKind::maximum));
  // The indices add up to what the gradient winds around the window.
  int sum = 0;
  for (const auto& p : points) sum += p.index.value_or(100);
  EXPECT_EQ(sum, 1);
}

// sin x sin y: every critical point of the window is known.
TEST(CriticalPoints, OfAWaffle) {
  const FormulaPlane f(
      [](double x, double y) { return std::sin(x) * std::sin(y); },
      [](double x, double y) { return Vector2d(std::cos(x) * std::sin(y), std::sin(x) * std::cos(y)); },
      [](double x, double y) {
        const double s = std::sin(x) * std::sin(y);
        return Eigen::Vector3d(-s, std::cos(x) * std::cos(y), -s);
      });
  const auto points = critical_points(f, window);
  // Saddles at (j, k) pi for j, k = -1, 0, 1; extrema at odd multiples of pi/2: +-1.57, +-4.71 each way.
  EXPECT_EQ(count(points, CriticalKind::saddle), 9);
  EXPECT_EQ(count(points, CriticalKind::minimum), 8);
  EXPECT_EQ(count(points, CriticalKind::maximum), 8);
  for (const auto& p : points) {
    EXPECT_LT((p.x / (0.5 * std::numbers::pi) - (p.x / (0.5 * std::numbers::pi)).array().round().matrix()).norm(),
              1e-12);
  }
}

TEST(CriticalPoints, DegenerateOnes) {
  const auto monkey = critical_points(monkey_saddle(), window);
  ASSERT_EQ(monkey.size(), 1U);
  EXPECT_EQ(monkey[0].kind, CriticalKind::degenerate);
  EXPECT_EQ(monkey[0].index, -2);
  EXPECT_LT(monkey[0].x.norm(), 1e-7);
  // A minimum that is flat one way: degenerate, of index 1.
  const FormulaPlane flat([](double x, double y) { return x * x + y * y * y * y; },
                          [](double x, double y) { return Vector2d(2.0 * x, 4.0 * y * y * y); },
                          [](double, double y) { return Eigen::Vector3d(2.0, 0.0, 12.0 * y * y); });
  const auto flat_points = critical_points(flat, window);
  ASSERT_GE(flat_points.size(), 1U);
  for (const auto& p : flat_points) EXPECT_EQ(p.kind, CriticalKind::degenerate);
  // (x + y)^2: critical along a whole line.
  const FormulaPlane trough([](double x, double y) { return (x + y) * (x + y); },
                            [](double x, double y) { return Vector2d(2.0 * (x + y), 2.0 * (x + y)); },
                            [](double, double) { return Eigen::Vector3d(2.0, 2.0, 2.0); });
  const auto line = critical_points(trough, window);
  EXPECT_GE(line.size(), 20U);
  for (const auto& p : line) {
    EXPECT_EQ(p.kind, CriticalKind::degenerate);
    EXPECT_FALSE(p.index);
    EXPECT_NEAR(p.x.sum(), 0.0, 1e-9);
  }
}

// e^x and steep, saturated functions: the gradient vanishes far out as a number, and has no zero.
TEST(CriticalPoints, PlateausHaveNone) {
  for (const double steep : {1.0, 30.0, 1000.0, 1e6}) {
    const FormulaPlane slope(
        [=](double x, double) { return std::exp(steep * x); },
        [=](double x, double) { return Vector2d(steep * std::exp(steep * x), 0.0); },
        [=](double x, double) { return Eigen::Vector3d(steep * steep * std::exp(steep * x), 0, 0); });
    EXPECT_TRUE(critical_points(slope, window).empty()) << steep;
    const FormulaPlane step([=](double x, double y) { return std::tanh(steep * (x + 0.3 * y)); },
                            [=](double x, double y) -> Vector2d {
                              const double c = std::cosh(steep * (x + 0.3 * y));
                              return Vector2d(1.0, 0.3) * (steep / (c * c));
                            },
                            [=](double x, double y) -> Eigen::Vector3d {
                              const double z = steep * (x + 0.3 * y), c = std::cosh(z);
                              return Eigen::Vector3d(1.0, 0.3, 0.09) * (-2.0 * steep * steep * std::tanh(z) / (c * c));
                            });
    EXPECT_TRUE(critical_points(step, window).empty()) << steep;
  }
  EXPECT_TRUE(critical_points(xor_without_critical_point(), window).empty());
}

nets::Network<double> tanh_network(std::vector<Eigen::Index> widths, std::uint64_t seed, double steep) {
  return steep_network(std::move(widths), "dynamics_test.critical_point", seed, steep);
}

TEST(CriticalPoints, NetworksOfWidthTwoHaveNone) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const double steep : {1.0, 3.0, 10.0}) {
      const NetworkPlane plane(tanh_network({2, 2, 2, 2, 2, 1}, seed, steep));
      for (const auto& p : critical_points(plane, window)) {
        if (p.kind == CriticalKind::degenerate && !p.index) continue;  // a valley as thin as doubles are
        ADD_FAILURE() << seed << ' ' << steep << ": " << to_text(p.kind) << " at " << p.x.transpose() << ", index "
                      << p.index.value_or(100) << ", gradient e^" << plane.gradient(p.x).log_norm << '\n'
                      << p.hessian;
      }
    }
  }
}

// tanh(w_k.x + b) summed over three directions 120 degrees apart: the gradient at 0 is s'(b) sum w_k = 0.
TEST(CriticalPoints, OfANetworkWithThreefoldSymmetry) {
  for (const double b : {-0.7, 0.7}) {
    auto network = tanh_network({2, 3, 1}, 1, 1.0);
    const double root = std::sqrt(0.75);
    network.weights[0] << 1.0, 0.0, -0.5, root, -0.5, -root;
    network.biases[0].setConstant(b);
    network.weights[1].setOnes();
    const auto points = critical_points(NetworkPlane(network), window);
    const auto kind = b < 0.0 ? CriticalKind::minimum : CriticalKind::maximum;
    ASSERT_GE(points.size(), 1U);
    EXPECT_EQ(count(points, kind), 1);
    for (const auto& p : points) {
      if (p.kind == kind) {
        EXPECT_LT(p.x.norm(), 1e-12);
      }
    }
  }
}

// g(h(x)) through one unit: where g' = 0 a whole curve is critical.
TEST(CriticalPoints, OfABottleneckAreACurve) {
  auto network = tanh_network({2, 1, 2, 1}, 1, 1.0);
  network.weights[0] << 1.0, 0.5;
  network.biases[0].setZero();
  network.weights[1] << 2.0, 2.0;
  network.biases[1] << 1.0, -1.0;
  network.weights[2] << 1.0, -1.0;  // even in h: g'(0) = 0
  const auto points = critical_points(NetworkPlane(network), window);
  EXPECT_GE(points.size(), 5U);
  for (const auto& p : points) {
    EXPECT_EQ(p.kind, CriticalKind::degenerate);
    EXPECT_NEAR(p.x[0] + 0.5 * p.x[1], 0.0, 1e-8);
  }
}

TEST(CriticalPoints, RefuseWhatIsNoWindow) {
  EXPECT_THROW((void)critical_points(quadratic(1, 1), {Vector2d(0, 0), Vector2d(0, 1)}), Error);
  CriticalSearch one_start;
  one_start.starts = 1;
  EXPECT_THROW((void)critical_points(quadratic(1, 1), window, one_start), Error);
}

}  // namespace
}  // namespace basin::dynamics
