// Each point has draws of its own, so that fewer points are the first of more.
#include "data/labelled_points.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "core/random_permutation.hpp"

namespace basin::data {
namespace {

constexpr Eigen::Index most_points = Eigen::Index{1} << 26;

void check_count(Eigen::Index count) {
  if (count < 2 || count > most_points) {
    throw_input_error("cannot draw {} labelled points; draw 2 to {}", count, most_points);
  }
}

void check(const Circles& circles) {
  const auto& [inner, outer, buffer, law] = circles;
  if (!std::isfinite(outer) || !(0.0 < inner && inner < outer)) {
    throw_input_error("circles with inner={} and outer={} have no ring; set 0 < inner < outer, both finite", inner,
                      outer);
  }
  const bool is_disc = law == CircleLaw::area ? buffer < inner : buffer <= inner;
  if (!(buffer >= 0.0) || !is_disc) {
    throw_input_error("circles with inner={} and buffer={} have no disc within the ring; set 0 <= buffer {} inner",
                      inner, buffer, law == CircleLaw::area ? "<" : "<=");
  }
}

double disc_radius(const Circles& circles, double uniform) {
  return circles.law == CircleLaw::area ? (circles.inner - circles.buffer) * std::sqrt(uniform)
                                        : circles.inner * std::sqrt(uniform) - circles.buffer;
}

double ring_radius(const Circles& circles, double uniform) {
  const auto& [inner, outer, buffer, law] = circles;
  return law == CircleLaw::area ? std::sqrt(inner * inner + uniform * (outer * outer - inner * inner))
                                : inner + uniform * (outer - inner);
}

LabelledPoints chosen(const LabelledPoints& labelled, const std::vector<Eigen::Index>& order, Eigen::Index first,
                      Eigen::Index count) {
  const std::vector<Eigen::Index> indices(order.begin() + first, order.begin() + first + count);
  return {labelled.points(Eigen::all, indices), labelled.labels(indices)};
}

}  // namespace

void check_xor_points(Eigen::Index count, double noise) {
  check_count(count);
  if (!(noise >= 0.0) || !std::isfinite(noise)) {
    throw_input_error("cannot draw points with noise={}; it must be finite and not negative", noise);
  }
}

void check_circle_points(Eigen::Index count, const Circles& circles) {
  check_count(count);
  check(circles);
}

LabelledPoints xor_points(const Stream& draws, Eigen::Index count, double noise) {
  check_xor_points(count, noise);
  LabelledPoints drawn{Eigen::MatrixXd(2, count), Eigen::RowVectorXd(count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    // Two counters a point, one for the bits and one for the noise: both are made of the same words.
    const auto first = 4 * static_cast<std::uint64_t>(i);
    const double x = draws.uniform(first) < 0.5 ? 0.0 : 1.0, y = draws.uniform(first + 1) < 0.5 ? 0.0 : 1.0;
    drawn.points(0, i) = x + noise * draws.normal(first + 2) - 0.5;
    drawn.points(1, i) = y + noise * draws.normal(first + 3) - 0.5;
    drawn.labels(i) = x == y ? 0.0 : 1.0;
  }
  return drawn;
}

LabelledPoints circle_points(const Stream& draws, Eigen::Index count, const Circles& circles) {
  check_circle_points(count, circles);
  LabelledPoints drawn{Eigen::MatrixXd(2, count), Eigen::RowVectorXd(count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto first = 2 * static_cast<std::uint64_t>(i);
    const bool is_on_ring = i % 2 == 0;
    const double uniform = draws.uniform(first);
    const double radius = is_on_ring ? ring_radius(circles, uniform) : disc_radius(circles, uniform);
    const double angle = 2.0 * std::numbers::pi * draws.uniform(first + 1);
    drawn.points(0, i) = radius * std::cos(angle);
    drawn.points(1, i) = radius * std::sin(angle);
    drawn.labels(i) = is_on_ring ? 1.0 : 0.0;
  }
  return drawn;
}

Eigen::Index training_points(Eigen::Index count, double training_share) {
  if (!(training_share > 0.0 && training_share < 1.0)) {
    throw_input_error("cannot split points by training_share={}; it must be above 0 and below 1", training_share);
  }
  const auto training = static_cast<Eigen::Index>(std::llround(training_share * static_cast<double>(count)));
  if (training == 0 || training == count) {
    throw_input_error(
        "{} of {} points to train on leave a side of the split empty; draw more or set another "
        "training_share than {}",
        training, count, training_share);
  }
  return training;
}

Split split(const LabelledPoints& labelled, double training_share, const Stream& order) {
  const Eigen::Index count = labelled.points.cols();
  if (labelled.labels.size() != count) {
    throw_input_error("cannot split {} points with {} labels; give each point one", count, labelled.labels.size());
  }
  const Eigen::Index training = training_points(count, training_share);
  const std::vector<Eigen::Index> permutation = random_permutation(order, count);
  return {chosen(labelled, permutation, 0, training), chosen(labelled, permutation, training, count - training)};
}

Standardisation standardisation(const Eigen::MatrixXd& points) {
  if (points.size() == 0 || !points.allFinite()) {
    throw_input_error("cannot standardise {} points, all of which must be finite; give some", points.cols());
  }
  Standardisation found{points.rowwise().mean(), {}};
  found.deviation = (points.colwise() - found.mean).array().square().rowwise().mean().sqrt();
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    if (!(found.deviation(i) > 1e-12 * points.row(i).cwiseAbs().maxCoeff())) {
      throw_input_error("cannot standardise coordinate {}: it is {} in all {} points; leave it out", i, points(i, 0),
                        points.cols());
    }
  }
  return found;
}

Eigen::MatrixXd standardised(const Eigen::MatrixXd& points, const Standardisation& by) {
  if (by.mean.size() != points.rows() || by.deviation.size() != points.rows()) {
    throw_input_error(
        "cannot standardise points of {} coordinates by {} means and {} deviations; give one of each a "
        "coordinate",
        points.rows(), by.mean.size(), by.deviation.size());
  }
  return (points.colwise() - by.mean).array().colwise() / by.deviation.array();
}

}  // namespace basin::data
