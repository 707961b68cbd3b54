#include "dynamics/iterated_fixed_point.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

// f(x) = relu(A x + b) as one layer.
nets::Network<double> one_layer(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  nets::NetworkSpec spec{{a.cols(), a.rows()}, {nets::Activation::relu}};
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::pytorch;
  return {spec, {a}, {b}};
}

// A step from `low` to `high` around x = 1/2, in each of D dimensions: two wells where the ramp is steep. With hidden
// units relu(g (x - 1/2) + 1/2) and relu(g (x - 1/2) - 1/2) their difference is 0 below, 1 above, a ramp of slope g
// between.
nets::Network<double> wells(Eigen::Index dim, double slope, double low, double high) {
  nets::NetworkSpec spec{{dim, 2 * dim, dim}, {nets::Activation::relu, nets::Activation::relu}};
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::pytorch;
  const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(dim, dim);
  Eigen::MatrixXd in(2 * dim, dim), out(dim, 2 * dim);
  in << slope * one, slope * one;
  out << (high - low) * one, (low - high) * one;
  Eigen::VectorXd shift(2 * dim);
  shift << Eigen::VectorXd::Constant(dim, 0.5 - 0.5 * slope), Eigen::VectorXd::Constant(dim, -0.5 - 0.5 * slope);
  return {spec, {in, out}, {shift, Eigen::VectorXd::Constant(dim, low)}};
}

// A network with the shape of strandqvist2020's, small: 60 -> 12 -> 12 -> 60.
nets::Network<double> random_network(nets::Bias bias, double gain) {
  nets::NetworkSpec spec{{60, 12, 12, 60}, std::vector<nets::Activation>(3, nets::Activation::relu)};
  spec.bias = bias;
  spec.parametrisation = nets::Parametrisation::pytorch;
  auto network = nets::draw_network(spec, Stream("dynamics_test.iterated", 2, "init"));
  for (auto& weights : network.weights) weights *= gain;
  return network;
}

Eigen::MatrixXd pictures(Eigen::Index dim, Eigen::Index n) {
  Eigen::MatrixXd x(dim, n);
  Stream("dynamics_test.iterated", 1, "data").fill_uniform({x.data(), static_cast<std::size_t>(x.size())});
  return x;
}

// One example at a time, as the definition says.
IteratedExample plain(const nets::Network<double>& network, const Eigen::MatrixXd& examples, Eigen::Index i,
                      const IterationOptions& options) {
  const auto narrow = nets::convert<float>(network);
  IteratedExample result;
  Eigen::MatrixXf x = examples.col(i).cast<float>();
  for (const Eigen::Index most : {options.most_maps, options.more_maps}) {
    while (result.maps < most && !result.converged) {
      const Eigen::MatrixXf next = nets::forward(narrow, x);
      result.converged = (next - x).norm() <= options.tolerance;
      x = next;
      ++result.maps;
    }
    const Eigen::VectorXd end = x.cast<double>();
    (examples.colwise() - end).colwise().norm().minCoeff(&result.nearest);
    result.distance = (end - examples.col(i)).norm();
    result.norm = end.norm();
    result.fixed_point = result.converged && result.nearest == i;
    if (result.converged || result.nearest != i) break;
  }
  return result;
}

TEST(IteratedFixedPoints, OfALinearContractionAreKnown) {
  // x -> x/2 + b has the fixed point 2b = (1, 2): |x_k - x_{k-1}| = |x_0 - 2b| 2^-k, and |x_k - 2b| the same.
  const auto net = one_layer(0.5 * Eigen::Matrix2d::Identity(), Eigen::Vector2d(0.5, 1.0));
  Eigen::MatrixXd x(2, 3);
  x << 1.0, 2.0, 1.0, 2.0, 2.0, 66.0;
  const auto at = iterated_fixed_points(net, x);
  EXPECT_EQ(at[0].maps, 1);
  EXPECT_TRUE(at[0].fixed_point);
  EXPECT_EQ(at[0].distance, 0.0);
  EXPECT_EQ(at[1].maps, 15);  // 2^-15 = 3.05e-5 <= 5e-5 < 2^-14
  EXPECT_EQ(at[2].maps, 21);  // 64 2^-21 = 2^-15
  for (const std::size_t i : {1U, 2U}) {
    EXPECT_TRUE(at[i].converged);
    EXPECT_EQ(at[i].nearest, 0);
    EXPECT_FALSE(at[i].fixed_point);
    EXPECT_NEAR(at[i].norm, std::sqrt(5.0), 1e-4);
  }
  EXPECT_NEAR(at[1].distance, 1.0, 1e-4);
  EXPECT_NEAR(at[2].distance, 64.0, 1e-4);
  // With ten times the tolerance, as the source's text once has it: 2^-11 = 4.9e-4.
  EXPECT_EQ(iterated_fixed_points(net, x, {.tolerance = 0.0005})[1].maps, 11);
}

