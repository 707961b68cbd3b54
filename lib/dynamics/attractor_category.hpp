// The four categories of a training example after strandqvist2020: whether iteration from it ends at it, and whether
// the Jacobian at it contracts. Which fixed points are false. n examples of D numbers.
#pragma once

#include <Eigen/Core>
#include <array>
#include <string>
#include <vector>

#include "dynamics/iterated_fixed_point.hpp"
#include "dynamics/spectrum.hpp"

namespace basin::dynamics {

/// attractor: a fixed point by iteration, and the largest |eigenvalue| of J at the example is below 1;
/// unstable_fixed_point: a fixed point, and it is 1 or more; other_contracting, other_expanding: no fixed point, and it
/// is below 1, or 1 or more. [strandqvist2020, Table 7.1, in this order]
enum class AttractorCategory { attractor, unstable_fixed_point, other_contracting, other_expanding };

inline constexpr std::size_t attractor_categories = 4;

[[nodiscard]] std::string to_text(AttractorCategory category);

/// The category of one example, `radius` the largest |eigenvalue| of J at it. A radius of NaN counts as expanding, and
/// the example as no fixed point: such a network has diverged.
[[nodiscard]] AttractorCategory category_of(const IteratedExample& example, double radius);

/// How many examples are in each category, in the order of the enum; they add up to n. `spectra` those of J at the
/// examples (jacobian_spectra). Throws an input Error unless there is one for each example.
[[nodiscard]] std::array<Eigen::Index, attractor_categories> count_categories(
    const std::vector<IteratedExample>& examples, const std::vector<Spectrum>& spectra);

/// For every column of `examples` (D, n) the distance to the nearest other one that is not equal to it; infinity where
/// there is none.
[[nodiscard]] Eigen::VectorXd distances_to_nearest_other(const Eigen::MatrixXd& examples);

/// Whether a fixed point is false: its limit is at least half of `nearest_other` (distances_to_nearest_other) from its
/// example. Nearer than that an iterate is nearest to its own example in whatever direction it lies; farther, only
/// because no other example happens to lie there. False where it is no fixed point.
[[nodiscard]] bool is_false_fixed_point(const IteratedExample& example, double nearest_other);

/// A limit is black where its norm is below this share of its example's. Chosen: a picture a hundred times darker.
inline constexpr double black_share = 0.01;

/// Whether an example of norm `norm` is a fixed point and its limit is black: |limit| < black_share |example|.
/// [strandqvist2020: all fixed points without bias]
[[nodiscard]] bool is_black_fixed_point(const IteratedExample& example, double norm);

}  // namespace basin::dynamics
