#include "dynamics/decision_regions.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "dynamics/plane_functions_for_tests.hpp"

namespace basin::dynamics {
namespace {

struct Counts {
  std::array<std::size_t, 2> bounded{}, edge{};  // inner, outer
  bool origin_bounded = false;
  double origin_area = 0.0;
  bool operator==(const Counts& o) const {
    return bounded == o.bounded && edge == o.edge && origin_bounded == o.origin_bounded;
  }
};

std::ostream& operator<<(std::ostream& out, const Counts& c) {
  return out << "bounded " << c.bounded[0] << " " << c.bounded[1] << ", at the edge " << c.edge[0] << " " << c.edge[1]
             << ", origin " << (c.origin_bounded ? "bounded" : "at the edge");
}

// The oracle: flood fill on the cells of a fine grid, for functions whose regions are thick everywhere.
Counts flood_fill(const PlaneFunction& u) {
  constexpr int n = 512;
  const auto at = [](int i) { return -2.0 + 4.0 * (i + 0.5) / n; };
  std::vector<char> inner(n * n), seen(n * n);
  for (int k = 0; k < n * n; ++k) inner[k] = u.value({at(k % n), at(k / n)}) < 0.0;
  Counts counts;
  for (int start = 0; start < n * n; ++start) {
    if (seen[start]) continue;
    std::vector<int> todo = {start};
    seen[start] = 1;
    bool edge = false, origin = false;
    std::size_t cells = 0;
    while (!todo.empty()) {
      const int k = todo.back(), i = k % n, j = k / n;
      todo.pop_back();
      ++cells;
      edge = edge || i == 0 || j == 0 || i == n - 1 || j == n - 1;
      origin = origin || k == (n / 2) * n + n / 2;
      for (const auto& [a, b] : {std::pair{i - 1, j}, {i + 1, j}, {i, j - 1}, {i, j + 1}}) {
        if (a < 0 || b < 0 || a == n || b == n) continue;
        const int next = b * n + a;
        if (seen[next] || inner[next] != inner[start]) continue;
        seen[next] = 1;
        todo.push_back(next);
      }
    }
    ++(edge ? counts.edge : counts.bounded)[inner[start] ? 0 : 1];
    if (origin) {
      counts.origin_bounded = !edge;
      counts.origin_area = static_cast<double>(cells) * 16.0 / (n * n);
    }
  }
  return counts;
}

Counts counts_of(const DecisionRegions& regions) {
  Counts counts;
  for (const Side side : {Side::inner, Side::outer}) {
    const auto k = static_cast<std::size_t>(side);
    counts.bounded[k] = regions.bounded(side).value_or(999);
    counts.edge[k] = regions.reaching_edge(side).value_or(999);
  }
  const Component origin = regions.component_of({0.001, 0.001});
  counts.origin_bounded = origin.reach == Reach::bounded;
  counts.origin_area = origin.area;
  return counts;
}

TEST(DecisionRegions, AgreeWithFloodFillForRandomFunctions) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    std::vector<double> r(60);
    Stream("dynamics_test.decision_regions", seed, "data").fill_uniform(r);
    const auto sum = [&](const Dual& x, const Dual& y) {
      Dual u = 0.6 * (r[0] - 0.5);
      for (std::size_t k = 1; k + 5 < r.size(); k += 6) {
        const double a = 2.0 * r[k] - 1.0;
        const Dual s = x - (4.0 * r[k + 1] - 2.0), t = y - (4.0 * r[k + 2] - 2.0);
        if (k % 12 == 1) {
          u = u + 2.0 * a * exp(-(s * s + t * t) / (0.1 + r[k + 3]));
        } else {
          u = u + a * sin(6.0 * (r[k + 4] - 0.5) * x + 6.0 * (r[k + 5] - 0.5) * y + 6.0 * r[k + 3]);
        }
      }
      return u;
    };
    const Formula u(sum, seed % 2 == 0 ? Saturated::yes : Saturated::no);
    const DecisionRegions regions(u);
    EXPECT_FALSE(regions.unresolved()) << "seed " << seed;
    for (const Curve& c : regions.curves().curves) EXPECT_EQ(c.reason, "") << "seed " << seed;
    const Counts expected = flood_fill(u), found = counts_of(regions);
    EXPECT_EQ(found, expected) << "seed " << seed;
    if (expected.origin_bounded) {
      EXPECT_NEAR(found.origin_area, expected.origin_area, 0.02) << "seed " << seed;
    }
  }
}

TEST(DecisionRegions, ClosedFormsAgreeWithFloodFill) {
  const auto expect = [](const char* what, const PlaneFunction& u) {
    EXPECT_EQ(counts_of(DecisionRegions(u)), flood_fill(u)) << what;
  };
  expect("ring", Formula([](auto x, auto y) { return (x * x + y * y - 1.0) * (x * x + y * y - 0.25); }));
  expect("two lines", Formula([](auto x, auto y) { return (x * x - 1.0) * exp(y); }));
  expect("checkerboard", Formula([](auto x, auto y) { return sin(4.0 * x) * sin(4.0 * y) - 0.2; }));
  expect("nothing", Formula([](auto x, auto y) { return x * x + y * y + 1.0; }));
  expect("bands", Formula([](auto x, auto y) { return sin(3.0 * x + 2.0 * y); }));
  expect("rings", Formula([](auto x, auto y) { return sin(6.0 * sqrt(x * x + y * y + 0.001)); }));
  expect("diamond", Formula([](auto x, auto y) { return abs(x) + abs(y) - 1.0; }));
}

