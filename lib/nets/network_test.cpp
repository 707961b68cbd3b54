#include "nets/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::nets {
namespace {

const Stream draws("nets_test.network", 1, "init");

TEST(Network, ForwardIsTheFormula) {
  NetworkSpec spec{{2, 3, 2}, {Activation::tanh, Activation::identity}, Bias::all, Parametrisation::ntk};
  const auto net = draw_network(spec, draws);
  const Eigen::MatrixXd x = Eigen::MatrixXd::Random(2, 4);
  const auto f = forward(net, x);
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index k = 0; k < 2; ++k) {
      double sum = 0.0;
      for (Eigen::Index w = 0; w < 3; ++w) {
        const double z = (net.weights[0](w, 0) * x(0, i) + net.weights[0](w, 1) * x(1, i)) / std::sqrt(2.0);
        sum += net.weights[1](k, w) * std::tanh(z + net.biases[0](w));
      }
      EXPECT_NEAR(f(k, i), sum / std::sqrt(3.0) + net.biases[1](k), 1e-14);
    }
  }
}

TEST(Network, PytorchParametrisationIsUniformWithinOneOverRootFanIn) {
  NetworkSpec spec = autoencoder(16, 4000, 2, Activation::relu, Parametrisation::pytorch);
  spec.bias = Bias::all;
  const auto net = draw_network(spec, draws);
  EXPECT_LE(net.weights[0].cwiseAbs().maxCoeff(), 0.25);
  EXPECT_NEAR(net.weights[0].array().square().mean(), 1.0 / (3.0 * 16.0), 0.001);
  EXPECT_LE(net.biases[1].cwiseAbs().maxCoeff(), 1.0 / std::sqrt(4000.0));
  EXPECT_EQ(spec.scale(0), 1.0);
}

// A normal law cut at two standard deviations keeps .8796 of its deviation, and sits flatter in the middle.
TEST(Network, GlorotNormalIsCutAtTwoDeviationsWithoutBiases) {
  NetworkSpec spec = autoencoder(300, 200, 3, Activation::relu, Parametrisation::glorot_normal);
  spec.bias = Bias::all;
  const auto net = draw_network(spec, draws);
  for (std::size_t l = 0; l < 3; ++l) {
    const auto w = net.weights[l].array();
    const double deviation = std::sqrt(2.0 / static_cast<double>(spec.widths[l] + spec.widths[l + 1]));
    EXPECT_LE(w.abs().maxCoeff(), 2.0 * deviation);
    EXPECT_GT(w.abs().maxCoeff(), 1.99 * deviation);
    EXPECT_NEAR(w.mean(), 0.0, 0.02 * deviation);
    EXPECT_NEAR(std::sqrt(w.square().mean()), 0.87963 * deviation, 0.015 * deviation);
    const auto inner = static_cast<double>((w.abs() < deviation).count()) / static_cast<double>(w.size());
    EXPECT_NEAR(inner, 0.6827 / 0.9545, 0.01);
    EXPECT_EQ(net.biases[l].cwiseAbs().maxCoeff(), 0.0);
    EXPECT_EQ(spec.scale(l), 1.0);
  }
}

// One row of the table in reproductions/orujlu2023/README.md: what each layer is multiplied by.
struct Orujlu2023Row {
  Eigen::Index dim, width;
  std::size_t layers;
  Activation activation;
  std::vector<double> squared_scales;  // as 1 / ...
};

TEST(Network, Orujlu2023ScalesAsItsCodeDoes) {
  const std::vector<Orujlu2023Row> rows = {
      {10, 50, 2, Activation::sigmoid, {10, 50}},
      {10, 50, 2, Activation::erf, {10, 50}},
      {10, 50, 3, Activation::sigmoid, {50, 50, 10}},
      {10, 50, 4, Activation::sigmoid, {50, 50, 50, 32}},
      {10, 50, 3, Activation::tanh, {1000, 1000, 32}},
      {10, 50, 3, Activation::relu, {1000, 1000, 32}},
      {10, 50, 4, Activation::tanh, {1000, 1000, 1000, 32}},
      {10, 50, 4, Activation::relu, {1000, 1000, 1000, 32}},
  };
  for (const auto& row : rows) {
    const auto spec = autoencoder(row.dim, row.width, row.layers, row.activation, Parametrisation::orujlu2023);
    for (std::size_t l = 0; l < row.layers; ++l) {
      EXPECT_DOUBLE_EQ(spec.scale(l), 1.0 / std::sqrt(row.squared_scales[l])) << row.layers << to_text(row.activation);
    }
  }
}

