#include "dynamics/winding_number.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/plane_functions_for_tests.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Vector2d;

Window box(double low, double high) {
  return {Vector2d(low, low), Vector2d(high, high)};
}

std::vector<Vector2d> points_of(const ClosedCurve& curve, int n) {
  std::vector<Vector2d> points;
  for (int k = 0; k < n; ++k) points.push_back(curve(static_cast<double>(k) / n));
  return points;
}

// By curve, by polygon with few and with many points, and by the polygon run backward.
void expect_number(const PlaneFunction& f, const ClosedCurve& curve, int number) {
  EXPECT_EQ(winding_number(f, curve).number, number);
  for (const int n : {12, 100, 1000}) EXPECT_EQ(winding_number(f, points_of(curve, n)).number, number) << n;
  auto backward = points_of(curve, 100);
  std::reverse(backward.begin(), backward.end());
  EXPECT_EQ(winding_number(f, backward).number, -number);
}

TEST(WindingNumber, IsTheIndexOfWhatIsInside) {
  const Vector2d center(0.1, -0.2), outside(5.0, 1.0);
  const auto bowl = quadratic(1.0, 1.0), flat_bowl = quadratic(1.0, 1e-8), hill = quadratic(-1.0, -3.0);
  const auto saddle = quadratic(1.0, -1.0), monkey = monkey_saddle(), none = xor_without_critical_point();
  for (const auto& curve : {circle(center, 1.0), rectangle(box(-1.0, 2.0)), circle(center, 0.4)}) {
    expect_number(bowl, curve, 1);
    expect_number(flat_bowl, curve, 1);
    expect_number(hill, curve, 1);
    expect_number(saddle, curve, -1);
    expect_number(monkey, curve, -2);
    expect_number(none, curve, 0);
  }
  for (const auto& curve : {circle(outside, 1.0), rectangle(box(1.0, 2.0))}) {
    for (const PlaneFunction* f : {&bowl, &flat_bowl, &hill, &saddle, &monkey, &none}) expect_number(*f, curve, 0);
  }
  expect_number(none, circle(Vector2d(1.0, 0.0), 3.0), 0);
  expect_number(none, circle(Vector2d(0.0, 0.0), 30.0), 0);
}

TEST(WindingNumber, ThroughACriticalPointIsUnresolved) {
  for (const auto& f : {quadratic(1.0, 1.0), quadratic(1.0, -1.0), quadratic(1e-6, 3.0)}) {
    EXPECT_FALSE(winding_number(f, circle(Vector2d(1.0, 0.0), 1.0)).number);  // at t = 1/2
    EXPECT_FALSE(winding_number(f, circle(Vector2d(0.6, 0.8), 1.0)).number);  // at no point of the first ones
    EXPECT_FALSE(winding_number(f, rectangle({Vector2d(0.0, -0.3), Vector2d(1.0, 1.0)})).number);
    EXPECT_FALSE(winding_number(f, {Vector2d(-1.0, -0.5), Vector2d(1.0, 0.5), Vector2d(0.0, 2.0)}).number);
    EXPECT_FALSE(winding_number(f, {Vector2d(0.0, 0.0), Vector2d(1.0, 0.0), Vector2d(0.0, 2.0)}).number);
  }
}

// Along a line through a monkey saddle the direction does not change at all; the length does.
TEST(WindingNumber, ThroughAZeroOfEvenOrderIsUnresolved) {
  EXPECT_FALSE(winding_number(monkey_saddle(), circle(Vector2d(0.6, 0.8), 1.0)).number);
  EXPECT_FALSE(winding_number(monkey_saddle(), {Vector2d(-1.0, 0.1), Vector2d(1.0, -0.1), Vector2d(0.0, 2.0)}).number);
}

// The curve passes a critical point at a distance of 1e-9, on one side or the other.
TEST(WindingNumber, CloseToACriticalPointIsResolved) {
  const auto f = quadratic(1.0, 1.0);
  EXPECT_EQ(winding_number(f, circle(Vector2d(1.0, 0.0), 1.0 + 1e-9)).number, 1);
  EXPECT_EQ(winding_number(f, circle(Vector2d(1.0, 0.0), 1.0 - 1e-9)).number, 0);
  EXPECT_LT(winding_number(f, circle(Vector2d(1.0, 0.0), 1.0 + 1e-9)).smallest_step, 1e-8);
}

