// Batch norm of one layer while it is trained: forward over the batch's own mean and variance, backward through them.
// n examples of a batch, a column a unit; rows beyond n are padding.
#pragma once

#include <Eigen/Core>
#include <array>

#include "nets/network.hpp"
#include "train/optimizer.hpp"
#include "train/simd.hpp"

namespace basin::train {

/// z <- scale x + shift with x = (z - mean) / sqrt(variance + epsilon), mean and (population) variance those of the
/// batch. The running mean and variance, which networks are evaluated with, move a tenth of the way to the batch's at
/// every step, the variance to that of a sample (n - 1), as in PyTorch. Scalar: float or double.
template <class Scalar>
class BatchNormLayer {
 public:
  /// `means` as of Update.
  BatchNormLayer(const nets::Normalisation<double>& norm, int means);

  /// Normalises z (np, units) over its first `examples` rows, at least 2, and keeps x in `normalised` (same shape).
  void forward(Matrix<Scalar>& z, Eigen::Index examples, Matrix<Scalar>& normalised);
  /// dloss/dz after the norm to dloss/dz before it, in place; then moves scale and shift.
  void backward(const Matrix<Scalar>& normalised, Eigen::Index examples, const Update<Scalar>& update,
                Matrix<Scalar>& delta);

  [[nodiscard]] nets::Normalisation<double> normalisation() const;

 private:
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

  // What is trained, with its gradient and running means.
  struct Parameters {
    Vector values, gradient;
    std::array<Vector, 2> means;

    Parameters(const Eigen::VectorXd& initial, int count);
    void move(const Update<Scalar>& update);
  };

  Parameters scale_, shift_;
  Vector mean_, variance_;    // running
  Vector inverse_deviation_;  // of the batch
};

}  // namespace basin::train