TEST(Network, Orujlu2023DrawsTwoLayersAsNtkAndDeeperOnesNarrower) {
  const auto two = autoencoder(32, 300, 2, Activation::tanh, Parametrisation::orujlu2023);
  const auto ntk = draw_network(autoencoder(32, 300, 2, Activation::tanh), draws);
  EXPECT_EQ(draw_network(two, draws).weights, ntk.weights);
  for (const std::size_t layers : {3U, 4U}) {
    for (const auto activation : {Activation::sigmoid, Activation::tanh, Activation::relu}) {
      const auto net = draw_network(autoencoder(32, 300, layers, activation, Parametrisation::orujlu2023), draws);
      for (std::size_t l = 0; l < layers; ++l) {
        const double fan_in = l == 0 ? 32.0 : 300.0;
        // The variance of N numbers has a relative standard deviation of sqrt(2 / N), 0.0144 for 32 * 300.
        EXPECT_NEAR(net.weights[l].array().square().mean() * fan_in, 1.0, 5 * 0.0144) << layers << ' ' << l;
      }
    }
  }
}

TEST(Network, Orujlu2023SigmoidsSitAtOneHalf) {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Constant(32, 1, 10.0 / std::sqrt(32.0));
  for (const std::size_t layers : {3U, 4U}) {
    const auto net =
        draw_network(autoencoder(32, 1000, layers, Activation::sigmoid, Parametrisation::orujlu2023), draws);
    const Eigen::MatrixXd z = preactivation(net, 0, x);
    // 1000 units: a relative standard deviation of 1 / sqrt(2000).
    EXPECT_NEAR(z.norm() / std::sqrt(1000.0), 10.0 / std::sqrt(32.0 * 1000.0), 10.0 * 0.0056 * 5 * 0.0224);
  }
}

TEST(Network, Orujlu2023RefusesWhatItsCodeDoesNotHave) {
  const auto make = [](std::size_t layers, Activation activation) {
    return autoencoder(32, 100, layers, activation, Parametrisation::orujlu2023);
  };
  EXPECT_THROW((void)make(1, Activation::sigmoid), Error);
  EXPECT_THROW((void)make(5, Activation::sigmoid), Error);
  EXPECT_THROW((void)make(3, Activation::erf), Error);
  NetworkSpec biased = make(2, Activation::tanh);
  biased.bias = Bias::all;
  EXPECT_THROW(biased.check(), Error);
}

TEST(Network, ParametrisationsHaveNames) {
  for (const auto& name : parametrisation_names()) EXPECT_EQ(to_text(read_parametrisation(name)), name);
  EXPECT_THROW((void)read_parametrisation("standard"), Error);
}

TEST(Network, NarrowNetworksShareTheirUnitsWithWideOnes) {
  const auto narrow = draw_network(autoencoder(5, 10, 2, Activation::tanh), draws);
  const auto wide = draw_network(autoencoder(5, 40, 2, Activation::tanh), draws);
  EXPECT_EQ(narrow.weights[0], wide.weights[0].topRows(10));
  EXPECT_EQ(narrow.weights[1], wide.weights[1].leftCols(10));
}

TEST(Network, CountsItsParameters) {
  EXPECT_EQ(autoencoder(32, 1000, 2, Activation::tanh).parameters(), 64000.0);
  NetworkSpec spec = autoencoder(32, 1000, 2, Activation::tanh);
  spec.bias = Bias::all;
  EXPECT_EQ(spec.parameters(), 64000.0 + 1000.0 + 32.0);
}

TEST(Network, RefusesWhatIsNoNetwork) {
  EXPECT_THROW(NetworkSpec{}.check(), Error);
  EXPECT_THROW((NetworkSpec{{2, 0, 2}, {Activation::tanh, Activation::tanh}}.check()), Error);
  EXPECT_THROW((NetworkSpec{{2, 2}, {Activation::tanh, Activation::tanh}}.check()), Error);
  const auto net = draw_network(autoencoder(3, 4, 2, Activation::tanh), draws);
  EXPECT_THROW((void)forward(net, Eigen::MatrixXd(2, 1)), Error);
  EXPECT_THROW((void)jacobians(net, Eigen::MatrixXd(2, 1)), Error);
}

// The chain rule against central differences, for every activation and depths 1 to 4.
TEST(Jacobian, IsTheDerivativeOfTheMap) {
  for (std::size_t layers = 1; layers <= 4; ++layers) {
    for (const auto activation : {Activation::sigmoid, Activation::tanh, Activation::erf, Activation::identity}) {
      NetworkSpec spec = autoencoder(4, 7, layers, activation);
      spec.bias = Bias::all;
      const auto net = draw_network(spec, draws);
      const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(4, -1.0, 2.0);
      const auto j = jacobian<double>(net, x);
      for (Eigen::Index d = 0; d < 4; ++d) {
        const Eigen::VectorXd step = 1e-5 * Eigen::VectorXd::Unit(4, d);
        const Eigen::VectorXd difference =
            (forward(net, Eigen::MatrixXd(x + step)) - forward(net, Eigen::MatrixXd(x - step))) / 2e-5;
        EXPECT_LT((j.col(d) - difference).norm(), 1e-9) << layers << ' ' << to_text(activation);
      }
    }
  }
}

