#include "nets/rewrite.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::nets {
namespace {

const Stream draws("rewrite_test.x", 5, "init");

Network<double> make(BatchNorm batch_norm, Parametrisation parametrisation = Parametrisation::pytorch) {
  NetworkSpec spec{.widths = {2, 3, 3, 1},
                   .activations = {Activation::tanh, Activation::relu, Activation::sigmoid},
                   .bias = Bias::all,
                   .parametrisation = parametrisation,
                   .batch_norm = batch_norm,
                   .residual = Residual{0.5, 2.0}};
  Network<double> network = draw_network(spec, draws);
  std::uint64_t at = 0;
  for (auto& norm : network.norms) {
    for (auto* v : {&norm.scale, &norm.shift, &norm.mean, &norm.variance}) {
      for (double& number : *v)
        number = Stream("rewrite_test.x", 5, "norm").uniform(at++) + (v == &norm.shift ? -0.5 : 0.2);
    }
  }
  return network;
}

Eigen::MatrixXd points() {
  std::vector<double> numbers(2 * 50);
  Stream("rewrite_test.x", 5, "data").fill_normal(numbers);
  return Eigen::Map<const Eigen::MatrixXd>(numbers.data(), 2, 50);
}

// By the formula, number by number.
double by_hand(const Network<double>& n, const Eigen::Vector2d& x) {
  Eigen::VectorXd h = x;
  for (std::size_t l = 0; l < 3; ++l) {
    Eigen::VectorXd out(n.spec.widths[l + 1]);
    for (Eigen::Index u = 0; u < out.size(); ++u) {
      double z = n.biases[l](u);
      for (Eigen::Index k = 0; k < h.size(); ++k) z += n.spec.scale(l) * n.weights[l](u, k) * h(k);
      if (l < 2) {
        const auto& m = n.norms[l];
        z = m.scale(u) * (z - m.mean(u)) / std::sqrt(m.variance(u) + 1e-5) + m.shift(u);
      }
      out(u) = value(n.spec.activations[l], z);
      if (l == 1) out(u) = 0.5 * h(u) + 2.0 * out(u);
    }
    h = out;
  }
  return h(0);
}

TEST(Network, EvaluatesBatchNormAndResidualBlocksByTheirFormulas) {
  for (const auto p : {Parametrisation::pytorch, Parametrisation::ntk}) {
    const Network<double> network = make(BatchNorm::hidden, p);
    const Eigen::MatrixXd x = points(), f = forward(network, x);
    for (Eigen::Index i = 0; i < x.cols(); ++i) EXPECT_NEAR(f(0, i), by_hand(network, x.col(i)), 1e-14);
    EXPECT_EQ(network.spec.parameters(), 9 + 12 + 4 + 12);
  }
}

TEST(Network, DrawsXavierWeightsAndLinearsBiases) {
  NetworkSpec spec{.widths = {40, 400},
                   .activations = {Activation::identity},
                   .bias = Bias::all,
                   .parametrisation = Parametrisation::xavier_normal};
  const Network<double> network = draw_network(spec, draws);
  // 16000 normal numbers: their mean square is known to 1.1 % (one standard error).
  EXPECT_NEAR(network.weights[0].array().square().mean(), 2.0 / 440.0, 0.05 * 2.0 / 440.0);
  EXPECT_LE(network.biases[0].cwiseAbs().maxCoeff(), 1.0 / std::sqrt(40.0));
  EXPECT_GT(network.biases[0].cwiseAbs().maxCoeff(), 0.9 / std::sqrt(40.0));
}

TEST(Rewrite, FoldsBatchNormIntoWeights) {
  for (const auto p : {Parametrisation::pytorch, Parametrisation::ntk}) {
    const Network<double> network = make(BatchNorm::hidden, p), plain = folded(network);
    EXPECT_EQ(plain.spec.batch_norm, BatchNorm::none);
    EXPECT_TRUE(plain.norms.empty());
    const Eigen::MatrixXd x = points();
    EXPECT_LT((forward(plain, x) - forward(network, x)).norm(), 1e-13);
    EXPECT_LT((jacobians<double>(plain, x)[3] - jacobians<double>(network, x)[3]).norm(), 1e-13);
  }
  const Network<double> none = make(BatchNorm::none);
  EXPECT_EQ(folded(none).weights[1], none.weights[1]);
}

TEST(Rewrite, JacobiansOfResidualBlocksAreThoseOfDifferences) {
  const Network<double> network = make(BatchNorm::hidden);
  const Eigen::MatrixXd x = points();
  const auto all = jacobians<double>(network, x);
  constexpr double h = 1e-6;
  for (Eigen::Index i = 0; i < 10; ++i) {
    for (Eigen::Index k = 0; k < 2; ++k) {
      const Eigen::Vector2d step = h * Eigen::Vector2d::Unit(k);
      const Eigen::Vector2d right = x.col(i) + step, left = x.col(i) - step;
      const double slope = (by_hand(network, right) - by_hand(network, left)) / (2 * h);
      EXPECT_NEAR(all[static_cast<std::size_t>(i)](0, k), slope, 1e-7);
    }
  }
  EXPECT_THROW((void)jacobian_products<double>(network, layer_slopes<double>(network, x), x), Error);
}

TEST(Rewrite, TakesInputsAsTheyWereBeforeTheyWereStandardised) {
  const Eigen::Vector2d mean(0.3, -1.2), deviation(2.0, 0.25);
  for (const auto p : {Parametrisation::pytorch, Parametrisation::ntk}) {
    const Network<double> network = make(BatchNorm::hidden, p);
    const Eigen::MatrixXd x = points();
    const Eigen::MatrixXd standardised = deviation.cwiseInverse().asDiagonal() * (x.colwise() - mean);
    EXPECT_LT((forward(on_raw_inputs(network, mean, deviation), x) - forward(network, standardised)).norm(), 1e-13);
  }
  for (const auto p : {Parametrisation::pytorch, Parametrisation::ntk}) {
    NetworkSpec blocks{.widths = {2, 2, 2, 1},
                       .activations = {Activation::tanh, Activation::tanh, Activation::sigmoid},
                       .bias = Bias::all,
                       .parametrisation = p,
                       .batch_norm = BatchNorm::hidden,
                       .residual = Residual{1.0, 0.1}};
    const Network<double> network = draw_network(blocks, draws);
    const Eigen::MatrixXd x = points();
    const Eigen::MatrixXd standardised = deviation.cwiseInverse().asDiagonal() * (x.colwise() - mean);
    EXPECT_LT((forward(on_raw_inputs(network, mean, deviation), x) - forward(network, standardised)).norm(), 1e-13);
  }
  EXPECT_THROW((void)on_raw_inputs(make(BatchNorm::none), mean, Eigen::Vector2d(1.0, 0.0)), Error);
  EXPECT_THROW((void)on_raw_inputs(make(BatchNorm::none), Eigen::Vector3d::Zero(), deviation), Error);
}

TEST(Rewrite, EndsAtAPreactivation) {
  const Network<double> network = make(BatchNorm::hidden);
  const Eigen::MatrixXd x = points();
  EXPECT_LT((forward(up_to_preactivation(network, 1), x) - preactivation(network, 0, x)).norm(), 1e-13);
  const Eigen::MatrixXd logits = forward(up_to_preactivation(network, 3), x);
  EXPECT_LT(((1.0 + (-logits.array()).exp()).inverse() - forward(network, x).array()).matrix().norm(), 1e-13);
  EXPECT_THROW((void)up_to_preactivation(network, 2), Error) << "a residual block";
  EXPECT_THROW((void)up_to_preactivation(network, 0), Error);
  EXPECT_THROW((void)up_to_preactivation(network, 4), Error);
}

TEST(Rewrite, MapsToTheLastHiddenLayer) {
  for (const auto p : {Parametrisation::pytorch, Parametrisation::ntk}) {
    const Network<double> network = make(BatchNorm::hidden, p);  // whose last hidden layer is a residual block
    const Eigen::MatrixXd x = points(), hidden = forward(hidden_map(network), x);
    ASSERT_EQ(hidden.rows(), 3);
    const Eigen::MatrixXd logits = preactivation(network, 2, hidden);
    EXPECT_LT(((1.0 + (-logits.array()).exp()).inverse() - forward(network, x).array()).matrix().norm(), 1e-13);
  }
  EXPECT_THROW((void)hidden_map(up_to_preactivation(make(BatchNorm::none), 1)), Error);
}

// A linear layer in the middle cuts an autoencoder: decoder(encoder(x)) is the network.
TEST(Rewrite, EncoderAndDecoderMakeTheAutoencoder) {
  for (const auto parametrisation : {Parametrisation::pytorch, Parametrisation::ntk}) {
    NetworkSpec spec{.widths = {2, 5, 1, 4, 3, 2},
                     .activations = {Activation::relu, Activation::identity, Activation::tanh, Activation::relu,
                                     Activation::identity},
                     .bias = Bias::all,
                     .parametrisation = parametrisation};
    const Network<double> whole = draw_network(spec, draws);
    const Eigen::MatrixXd x = Eigen::MatrixXd::Random(2, 9);
    const Network<double> encoder = up_to_preactivation(whole, 2), decoder = behind(whole, 2);
    EXPECT_EQ(encoder.spec.outputs(), 1);
    EXPECT_EQ(decoder.spec.layers(), 3U);
    EXPECT_LT((forward(decoder, forward(encoder, x)) - forward(whole, x)).norm(), 1e-14);
    EXPECT_LT((forward(behind(whole, 0), x) - forward(whole, x)).norm(), 1e-15);
    EXPECT_THROW((void)behind(whole, 5), Error);
  }
  const Network<double> blocks = make(BatchNorm::hidden);
  const Eigen::MatrixXd x = Eigen::MatrixXd::Random(2, 9);
  NetworkSpec first = blocks.spec;
  const Eigen::MatrixXd h =
      layer_output<double>(first, 0, x, preactivation<double>(blocks, 0, x).array().tanh().matrix());
  EXPECT_LT((forward(behind(blocks, 1), h) - forward(blocks, x)).norm(), 1e-14) << "folded, blocks kept";
}

}  // namespace
}  // namespace basin::nets
