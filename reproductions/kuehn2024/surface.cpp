// A trained classifier over a grid of the plane: its output (decision surface), the direction of its gradient, and the
// singular values of its Jacobian. For figures, and for how steep it is. [kuehn2024]
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "claims/classification.hpp"
#include "claims/experiment.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/spectrum.hpp"
#include "dynamics/window.hpp"
#include "nets/jacobian.hpp"
#include "nets/rewrite.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

bool has_nan(const std::vector<double>& numbers) {
  return std::any_of(numbers.begin(), numbers.end(), [](double x) { return std::isnan(x); });
}

Measured measure(const Setting& setting, const Run& run) {
  const Classifier classifier = train_classifier(setting, run);
  const dynamics::NetworkPlane logit(classifier.network);
  const Eigen::MatrixXd grid =
      dynamics::grid_points(dynamics::square_window(setting.number("half_window")), setting.count("grid"));
  const Eigen::MatrixXd outputs = nets::forward(classifier.network, grid);
  const auto whole = nets::jacobians<double>(classifier.network, grid);
  const auto hidden = nets::jacobians<double>(nets::hidden_map(classifier.network), grid);

  std::vector<Curve> curves(8);
  for (Eigen::Index i = 0; i < grid.cols(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const dynamics::PlaneGradient gradient = logit.gradient(grid.col(i));
    const Eigen::VectorXd singular = dynamics::singular_values(hidden[at]);
    add_point(curves, static_cast<double>(i),
              {grid(0, i), grid(1, i), outputs(0, i), whole[at].norm(),
               std::atan2(gradient.direction.y(), gradient.direction.x()), gradient.log_norm / std::log(10.0),
               singular(0), singular.size() > 1 ? singular(1) : 0.0});
  }
  const auto [least, most] = std::minmax_element(curves[3].y.begin(), curves[3].y.end());
  const auto steepest = static_cast<std::size_t>(most - curves[3].y.begin());
  const auto flattest = static_cast<std::size_t>(least - curves[3].y.begin());
  const auto radius = [&](std::size_t i) { return std::hypot(curves[0].y[i], curves[1].y[i]); };
  Row row = {*most,
             *least,
             radius(steepest),
             radius(flattest),
             *std::max_element(curves[6].y.begin(), curves[6].y.end()),
             *std::min_element(curves[7].y.begin(), curves[7].y.end())};
  // Of a network that has diverged: the largest of numbers and of what are none is neither.
  if (has_nan(curves[3].y) || has_nan(curves[6].y)) row.assign(row.size(), unknown);
  row.insert(row.end(),
             {classifier.test_accuracy, static_cast<double>(classifier.steps), classifier.finite ? 1.0 : 0.0});
  return {row, curves};
}

}  // namespace

BASIN_EXPERIMENT(surface) {
  Parameter grid = count_parameter("grid", 64, 2, "points along each side of the window");
  grid.high = 128.0;  // squared: most_curve_points
  Experiment experiment{
      .name = "kuehn2024.surface",
      .summary = "Output, gradient and singular values of a trained classifier over a grid of the plane.",
      .parameters = classification_parameters(),
      .columns = {{"largest_singular_value", "of the Jacobian of the output, over the grid: its steepest slope"},
                  {"smallest_singular_value", "the same, smallest"},
                  {"steepest_radius", "distance of the steepest point from the centre"},
                  {"flattest_radius", "distance of the flattest point from the centre"},
                  {"largest_hidden", "largest singular value of the Jacobian of the hidden layers, over the grid"},
                  {"smallest_hidden", "their smallest second singular value; 0 beyond a layer of one unit"},
                  {"test_accuracy", "of the network kept"},
                  {"steps", "parameter updates"},
                  {"converged", "1 unless training diverged"}},
      .series_x = {"point", "of the grid, row after row from below"},
      .series = {{"x1", "coordinate"},
                 {"x2", "coordinate"},
                 {"output", "f, the probability of class 1"},
                 {"slope", "|grad f|, the singular value of its Jacobian"},
                 {"gradient_angle", "of the logit's gradient, radians"},
                 {"log10_gradient", "logarithm of its length"},
                 {"hidden_1", "first singular value of the hidden layers' Jacobian"},
                 {"hidden_2", "second"}},
      .check = check_classification,
      .measure = measure,
      .work = classification_work,
      .chaotic = is_chaotic_classification};
  experiment.parameters.push_back(grid);
  experiment.parameters.push_back(
      positive_parameter("half_window", 2.0, "the window is [-half_window, half_window]^2"));
  return experiment;
}