TEST(Jacobian, FloatAgreesWithDouble) {
  const auto net = draw_network(autoencoder(6, 50, 3, Activation::sigmoid), draws);
  const Eigen::MatrixXd x = Eigen::MatrixXd::Random(6, 2);
  const auto exact = jacobians(net, x);
  const auto rough = jacobians(convert<float>(net), MatrixOf<float>(x.cast<float>()));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_LT((rough[i].cast<double>() - exact[i]).norm(), 1e-5 * exact[i].norm());
  }
}

TEST(JacobianProducts, AreThoseWithTheMatrices) {
  for (const auto activation : {Activation::sigmoid, Activation::relu}) {
    NetworkSpec spec = autoencoder(6, 9, 3, activation);
    spec.bias = Bias::all;
    const auto net = draw_network(spec, draws);
    const Eigen::MatrixXd x = Eigen::MatrixXd::Random(6, 4), v = Eigen::MatrixXd::Random(6, 4);
    const auto full = jacobians(net, x);
    const auto moved = jacobian_products(net, layer_slopes(net, x), v);
    for (Eigen::Index i = 0; i < 4; ++i) {
      EXPECT_LT((moved.col(i) - full[static_cast<std::size_t>(i)] * v.col(i)).norm(), 1e-13);
    }
    EXPECT_THROW((void)jacobian_products(net, layer_slopes(net, x), Eigen::MatrixXd(6, 3)), Error);
    EXPECT_THROW((void)jacobian_products(net, layer_slopes(net, x), Eigen::MatrixXd(5, 4)), Error);
  }
}

// Euler: J(x) x = f(x) where f(c x) = c f(x). Neither biases nor another activation leave that.
TEST(Homogeneity, HoldsForReluWithoutBias) {
  const Eigen::MatrixXd x = Eigen::MatrixXd::Constant(6, 4, 0.1) + Eigen::MatrixXd::Identity(6, 4);
  NetworkSpec spec = autoencoder(6, 20, 4, Activation::relu);
  spec.activations.back() = Activation::relu;
  auto net = draw_network(spec, draws);
  EXPECT_LT(homogeneity_error(net, x), 1e-14);
  net.weights.back() = -net.weights.back().cwiseAbs();  // black everywhere: 0 / 0
  EXPECT_EQ(homogeneity_error(net, x), 0.0);
  net.weights[1](2, 3) = std::nan("");
  EXPECT_TRUE(std::isnan(homogeneity_error(net, x)));
  EXPECT_GT(homogeneity_error(draw_network(autoencoder(6, 20, 4, Activation::tanh), draws), x), 1e-3);
  spec.bias = Bias::all;
  const auto biased = draw_network(spec, draws);
  // With biases by the definition, one example after the other.
  double largest = 0.0;
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    const Eigen::VectorXd at = x.col(i), mapped = forward(biased, Eigen::MatrixXd(at));
    largest = std::max(largest, (jacobian<double>(biased, at) * at - mapped).norm() / mapped.norm());
  }
  EXPECT_GT(largest, 0.1);
  EXPECT_NEAR(homogeneity_error(biased, x), largest, 1e-12);
}

TEST(MirrorUnits, MakesTheNetworkVanishAndKeepsItsUnits) {
  NetworkSpec spec = autoencoder(5, 40, 2, Activation::sigmoid);
  spec.bias = Bias::all;
  const Stream mirror_draws("nets_test.mirror", 1, "init");
  const auto before = draw_network(spec, mirror_draws);
  auto mirrored = before;
  mirror_units(mirrored);
  const Eigen::MatrixXd x = Eigen::MatrixXd::Random(5, 7);
  EXPECT_LT(forward(mirrored, x).norm(), 1e-13);
  EXPECT_GT(forward(before, x).norm(), 0.1);
  EXPECT_EQ(mirrored.weights[0].topRows(20), before.weights[0].topRows(20));
  EXPECT_EQ(mirrored.weights[1].leftCols(20), before.weights[1].leftCols(20));
}

TEST(MirrorUnits, RefusesWhatHasNoHalves) {
  const Stream mirror_draws("nets_test.mirror", 1, "init");
  auto odd = draw_network(autoencoder(3, 7, 2, Activation::tanh), mirror_draws);
  EXPECT_THROW(mirror_units(odd), Error);
  auto deep = draw_network(autoencoder(3, 8, 3, Activation::tanh), mirror_draws);
  EXPECT_THROW(mirror_units(deep), Error);
}

}  // namespace
}  // namespace basin::nets