TEST(IteratedFixedPoints, TwoWellsHoldTheirExamples) {
  // Below 1/2 - 1/(2g) the map is `low`, above 1/2 + 1/(2g) it is `high`: examples there are fixed points after two
  // maps, one to arrive and one to stay. (0.2, 0.9) is nearest to its own corner (0.1, 0.9).
  const auto net = wells(2, 10.0, 0.1, 0.9);
  Eigen::MatrixXd x(2, 3);
  x << 0.1, 0.9, 0.2, 0.1, 0.9, 0.9;
  const auto at = iterated_fixed_points(net, x);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(at[i].fixed_point) << i;
    EXPECT_LE(at[i].maps, 2) << i;
  }
  EXPECT_NEAR(at[2].distance, 0.1, 1e-6);
  // A ramp of slope 10 (0.9 - 0.1) = 8 at the middle throws its example out, away from a fixed point that is there.
  Eigen::MatrixXd middle(1, 2);
  middle << 0.5001, 0.9;
  const auto thrown = iterated_fixed_points(wells(1, 10.0, 0.1, 0.9), middle);
  EXPECT_TRUE(thrown[0].converged);
  EXPECT_EQ(thrown[0].nearest, 1);
}

TEST(IteratedFixedPoints, TheFirstOfEquallyNearExamplesCounts) {
  // All go to 1; examples at 0 and 2 are as near, and so is a second one at 0.
  const auto net = one_layer(Eigen::MatrixXd::Zero(1, 1), Eigen::VectorXd::Ones(1));
  Eigen::MatrixXd x(1, 3);
  x << 0.0, 2.0, 0.0;
  const auto at = iterated_fixed_points(net, x);
  for (const auto& example : at) EXPECT_EQ(example.nearest, 0);
  EXPECT_TRUE(at[0].fixed_point);
  EXPECT_FALSE(at[1].fixed_point || at[2].fixed_point);
}

TEST(IteratedFixedPoints, SwingingBetweenTwoPointsNeverConverges) {
  // x -> (x_2, x_1) has period 2: back at the start after an even number of maps, where more maps are granted.
  Eigen::Matrix2d swap;
  swap << 0.0, 1.0, 1.0, 0.0;
  Eigen::MatrixXd x(2, 2);
  x << 1.0, 5.0, 0.0, 5.0;
  const auto net = one_layer(swap, Eigen::Vector2d::Zero());
  const auto at = iterated_fixed_points(net, x);
  EXPECT_EQ(at[0].maps, 32000);
  EXPECT_EQ(at[0].nearest, 0);
  EXPECT_FALSE(at[0].converged || at[0].fixed_point || at[0].overflowed());
  EXPECT_TRUE(at[1].fixed_point);
  // After an odd number it is nearer to another example, and no more maps are granted.
  Eigen::MatrixXd both(2, 2);
  both << 1.0, 0.0, 0.0, 1.0;
  const auto odd = iterated_fixed_points(net, both, {.most_maps = 999});
  EXPECT_EQ(odd[0].maps, 999);
  EXPECT_EQ(odd[0].nearest, 1);
}

TEST(IteratedFixedPoints, SlowOnesAreGrantedMoreMaps) {
  // x -> 0.999 x + 0.001: |x_k - x_{k-1}| = 0.999^{k-1} / 1000 from 0, at most 5e-5 at k = 2996 (0.999^2995 = 0.04997).
  const auto net = one_layer(Eigen::MatrixXd::Constant(1, 1, 0.999), Eigen::VectorXd::Constant(1, 0.001));
  const Eigen::MatrixXd x = Eigen::MatrixXd::Zero(1, 1);
  const auto at = iterated_fixed_points(net, x);
  EXPECT_TRUE(at[0].fixed_point);
  EXPECT_NEAR(static_cast<double>(at[0].maps), 2996.0, 5.0);  // single precision, near 0.95 to 6e-8 of steps of 5e-5
  EXPECT_EQ(iterated_fixed_points(net, x, {.more_maps = 2000})[0].maps, 2000);
  EXPECT_EQ(iterated_fixed_points(net, x, {.more_maps = 0})[0].maps, 1000);
  EXPECT_FALSE(iterated_fixed_points(net, x, {.more_maps = 2000})[0].fixed_point);
}