TEST(DecisionRegions, ComponentsHaveBoundariesHolesAndAreas) {
  const Formula ring([](auto x, auto y) { return (x * x + y * y - 1.0) * (x * x + y * y - 0.25); });
  const DecisionRegions regions(ring);
  const Component middle = regions.component_of({0.0, 0.0}), between = regions.component_of({0.75, 0.0}),
                  around = regions.component_of({1.9, 1.9});
  EXPECT_EQ(middle.side, Side::outer);
  EXPECT_EQ(middle.reach, Reach::bounded);
  EXPECT_EQ(middle.holes, 0U);
  EXPECT_NEAR(middle.area, M_PI / 4.0, 1e-7);  // the cubics' error: (turn in a step)^4 of the area / 100
  EXPECT_EQ(between.side, Side::inner);
  EXPECT_EQ(between.holes, 1U);
  EXPECT_NEAR(between.area, M_PI * 0.75, 1e-7);
  EXPECT_NEAR(regions.outer_boundary(between).points.front().norm(), 1.0, 1e-12);
  EXPECT_NEAR(regions.outer_boundary(middle).points.front().norm(), 0.5, 1e-12);
  EXPECT_EQ(around.reach, Reach::reaches_edge);
  EXPECT_EQ(around.holes, 1U);
  EXPECT_TRUE(std::isnan(around.area));
  EXPECT_THROW((void)regions.outer_boundary(around), Error);
  EXPECT_THROW((void)regions.component_of({3.0, 0.0}), Error);
}

TEST(DecisionRegions, WindowsNeedBeNeitherSquareNorAroundTheOrigin) {
  const Formula u([](auto x, auto y) { return min((x - 3.0) * (x - 3.0) + y * y - 1.0, x - 0.5 * y); });
  const DecisionRegions regions(u, Window(Eigen::Vector2d(-1.0, -3.0), Eigen::Vector2d(5.0, 2.0)));
  EXPECT_FALSE(regions.unresolved());
  EXPECT_EQ(regions.bounded(Side::inner), 1U);
  EXPECT_EQ(regions.bounded(Side::outer), 0U);
  EXPECT_EQ(regions.reaching_edge(Side::inner), 1U);
  EXPECT_EQ(regions.reaching_edge(Side::outer), 1U);
  EXPECT_NEAR(regions.component_of({3.0, 0.5}).area, M_PI, 1e-6);
  const Component around = regions.component_of({4.5, 1.9});
  EXPECT_EQ(around.holes, 1U);
  EXPECT_EQ(around.boundary.size(), 2U);
  EXPECT_EQ(regions.component_of({-0.9, 0.0}).boundary.size(), 1U);
}

// A disc with a channel: with it, the component of the origin reaches the edge, at every width.
TEST(DecisionRegions, ChannelsOfAnyWidthLeadToTheEdge) {
  for (double width = 0.1; width > 0.5e-9; width *= 0.1) {
    for (const double end : {1.999, 3.0}) {
      const Formula u([=](const Dual& x, const Dual& y) {
        const Dual wall = 0.5 * width + 0.2 / (1.0 + exp(30.0 * (x - 0.7)));
        return min(x * x + y * y - 0.25, max(abs(y - 0.3 * sin(2.0 * x)) - wall, max(x - end, 0.4 - x)));
      });
      const DecisionRegions regions(u);
      EXPECT_FALSE(regions.unresolved());
      EXPECT_EQ(regions.component_of({0.0, 0.0}).reach, end < 2.0 ? Reach::bounded : Reach::reaches_edge) << width;
      EXPECT_EQ(regions.reaching_edge(Side::inner), end < 2.0 ? 0U : 1U) << width;
      EXPECT_EQ(regions.component_of({-1.0, 0.0}).reach, Reach::reaches_edge) << width;
    }
  }
}

// Curves that meet make what they touch unresolved, and nothing else: the disc on the left is told from the crossing
// lines on the right.
TEST(DecisionRegions, WhatDependsOnUnresolvedCurvesIsUnresolved) {
  const Formula u([](auto x, auto y) {
    return min((x + 1.2) * (x + 1.2) + y * y - 0.25, abs(x - 1.0) - abs(y) + max(0.0, 2.0 - 4.0 * x));
  });
  const DecisionRegions regions(u);
  EXPECT_TRUE(regions.unresolved());
  EXPECT_FALSE(regions.bounded(Side::inner).has_value());
  EXPECT_FALSE(regions.reaching_edge(Side::outer).has_value());
  EXPECT_EQ(regions.component_of({-1.2, 0.0}).reach, Reach::bounded);
  EXPECT_EQ(regions.component_of({1.0, 1.0}).reach, Reach::unresolved);
  EXPECT_EQ(regions.component_of({0.0, 0.0}).reach, Reach::unresolved);
  const Formula eight([](auto x, auto y) { return y * y - x * x * (1.0 - x * x); });
  EXPECT_EQ(DecisionRegions(eight).component_of({0.5, 0.0}).reach, Reach::unresolved);
}

}  // namespace
}  // namespace basin::dynamics