// At the valley the gradient turns by almost pi within its width, and which way it turns depends on the slope along it.
TEST(WindingNumber, TurnsSharplyInThinValleys) {
  for (const double width : {1e-2, 1e-4, 1e-6, 1e-9}) {
    for (const auto& curve : {circle(Vector2d(0.013, 0.0), 1.0), rectangle(box(-0.9, 1.1))}) {
      expect_number(valley(width, 0.1, 0.0), curve, 0);
      expect_number(valley(width, 0.1, 1.0), curve, 1);
      expect_number(valley(width, 0.1, -1.0), curve, -1);
      expect_number(valley(width, 3.0, 1.0), curve, 0);
      const auto w = winding_number(valley(width, 0.1, 1.0), curve);
      EXPECT_LT(w.evaluations, 4000);
      if (width < 1e-3) {
        EXPECT_LT(w.smallest_step, width);
      }
    }
  }
}

TEST(WindingNumber, OfWhatIsNoFieldIsUnresolved) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto value = [](double, double) { return 0.0; };
  const FormulaPlane zero(value, [](double, double) { return Vector2d(0.0, 0.0); });
  const FormulaPlane broken(value, [](double x, double) { return Vector2d(x > 0.9 ? nan : 1.0, 0.0); });
  // A jump by pi/2 is none of a continuous field, one by pi/6 passes for a turn.
  const FormulaPlane jump(value, [](double x, double) { return x > 0.3 ? Vector2d(1, 0) : Vector2d(0, 1); });
  const FormulaPlane small_jump(value,
                                [](double x, double) { return x > 0.3 ? Vector2d(1, 0) : Vector2d(0.866, 0.5); });
  // Noise: every point its own direction.
  const FormulaPlane noise(value, [](double x, double y) {
    const double angle = 1e9 * std::sin(1e7 * x + 1e8 * y);
    return Vector2d(std::cos(angle), std::sin(angle));
  });
  for (const PlaneFunction* f : {&zero, &broken, &jump, &noise}) {
    const auto w = winding_number(*f, circle(Vector2d::Zero(), 1.0));
    EXPECT_FALSE(w.number);
    EXPECT_LT(w.evaluations, 200000);
  }
  EXPECT_EQ(winding_number(small_jump, circle(Vector2d::Zero(), 1.0)).number, 0);
  EXPECT_FALSE(winding_number(quadratic(1, 1), circle(Vector2d(0.2, 0.0), 1.0), {256, 48, 300}).number);  // evaluations
}

// A curve that is not closed: what is left at its end is no turn.
TEST(WindingNumber, OfAnOpenCurveIsUnresolved) {
  const ClosedCurve half = [](double t) { return Vector2d(std::cos(3.0 * t), std::sin(3.0 * t)); };
  EXPECT_FALSE(winding_number(quadratic(1.0, 1.0), half).number);
}

TEST(WindingNumber, PolygonsMayRepeatPoints) {
  const auto f = quadratic(1.0, 1.0);
  const Vector2d a(-1.0, -1.0), b(1.0, -1.0), c(0.0, 1.0);
  EXPECT_EQ(winding_number(f, {a, b, c, a}).number, 1);
  EXPECT_EQ(winding_number(f, {a, a, b, b, c, c, a, a}).number, 1);
  EXPECT_THROW((void)winding_number(f, {a, b}), Error);
  EXPECT_THROW((void)winding_number(f, {a, a, a}), Error);
  for (auto member : {&WindingLimits::first_steps, &WindingLimits::halvings}) {
    WindingLimits none;
    none.*member = 0;
    EXPECT_THROW((void)winding_number(f, circle(a, 1.0), none), Error);
  }
  EXPECT_THROW((void)circle(a, 0.0), Error);
  EXPECT_THROW((void)circle_polygon(a, 1.0, 2), Error);
  EXPECT_THROW((void)rectangle({a, a}), Error);
}

nets::Network<double> deep(Eigen::Index width, std::size_t layers, std::uint64_t seed, double steep) {
  std::vector<Eigen::Index> widths(layers, width);
  widths.insert(widths.begin(), 2);
  widths.back() = 1;
  return steep_network(std::move(widths), "dynamics_test.winding_number", seed, steep);
}

// Networks of width 2 have no critical point: never another number than 0, however steep they are. Where directions
// alone decide, a dozen of those with steep walls have another from few first steps.
TEST(WindingNumber, OfNetworksOfWidthTwoIsZero) {
  int resolved = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    for (const double steep : {1.0, 2.0, 4.0, 8.0}) {
      const NetworkPlane plane(deep(2, 10, seed, steep));
      for (const int first_steps : {64, 256}) {
        WindingLimits limits;
        limits.first_steps = first_steps;
        const auto w = winding_number(plane, circle(Vector2d::Zero(), 1.0), limits);
        EXPECT_EQ(w.number.value_or(0), 0) << seed << ' ' << steep;
        resolved += w.number && steep <= 2.0 ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(resolved, 400);  // the tame ones are all resolved
}

}  // namespace
}  // namespace basin::dynamics
