#include "train/krylov.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>

namespace basin::train {
namespace {

// A kernel with eigenvalues from 1e-4 to 5, as a network's at small radius has, and some vector.
struct Problem {
  Eigen::MatrixXd kernel;
  Eigen::VectorXd e;
};
Problem make(Eigen::Index n) {
  std::srand(1);
  const Eigen::MatrixXd q = Eigen::HouseholderQR<Eigen::MatrixXd>(Eigen::MatrixXd::Random(n, n)).householderQ();
  const Eigen::VectorXd l = Eigen::VectorXd::LinSpaced(n, std::log(1e-4), std::log(5.0)).array().exp();
  return {q * l.asDiagonal() * q.transpose(), Eigen::VectorXd::Random(n)};
}

// The whole eigendecomposition, as the definition has it.
FlowStep by_eigenvectors(const Problem& p, double t) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(p.kernel);
  const Eigen::ArrayXd l = solver.eigenvalues();
  const Eigen::VectorXd c = solver.eigenvectors().transpose() * p.e;
  return {solver.eigenvectors() * ((-t * l).exp() * c.array()).matrix(),
          solver.eigenvectors() * ((1.0 - (-t * l).exp()) / l * c.array()).matrix()};
}

TEST(Krylov, AgreesWithTheWholeEigendecomposition) {
  const Problem p = make(120);
  for (const double t : {0.1, 2.0, 100.0, 1e4}) {
    KrylovSpace space(p.kernel, p.e);
    space.resolve(t, 1e-9);
    const FlowStep fast = space.at(t), exact = by_eigenvectors(p, t);
    EXPECT_LT((fast.residual - exact.residual).norm(), 1e-7 * p.e.norm()) << t;
    EXPECT_NEAR(space.squared_norm_at(t), exact.residual.squaredNorm(), 1e-6 * p.e.squaredNorm()) << t;
    // The impulse is right where the kernel can see it.
    EXPECT_LT((p.kernel * (fast.impulse - exact.impulse)).norm(), 1e-6 * p.e.norm()) << t;
  }
}

TEST(Krylov, ShortTimesNeedFewVectors) {
  const Problem p = make(120);
  KrylovSpace space(p.kernel, p.e);
  space.resolve(0.2, 1e-9);
  EXPECT_LT(space.size(), 25);
}

TEST(Krylov, StopsWhereTheSpaceIsExhausted) {
  // Two distinct eigenvalues: the space has two dimensions, whatever is asked for.
  Eigen::VectorXd l(6);
  l << 2, 2, 2, 1, 1, 1;
  const Eigen::MatrixXd kernel = l.asDiagonal();
  const Eigen::VectorXd e = Eigen::VectorXd::Ones(6);
  KrylovSpace space(kernel, e);
  space.grow(6);
  EXPECT_EQ(space.size(), 2);
  const FlowStep step = space.at(3.0);
  EXPECT_NEAR(step.residual(0), std::exp(-6.0), 1e-14);
  EXPECT_NEAR(step.impulse(5), 1.0 - std::exp(-3.0), 1e-14);
}

TEST(Krylov, AZeroKernelMovesByTheTime) {
  const Eigen::MatrixXd kernel = Eigen::MatrixXd::Zero(3, 3);
  const Eigen::VectorXd e = Eigen::VectorXd::Ones(3);
  KrylovSpace space(kernel, e);
  const FlowStep step = space.at(2.0);
  EXPECT_NEAR((step.residual - e).norm(), 0.0, 1e-14);
  EXPECT_NEAR((step.impulse - 2.0 * e).norm(), 0.0, 1e-14);
}

}  // namespace
}  // namespace basin::train
