#include "dynamics/spectrum.hpp"

#include <gtest/gtest.h>

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
  EXPECT_THROW((void)spectrum(Eigen::MatrixXd(2, 3)), Error);
}

}  // namespace
}  // namespace basin::dynamics
