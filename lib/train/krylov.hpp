// Functions of a symmetric positive semi-definite matrix K applied to a vector e, in the Krylov space of K and e.
// A few dozen products with K stand for its whole eigendecomposition.
#pragma once

#include <Eigen/Core>

namespace basin::train {

/// What gradient flow with a fixed kernel does to residuals in a time t.
struct FlowStep {
  Eigen::VectorXd residual;  ///< exp(-t K) e
  Eigen::VectorXd impulse;   ///< integral of exp(-s K) e over s = 0 .. t: the parameters move by -T' impulse
};

/// The Krylov space of K and e, grown on demand by Lanczos iteration with full reorthogonalisation. Borrows K.
class KrylovSpace {
 public:
  KrylovSpace(const Eigen::MatrixXd& kernel, const Eigen::VectorXd& start);

  /// Grows the space until exp(-t K) e is known to `tolerance` |e| (by the usual estimate: what couples to the next
  /// vector), or until it holds everything that K can make of e.
  void resolve(double t, double tolerance);

  /// Grows to `size` vectors at least, unless the space is exhausted first.
  void grow(Eigen::Index size);

  /// |exp(-t K) e|^2, within the space.
  [[nodiscard]] double squared_norm_at(double t) const;

  [[nodiscard]] FlowStep at(double t) const;

  [[nodiscard]] double largest_ritz_value() const { return values_(values_.size() - 1); }
  [[nodiscard]] Eigen::Index size() const { return size_; }

 private:
  void decompose();

  const Eigen::MatrixXd& kernel_;
  double norm_;
  Eigen::MatrixXd basis_;            // (N, capacity), the first size_ columns orthonormal
  Eigen::VectorXd diagonal_, side_;  // of the tridiagonal matrix; side_(m) couples vectors m and m + 1
  Eigen::Index size_ = 0;
  bool exhausted_ = false;
  Eigen::VectorXd values_;   // Ritz values, rising, clipped at 0
  Eigen::MatrixXd vectors_;  // of the tridiagonal matrix
};

}  // namespace basin::train
