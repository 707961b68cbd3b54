#include "dynamics/critical_certificate.hpp"

#include <algorithm>
#include <cmath>

#include "dynamics/network_plane.hpp"
#include "dynamics/plane_enclosure.hpp"

namespace basin::dynamics {
namespace {

using Eigen::Matrix2d;
using Eigen::Vector2d;

// Whether Krawczyk's operator maps the box into its interior.
bool has_one_zero(const PlaneEnclosure& e, const Window& box) {
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

std::optional<CriticalKind> kind_of(const PlaneEnclosure& e) {
  const Interval determinant = e.hessian[0] * e.hessian[2] - squared(e.hessian[1]);
  if (is_negative(determinant)) return CriticalKind::saddle;
  if (!is_positive(determinant)) return {};
  if (is_positive(e.hessian[0])) return CriticalKind::minimum;
  if (is_negative(e.hessian[0])) return CriticalKind::maximum;
  return {};
}

std::optional<CriticalCertificate> certify(const std::vector<DenseLayer>& layers, const Window& box) {
  if (!(box.sizes().minCoeff() > 0.0)) return {};
  try {
    const PlaneEnclosure e(layers, box);
    if (!has_one_zero(e, box)) return {};
    const auto kind = kind_of(e);
    if (!kind) return {};
    return CriticalCertificate{box, *kind, 0.5 * box.sizes().maxCoeff()};
  } catch (const NotEnclosed&) {
    return {};
  }
}

bool excludes(const std::vector<DenseLayer>& layers, const Window& box) {
  try {
    return PlaneEnclosure(layers, box).one_side().has_value();
  } catch (const NotEnclosed&) {
    return false;
  }
}

std::size_t boxes_left(const std::vector<DenseLayer>& layers, const Window& box, int halvings) {
  if (excludes(layers, box)) return 0;
  if (halvings == 0) return 1;
  const int side = box.sizes().x() >= box.sizes().y() ? 0 : 1;
  Window left = box, right = box;
  left.max()(side) = right.min()(side) = box.center()(side);
  return boxes_left(layers, left, halvings - 1) + boxes_left(layers, right, halvings - 1);
}

}  // namespace

std::optional<CriticalCertificate> certify_critical_point_in(const nets::Network<double>& network, const Window& box) {
  return certify(smooth_layers(network), box);
}

std::optional<CriticalCertificate> certify_critical_point(const nets::Network<double>& network, const Vector2d& near) {
  const auto layers = smooth_layers(network);
  constexpr double reach = 0.1, tolerance = 1e-9;
  constexpr int steps = 100;
  const auto x = newton_critical_point(NetworkPlane(network), near, reach, tolerance, steps);
  if (!x) return {};
  std::optional<CriticalCertificate> largest;
  for (int exponent = -13; exponent <= 0; ++exponent) {
    const Vector2d half = Vector2d::Constant(std::pow(10.0, exponent));
    const auto certificate = certify(layers, Window(Vector2d(*x - half), Vector2d(*x + half)));
    if (largest && !certificate) break;
    if (certificate) largest = certificate;
  }
  return largest;
}

bool excludes_critical_points(const nets::Network<double>& network, const Window& box) {
  return excludes(smooth_layers(network), box);
}

std::size_t boxes_not_excluded(const nets::Network<double>& network, const Window& window, int halvings) {
  check_window(window);
  return boxes_left(smooth_layers(network), window, std::max(halvings, 0));
}

}  // namespace basin::dynamics
