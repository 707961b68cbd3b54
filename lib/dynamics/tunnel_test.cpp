#include "dynamics/tunnel.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/plane_functions_for_tests.hpp"

namespace basin::dynamics {
namespace {

// A disc of radius 0.5 around the origin with a channel to the right around y = bend sin(2 x), wall(x) wide to each
// side.
template <class Wall>
auto channel(double bend, Wall wall) {
  return [=](const Dual& x, const Dual& y) {
    const Dual mouth = 0.2 / (1.0 + exp(30.0 * (x - 0.7)));
    return min(x * x + y * y - 0.25, max(abs(y - bend * sin(2.0 * x)) - wall(x) - mouth, 0.4 - x));
  };
}

Tunnel tunnel_of(const PlaneFunction& u, double least, double largest) {
  return tunnel(u, DecisionRegions(u, square_window(2.0), {.largest_step = 0.002}), least, largest);
}

TEST(Tunnel, StraightChannelHasItsWidth) {
  for (double width = 0.1; width > 0.5e-9; width *= 0.1) {
    for (const Saturated saturated : {Saturated::no, Saturated::yes}) {
      const Formula u(channel(0.0, [=](const Dual& /*x*/) { return Dual(0.5 * width); }), saturated);
      const Tunnel found = tunnel_of(u, 1.6, 1.95);  // the mouth adds 0.4 e^-27
      EXPECT_EQ(found.reach, Reach::reaches_edge) << width;
      EXPECT_NEAR(found.width, width, 1e-5 * width + 2e-12) << width;
      EXPECT_GE(found.walls.size(), 20U);
      for (const TunnelPoint& p : found.walls) {
        EXPECT_NEAR(std::abs(p.x.y()), 0.5 * width, 1e-5 * width + 1e-12);
        EXPECT_NEAR(p.log_norm, saturated == Saturated::yes ? std::log(1000.0) : 0.0, 1e-6);
      }
    }
  }
}

TEST(Tunnel, NarrowestPlaceIsFound) {
  for (const double width : {1e-2, 1e-4, 1e-6}) {
    // 2 wall = width (1 + 100 (x - 1.5)^2), straight and bent: the chord is perpendicular to the walls
    for (const double bend : {0.0, 0.3}) {
      const Formula u(
          channel(bend, [=](const Dual& x) { return 0.5 * width * (1.0 + 100.0 * (x - 1.5) * (x - 1.5)); }));
      const Tunnel found = tunnel_of(u, 1.3, 1.8);
      const double slope = 2.0 * bend * std::cos(3.0);
      // The mouth adds 0.4 / (1 + e^24), the points of the walls are up to 0.008 apart, and the slope changes.
      EXPECT_NEAR(found.width, width / std::hypot(1.0, slope), 0.02 * width + 1.6e-11) << width << " " << bend;
      EXPECT_NEAR(found.at.x(), 1.5, 0.03) << width << " " << bend;
    }
  }
}

// A wedge around the x axis with its apex at the left: at distance r from it the perpendicular to one wall meets the
// other, 2 b away, after r tan(2 b).
TEST(Tunnel, WedgeIsNarrowestNearItsApex) {
  for (const double slope : {0.2, 0.05, 0.01}) {
    const Formula u([=](auto x, auto y) { return abs(y) - slope * (x + 0.5); });
    const Tunnel found = tunnel_of(u, 1.0, 1.9);
    ASSERT_FALSE(found.walls.empty());
    const double b = std::atan(slope);
    for (const TunnelPoint& p : found.walls) {
      if (!std::isfinite(p.width)) continue;
      const double r = (p.x - Eigen::Vector2d(-0.5, 0.0)).norm();
      EXPECT_NEAR(p.width, r * std::tan(2.0 * b), 3e-6 * r * slope);
    }
    EXPECT_NEAR(found.at.x(), 1.0 / std::hypot(1.0, slope * 1.5), 0.01 + slope * 0.1);
    EXPECT_NEAR(found.largest_log_norm, 0.5 * std::log1p(slope * slope), 1e-12);
  }
}

TEST(Tunnel, BoundedComponentHasNone) {
  const Formula disc([](auto x, auto y) { return x * x + y * y - 1.0; });
  const Tunnel found = tunnel_of(disc, 0.5, 1.5);
  EXPECT_EQ(found.reach, Reach::bounded);
  EXPECT_TRUE(std::isnan(found.width));
  EXPECT_TRUE(found.walls.empty());
  const Formula outside([](auto x, auto /*y*/) { return x + 1.0; });
  EXPECT_TRUE(std::isnan(tunnel_of(outside, 0.5, 1.5).width));
  const Formula half_plane([](auto x, auto /*y*/) { return x - 1.0; });  // nothing but a wall to one side
  EXPECT_EQ(tunnel_of(half_plane, 0.5, 1.5).width, std::numeric_limits<double>::infinity());
  EXPECT_THROW((void)tunnel(disc, DecisionRegions(disc), 1.0, 1.0), Error);
}

}  // namespace
}  // namespace basin::dynamics
