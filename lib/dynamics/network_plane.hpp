// A network of two inputs and one output as a function on the plane.
#pragma once

#include <vector>

#include "dynamics/dense_layer.hpp"
#include "dynamics/plane_function.hpp"

namespace basin::dynamics {

/// u(x), the pre-activation of the network's output (logit_layers), in evaluation mode.
///   gradient: the row W_L D_{L-1} W_{L-1} ... D_1 W_1, carried backward, D the slopes: what rounding makes of it is
///   the
///     gradient of a network whose weights differ in their last bits, so one that keeps its shape. Where it leaves the
///     range of doubles it is computed again in numbers without that limit; direction and log_norm do not underflow.
///     Exactly 0 only where a slope or weight is (relu). Direction and log_norm are NaN where u is not finite.
///   hessian: carried forward (plane_jet), so 0 where it underflows; 0 for relu.
/// Evaluations do not allocate and may run on several threads at once.
class NetworkPlane : public PlaneFunction {
 public:
  /// Throws an input Error unless the network has 2 inputs and 1 output.
  explicit NetworkPlane(const nets::Network<double>& network);

  [[nodiscard]] double value(const Eigen::Vector2d& x) const override;
  [[nodiscard]] PlaneGradient gradient(const Eigen::Vector2d& x) const override;
  [[nodiscard]] Eigen::Matrix2d hessian(const Eigen::Vector2d& x) const override;

  /// As gradient(), wholly in numbers of unlimited range: the slow way, which gradient() takes where it must.
  [[nodiscard]] PlaneGradient gradient_without_underflow(const Eigen::Vector2d& x) const;

  [[nodiscard]] const std::vector<DenseLayer>& layers() const { return layers_; }

 private:
  struct Workspace;
  double forward(const Eigen::Vector2d& x, Workspace& work) const;
  PlaneGradient wide_gradient(Workspace& work) const;  // after forward

  std::vector<DenseLayer> layers_;
  std::size_t units_ = 0;       // of all layers
  std::size_t widest_ = 2;      // widest layer, inputs included
  double smallest_norm_ = 0.0;  // from which on a gradient in doubles has lost nothing
};

}  // namespace basin::dynamics
