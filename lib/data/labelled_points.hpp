// Points of the plane in two classes, exclusive or and circles: drawn, split into training and test points,
// standardised. What networks that classify are trained on where their decision regions are looked at.
#pragma once

#include <Eigen/Core>

#include "core/random.hpp"

namespace basin::data {

/// n points and the class of each, 0 or 1.
struct LabelledPoints {
  Eigen::MatrixXd points;     ///< (2, n)
  Eigen::RowVectorXd labels;  ///< (n)
};

/// Exclusive or: point = bits + noise N(0, 1) - 1/2 with both bits uniform on {0, 1} and independent, label = their
/// exclusive or. Fewer points are the first of more. Throws an input Error unless 2 <= count <= 2^26 (1 GiB; chosen)
/// and noise is finite and not negative. [kuehn2024]
[[nodiscard]] LabelledPoints xor_points(const Stream& draws, Eigen::Index count, double noise = 0.2);

/// How radii of circle_points are drawn, U uniform on (0, 1).
///   area:      uniform in area: disc (inner - buffer) sqrt(U), ring sqrt(inner^2 + U (outer^2 - inner^2))
///   first_run: disc inner sqrt(U) - buffer, where a negative radius lies on the other side of the centre;
///              ring inner + U (outer - inner), denser towards its inside [kuehn2024, first published run]
enum class CircleLaw { area, first_run };

/// A disc within a ring, radii.
struct Circles {
  double inner = 0.5, outer = 1.0;  ///< of the ring
  double buffer = 0.2;              ///< by which the disc's radius is smaller than inner (area)
  CircleLaw law = CircleLaw::area;
};

/// Points with odd index on the disc, label 0; with even index on the ring, label 1, so that of an odd count the ring
/// has one more, and fewer points are the first of more. Angles are uniform. Throws an input Error unless 2 <= count
/// <= 2^26, 0 <= buffer < inner < outer (first_run: buffer <= inner too), all of them finite. [kuehn2024]
[[nodiscard]] LabelledPoints circle_points(const Stream& draws, Eigen::Index count, const Circles& circles = {});

/// Throw as xor_points and circle_points would, without drawing.
void check_xor_points(Eigen::Index count, double noise);
void check_circle_points(Eigen::Index count, const Circles& circles);

/// How many of `count` points are to train on: training_share * count, rounded to the nearest. Throws an input Error
/// unless 0 < training_share < 1 and neither side is empty.
[[nodiscard]] Eigen::Index training_points(Eigen::Index count, double training_share);

struct Split {
  LabelledPoints training, test;
};

/// The points in random order: the first training_points of them are to train on, the rest to test. Throws an input
/// Error as that, and unless there is a label for each point.
[[nodiscard]] Split split(const LabelledPoints& labelled, double training_share, const Stream& order);

/// Mean and population standard deviation (over n, not n - 1, as scikit-learn's StandardScaler) of each coordinate.
struct Standardisation {
  Eigen::VectorXd mean, deviation;  ///< (D)
};

/// Of points (D, n), n >= 1. Throws an input Error where there are none, a coordinate is not finite, or its deviation
/// is not above 1e-12 of its largest modulus (chosen: of equal numbers rounding leaves 1e-16 of it).
[[nodiscard]] Standardisation standardisation(const Eigen::MatrixXd& points);

/// (x - mean) / deviation of each column x of points (D, n); nets::on_raw_inputs undoes it in a network. Throws an
/// input Error where the sizes differ.
[[nodiscard]] Eigen::MatrixXd standardised(const Eigen::MatrixXd& points, const Standardisation& by);

}  // namespace basin::data
