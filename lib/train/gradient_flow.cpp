#include "train/gradient_flow.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "train/krylov.hpp"
#include "train/tangent_kernel.hpp"

namespace basin::train {
namespace {

constexpr double first_step = 1.0;         // in units of 1 / largest kernel eigenvalue: the scale of the fastest mode
constexpr double most_growth = 4.0;        // chosen: the error grows with the cube of t, a factor 64
constexpr double least_growth = 0.2;       // chosen: a refused step is tried again at a fifth at least
constexpr double safety = 0.9;             // aims below the tolerance
constexpr double krylov_tolerance = 1e-8;  // far below any sensible flow tolerance
constexpr int most_refusals = 40;          // 0.2^40 of a step: the flow stands still
constexpr double aim_below_stop = 0.98;    // the last step aims a little past the stop loss

Eigen::Map<const Eigen::VectorXd> as_vector(const Eigen::MatrixXd& m) {
  return {m.data(), m.size()};
}

// The time, at most t, at which the predicted loss reaches `loss`.
double time_to_loss(const KrylovSpace& space, double t, double factor, double loss) {
  const auto loss_at = [&](double s) { return 0.5 * factor * space.squared_norm_at(s); };
  if (loss_at(t) > loss) return t;
  double low = 0.0, high = t;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (loss_at(middle) > loss ? low : high) = middle;
  }
  return high;
}

// Where the flow stands, or would: a network, its tangent, which borrows it, and its residuals (O, n).
struct Point {
  Point(const Problem& problem, nets::Network<double> at)
      : network(std::move(at)),
        tangent(network, problem.inputs),
        residuals(tangent.outputs() - problem.targets),
        loss(problem.loss_of(residuals)) {}
  Point(const Point&) = delete;
  Point& operator=(const Point&) = delete;

  nets::Network<double> network;
  Tangent tangent;
  Eigen::MatrixXd residuals;
  double loss;
};

// One attempt at a step of kernel time at most t from where the network stands.
struct Attempt {
  std::unique_ptr<Point> end;
  Eigen::MatrixXd kernel;  // at the predicted end
  double time;             // the kernel time it took
  double error;            // |residual - predicted| / |residual at the start|
};

Attempt attempt_step(const Problem& problem, const Point& start, const Eigen::MatrixXd& kernel, KrylovSpace& space,
                     double t) {
  const double factor = problem.loss_factor(), target = aim_below_stop * problem.stop.loss;
  const auto impulse_of = [&](const FlowStep& step) {
    return Eigen::MatrixXd(
        Eigen::Map<const Eigen::MatrixXd>(step.impulse.data(), start.residuals.rows(), start.residuals.cols()));
  };

  Attempt attempt{nullptr, {}, t, 0.0};
  nets::Network<double> corrected = start.network;
  FlowStep step;
  {  // what is predicted is freed before the end's tangent is made
    space.resolve(t, krylov_tolerance);
    nets::Network<double> predicted = start.network;
    start.tangent.descend(predicted, 1.0, impulse_of(space.at(time_to_loss(space, t, factor, target))));
    const Tangent predicted_tangent(predicted, problem.inputs);
    attempt.kernel = predicted_tangent.kernel();

    const Eigen::MatrixXd mean_kernel = 0.5 * (kernel + attempt.kernel);
    KrylovSpace mean_space(mean_kernel, as_vector(start.residuals));
    mean_space.resolve(t, krylov_tolerance);
    attempt.time = time_to_loss(mean_space, t, factor, target);
    step = mean_space.at(attempt.time);
    const Eigen::MatrixXd impulse = impulse_of(step);
    start.tangent.descend(corrected, 0.5, impulse);
    predicted_tangent.descend(corrected, 0.5, impulse);
  }
  attempt.end = std::make_unique<Point>(problem, std::move(corrected));
  attempt.error = (as_vector(attempt.end->residuals) - step.residual).norm() / start.residuals.norm();
  return attempt;
}

}  // namespace

Trained gradient_flow(const Problem& problem, const FlowOptions& options) {
  problem.check();
  problem.require_plain("the gradient flow");
  if (!(options.tolerance > 0.0)) {
    throw_input_error("the flow tolerance is {}; it must be greater than 0", options.tolerance);
  }
  auto here = std::make_unique<Point>(problem, problem.initial);
  Trained trained{{}, 0, here->loss, StopReason::step_limit};
  ObservedSteps observed(options.observer);
  const auto show = [&] { observed.show({trained.steps, trained.time, here->loss, here->network}); };
  const auto end = [&](StopReason why) {
    if (observed.due_at_end(trained.steps)) show();
    trained.why = why;
    trained.loss = here->loss;
    trained.network = std::move(here->network);
    return std::move(trained);
  };
  Eigen::MatrixXd kernel;
  if (here->loss >= problem.stop.loss) kernel = here->tangent.kernel();
  double t = 0.0;  // kernel time: flow time times the loss factor
  while (here->loss >= problem.stop.loss) {
    if (observed.due(trained.steps)) show();
    if (trained.steps == problem.stop.max_steps) return end(StopReason::step_limit);
    if (!std::isfinite(here->loss) || !kernel.allFinite()) return end(StopReason::diverged);
    KrylovSpace space(kernel, as_vector(here->residuals));
    if (t == 0.0) t = first_step / largest_eigenvalue(kernel);
    for (int refusals = 0;; ++refusals) {
      if (refusals == most_refusals) return end(StopReason::stalled);
      Attempt attempt = attempt_step(problem, *here, kernel, space, t);
      const double ratio = safety * std::cbrt(options.tolerance / std::max(attempt.error, 1e-12));
      const bool accepted = attempt.error <= options.tolerance;
      if (accepted) {
        trained.time += attempt.time / problem.loss_factor();
        t = attempt.time * std::clamp(ratio, 1.0, most_growth);
        here = std::move(attempt.end);
        kernel = std::move(attempt.kernel);
        break;
      }
      t = attempt.time * (std::isfinite(ratio) ? std::clamp(ratio, least_growth, 1.0) : least_growth);
    }
    ++trained.steps;
  }
  return end(StopReason::loss_reached);
}

}  // namespace basin::train
