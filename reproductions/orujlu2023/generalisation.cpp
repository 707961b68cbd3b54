// Extension 3 of orujlu2023: how well an autoencoder reproduces points it was not trained on, while it is trained.
#include <cmath>
#include <limits>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "core/error.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

// Training points, then validation points, in one matrix (dim, n + m): the first do not depend on how many follow.
Eigen::MatrixXd draw_points(const Setting& setting, const Run& run) {
  const Eigen::Index count = setting.count("examples") + setting.count("validation");
  Eigen::MatrixXd points = draw_examples(setting, run, count);
  const double low = setting.number("radius"), high = setting.number("radius_to");
  if (high == 0.0) return points;
  const Stream norms = run.stream("norms");
  for (Eigen::Index i = 0; i < count; ++i) {
    points.col(i) *= (low + (high - low) * norms.uniform(static_cast<std::uint64_t>(i))) / low;
  }
  return points;
}

// The problem's loss on other points.
double loss_on(const train::Problem& problem, const nets::Network<double>& network, const Eigen::MatrixXd& points) {
  const auto ratio = static_cast<double>(problem.examples()) / static_cast<double>(points.cols());
  return ratio * problem.loss_of(nets::forward(network, points) - points);
}

Measured measure(const Setting& setting, const Run& run) {
  auto problem = autoencoding_problem(setting, run);
  const Eigen::MatrixXd points = draw_points(setting, run);
  problem.inputs = problem.targets = points.leftCols(problem.examples());
  const Eigen::MatrixXd validation = points.rightCols(setting.count("validation"));

  const bool flows = setting.text("engine") == "flow";
  const auto epochs = [&](std::int64_t steps, double time) {
    return flows ? time / setting.number("lr") : static_cast<double>(steps);
  };
  Curve on_training, on_validation;
  double best = std::numeric_limits<double>::infinity(), best_epoch = std::nan("");
  const auto trained = train_as_set(setting, problem, [&](const train::Snapshot& now) {
    const double epoch = epochs(now.steps, now.time), loss = loss_on(problem, now.network, validation);
    on_training.x.push_back(epoch);
    on_training.y.push_back(now.loss);
    on_validation.x.push_back(epoch);
    on_validation.y.push_back(loss);
    if (loss < best) {
      best = loss;
      best_epoch = epoch;
    }
  });
  Row row = {epochs(trained.steps, trained.time), on_validation.y.back(), best, best_epoch};
  add_training_numbers(row, trained);
  return {row, {on_training, on_validation}};
}

void check(const Setting& setting) {
  check_autoencoder(setting);
  const double low = setting.number("radius"), high = setting.number("radius_to");
  if (high != 0.0 && high < low) {
    throw_input_error("radius_to={} is below radius={}; give norms from low to high, or 0 for one norm", high, low);
  }
}

}  // namespace

BASIN_EXPERIMENT(generalisation) {
  Experiment experiment{
      .name = "orujlu2023.generalisation",
      .summary = "Loss of a two-layer autoencoder on training and on validation points while it is trained.",
      .parameters = {count_parameter("examples", 100, 1, "training points"),
                     count_parameter("validation", 50, 1, "validation points, of the same law"),
                     {.name = "radius_to",
                      .kind = Kind::real,
                      .fallback = 0.0,
                      .low = 0.0,
                      .meaning = "norms are uniform from radius to this; 0: all are radius"}},
      .columns = {{"epochs", "until training ended: steps, or the flow's time over lr"},
                  {"validation_loss", "when training ended"},
                  {"best_validation_loss", "the least at the epochs of the curve"},
                  {"best_epoch", "where that was"}},
      .series_x = {"epoch", "steps, or the flow's time over lr"},
      .series = {{"training_loss", "loss on the training points"},
                 {"validation_loss", "loss on the validation points"}},
      .check = check,
      .measure = measure};
  experiment.parameters[1].high = 1e5;  // chosen: a thousand times what the report can have had
  add_autoencoder_parameters(experiment.parameters, {.dim = 10, .width = 1000, .radius = 15, .engine = "descent"});
  for (auto& p : experiment.parameters) {
    if (p.name == "inputs") p.fallback = std::string("orthant");
    if (p.name == "loss") p.fallback = std::string("mean");
    if (p.name == "lr") {
      p.fallback = 1.0;
      p.low_included = false;  // an epoch of the flow is a time of lr
      p.meaning = "learning rate; engine=flow counts a time of lr as an epoch";
    }
  }
  add_training_columns(experiment.columns);
  return experiment;
}
