#include "train/gradient_descent.hpp"

#include <cmath>

#include "core/denormals.hpp"
#include "core/error.hpp"
#include "train/backprop.hpp"
#include "train/batch_backprop.hpp"
#include "train/loops.hpp"
#include "train/tangent_kernel.hpp"

namespace basin::train {
namespace {

template <class Scalar>
Trained descend(const Problem& problem, const DescentOptions& options) {
  Backprop<Scalar> passes(problem);
  const auto rate = static_cast<Scalar>(options.learning_rate);
  const auto step = [&] {
    passes.backward([&](TrainedLayer<Scalar>& layer, const Matrix<Scalar>& delta, const Matrix<Scalar>& h) {
      layer.add_gradient(-rate, delta, h);
    });
  };
  return train_at_once(
      problem, options, [&] { return passes.forward(); }, step, [&] { return passes.network(); });
}

template <class Scalar>
Trained descend_by_batches(const Problem& problem, const DescentOptions& options) {
  const FlushDenormals while_training;
  BatchBackprop<Scalar> passes(problem, options.optimizer, options.learning_rate);
  return train_by_epochs(
      problem, options, [&](std::span<const Eigen::Index> batch) { return passes.step(batch); },
      [&] { return passes.network(); });
}

// Few examples beside wide layers are trained in one layout, batches in the other.
template <class Scalar>
Trained descend_as_laid_out(const Problem& problem, const DescentOptions& options) {
  return options.trains_at_once(problem) ? descend<Scalar>(problem, options)
                                         : descend_by_batches<Scalar>(problem, options);
}

}  // namespace

void DescentOptions::check(const Problem& problem) const {
  if (!(learning_rate > 0.0) || !std::isfinite(learning_rate)) {
    throw_input_error("the learning rate is {}; it must be positive and finite", learning_rate);
  }
  if (batches.size < 0) throw_input_error("a batch cannot have {} examples; give 0 for all of them", batches.size);
  if (batches.first_epoch < 0 || observe_every < 0) {
    throw_input_error("training cannot begin at epoch {} or be looked at every {} steps; give 0 or more",
                      batches.first_epoch, observe_every);
  }
  optimizer.check();
  const Eigen::Index size = batches.largest(problem.examples()), last = batches.met(problem.examples()) % size;
  if (problem.initial.spec.batch_norm != nets::BatchNorm::none && (size == 1 || last == 1)) {
    throw_input_error("batch norm cannot normalise a batch of one example ({} examples in batches of {}); change batch",
                      problem.examples(), size);
  }
}

Trained gradient_descent(const Problem& problem, const DescentOptions& options) {
  problem.check();
  options.check(problem);
  return options.precision == Precision::double_precision ? descend_as_laid_out<double>(problem, options)
                                                          : descend_as_laid_out<float>(problem, options);
}

double stable_learning_rate(const Problem& problem, double fraction) {
  problem.check();
  problem.require_plain("the tangent kernel");
  const Tangent tangent(problem.initial, problem.inputs);
  return fraction / (problem.loss_factor() * largest_eigenvalue(tangent.kernel()));
}

}  // namespace basin::train
