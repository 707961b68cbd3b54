// Plain matrix products; every field h_i of the asynchronous recall is summed anew, so that no rounding adds up.
#include "hopfield/recall.hpp"

#include <utility>

#include "core/error.hpp"
#include "core/random_permutation.hpp"

namespace basin::hopfield {

namespace {

// Infinities and NaN times 0 are NaN. Many times faster than allFinite, which takes as long as a step of recall.
bool is_finite(const Eigen::MatrixXd& m) {
  return (m.array() * 0.0).sum() == 0.0;
}

void check(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& states, Eigen::Index steps) {
  if (weights.rows() != weights.cols() || weights.cols() != states.rows()) {
    throw_input_error("weights of {} x {} do not act on states of {} neurons; give square ones of that size",
                      weights.rows(), weights.cols(), states.rows());
  }
  if (!is_finite(weights) || !is_finite(states)) {
    throw_input_error("a weight or a state is not finite; give numbers");
  }
  if (steps < 0) throw_input_error("{} steps of recall cannot be taken; give 0 or more", steps);
}

double sign_or(double field, double otherwise) {
  return field > 0.0 ? 1.0 : field < 0.0 ? -1.0 : otherwise;
}

}  // namespace

Eigen::MatrixXd recall(const Eigen::MatrixXd& weights, Eigen::MatrixXd states, Eigen::Index steps) {
  check(weights, states, steps);
  for (Eigen::Index step = 0; step < steps; ++step) {
    Eigen::MatrixXd next = (weights * states).unaryExpr([](double field) { return sign_or(field, 0.0); });
    if (next == states) break;  // nothing changes any more
    states = std::move(next);
  }
  return states;
}

Eigen::MatrixXd recall_asynchronously(const Eigen::MatrixXd& weights, Eigen::MatrixXd states, Eigen::Index sweeps,
                                      const Stream& draws) {
  check(weights, states, sweeps);
  const Eigen::Index d = states.rows();
  const Eigen::MatrixXd rows = weights.transpose();  // row i of the weights in consecutive memory
  for (Eigen::Index k = 0; k < states.cols(); ++k) {
    auto state = states.col(k);
    for (Eigen::Index t = 0; t < sweeps; ++t) {
      const auto first = static_cast<std::uint64_t>((k * sweeps + t) * d);
      for (const Eigen::Index i : random_permutation(draws, d, first)) {
        state(i) = sign_or(rows.col(i).dot(state), state(i));
      }
    }
  }
  return states;
}

Eigen::VectorXd energy(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& states) {
  check(weights, states, 0);
  return -0.5 * states.cwiseProduct(weights * states).colwise().sum().transpose();
}

}  // namespace basin::hopfield