TEST(IteratedFixedPoints, WithoutBiasTheyGoToBlack) {
  // f(c x) = c f(x), and this one shrinks: the example of smallest norm is nearest to 0, where all end.
  const Eigen::MatrixXd x = pictures(60, 7);
  const auto at = iterated_fixed_points(random_network(nets::Bias::none, 1.0), x);
  Eigen::Index darkest = 0;
  x.colwise().norm().minCoeff(&darkest);
  for (std::size_t i = 0; i < at.size(); ++i) {
    EXPECT_TRUE(at[i].converged);
    EXPECT_LT(at[i].norm, 1e-4);
    EXPECT_EQ(at[i].nearest, darkest);
    EXPECT_EQ(at[i].fixed_point, static_cast<Eigen::Index>(i) == darkest);
  }
}

TEST(IteratedFixedPoints, NumbersTooSmallAreZero) {
  // The first number falls by 1/100 each map, the second and third swing, the fourth is 1e38 times the first: where
  // numbers that single precision hardly holds were carried along, the first would end near 7e-44, for ever.
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(4, 4), x(4, 1);
  a(0, 0) = 0.99;
  a(1, 2) = a(2, 1) = 1.0;
  a(3, 0) = 1e38;
  x << 1e-24, 1.0, 0.0, 0.0;
  const auto at = iterated_fixed_points(one_layer(a, Eigen::VectorXd::Zero(4)), x, {.most_maps = 20000});
  EXPECT_EQ(at[0].maps, 32000);
  EXPECT_FALSE(at[0].converged);
  EXPECT_LT(at[0].distance, 1e-20);
}

TEST(IteratedFixedPoints, OverflowEndsAtOnce) {
  const Eigen::MatrixXd x = pictures(60, 5);
  const auto at = iterated_fixed_points(random_network(nets::Bias::all, 20.0), x);
  for (const auto& example : at) {
    EXPECT_TRUE(example.overflowed());
    EXPECT_FALSE(example.converged || example.fixed_point);
    EXPECT_LT(example.maps, 20);
    EXPECT_TRUE(std::isnan(example.distance) && std::isnan(example.norm));
  }
  // Numbers that are not finite, wherever they are.
  for (const double bad : {double(NAN), double(INFINITY)}) {
    for (std::size_t l = 0; l < 3; ++l) {
      auto net = random_network(nets::Bias::all, 1.0);
      net.weights[l](3, 4) = bad;
      const auto broken = iterated_fixed_points(net, x);
      for (const auto& example : broken) EXPECT_TRUE(example.overflowed() && example.maps <= 2) << bad << ' ' << l;
    }
  }
  // One that overflows only after it was granted more maps: x -> 1.02 x + 1e-6 leaves [0, 5e14] after 1750 to 2500
  // maps.
  Eigen::MatrixXd far(1, 2);
  far << 0.0, 1e14;
  const auto late = iterated_fixed_points(
      one_layer(Eigen::MatrixXd::Constant(1, 1, 1.02), Eigen::VectorXd::Constant(1, 1e-6)), far, {.tolerance = 1e-9});
  EXPECT_TRUE(late[0].overflowed());
  EXPECT_GT(late[0].maps, 1000);
}

TEST(IteratedFixedPoints, AreThoseOfOneExampleAtATime) {
  // Steps below 1e-4 are near what single precision resolves, so that the last maps may differ; the rest may not.
  const Eigen::MatrixXd x = pictures(60, 11);
  for (const double gain : {1.0, 2.0, 2.3}) {
    const auto net = random_network(nets::Bias::all, gain);
    const auto at = iterated_fixed_points(net, x, {.most_maps = 60, .more_maps = 90});
    for (Eigen::Index i = 0; i < x.cols(); ++i) {
      const auto& fast = at[static_cast<std::size_t>(i)];
      const auto slow = plain(net, x, i, {.most_maps = 60, .more_maps = 90});
      EXPECT_EQ(fast.converged, slow.converged);
      EXPECT_EQ(fast.nearest, slow.nearest);
      EXPECT_EQ(fast.fixed_point, slow.fixed_point);
      EXPECT_NEAR(static_cast<double>(fast.maps), static_cast<double>(slow.maps), 1.0);
      EXPECT_NEAR(fast.distance, slow.distance, 1e-4 * (1.0 + slow.distance));
      EXPECT_NEAR(fast.norm, slow.norm, 1e-4 * (1.0 + slow.norm));
    }
  }
}

// The bits of one example do not depend on which others are on their way with it.
TEST(IteratedFixedPoints, DoNotDependOnTheCompany) {
  const Eigen::MatrixXd x = pictures(60, 11);
  const auto net = random_network(nets::Bias::all, 2.0);
  const auto all = iterated_fixed_points(net, x);
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    const auto alone = iterated_fixed_points(net, x.col(i));
    EXPECT_EQ(alone[0].maps, all[static_cast<std::size_t>(i)].maps);
    EXPECT_EQ(alone[0].distance, all[static_cast<std::size_t>(i)].distance);
    EXPECT_EQ(alone[0].norm, all[static_cast<std::size_t>(i)].norm);
  }
}

