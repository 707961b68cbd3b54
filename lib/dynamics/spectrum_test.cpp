#include "dynamics/spectrum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::dynamics {
namespace {

// Non-zero eigenvalues from the smallest cyclic product against those of the full matrix, for a bottleneck, a wide
// hidden layer, and a chain whose narrowest layer is in the middle.
TEST(Spectrum, CyclicProductHasTheEigenvaluesOfTheFullMatrix) {
  using nets::Activation;
  const std::vector<std::vector<Eigen::Index>> chains = {{9, 3, 9}, {4, 30, 4}, {8, 20, 2, 20, 8}, {5, 5}};
  for (const auto& widths : chains) {
    nets::NetworkSpec spec{widths, std::vector<Activation>(widths.size() - 1, Activation::tanh)};
    const auto net = draw_network(spec, Stream("dynamics_test.spectrum", 3, "init"));
    const Eigen::MatrixXd x = Eigen::MatrixXd::Random(widths.front(), 3) * 2.0;
    const auto fast = jacobian_spectra(net, x);
    const auto full = nets::jacobians(net, x);
    for (std::size_t i = 0; i < fast.size(); ++i) {
      const Spectrum oracle = spectrum(full[i]);
      const Eigen::Index m = fast[i].eigenvalues.size();
      EXPECT_EQ(m, *std::min_element(widths.begin(), widths.end()));
      EXPECT_NEAR(fast[i].radius, oracle.radius, 1e-10);
      for (Eigen::Index k = 0; k < m; ++k) {
        EXPECT_NEAR(std::abs(fast[i].eigenvalues(k)), std::abs(oracle.eigenvalues(k)), 1e-8);
      }
      // Those left over are zero; a k-fold zero is found only to about epsilon^(1/k).
      for (Eigen::Index k = m; k < oracle.eigenvalues.size(); ++k) EXPECT_LT(std::abs(oracle.eigenvalues(k)), 1e-3);
    }
  }
}

// A bottleneck autoencoder with ReLU on every layer, the output too, as in strandqvist2020.
nets::Network<double> relu_network(const std::vector<Eigen::Index>& widths) {
  nets::NetworkSpec spec{widths, std::vector<nets::Activation>(widths.size() - 1, nets::Activation::relu)};
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::pytorch;
  auto network = draw_network(spec, Stream("dynamics_test.spectrum", 4, "init"));
  for (auto& weights : network.weights) weights *= 2.0;
  return network;
}

// Points with numbers in (0, 1), the same whatever ran before.
Eigen::MatrixXd points(Eigen::Index dim, Eigen::Index n) {
  Eigen::MatrixXd x(dim, n);
  Stream("dynamics_test.spectrum", 4, "data").fill_uniform({x.data(), static_cast<std::size_t>(x.size())});
  return x;
}

// Units that are off are left out of the product; the full matrix knows nothing of that. A zero of it that is found
// only to about epsilon^(1/k) is told from the others by its size.
TEST(Spectrum, LeavingOutUnitsThatAreOffLeavesTheEigenvalues) {
  const std::vector<std::vector<Eigen::Index>> chains = {{60, 12, 10, 12, 60}, {60, 12, 60},   {40, 40},
                                                         {5, 200, 5},          {8, 300, 9, 8}, {300, 40, 30, 40, 300}};
  for (const auto& widths : chains) {
    const auto net = relu_network(widths);
    const Eigen::MatrixXd x = points(widths.front(), 3);
    const auto slopes = nets::layer_slopes(net, x);
    const auto fast = jacobian_spectra(net, x);
    const auto full = nets::jacobians(net, x);
    const Eigen::Index most = *std::min_element(widths.begin(), widths.end());
    for (std::size_t i = 0; i < fast.size(); ++i) {
      const Spectrum oracle = spectrum(full[i]);
      EXPECT_LT(nets::smallest_cyclic_product(net, slopes, static_cast<Eigen::Index>(i)).rows(), most);
      EXPECT_EQ(fast[i].eigenvalues.size(), most);
      ASSERT_GT(oracle.radius, 1e-3);
      EXPECT_NEAR(fast[i].radius, oracle.radius, 1e-10 * oracle.radius);
      for (Eigen::Index k = 0; k < most; ++k) {
        if (std::abs(oracle.eigenvalues(k)) < 1e-3 * oracle.radius) break;
        // The nearest one: rounding decides the order within a conjugate pair.
        const double off = (fast[i].eigenvalues.array() - oracle.eigenvalues(k)).abs().minCoeff();
        EXPECT_LT(off, 1e-8 * oracle.radius) << widths.size() << ' ' << k;
      }
    }
  }
}

TEST(Spectrum, OfDeadAndOfBrokenNetworks) {
  auto dead = relu_network({20, 6, 5, 20});
  dead.biases[1].setConstant(-1e6);  // no unit of the second layer is ever on
  const Eigen::MatrixXd x = points(20, 2);
  for (const auto& s : jacobian_spectra(dead, x)) {
    EXPECT_EQ(s.radius, 0.0);
    EXPECT_TRUE(s.eigenvalues.isZero(0.0));
    EXPECT_EQ(s.eigenvalues.size(), 5);
  }
  // A number that is not finite is found behind units that are off, too.
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()}) {
    auto broken = dead;
    broken.weights[2](0, 0) = bad;
    EXPECT_TRUE(std::isnan(jacobian_spectra(broken, x)[1].radius));
    broken = relu_network({20, 6, 5, 20});
    broken.biases[0](3) = bad;
    EXPECT_TRUE(std::isnan(jacobian_spectra(broken, x)[1].radius));
    Eigen::MatrixXd one_bad = x;
    one_bad(2, 0) = bad;
    const auto spectra = jacobian_spectra(relu_network({20, 6, 5, 20}), one_bad);
    EXPECT_TRUE(std::isnan(spectra[0].radius) && std::isnan(std::abs(spectra[0].eigenvalues(4))));
    EXPECT_TRUE(std::isfinite(spectra[1].radius));
  }
}

