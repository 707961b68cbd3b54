// What interval arithmetic knows of a network in a box of the plane; what proofs about it are made of.
#pragma once

#include <Eigen/Core>
#include <array>
#include <optional>
#include <vector>

#include "core/error.hpp"
#include "dynamics/dense_layer.hpp"
#include "dynamics/interval.hpp"
#include "dynamics/window.hpp"

namespace basin::dynamics {

[[nodiscard]] inline bool is_positive(const Interval& x) {
  return x.lower() > 0.0;
}
[[nodiscard]] inline bool is_negative(const Interval& x) {
  return x.upper() < 0.0;
}

/// logit_layers, of which derivatives can be enclosed. Throws an input Error for relu in a hidden layer, or as
/// logit_layers.
[[nodiscard]] inline std::vector<DenseLayer> smooth_layers(const nets::Network<double>& network) {
  auto layers = logit_layers(network);
  for (const DenseLayer& layer : layers) {
    if (layer.activation == nets::Activation::relu) {
      throw_input_error("a relu network has no Hessian; only tanh, sigmoid, erf and identity can be certified");
    }
  }
  return layers;
}

/// The gradient of u in the middle of a box and everywhere in it, the Hessian (xx, xy, yy) everywhere in it. Throws
/// NotEnclosed where a number leaves the doubles, or where the middle does.
struct PlaneEnclosure {
  Eigen::Vector2d middle;               ///< a point of the box, near its center
  std::array<Interval, 2> from_middle;  ///< box - middle
  std::array<Interval, 2> middle_gradient, gradient;
  std::array<Interval, 3> hessian;

  PlaneEnclosure(const std::vector<DenseLayer>& layers, const Window& box)
      : middle(box.center()), from_middle(), middle_gradient(), gradient(), hessian() {
    if (!box.min().allFinite() || !box.max().allFinite() || !box.contains(middle)) throw NotEnclosed();
    const std::array<Interval, 2> whole = {Interval(box.min()[0], box.max()[0]), Interval(box.min()[1], box.max()[1])};
    for (std::size_t k = 0; k < 2; ++k) from_middle[k] = whole[k] - middle[static_cast<Eigen::Index>(k)];
    middle_gradient = plane_jet<Interval>(layers, Interval(middle[0]), Interval(middle[1])).first;
    const auto jet = plane_jet<Interval>(layers, whole[0], whole[1]);
    gradient = jet.first;
    hessian = jet.second;
  }

  [[nodiscard]] const Interval& second(std::size_t row, std::size_t column) const { return hessian[row + column]; }

  /// A direction d such that d.grad u > 0 in the whole box, if one is found: an axis, from `gradient`; or the gradient
  /// in the middle, from the mean value form grad u(m) + H(box) (box - m), which is tighter in small boxes.
  [[nodiscard]] std::optional<Eigen::Vector2d> one_side() const {
    const Eigen::Vector2d along =
        Eigen::Vector2d(median(middle_gradient[0]), median(middle_gradient[1])).stableNormalized();
    Interval component(0.0);
    for (std::size_t i = 0; i < 2; ++i) {
      const Interval row = second(i, 0) * from_middle[0] + second(i, 1) * from_middle[1];
      component += along[static_cast<Eigen::Index>(i)] * (middle_gradient[i] + row);
    }
    if (is_positive(component)) return along;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto axis = Eigen::Vector2d::Unit(static_cast<Eigen::Index>(i));
      if (is_positive(gradient[i])) return axis;
      if (is_negative(gradient[i])) return -axis;
    }
    return {};
  }
};

}  // namespace basin::dynamics
