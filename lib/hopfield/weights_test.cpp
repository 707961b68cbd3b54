// Tests of the storage rules: against loops and the system as printed, a network worked by hand, what is derived of the
// projection.
#include "hopfield/weights.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "hopfield/patterns_for_tests.hpp"
#include "hopfield/recall.hpp"

namespace basin::hopfield {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

MatrixXd plain_outer_product(const MatrixXd& x, Centring centring, Diagonal diagonal) {
  double theta = 0.0;
  for (Index i = 0; i < x.size(); ++i) theta += x(i);
  theta = centring == Centring::mean ? theta / static_cast<double>(x.size()) : 0.0;
  MatrixXd weights = MatrixXd::Zero(x.rows(), x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index j = 0; j < x.rows(); ++j) {
      if (i == j && diagonal == Diagonal::zero) continue;
      for (Index m = 0; m < x.cols(); ++m) weights(i, j) += (x(i, m) - theta) * (x(j, m) - theta);
      weights(i, j) /= static_cast<double>(x.cols());
    }
  }
  return weights;
}

TEST(OuterProductWeights, AreThoseOfTheLoops) {
  for (const auto& [neurons, count] : {std::pair<Index, Index>{1, 1}, {7, 3}, {40, 1}, {12, 30}}) {
    const MatrixXd x = random_signs(neurons, count, 3);
    for (const auto centring : {Centring::none, Centring::mean}) {
      for (const auto diagonal : {Diagonal::zero, Diagonal::kept}) {
        const MatrixXd w = outer_product_weights(x, centring, diagonal);
        EXPECT_LT((w - plain_outer_product(x, centring, diagonal)).cwiseAbs().maxCoeff(), 1e-14);
        EXPECT_EQ(w, w.transpose());
      }
    }
  }
}

// Two patterns of three neurons: theta = (3 - 1) / 6 = 1/3.
TEST(OuterProductWeights, OfANetworkWorkedByHand) {
  MatrixXd x(3, 2), plain(3, 3), centred(3, 3);
  x << 1, 1, 1, -1, 1, -1;
  plain << 0, 0, 0, 0, 0, 1, 0, 1, 0;
  centred << 4, -2, -2, -2, 10, 10, -2, 10, 10;  // ninths
  EXPECT_EQ(outer_product_weights(x, Centring::none, Diagonal::zero), plain);
  EXPECT_TRUE(outer_product_weights(x, Centring::mean, Diagonal::kept).isApprox(centred / 9.0, 1e-14));
}

TEST(PseudoInverseWeights, AreThoseOfTheSystemAsPrinted) {
  for (const Index count : {1, 5, 19, 20, 21, 50}) {
    const MatrixXd x = random_signs(20, count, 5);
    for (const double ridge : {0.01, 1.0, 1e4}) {
      const MatrixXd gram = x * x.transpose();
      const MatrixXd printed = (gram + ridge * MatrixXd::Identity(20, 20)).fullPivLu().solve(gram);
      EXPECT_LT((pseudo_inverse_weights(x, ridge) - printed).cwiseAbs().maxCoeff(), 1e-9) << count << ' ' << ridge;
    }
  }
}

TEST(PseudoInverseWeights, WithoutRidgeAreTheProjectionOntoTheSpan) {
  MatrixXd x = random_signs(30, 8, 6);
  x.col(7) = -x.col(2);  // of rank 7
  const MatrixXd p = pseudo_inverse_weights(x, 0.0);
  const MatrixXd plain = x * x.completeOrthogonalDecomposition().pseudoInverse();
  EXPECT_LT((p - plain).cwiseAbs().maxCoeff(), 1e-13);
  EXPECT_LT((p * p - p).cwiseAbs().maxCoeff(), 1e-13);
  EXPECT_NEAR(p.trace(), 7.0, 1e-12);
  EXPECT_LT((p - pseudo_inverse_weights(x, 1e-9)).cwiseAbs().maxCoeff(), 1e-9) << "the limit of small ridges";
  EXPECT_EQ(pseudo_inverse_weights(MatrixXd::Zero(4, 2), 0.0), MatrixXd::Zero(4, 4));
}

// A system that is singular in doubles, of p and of d unknowns: in silence, Armadillo would print a warning.
TEST(PseudoInverseWeights, WithARidgeThatRoundingLosesAreTheProjection) {
  for (const Index count : {19, 50}) {
    MatrixXd x = random_signs(20, count, 5);
    x.rightCols(count - 10) = x.leftCols(10).replicate(1, 4).leftCols(count - 10);
    for (const double ridge : {1e-300, 1e-18}) {
      ::testing::internal::CaptureStderr();
      const MatrixXd weights = pseudo_inverse_weights(x, ridge);
      EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
      EXPECT_LT((weights - pseudo_inverse_weights(x, 0.0)).cwiseAbs().maxCoeff(), 1e-9) << count << ' ' << ridge;
    }
  }
}

// Every independent pattern is a fixed point up to p = d, where the outer-product rule has long lost them.
TEST(PseudoInverseWeights, KeepAllIndependentPatterns) {
  for (const Index count : {1, 20, 39, 40}) {
    const MatrixXd x = random_signs(40, count, 7);
    ASSERT_EQ(x.fullPivLu().rank(), count);
    EXPECT_EQ(recall(pseudo_inverse_weights(x, 0.0), x, 1), x) << count;
  }
  const MatrixXd x = random_signs(40, 40, 7);
  EXPECT_NE(recall(outer_product_weights(x, Centring::mean, Diagonal::zero), x, 1), x);
}

// One flipped neuron i of a stored pattern: its field is x_i (1 - 2 P_ii), that of another x_j - 2 P_ji x_i, and
// P_ji^2 <= P_ii (1 - P_ii) <= 1/4 as P P = P.
TEST(PseudoInverseWeights, CorrectOneFlipWhereTheirDiagonalIsBelowOneHalf) {
  int corrected = 0, left = 0;
  for (const Index count : {5, 15, 20, 25, 35}) {
    const MatrixXd x = random_signs(40, count, 8), p = pseudo_inverse_weights(x, 0.0);
    for (Index i = 0; i < 40; ++i) {
      MatrixXd flipped = x;
      flipped.row(i) *= -1.0;
      const bool back = recall(p, flipped, 1) == x;
      EXPECT_EQ(back, p(i, i) < 0.5) << count << ' ' << i << ' ' << p(i, i);
      (back ? corrected : left) += 1;
    }
  }
  EXPECT_GT(corrected, 60);
  EXPECT_GT(left, 60);
}

TEST(HopfieldWeights, RefuseWhatIsNoPattern) {
  MatrixXd bad = MatrixXd::Ones(3, 2);
  bad(1, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)outer_product_weights(MatrixXd(3, 0), Centring::mean, Diagonal::zero), Error);
  EXPECT_THROW((void)outer_product_weights(bad, Centring::mean, Diagonal::zero), Error);
  EXPECT_THROW((void)pseudo_inverse_weights(MatrixXd(0, 3), 0.0), Error);
  EXPECT_THROW((void)pseudo_inverse_weights(bad, 0.1), Error);
  EXPECT_THROW((void)pseudo_inverse_weights(MatrixXd::Ones(3, 2), -0.1), Error);
  EXPECT_THROW((void)pseudo_inverse_weights(MatrixXd::Ones(3, 2), std::nan("")), Error);
}

}  // namespace
}  // namespace basin::hopfield
