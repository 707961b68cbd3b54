#include "dynamics/critical_certificate.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"
#include "dynamics/dense_layer.hpp"
#include "dynamics/interval.hpp"
#include "dynamics/network_plane.hpp"

namespace basin::dynamics {
namespace {

using Eigen::AlignedBox2d;
using Eigen::Matrix2d;
using Eigen::Vector2d;
using Layers = std::vector<DenseLayer>;
using Pair = std::array<Interval, 2>;

Layers smooth_layers(const nets::Network<double>& network) {
  Layers layers = logit_layers(network);
  for (const DenseLayer& layer : layers) {
    if (layer.activation == nets::Activation::relu) {
      throw_input_error("a relu network has no Hessian; only tanh, sigmoid, erf and identity can be certified");
    }
  }
  return layers;
}

// What is known of u in a box: the gradient in the middle and everywhere, the Hessian (xx, xy, yy) everywhere.
struct Enclosure {
  Vector2d middle;
  Pair from_middle;  // box - middle
  Pair middle_gradient, gradient;
  std::array<Interval, 3> hessian;

  Enclosure(const Layers& layers, const AlignedBox2d& box)
      : middle(box.center()), from_middle(), middle_gradient(), gradient(), hessian() {
    const Pair whole = {Interval(box.min()[0], box.max()[0]), Interval(box.min()[1], box.max()[1])};
    for (std::size_t k = 0; k < 2; ++k) from_middle[k] = whole[k] - middle[static_cast<Eigen::Index>(k)];
    middle_gradient = plane_jet<Interval>(layers, Interval(middle[0]), Interval(middle[1])).first;
    const auto jet = plane_jet<Interval>(layers, whole[0], whole[1]);
    gradient = jet.first;
    hessian = jet.second;
  }

  [[nodiscard]] const Interval& second(std::size_t row, std::size_t column) const { return hessian[row + column]; }
};

bool is_positive(const Interval& x) {
  return x.lower() > 0.0;
}
bool is_negative(const Interval& x) {
  return x.upper() < 0.0;
}

// Whether Krawczyk's operator maps the box into its interior.
bool has_one_zero(const Enclosure& e, const AlignedBox2d& box) {
  Matrix2d middle_hessian;
  middle_hessian << median(e.hessian[0]), median(e.hessian[1]), median(e.hessian[1]), median(e.hessian[2]);
  const Matrix2d y = middle_hessian.inverse();
  if (!y.allFinite()) return false;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    Interval image = Interval(e.middle[row]);
    for (std::size_t j = 0; j < 2; ++j) {
      image -= y(row, static_cast<Eigen::Index>(j)) * e.middle_gradient[j];
      const Interval product = y(row, 0) * e.second(0, j) + y(row, 1) * e.second(1, j);
      image += ((i == j ? 1.0 : 0.0) - product) * e.from_middle[j];
    }
    if (!(image.lower() > box.min()[row] && image.upper() < box.max()[row])) return false;
  }
  return true;
}

std::optional<CriticalKind> kind_of(const Enclosure& e) {
  const Interval determinant = e.hessian[0] * e.hessian[2] - squared(e.hessian[1]);
  if (is_negative(determinant)) return CriticalKind::saddle;
  if (!is_positive(determinant)) return {};
  if (is_positive(e.hessian[0])) return CriticalKind::minimum;
  if (is_negative(e.hessian[0])) return CriticalKind::maximum;
  return {};
}

std::optional<CriticalCertificate> certify(const Layers& layers, const AlignedBox2d& box) {
  if (!box.min().allFinite() || !box.max().allFinite() || !(box.sizes().minCoeff() > 0.0)) return {};
  try {
    const Enclosure e(layers, box);
    if (!box.contains(e.middle) || !has_one_zero(e, box)) return {};
    const auto kind = kind_of(e);
    if (!kind) return {};
    return CriticalCertificate{box, *kind, 0.5 * box.sizes().maxCoeff()};
  } catch (const NotEnclosed&) {
    return {};
  }
}

}  // namespace

std::optional<CriticalCertificate> certify_critical_point_in(const nets::Network<double>& network,
                                                             const AlignedBox2d& box) {
  return certify(smooth_layers(network), box);
}

std::optional<CriticalCertificate> certify_critical_point(const nets::Network<double>& network, const Vector2d& near) {
  const Layers layers = smooth_layers(network);
  constexpr double reach = 0.1, tolerance = 1e-9;
  constexpr int steps = 100;
  const auto x = newton_critical_point(NetworkPlane(network), near, reach, tolerance, steps);
  if (!x) return {};
  std::optional<CriticalCertificate> largest;
  for (int exponent = -13; exponent <= 0; ++exponent) {
    const Vector2d half = Vector2d::Constant(std::pow(10.0, exponent));
    const auto certificate = certify(layers, AlignedBox2d(Vector2d(*x - half), Vector2d(*x + half)));
    if (largest && !certificate) break;
    if (certificate) largest = certificate;
  }
  return largest;
}

bool excludes_critical_points(const nets::Network<double>& network, const AlignedBox2d& box) {
  const Layers layers = smooth_layers(network);
  if (box.isEmpty() || !box.min().allFinite() || !box.max().allFinite()) return false;
  try {
    const Enclosure e(layers, box);
    // Straight from the enclosure, and by the mean value form g(m) + H(box) (box - m) along g(m), tighter in small
    // boxes.
    const Vector2d along = Vector2d(median(e.middle_gradient[0]), median(e.middle_gradient[1])).stableNormalized();
    Interval component(0.0);
    for (std::size_t i = 0; i < 2; ++i) {
      if (is_positive(e.gradient[i]) || is_negative(e.gradient[i])) return true;
      const Interval row = e.second(i, 0) * e.from_middle[0] + e.second(i, 1) * e.from_middle[1];
      component += along[static_cast<Eigen::Index>(i)] * (e.middle_gradient[i] + row);
    }
    return box.contains(e.middle) && is_positive(component);
  } catch (const NotEnclosed&) {
    return false;
  }
}

}  // namespace basin::dynamics
