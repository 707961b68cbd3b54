#include "theory/gaussian_means.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace basin::theory {
namespace {

using nets::Activation;

// The plain double integral over independent normals z, w: u = sqrt(q) z, v = sqrt(q') (rho z + sqrt(1 - rho^2) w).
double double_integral(Activation activation, int a, int b, double q, double other_q, double rho) {
  constexpr double step = 0.04, reach = 9.0;
  const auto count = static_cast<int>(reach / step);
  double sum = 0.0;
  for (int i = -count; i <= count; ++i) {
    const double z = i * step;
    const double f = derivatives(activation, std::sqrt(q) * z)[static_cast<std::size_t>(a)];
    for (int j = -count; j <= count; ++j) {
      const double w = j * step;
      const double v = std::sqrt(other_q) * (rho * z + std::sqrt(1.0 - rho * rho) * w);
      sum += f * derivatives(activation, v)[static_cast<std::size_t>(b)] * std::exp(-0.5 * (z * z + w * w));
    }
  }
  return sum * step * step / (2.0 * std::numbers::pi);
}

TEST(Derivatives, AreThoseOfTheActivation) {
  constexpr double h = 1e-5;
  for (const auto activation : {Activation::sigmoid, Activation::tanh, Activation::erf, Activation::identity}) {
    for (const double z : {-2.3, -0.4, 0.0, 0.7, 3.1}) {
      const auto at = derivatives(activation, z), right = derivatives(activation, z + h),
                 left = derivatives(activation, z - h);
      EXPECT_DOUBLE_EQ(at[0], nets::value(activation, z));
      for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(at[a + 1], (right[a] - left[a]) / (2.0 * h), 1e-8);
    }
  }
  EXPECT_THROW(static_cast<void>(derivatives(Activation::relu, 1.0)), Error);
}

TEST(HermiteSeries, MeansAreThoseOfTheDoubleIntegral) {
  for (const auto activation : {Activation::sigmoid, Activation::tanh, Activation::erf}) {
    for (const auto& [q, other_q, rho] : {std::array{0.03, 0.03, 0.3}, {3.0, 3.0, -0.6}, {12.0, 2.0, 0.9}}) {
      const HermiteSeries u(activation, q), v(activation, other_q);
      for (const auto& [a, b] : {std::pair{0, 0}, {1, 1}, {2, 2}, {2, 0}, {0, 2}, {3, 1}, {1, 3}}) {
        EXPECT_NEAR(u.mean_product(a, v, b, rho), double_integral(activation, a, b, q, other_q, rho), 1e-9)
            << nets::to_text(activation) << " " << q << " " << rho << " derivatives " << a << b;
      }
    }
  }
}

// erf has closed forms [Williams 1997]; also where the sums are longest (radius 50 in 32 dimensions, cosine .9).
TEST(HermiteSeries, AgreesWithTheClosedFormsOfErf) {
  for (const double q : {1e-4, 0.1, 3.0, 78.0}) {
    const HermiteSeries s(Activation::erf, q);
    for (const double rho : {-0.9, -0.2, 0.0, 0.5, 0.9}) {
      const double k = rho * q, root = (1.0 + 2.0 * q) * (1.0 + 2.0 * q);
      EXPECT_NEAR(s.mean_product(0, s, 0, rho), 2.0 / std::numbers::pi * std::asin(2.0 * k / std::sqrt(root)), 1e-9);
      EXPECT_NEAR(s.mean_product(1, s, 1, rho), 4.0 / std::numbers::pi / std::sqrt(root - 4.0 * k * k), 1e-9);
    }
    EXPECT_NEAR(s.mean_product(0, s, 0, 1.0), 2.0 / std::numbers::pi * std::asin(2.0 * q / (1.0 + 2.0 * q)), 1e-12);
  }
}

TEST(HermiteSeries, RefusesWhatItCannotGive) {
  EXPECT_THROW(HermiteSeries(Activation::relu, 1.0), Error);
  EXPECT_THROW(HermiteSeries(Activation::tanh, 0.0), Error);
  EXPECT_THROW(HermiteSeries(Activation::tanh, INFINITY), Error);
  const HermiteSeries s(Activation::tanh, 100.0);
  EXPECT_THROW(static_cast<void>(s.mean_product(0, s, 0, 1.1)), Error);
  EXPECT_THROW(static_cast<void>(s.mean_product(2, s, 2, 0.9999)), Error);
  EXPECT_NO_THROW(static_cast<void>(s.mean_product(2, s, 2, 1.0)));
}

}  // namespace
}  // namespace basin::theory
