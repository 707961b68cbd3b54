#include "dynamics/plane_bounds.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::dynamics {
namespace {

nets::Network<double> make(std::vector<Eigen::Index> widths, std::optional<nets::Residual> residual = {}) {
  nets::NetworkSpec spec;
  spec.activations.assign(widths.size() - 1, nets::Activation::tanh);
  spec.activations.back() = nets::Activation::sigmoid;
  spec.widths = std::move(widths);
  spec.bias = nets::Bias::all;
  spec.residual = residual;
  spec.parametrisation = nets::Parametrisation::pytorch;
  return nets::draw_network(spec, Stream("bounds_test.x", 1, "init"));
}

TEST(BlockMargin, IsSkipLessTheLargestSlopeOfABlock) {
  nets::Network<double> network = make({2, 2, 2, 1}, nets::Residual{1.0, 0.5});
  network.weights[0] << 3.0, 0.0, 0.0, 1.0;
  network.weights[1] << 0.0, 1.0, -1.0, 0.0;
  EXPECT_DOUBLE_EQ(block_margin(network), 1.0 - 0.5 * 3.0);
  network.spec.activations[0] = nets::Activation::sigmoid;
  EXPECT_DOUBLE_EQ(block_margin(network), 0.5) << "now the second block";
  network.weights[0](0, 0) = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(block_margin(network)));
  EXPECT_TRUE(std::isnan(block_margin(make({2, 2, 2, 1}))));
  EXPECT_TRUE(std::isnan(block_margin(make({2, 3, 1}, nets::Residual{}))));
}

// f = g(tanh(x)), g(h) = tanh(4 h + 2) - tanh(4 h - 2): even, so that g' = 0 at h = 0 only, along the line x = 0.
TEST(CriticalLevels, OfATurningTailAreCounted) {
  nets::Network<double> network = make({2, 1, 2, 1});
  network.weights[0] << 1.0, 0.0;
  network.biases[0] << 0.0;
  network.weights[1] << 4.0, 4.0;
  network.biases[1] << 2.0, -2.0;
  network.weights[2] << 1.0, -1.0;
  network.biases[2] << 0.3;
  EXPECT_EQ(critical_levels(network, 1, square_window(2.0)), 1U);
  for (const double y : {-1.0, 0.0, 0.7}) {
    const Eigen::VectorXd x = Eigen::Vector2d(0.0, y);
    EXPECT_LT(nets::jacobian<double>(network, x).norm(), 1e-15) << "the whole line is critical";
  }
  network.weights[2] << 1.0, 1.0;  // rises everywhere
  EXPECT_EQ(critical_levels(network, 1, square_window(2.0)), 0U);
  network.biases[0] << 5.0;  // the line lies outside the window
  network.weights[2] << 1.0, -1.0;
  EXPECT_EQ(critical_levels(network, 1, square_window(2.0)), 0U);
}

// The unit is no block, whatever the layers around it are. With g(h) = tanh(4 h + 2) - tanh(4 h - 2) as above, a block
// t + 3 tanh(t) in its place would be monotone as well; one that turns back, t - 3 tanh(t), would add two values.
TEST(CriticalLevels, OfAUnitAmongBlocksAreThoseOfItsActivation) {
  nets::Network<double> network = make({2, 2, 1, 2, 2, 1}, nets::Residual{1.0, -3.0});
  network.weights[0].setZero();  // a block that only hands on: h = x
  network.biases[0].setZero();
  network.weights[1] << 1.0, 0.0;
  network.biases[1] << 0.0;
  network.weights[2] << 4.0, 4.0;
  network.biases[2] << 2.0, -2.0;
  network.weights[3].setZero();
  network.biases[3].setZero();
  network.weights[4] << 1.0, -1.0;
  EXPECT_EQ(critical_levels(network, 2, square_window(2.0)), 1U);
}

TEST(CriticalLevels, AreNoneWhereOneUnitFollowsAnother) {
  EXPECT_EQ(critical_levels(make({2, 2, 1, 1, 1}), 2, square_window(2.0)), 0U);
  EXPECT_EQ(critical_levels(make({2, 2, 1, 1}), 2, square_window(2.0)), 0U);
}

TEST(CriticalLevels, AreOfALayerOfOneUnit) {
  EXPECT_THROW((void)critical_levels(make({2, 2, 1}), 1, square_window(2.0)), Error);
  EXPECT_THROW((void)critical_levels(make({2, 1, 1}), 2, square_window(2.0)), Error);
  EXPECT_THROW((void)critical_levels(make({2, 1, 1}), 0, square_window(2.0)), Error);
  EXPECT_THROW((void)critical_levels(make({2, 1, 1}), 1, Window()), Error);
  EXPECT_THROW((void)critical_levels(make({2, 1, 1, 1}, nets::Residual{}), 2, square_window(2.0)), Error) << "a block";
}

}  // namespace
}  // namespace basin::dynamics
