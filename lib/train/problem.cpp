#include "train/problem.hpp"

#include "core/error.hpp"

namespace basin::train {

double loss_factor(Loss loss, Eigen::Index outputs, Eigen::Index examples) {
  const auto n = static_cast<double>(examples);
  return loss == Loss::half_sum ? 1.0 / n : 2.0 / (n * static_cast<double>(outputs));
}

double Problem::loss_of(const Eigen::MatrixXd& residuals) const {
  return 0.5 * loss_factor() * residuals.squaredNorm();
}

void Problem::check() const {
  initial.spec.check();
  if (examples() < 1) throw_input_error("there is nothing to train on (0 examples); give at least 1");
  if (inputs.rows() != initial.spec.inputs() || targets.rows() != initial.spec.outputs() ||
      targets.cols() != inputs.cols()) {
    throw_input_error("inputs {} x {} and targets {} x {} do not fit a network of {} inputs and {} outputs",
                      inputs.rows(), inputs.cols(), targets.rows(), targets.cols(), initial.spec.inputs(),
                      initial.spec.outputs());
  }
  if (!inputs.allFinite() || !targets.allFinite()) throw_input_error("an example holds a number that is not finite");
  if (!(stop.loss > 0.0)) throw_input_error("the stop loss is {}; it must be greater than 0", stop.loss);
  if (stop.max_steps < 0) throw_input_error("the step limit is {}; it cannot be negative", stop.max_steps);
}

std::string to_text(StopReason reason) {
  switch (reason) {
    case StopReason::loss_reached:
      return "loss reached";
    case StopReason::step_limit:
      return "step limit";
    case StopReason::diverged:
      return "diverged";
    case StopReason::stalled:
      return "stalled";
  }
  return "unknown";
}

}  // namespace basin::train
