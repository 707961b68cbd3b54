// Exact symmetries of bias-free autoencoders (derived): odd activations mirror every attractor, a two-layer sigmoid
// network has f(x) + f(-x) = 2 f(0), and relu is positively homogeneous, so that J(x) x = f(x).
#include <algorithm>
#include <cmath>
#include <limits>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/basin_of_attraction.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

double largest_column_norm(const Eigen::MatrixXd& m) {
  return m.colwise().norm().maxCoeff();
}

Row measure(const Setting& setting, const Run& run) {
  const auto problem = autoencoding_problem(setting, run);
  const auto trained = train_as_set(setting, problem);
  const Eigen::MatrixXd& x = problem.inputs;
  const double radius = setting.number("radius");
  const auto f = [&](const Eigen::MatrixXd& at) { return nets::forward(trained.network, at); };

  const Eigen::MatrixXd here = f(x), mirrored = f(-x), at_zero = f(Eigen::MatrixXd::Zero(x.rows(), 1));
  const auto jacobians = nets::jacobians(trained.network, x);
  const auto mirrored_jacobians = nets::jacobians(trained.network, Eigen::MatrixXd(-x));
  double jacobian_difference = 0.0, euler = 0.0, farthest_from_one = 0.0;
  for (std::size_t i = 0; i < jacobians.size(); ++i) {
    const auto column = static_cast<Eigen::Index>(i);
    jacobian_difference = std::max(jacobian_difference, (jacobians[i] - mirrored_jacobians[i]).norm());
    euler = std::max(euler, (jacobians[i] * x.col(column) - here.col(column)).norm());
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto& lambda : dynamics::spectrum(jacobians[i]).eigenvalues) {
      nearest = std::min(nearest, std::abs(lambda - 1.0));
    }
    farthest_from_one = std::max(farthest_from_one, nearest);
  }
  const auto starts = [&](const Eigen::MatrixXd& examples) {
    return dynamics::perturbed_examples(examples, dynamics::NoiseLaw::fixed_norm, setting.number("noise"), 1,
                                        run.stream("noise"));
  };
  Row row = {largest_column_norm(here - x) / radius,
             largest_column_norm(mirrored + x) / radius,
             jacobian_difference,
             largest_column_norm(here + mirrored - 2.0 * at_zero.replicate(1, x.cols())) / radius,
             euler / radius,
             farthest_from_one,
             dynamics::attraction(trained.network, x, starts(x)).success_rate,
             dynamics::attraction(trained.network, -x, starts(-x)).success_rate};
  add_training_numbers(row, trained);
  return row;
}

}  // namespace

BASIN_EXPERIMENT(symmetries) {
  Parameter noise = positive_parameter("noise", 1, "norm of the perturbation of the starts");
  noise.low_included = true;
  Experiment experiment{
      .name = "jiang2020.symmetries",
      .summary = "Exact symmetries of trained bias-free autoencoders at their examples x_i and at -x_i.",
      .parameters = {count_parameter("examples", 5, 1, "training examples n"),
                     count_parameter("layers", 2, 1, "weight matrices L"), noise},
      .columns = {{"residual", "largest |f(x_i) - x_i| / radius"},
                  {"mirror_residual", "largest |f(-x_i) + x_i| / radius"},
                  {"mirror_jacobian_difference", "largest |J(x_i) - J(-x_i)| (Frobenius)"},
                  {"reflection_residual", "largest |f(x_i) + f(-x_i) - 2 f(0)| / radius"},
                  {"euler_residual", "largest |J(x_i) x_i - f(x_i)| / radius"},
                  {"unit_eigenvalue_distance", "largest distance from 1 of the eigenvalue of J(x_i) nearest to it"},
                  {"success_rate", "starts near x_i that the iteration takes to x_i"},
                  {"mirror_success_rate", "starts near -x_i that the iteration takes to -x_i"}},
      .check = check_autoencoder,
      .measure = measure};
  add_autoencoder_parameters(experiment.parameters, {.width = 1000, .radius = 20});
  add_training_columns(experiment.columns);
  return experiment;
}