TEST(Spectrum, CountsByDistanceAndNotByModulus) {
  Eigen::Matrix4d m = Eigen::Matrix4d::Zero();
  m(0, 0) = 1.02;
  m(1, 1) = -1.0;  // modulus 1, distance 2
  m(2, 2) = 0.5;
  m(3, 3) = 0.95;
  const Spectrum s = spectrum(m);
  EXPECT_EQ(count_near_one(s, 0.07), 2);
  EXPECT_EQ(count_near_one(s, 0.03), 1);
  EXPECT_DOUBLE_EQ(largest_not_near_one(s, 0.07), 1.0);
  EXPECT_DOUBLE_EQ(s.radius, 1.02);
}

TEST(Spectrum, RotationHasModulusOfItsScale) {
  Eigen::Matrix2d m;
  m << 0.0, -0.7, 0.7, 0.0;
  EXPECT_NEAR(spectrum(m).radius, 0.7, 1e-14);
  EXPECT_NEAR(operator_norm(m), 0.7, 1e-14);
}

TEST(Spectrum, SingularValuesFall) {
  Eigen::MatrixXd m(2, 3);
  m << 0.0, 3.0, 0.0, 4.0, 0.0, 0.0;
  EXPECT_LT((singular_values(m) - Eigen::Vector2d(4.0, 3.0)).norm(), 1e-14);
}

TEST(Spectrum, OperatorNormExceedsTheRadiusOfANonNormalMatrix) {
  Eigen::Matrix2d m;
  m << 0.0, 5.0, 0.0, 0.0;
  EXPECT_NEAR(operator_norm(m), 5.0, 1e-14);
  EXPECT_NEAR(spectrum(m).radius, 0.0, 1e-7);
}

TEST(Spectrum, NumbersThatAreNotFiniteGiveNaNAndNoCrash) {
  Eigen::Matrix2d m = Eigen::Matrix2d::Identity();
  m(0, 1) = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(spectrum(m).radius));
  EXPECT_TRUE(std::isnan(operator_norm(m)));
  EXPECT_TRUE(singular_values(m).array().isNaN().all());
  EXPECT_THROW((void)spectrum(Eigen::MatrixXd(2, 3)), Error);
}

}  // namespace
}  // namespace basin::dynamics
