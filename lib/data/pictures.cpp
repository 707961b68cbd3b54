// Draws pictures column after column, so that each has its own numbers of the stream.
#include "data/pictures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace basin::data {
namespace {

constexpr Eigen::Index most_values = Eigen::Index{1} << 27;

void require_room(Eigen::Index pixels, Eigen::Index count) {
  if (pixels < 1 || count < 1) {
    throw_input_error("cannot draw {} pictures of {} values (both must be at least 1)", count, pixels);
  }
  if (count > most_values / pixels) {
    throw_input_error("cannot draw {} pictures of {} values (together they may have {}); draw fewer", count, pixels,
                      most_values);
  }
}

// The distance of a point to the stroke from `a` to `b`.
double distance(const Eigen::Vector2d& point, const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  const Eigen::Vector2d along = b - a;
  const double length = along.squaredNorm();
  const double share = length > 0.0 ? std::clamp((point - a).dot(along) / length, 0.0, 1.0) : 0.0;
  return (point - a - share * along).norm();
}

}  // namespace

Eigen::MatrixXd random_pictures(const Stream& draws, Eigen::Index pixels, Eigen::Index count) {
  require_room(pixels, count);
  Eigen::MatrixXd pictures(pixels, count);
  draws.fill_uniform(std::span(pictures.data(), static_cast<std::size_t>(pictures.size())));
  return pictures;
}

Eigen::MatrixXd stroke_pictures(const Stream& draws, Eigen::Index count) {
  constexpr Eigen::Index side = 28;
  constexpr std::size_t strokes = 3;
  constexpr double edge = 4.0, inside = 20.0;
  require_room(side * side, count);
  Eigen::MatrixXd pictures = Eigen::MatrixXd::Zero(side * side, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    std::array<double, 4 * strokes> ends;
    draws.fill_uniform(ends, static_cast<std::uint64_t>(i) * ends.size());
    for (std::size_t s = 0; s < strokes; ++s) {
      const double* end = ends.data() + 4 * s;
      const Eigen::Vector2d a(edge + inside * end[0], edge + inside * end[1]);
      const Eigen::Vector2d b(edge + inside * end[2], edge + inside * end[3]);
      for (Eigen::Index pixel = 0; pixel < side * side; ++pixel) {
        const Eigen::Vector2d middle(static_cast<double>(pixel / side) + 0.5, static_cast<double>(pixel % side) + 0.5);
        double& value = pictures(pixel, i);
        value = std::max(value, std::clamp(1.5 - distance(middle, a, b), 0.0, 1.0));
      }
    }
  }
  return pictures;
}

Eigen::Index pixels_in_share(double share, Eigen::Index pixels) {
  // Rounded up by a last bit: .35 * 100 is 34.999... and means 35.
  return static_cast<Eigen::Index>(share * static_cast<double>(pixels) * (1.0 + 1e-12));
}

Eigen::MatrixXd with_salt_and_pepper(Eigen::MatrixXd pictures, double share, double low, double high,
                                     const Stream& draws, std::uint64_t first) {
  if (!(share >= 0.0 && share <= 1.0)) {
    throw_input_error("noise cannot change a share of {} of the pixels; give 0 to 1", share);
  }
  const Eigen::Index pixels = pictures.rows();
  const auto changed = static_cast<std::size_t>(pixels_in_share(share, pixels));
  std::vector<Eigen::Index> order(static_cast<std::size_t>(pixels));
  for (Eigen::Index i = 0; i < pictures.cols(); ++i) {
    const std::uint64_t begin = (first + static_cast<std::uint64_t>(i)) * static_cast<std::uint64_t>(pixels);
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    // Fisher and Yates from the first place up, as far as is needed.
    for (std::size_t k = 0; k < changed; ++k) {
      const std::size_t left = order.size() - k;
      const auto drawn = static_cast<std::size_t>(draws.uniform(begin + k) * static_cast<double>(left));
      std::swap(order[k], order[k + std::min(drawn, left - 1)]);  // a draw that was moved by a last bit may be 1
      pictures(order[k], i) = k < changed / 2 ? low : high;
    }
  }
  return pictures;
}

}  // namespace basin::data
