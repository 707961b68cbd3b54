#include "train/krylov.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

namespace basin::train {

KrylovSpace::KrylovSpace(const Eigen::MatrixXd& kernel, const Eigen::VectorXd& start)
    : kernel_(kernel), norm_(start.norm()), basis_(kernel.rows(), std::min<Eigen::Index>(64, kernel.rows())) {
  diagonal_.resize(kernel.rows());
  side_ = Eigen::VectorXd::Zero(kernel.rows());
  basis_.col(0) = start / norm_;
  grow(1);
}

void KrylovSpace::grow(Eigen::Index size) {
  size = std::min(size, kernel_.rows());
  if (size <= size_ || exhausted_) return;
  while (size_ < size && !exhausted_) {
    const Eigen::Index m = size_;
    Eigen::VectorXd next(kernel_.rows());
    next.noalias() = kernel_.selfadjointView<Eigen::Lower>() * basis_.col(m);
    diagonal_(m) = basis_.col(m).dot(next);
    for (int pass = 0; pass < 2; ++pass) {  // twice is enough for orthogonality to rounding (Kahan, Parlett)
      const Eigen::VectorXd overlap = basis_.leftCols(m + 1).transpose() * next;
      next.noalias() -= basis_.leftCols(m + 1) * overlap;
    }
    ++size_;
    side_(m) = next.norm();
    exhausted_ =
        size_ == kernel_.rows() || side_(m) <= 16.0 * std::numeric_limits<double>::epsilon() * std::abs(diagonal_(0));
    if (exhausted_) {
      side_(m) = 0.0;
      break;
    }
    if (size_ == basis_.cols()) {
      basis_.conservativeResize(Eigen::NoChange, std::min(2 * basis_.cols(), kernel_.rows()));
    }
    basis_.col(size_) = next / side_(m);
  }
  decompose();
}

void KrylovSpace::decompose() {
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal_.head(size_), side_.head(size_ - 1));
  values_ = solver.eigenvalues().cwiseMax(0.0);
  vectors_ = solver.eigenvectors();
}

void KrylovSpace::resolve(double t, double tolerance) {
  while (!exhausted_) {
    // Last component of the impulse: what would leak into the next vector.
    const Eigen::VectorXd& l = values_;
    double leak = 0.0;
    for (Eigen::Index k = 0; k < size_; ++k) {
      const double gain = l(k) * t > 1e-12 ? -std::expm1(-l(k) * t) / l(k) : t;
      leak += vectors_(size_ - 1, k) * gain * vectors_(0, k);
    }
    if (std::abs(leak) * side_(size_ - 1) <= tolerance) return;
    grow(std::max<Eigen::Index>(12, size_ + size_ / 3));
  }
}

double KrylovSpace::squared_norm_at(double t) const {
  const auto decay = (-2.0 * t * values_.array()).exp();
  return norm_ * norm_ * (decay * vectors_.row(0).transpose().array().square()).sum();
}

FlowStep KrylovSpace::at(double t) const {
  const double rounding = std::numeric_limits<double>::epsilon() * largest_ritz_value();
  Eigen::VectorXd decay(size_), gain(size_);
  for (Eigen::Index k = 0; k < size_; ++k) {
    decay(k) = std::exp(-t * values_(k));
    gain(k) = values_(k) > rounding ? -std::expm1(-t * values_(k)) / values_(k) : t;
  }
  const Eigen::VectorXd first = norm_ * vectors_.row(0).transpose();
  FlowStep step;
  step.residual = basis_.leftCols(size_) * (vectors_ * decay.cwiseProduct(first));
  step.impulse = basis_.leftCols(size_) * (vectors_ * gain.cwiseProduct(first));
  return step;
}

}  // namespace basin::train
