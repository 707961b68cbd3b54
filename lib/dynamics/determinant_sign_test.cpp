#include "dynamics/determinant_sign.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

nets::Network<double> draw(std::uint64_t seed, std::vector<Eigen::Index> widths, nets::Activation activation,
                           std::optional<nets::Residual> residual = {}) {
  nets::NetworkSpec spec;
  spec.activations.assign(widths.size() - 1, activation);
  spec.activations.back() = nets::Activation::sigmoid;
  spec.widths = std::move(widths);
  spec.bias = nets::Bias::all;
  spec.batch_norm = nets::BatchNorm::hidden;
  spec.residual = residual;
  spec.parametrisation = nets::Parametrisation::pytorch;
  nets::Network<double> network = nets::draw_network(spec, Stream("determinant_test.x", seed, "init"));
  // Scales of both signs, which the sign of the whole depends on.
  for (auto& norm : network.norms) norm.scale(0) = seed % 2 == 0 ? 1.5 : -1.5;
  return network;
}

TEST(DeterminantSigns, OfSquareLayersAreTheProductOfTheirs) {
  double positive = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto signs =
        determinant_signs(draw(seed, {2, 2, 2, 2, 2, 1}, nets::Activation::tanh), square_window(2.0), 21);
    EXPECT_EQ(std::abs(signs.of_layers), 1.0);
    EXPECT_EQ(signs.rarer_share, 0.0);
    EXPECT_EQ(signs.against_layers, 0.0);
    EXPECT_GT(signs.resolved_share, 0.9);
    positive += signs.of_layers > 0.0 ? 1.0 : 0.0;
  }
  EXPECT_GT(positive, 0.0);
  EXPECT_LT(positive, 20.0);
}

// h = (x + 3 tanh(-2 x), y): its determinant, 1 - 6 sech^2(2 x), changes its sign at |x| = acosh(sqrt 6) / 2 = .77.
TEST(DeterminantSigns, OfAFoldAreBoth) {
  nets::Network<double> fold = draw(2, {2, 2, 1}, nets::Activation::tanh, nets::Residual{1.0, 3.0});
  fold.spec.batch_norm = nets::BatchNorm::none;
  fold.norms.clear();
  fold.weights[0] << -2.0, 0.0, 0.0, 1e-3;
  fold.biases[0].setZero();
  const auto signs = determinant_signs(fold, square_window(2.0), 41);
  EXPECT_EQ(signs.of_layers, -1.0) << "of the block's weights";
  EXPECT_EQ(signs.against_layers, 26.0 * 41.0);
  EXPECT_DOUBLE_EQ(signs.rarer_share, 15.0 / 41.0);  // |x| <= .7 of steps .1
  EXPECT_EQ(signs.resolved_share, 1.0);
}

TEST(DeterminantSigns, AreNotThereForOtherWidths) {
  EXPECT_TRUE(
      std::isnan(determinant_signs(draw(1, {2, 3, 1}, nets::Activation::tanh), square_window(2.0), 5).rarer_share));
  EXPECT_TRUE(
      std::isnan(determinant_signs(draw(1, {2, 3, 2, 1}, nets::Activation::tanh), square_window(2.0), 5).of_layers));
  EXPECT_TRUE(
      std::isnan(determinant_signs(draw(1, {2, 2, 2, 1}, nets::Activation::relu), square_window(2.0), 5).of_layers));
  EXPECT_THROW((void)determinant_signs(draw(1, {2, 2, 1}, nets::Activation::tanh), Window(), 5), Error);
  EXPECT_THROW((void)determinant_signs(draw(1, {2, 2, 1}, nets::Activation::tanh), square_window(1.0), 1), Error);
  EXPECT_THROW((void)determinant_signs(draw(1, {2, 1}, nets::Activation::tanh), square_window(1.0), 5), Error);
}

// A layer with a unit that hears nothing has the determinant 0 everywhere: nothing is resolved, and nothing said.
TEST(DeterminantSigns, OfRankOneAreNotResolved) {
  nets::Network<double> network = draw(1, {2, 2, 2, 1}, nets::Activation::tanh);
  network.weights[1].row(1).setZero();
  const auto signs = determinant_signs(network, square_window(2.0), 11);
  EXPECT_EQ(signs.resolved_share, 0.0);
  EXPECT_TRUE(std::isnan(signs.rarer_share));
}

}  // namespace
}  // namespace basin::dynamics