// From an example it ends where iterated_fixed_points does, to the bit, wherever it stops to keep an iterate.
TEST(PathOfIterates, FromAnExampleEndsWhereTheExampleDoes) {
  const Eigen::MatrixXd x = pictures(60, 5);
  for (const double gain : {2.0, 2.3, 20.0}) {
    const auto net = random_network(nets::Bias::all, gain);
    const IterationOptions options = {.most_maps = 60, .more_maps = 90};
    const auto at = iterated_fixed_points(net, x, options);
    for (Eigen::Index i = 0; i < x.cols(); ++i) {
      const auto& whole = at[static_cast<std::size_t>(i)];
      const PathOfIterates way = path_of_iterates(net, x.col(i), x, i, {0, 1, 7, 60}, options);
      EXPECT_EQ(way.end.maps, whole.maps);
      EXPECT_EQ(way.end.nearest, whole.nearest);
      EXPECT_EQ(way.end.fixed_point, whole.fixed_point);
      if (!whole.overflowed()) {
        EXPECT_EQ(way.end.distance, whole.distance);
      }
      EXPECT_EQ(way.last.allFinite(), !whole.overflowed());
      EXPECT_LT((way.path.col(0) - x.col(i)).norm(), 1e-6);
      EXPECT_LT((way.path.col(1) - nets::forward(net, Eigen::MatrixXd(x.col(i)))).norm(),
                1e-5 * way.path.col(1).norm());
      if (whole.maps <= 60) {
        EXPECT_TRUE(whole.overflowed() || way.path.col(3) == way.last);
      }
    }
  }
}

TEST(PathOfIterates, OfALinearContractionIsKnown) {
  // x -> x/2 + (1/2, 1) from (1, 66): 64 2^-k from its fixed point (1, 2) after k maps, settled after 21.
  const auto net = one_layer(0.5 * Eigen::Matrix2d::Identity(), Eigen::Vector2d(0.5, 1.0));
  Eigen::MatrixXd x(2, 2);
  x << 1.0, 5.0, 2.0, 5.0;
  const Eigen::Vector2d start(1.0, 66.0);
  const PathOfIterates way = path_of_iterates(net, start, x, 0, {0, 1, 4, 1000});
  EXPECT_EQ(way.end.maps, 21);
  EXPECT_TRUE(way.end.fixed_point);
  EXPECT_FALSE(path_of_iterates(net, start, x, 1, {}).end.fixed_point);
  EXPECT_NEAR(path_of_iterates(net, start, x, 1, {}).end.distance, 5.0, 1e-4);  // of (5, 5) from (1, 2)
  for (const auto& [k, y] : {std::pair{0, 66.0}, {1, 34.0}, {2, 6.0}}) EXPECT_EQ(way.path(1, k), y);
  EXPECT_EQ(way.path.col(3), way.last);
  EXPECT_THROW(static_cast<void>(path_of_iterates(net, Eigen::Vector3d::Ones(), x, 0, {})), Error);
  EXPECT_THROW(static_cast<void>(path_of_iterates(net, Eigen::Vector2d(1.0, NAN), x, 0, {})), Error);
  EXPECT_THROW(static_cast<void>(path_of_iterates(net, start, x, 2, {})), Error);
  EXPECT_THROW(static_cast<void>(path_of_iterates(net, start, x, 0, {1, 1})), Error);
  EXPECT_THROW(static_cast<void>(path_of_iterates(net, start, x, 0, {1001})), Error);
}

TEST(IteratedFixedPoints, RefusesWhatCannotBeIterated) {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Ones(2, 2);
  const auto net = one_layer(Eigen::Matrix2d::Identity(), Eigen::Vector2d::Zero());
  EXPECT_THROW(static_cast<void>(iterated_fixed_points(net, Eigen::MatrixXd::Ones(3, 2))), Error);
  EXPECT_THROW(static_cast<void>(iterated_fixed_points(net, Eigen::MatrixXd(2, 0))), Error);
  EXPECT_THROW(static_cast<void>(iterated_fixed_points(net, x, {.tolerance = 0.0})), Error);
  EXPECT_THROW(static_cast<void>(iterated_fixed_points(net, x, {.tolerance = NAN})), Error);
  EXPECT_THROW(static_cast<void>(iterated_fixed_points(net, x, {.most_maps = 0})), Error);
  EXPECT_THROW(
      static_cast<void>(iterated_fixed_points(one_layer(Eigen::MatrixXd::Ones(3, 2), Eigen::Vector3d::Zero()), x)),
      Error);
}

}  // namespace
}  // namespace basin::dynamics
