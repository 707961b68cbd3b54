#include "train/gradient_descent.hpp"

#include <cmath>

#include "core/error.hpp"
#include "train/backprop.hpp"
#include "train/tangent_kernel.hpp"

namespace basin::train {
namespace {

// Updates see one layer's gradient as the factors of an outer product. Plain descent adds it to the parameters in the
// same pass; one that keeps moments would first form it.
template <class Scalar>
struct PlainDescent {
  Scalar learning_rate;

  void operator()(TrainedLayer<Scalar>& layer, const Matrix<Scalar>& delta, const Matrix<Scalar>& h) const {
    layer.add_gradient(-learning_rate, delta, h);
  }
};

template <class Scalar, class Update>
Trained descend(const Problem& problem, const DescentOptions& options, Update update) {
  Backprop<Scalar> passes(problem);
  Trained trained{{}, 0, 0.0, StopReason::step_limit};
  ObservedSteps observed(options.observer);
  const auto time = [&] { return static_cast<double>(trained.steps) * options.learning_rate; };
  for (;; ++trained.steps) {
    trained.loss = passes.forward();
    if (observed.due(trained.steps)) observed.show({trained.steps, time(), trained.loss, passes.network()});
    if (!std::isfinite(trained.loss)) {
      trained.why = StopReason::diverged;
      break;
    }
    if (trained.loss < problem.stop.loss) {
      trained.why = StopReason::loss_reached;
      break;
    }
    if (trained.steps == problem.stop.max_steps) break;
    passes.backward(update);
  }
  trained.network = passes.network();
  trained.time = time();
  if (observed.due_at_end(trained.steps)) observed.show({trained.steps, trained.time, trained.loss, trained.network});
  return trained;
}

}  // namespace

Trained gradient_descent(const Problem& problem, const DescentOptions& options) {
  problem.check();
  if (!(options.learning_rate > 0.0) || !std::isfinite(options.learning_rate)) {
    throw_input_error("the learning rate is {}; it must be positive and finite", options.learning_rate);
  }
  if (options.precision == Precision::double_precision) {
    return descend<double>(problem, options, PlainDescent<double>{options.learning_rate});
  }
  return descend<float>(problem, options, PlainDescent<float>{static_cast<float>(options.learning_rate)});
}

double stable_learning_rate(const Problem& problem, double fraction) {
  problem.check();
  const Tangent tangent(problem.initial, problem.inputs);
  return fraction / (problem.loss_factor() * largest_eigenvalue(tangent.kernel()));
}

}  // namespace basin::train
