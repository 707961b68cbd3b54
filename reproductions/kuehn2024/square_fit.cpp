// What networks of one input and narrow layers make of x^2 on [-1, 1]: at width 1 they are monotone and cannot fit it
// better than the best monotone function, a residual block can. [kuehn2024]
#include <algorithm>
#include <cmath>
#include <utility>

#include "claims/batch_training.hpp"
#include "claims/experiment.hpp"
#include "claims/narrow_network.hpp"
#include "theory/isotonic.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

nets::NetworkSpec network_of(const Setting& setting) {
  return narrow_network_spec(setting, 1, nets::Activation::identity);
}

// How much a sequence turns back: the smaller of the sums of its rises and of its falls. 0 for a monotone one.
double turning_back(const Eigen::VectorXd& y) {
  double rises = 0.0, falls = 0.0;
  for (Eigen::Index i = 1; i < y.size(); ++i) {
    const double step = y(i) - y(i - 1);
    (step > 0.0 ? rises : falls) += std::abs(step);
  }
  return std::min(rises, falls);
}

Measured measure(const Setting& setting, const Run& run) {
  const Eigen::Index points = setting.count("points");
  train::Problem problem;
  problem.inputs = Eigen::RowVectorXd::LinSpaced(points, -1.0, 1.0);
  problem.targets = problem.inputs.cwiseAbs2();
  problem.initial = nets::draw_network(network_of(setting), run.stream("init"));
  problem.loss = train::Loss::mean;
  const auto trained = train_batches_as_set(setting, run, problem);

  const Eigen::VectorXd target = problem.targets.transpose();
  const Eigen::VectorXd output = nets::forward(trained.network, problem.inputs).transpose();
  const Eigen::VectorXd monotone = theory::isotonic_fit(target);
  const double bound = theory::monotone_bound(target),
               loss = (output - target).squaredNorm() / static_cast<double>(points);
  std::vector<Curve> curves(3);
  for (Eigen::Index i = 0; i < points; ++i) {
    add_point(curves, problem.inputs(0, i), {target(i), output(i), monotone(i)});
  }
  Row row = {loss,
             bound,
             loss / bound,
             turning_back(output),
             theory::monotone_square_bound,
             static_cast<double>(trained.steps),
             std::isfinite(loss) ? 1.0 : 0.0};
  return {row, curves};
}

void check(const Setting& setting) {
  check_batch_training(setting, network_of(setting), setting.number("points"));
}

}  // namespace

BASIN_EXPERIMENT(square_fit) {
  Parameter points = count_parameter("points", 201, 2, "evenly spaced on [-1, 1], both ends included");
  points.high = most_curve_points;
  Experiment experiment{
      .name = "kuehn2024.square_fit",
      .summary = "How well a network of one input fits x^2, beside the best monotone function.",
      .parameters = {points},
      .columns = {{"loss", "mean squared error on the points when training ended"},
                  {"monotone_loss", "the smallest that a monotone function can have on the points"},
                  {"loss_ratio", "loss / monotone_loss"},
                  {"turning_back", "the smaller of the sums of the output's rises and of its falls; 0: monotone"},
                  {"monotone_loss_limit", "of infinitely many points, 9/160"},
                  {"steps", "parameter updates"},
                  {"converged", "1 unless training diverged"}},
      .series_x = {"x", "of the point"},
      .series = {{"target", "x^2"}, {"output", "of the network"}, {"increasing", "the best increasing fit"}},
      .check = check,
      .measure = measure,
      .work = [](const Setting& s) { return batch_training_work(s, network_of(s), s.number("points")); },
      .chaotic = [](const Setting& s) { return batch_training_steps(s, s.number("points")) > 200.0; }};
  for (auto& p : narrow_network_parameters({.depth = 3, .width = 1, .batch_norm = "none"})) {
    experiment.parameters.push_back(std::move(p));
  }
  for (auto& p :
       batch_training_parameters({.optimizer = "adam", .lr = 0.01, .batch = 0, .epochs = 3000, .stop_loss = 1e-9})) {
    experiment.parameters.push_back(std::move(p));
  }
  return experiment;
}
