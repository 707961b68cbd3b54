#include "dynamics/level_curves.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/plane_functions_for_tests.hpp"

namespace basin::dynamics {
namespace {

std::size_t count(const LevelCurves& found, CurveKind kind) {
  std::size_t n = 0;
  for (const Curve& c : found.curves) n += c.kind == kind ? 1 : 0;
  return n;
}

void expect_curves(const PlaneFunction& u, std::size_t closed, std::size_t arcs, const char* what) {
  const auto found = level_curves(u, square_window(2.0));
  EXPECT_EQ(count(found, CurveKind::closed), closed) << what;
  EXPECT_EQ(count(found, CurveKind::edge_to_edge), arcs) << what;
  for (const Curve& c : found.curves) EXPECT_EQ(c.reason, "") << what << " at " << c.points.back().transpose();
  EXPECT_LT(found.evaluations + found.gradients, 100000U) << what;
}

// Twice the area inside, positive where the polyline is counterclockwise.
double doubled_area(const Curve& c) {
  double sum = 0.0;
  for (std::size_t k = 0; k < c.points.size(); ++k) {
    const auto &a = c.points[k], &b = c.points[(k + 1) % c.points.size()];
    sum += a.x() * b.y() - a.y() * b.x();
  }
  return sum;
}

// Every point lies on the curve and u < 0 on its left.
TEST(LevelCurves, CircleIsClosedAndRunCounterclockwise) {
  for (const Saturated saturated : {Saturated::no, Saturated::yes}) {
    const Formula disc([](auto x, auto y) { return x * x + y * y - 1.0; }, saturated);
    const auto found = level_curves(disc, square_window(2.0));
    ASSERT_EQ(found.curves.size(), 1U);
    const Curve& c = found.curves.front();
    ASSERT_EQ(c.kind, CurveKind::closed) << c.reason;
    for (std::size_t k = 0; k < c.points.size(); ++k) {
      EXPECT_NEAR(c.points[k].norm(), 1.0, 1e-12);
      EXPECT_GT(c.normals[k].dot(c.points[k]), 0.999);
    }
    EXPECT_NEAR(c.length, 2.0 * M_PI, 1e-2);
    EXPECT_NEAR(doubled_area(c), 2.0 * M_PI, 1e-2);
    EXPECT_LT(found.evaluations + found.gradients, 25000U);
  }
  const Formula hole([](auto x, auto y) { return 1.0 - x * x - y * y; });
  const auto found = level_curves(hole, square_window(2.0));
  ASSERT_EQ(found.curves.size(), 1U);
  EXPECT_LT(doubled_area(found.curves.front()), 0.0);
}

TEST(LevelCurves, ClosedFormsHaveTheirCurves) {
  expect_curves(Formula([](auto x, auto y) { return (x * x - 1.0) * exp(y); }), 0, 2, "two lines");
  expect_curves(Formula([](auto x, auto y) { return (x * x + y * y - 1.0) * (x * x + y * y - 0.25); }), 2, 0, "ring");
  expect_curves(Formula([](auto x, auto y) { return x + 0.3 * sin(5.0 * y); }, Saturated::yes), 0, 1, "wave");
  expect_curves(Formula([](auto x, auto y) { return sin(4.0 * x) * sin(4.0 * y) - 0.2; }), 8, 10, "checkerboard");
  expect_curves(Formula([](auto x, auto y) { return x * x + y * y - 100.0; }), 0, 0, "none");
  expect_curves(Formula([](auto x, auto y) { return x + y - 3.999; }), 0, 1, "a corner cut off");
  expect_curves(Formula([](auto x, auto y) { return x + y - 4.0; }), 0, 0, "a line that touches the window's corner");
  expect_curves(Formula([](auto x, auto y) { return x - y; }), 0, 1, "a line through two corners");
  expect_curves(Formula([](auto x, auto y) { return x * x + y * y - 4.0; }), 1, 0, "a disc that touches the edges");
}

TEST(LevelCurves, PassesCornersOfPiecewiseLinearFunctions) {
  expect_curves(Formula([](auto x, auto y) { return abs(x) + abs(y) - 1.0; }), 1, 0, "diamond");
  expect_curves(Formula([](auto x, auto y) { return max(abs(x), abs(y)) - 1.0; }, Saturated::yes), 1, 0, "square");
  for (const double slope : {1.0, 0.3, 0.1, 0.01}) {
    expect_curves(Formula([=](auto x, auto y) { return abs(y - 0.1) - slope * (x + 0.5); }), 0, 1, "wedge");
    expect_curves(Formula([=](auto x, auto y) { return slope * (x + 0.5) - abs(y - 0.1); }), 0, 1, "wedge of u > 0");
  }
}

// Nothing is guessed where curves meet, or where nothing but signs is known.
TEST(LevelCurves, CurvesThatMeetAreUnresolved) {
  const auto unresolved = [](const PlaneFunction& u) { return level_curves(u, square_window(2.0)).unresolved(); };
  EXPECT_TRUE(unresolved(Formula([](auto x, auto y) { return x * x * (1.0 - x * x) - y * y; })));
  EXPECT_TRUE(unresolved(Formula([](auto x, auto y) {
    const Dual s = x - 0.31, t = y - 0.17;
    return t * t - s * s * (1.0 - s * s);
  })));
  EXPECT_TRUE(unresolved(Formula([](auto x, auto y) { return x * y; })));
  EXPECT_TRUE(unresolved(Formula([](auto x, auto y) { return sin(4.0 * x) * sin(4.0 * y); })));
  EXPECT_TRUE(unresolved(Formula([](auto x, auto y) { return abs(x - 0.2) - abs(y + 0.3); })));
  EXPECT_TRUE(unresolved(Formula([](auto x, auto y) {  // a saddle known to a last bit of 1, which rounds it to 0
    return 1.0 + (0.8 * (x - 0.1) + 0.6 * y) * (0.8 * y - 0.6 * (x - 0.1)) - 1.0;
  })));
  EXPECT_TRUE(unresolved(Formula([](auto x, auto /*y*/) { return x.v < 0.0 ? Dual(-1.0) : Dual(1.0); })));
}

// Discs with a channel of u < 0 to the right that narrows from a wide mouth to its width and ends at a place or goes
// on. min and max make corners; the smooth one ends, with depth 3, near x = 1.8.
auto cornered(double width, double bend, double end) {
  return [=](const Dual& x, const Dual& y) {
    const Dual wall = 0.5 * width + 0.2 / (1.0 + exp(30.0 * (x - 0.7)));
    const Dual strip = max(abs(y - bend * sin(2.0 * x)) - wall, max(x - end, 0.4 - x));
    return min(x * x + y * y - 0.25, strip);
  };
}

auto smooth(double width, double bend, double depth) {
  return [=](const Dual& x, const Dual& y) {
    const Dual s = (y - bend * sin(2.0 * x)) / (width + 0.2 / (1.0 + exp(30.0 * (x - 0.7))));
    return x * x + y * y - 0.25 - depth * exp(-(s * s)) / (1.0 + exp(-8.0 * x));
  };
}

TEST(LevelCurves, FollowsChannelsOfAnyWidthToTheEdge) {
  for (double width = 0.1; width > 0.5e-9; width *= 0.1) {
    const auto what = fmt::format("width {}", width);
    for (const double bend : {0.0, 0.3}) {
      for (const Saturated saturated : {Saturated::no, Saturated::yes}) {
        expect_curves(Formula(cornered(width, bend, 3.0), saturated), 0, 1, (what + " to the edge").c_str());
        expect_curves(Formula(cornered(width, bend, 1.999), saturated), 1, 0, (what + " ending before").c_str());
        expect_curves(Formula(smooth(width, bend, 6.0), saturated), 0, 1, (what + " smooth").c_str());
        const Formula ending(smooth(width, bend, 3.0), saturated);
        if (width > 0.5e-5) {
          expect_curves(ending, 1, 0, (what + " smooth, ending").c_str());
        } else {  // its tip, of radius width^2 / 2, is below rounding: it is passed or not, but nothing else is found
          const auto found = level_curves(ending, square_window(2.0));
          EXPECT_EQ(count(found, CurveKind::closed) + count(found, CurveKind::unresolved), found.curves.size()) << what;
          EXPECT_EQ(found.curves.size(), 1U) << what;
        }
      }
    }
  }
}

// Near a saddle, on either side of its level: curves that pass at a distance of 1e-6 without meeting.
TEST(LevelCurves, CurvesThatAlmostMeetAreToldApart) {
  for (const double level : {1e-12, -1e-12, 1e-6, -1e-6}) {
    expect_curves(
        Formula([=](auto x, auto y) { return (0.8 * (x - 0.1) + 0.6 * y) * (0.8 * y - 0.6 * (x - 0.1)) - level; }), 0,
        2, "saddle");
  }
}

TEST(LevelCurves, RefusesWhatHasNoCurves) {
  const Formula plane([](auto x, auto /*y*/) { return x; });
  EXPECT_THROW((void)level_curves(plane, Window(Eigen::Vector2d(1.0, 1.0), Eigen::Vector2d(1.0, 2.0))), Error);
  EXPECT_THROW((void)level_curves(plane, square_window(2.0), {.cells = 1}), Error);
  EXPECT_THROW((void)level_curves(plane, square_window(2.0), {.largest_step = 0.0}), Error);
  EXPECT_THROW((void)level_curves(Formula([](auto x, auto /*y*/) { return sqrt(x); }), square_window(2.0)), Error);
}

// A curve is closed where it began: gone around twice it would enclose nothing. The network is a trained one, whose
// first step over the start met it off the middle, where a cubic's points are ahead or behind along the curve.
TEST(LevelCurves, GoAroundOnce) {
  nets::Network<double> network;
  network.spec = {.widths = {2, 3, 1},
                  .activations = {nets::Activation::tanh, nets::Activation::identity},
                  .bias = nets::Bias::all,
                  .parametrisation = nets::Parametrisation::pytorch};
  network.weights = {Eigen::MatrixXd(3, 2), Eigen::MatrixXd(1, 3)};
  network.biases = {Eigen::VectorXd(3), Eigen::VectorXd(1)};
  network.weights[0] << -3.6522559637024803, 5.925481503809138, 2.421702112032414, 5.6109451191782895,
      -6.5906077902926885, 0.19166061143822427;
  network.biases[0] << 1.6895238514425925, -1.8763754466372764, -1.6954686474676763;
  network.weights[1] << -1.5963248014450073, 1.4706836938858032, 1.429619312286377;
  network.biases[1] << 2.040584087371826;
  const LevelCurves found = level_curves(NetworkPlane(network), square_window(2.0));
  ASSERT_EQ(found.curves.size(), 1U);
  EXPECT_EQ(found.curves[0].kind, CurveKind::closed);
  EXPECT_NEAR(found.curves[0].length, 2.82, 0.01);
}

}  // namespace
}  // namespace basin::dynamics
