#include "dynamics/attractor_category.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"

namespace basin::dynamics {

std::string to_text(AttractorCategory category) {
  constexpr std::array<const char*, attractor_categories> names = {"attractor", "unstable_fixed_point",
                                                                   "other_contracting", "other_expanding"};
  return names[static_cast<std::size_t>(category)];
}

AttractorCategory category_of(const IteratedExample& example, double radius) {
  const bool contracts = radius < 1.0;  // not where it is NaN
  if (example.fixed_point && !std::isnan(radius)) {
    return contracts ? AttractorCategory::attractor : AttractorCategory::unstable_fixed_point;
  }
  return contracts ? AttractorCategory::other_contracting : AttractorCategory::other_expanding;
}

std::array<Eigen::Index, attractor_categories> count_categories(const std::vector<IteratedExample>& examples,
                                                                const std::vector<Spectrum>& spectra) {
  if (examples.size() != spectra.size()) {
    throw_input_error("{} examples and {} spectra do not belong together; take the spectrum at each example",
                      examples.size(), spectra.size());
  }
  std::array<Eigen::Index, attractor_categories> counts = {};
  for (std::size_t i = 0; i < examples.size(); ++i) {
    ++counts[static_cast<std::size_t>(category_of(examples[i], spectra[i].radius))];
  }
  return counts;
}

Eigen::VectorXd distances_to_nearest_other(const Eigen::MatrixXd& examples) {
  const Eigen::Index n = examples.cols();
  Eigen::VectorXd nearest = Eigen::VectorXd::Constant(n, std::numeric_limits<double>::infinity());
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      const double distance = (examples.col(i) - examples.col(j)).norm();
      if (distance == 0.0) continue;
      nearest(i) = std::min(nearest(i), distance);
      nearest(j) = std::min(nearest(j), distance);
    }
  }
  return nearest;
}

bool is_false_fixed_point(const IteratedExample& example, double nearest_other) {
  return example.fixed_point && example.distance >= 0.5 * nearest_other;
}

bool is_black_fixed_point(const IteratedExample& example, double norm) {
  return example.fixed_point && example.norm < black_share * norm;
}

}  // namespace basin::dynamics
