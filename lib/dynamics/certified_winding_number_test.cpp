#include "dynamics/certified_winding_number.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/plane_functions_for_tests.hpp"
#include "dynamics/winding_number.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

nets::Network<double> draw(std::vector<Eigen::Index> widths, std::uint64_t seed, double steep) {
  return steep_network(std::move(widths), "dynamics_test.certified_winding_number", seed, steep);
}

std::vector<Vector2d> square(const Vector2d& middle, double half) {
  return {middle + Vector2d(-half, -half), middle + Vector2d(half, -half), middle + Vector2d(half, half),
          middle + Vector2d(-half, half)};
}

std::vector<Vector2d> ring(double radius, int corners) {
  return circle_polygon(Vector2d::Zero(), radius, corners);
}

// sum_k tanh(w_k.x + b) with w_k 120 degrees apart has an extremum at 0.
nets::Network<double> threefold() {
  auto network = draw({2, 3, 1}, 1, 1.0);
  const double root = std::sqrt(0.75);
  network.weights[0] << 1.0, 0.0, -0.5, root, -0.5, -root;
  network.biases[0].setConstant(-0.5);
  network.weights[1].setOnes();
  return network;
}

TEST(CertifiedWindingNumber, OfAnExtremumIsOne) {
  const auto network = threefold();
  for (const double half : {1e-6, 1e-2, 0.3}) {
    EXPECT_EQ(certified_winding_number(network, square(Vector2d::Zero(), half)), 1) << half;
    EXPECT_EQ(certified_winding_number(network, ring(half, 3)), 1) << half;
    EXPECT_EQ(certified_winding_number(network, ring(half, 50)), 1) << half;
    EXPECT_EQ(certified_winding_number(network, square(Vector2d(2.1 * half, 0.0), half)), 0) << half;
  }
  auto backward = ring(0.3, 7);
  std::reverse(backward.begin(), backward.end());
  EXPECT_EQ(certified_winding_number(network, backward), -1);
}

// On the curve, or beyond what may be spent, nothing is proven.
TEST(CertifiedWindingNumber, ThroughACriticalPointIsNotProven) {
  const auto network = threefold();
  EXPECT_FALSE(certified_winding_number(network, square(Vector2d(0.1, 0.0), 0.1)));
  EXPECT_FALSE(certified_winding_number(network, {Vector2d(-1.0, 0.0), Vector2d(1.0, 0.0), Vector2d(0.0, 1.0)}));
  EXPECT_FALSE(certified_winding_number(network, ring(0.3, 3), 5));
}

// Networks of width 2 have no critical point: 0 is all that can be proven, and sampling agrees wherever it is.
TEST(CertifiedWindingNumber, OfNetworksOfWidthTwoIsZero) {
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const double steep : {1.0, 2.0}) {
      const auto number = certified_winding_number(draw({2, 2, 2, 2, 2, 1}, seed, steep), ring(1.0, 64), 20'000);
      EXPECT_EQ(number.value_or(0), 0);
      proven += number ? 1 : 0;
    }
  }
  EXPECT_GE(proven, 36);  // of 40
}

TEST(CertifiedWindingNumber, OfWiderNetworksIsWhatSamplingFinds) {
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto network = draw({2, 8, 1}, seed, 3.0);
    const auto number = certified_winding_number(network, ring(1.0, 64), 20'000);
    if (!number) continue;
    ++proven;
    EXPECT_EQ(number, winding_number(NetworkPlane(network), ring(1.0, 64)).number) << seed;
  }
  EXPECT_GE(proven, 27);  // of 30
}

TEST(CertifiedWindingNumber, RefusesWhatItCannotTake) {
  auto relu = threefold();
  relu.spec.activations[0] = nets::Activation::relu;
  EXPECT_THROW((void)certified_winding_number(relu, ring(1.0, 3)), Error);
  EXPECT_THROW((void)certified_winding_number(threefold(), {Vector2d(0.0, 0.0), Vector2d(1.0, 0.0)}), Error);
  EXPECT_THROW((void)certified_winding_number(threefold(), {3, Vector2d(0.0, 0.0)}), Error);
  auto huge = threefold();
  huge.weights[0] *= 1e200;
  EXPECT_FALSE(certified_winding_number(huge, ring(1.0, 3)));
}

}  // namespace
}  // namespace basin::dynamics
