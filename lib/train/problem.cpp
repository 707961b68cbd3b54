#include "train/problem.hpp"

#include "core/error.hpp"

namespace basin::train {

double loss_factor(Loss loss, Eigen::Index outputs, Eigen::Index examples) {
  const auto n = static_cast<double>(examples), entries = n * static_cast<double>(outputs);
  switch (loss) {
    case Loss::half_sum:
      return 1.0 / n;
    case Loss::mean:
      return 2.0 / entries;
    case Loss::cross_entropy:
      return 1.0 / entries;
  }
  return 1.0 / n;
}

double Problem::loss_of(const Eigen::MatrixXd& residuals) const {
  return 0.5 * loss_factor() * residuals.squaredNorm();
}

double Problem::loss_at(const nets::Network<double>& network) const {
  if (loss != Loss::cross_entropy) return loss_of(nets::forward(network, inputs) - targets);
  nets::Network<double> linear = network;
  linear.spec.activations.back() = nets::Activation::identity;
  const Eigen::ArrayXXd z = nets::forward(linear, inputs).array();
  return (z.max(0.0) - targets.array() * z + (-z.abs()).exp().log1p()).mean();
}

void Problem::require_plain(const char* engine) const {
  if (is_plain()) return;
  throw_input_error(
      "{} knows no batch norm, residual blocks, cross entropy or layers that stay; use engine=descent or torch",
      engine);
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
  if (loss == Loss::cross_entropy) {
    if (initial.spec.activations.back() != nets::Activation::sigmoid) {
      throw_input_error("cross entropy needs sigmoid outputs, not {}", to_text(initial.spec.activations.back()));
    }
    if (targets.minCoeff() < 0.0 || targets.maxCoeff() > 1.0) {
      throw_input_error("cross entropy needs targets in [0, 1]; they reach from {} to {}", targets.minCoeff(),
                        targets.maxCoeff());
    }
  }
  if (trained_layers && (*trained_layers < 1 || *trained_layers > initial.spec.layers() ||
                         initial.spec.batch_norm != nets::BatchNorm::none)) {
    throw_input_error("cannot train the first {} of {} layers{}; give 1 to {} of a network without batch norm",
                      *trained_layers, initial.spec.layers(),
                      initial.spec.batch_norm == nets::BatchNorm::none ? "" : " with batch norm",
                      initial.spec.layers());
  }
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
