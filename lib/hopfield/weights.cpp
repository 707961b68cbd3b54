// Checks what is asked for and hands it to the module with Armadillo, which is opened on first use.
// BASIN_HOPFIELD_MODULE: its file name; BASIN_HOPFIELD_FOLDERS: where it may be (core/shared_object.hpp).
#include "hopfield/weights.hpp"

#include <cmath>

#include "core/error.hpp"
#include "core/shared_object.hpp"
#include "hopfield/weights_module.hpp"

namespace basin::hopfield {

namespace {

struct Rules {
  OuterProduct* outer_product = nullptr;
  PseudoInverse* pseudo_inverse = nullptr;
  std::string failure;
};

Rules find_rules() {
  const OpenedModule opened = open_module("the module", BASIN_HOPFIELD_MODULE, BASIN_HOPFIELD_FOLDERS);
  Rules rules = {opened.function<OuterProduct>(outer_product_symbol),
                 opened.function<PseudoInverse>(pseudo_inverse_symbol), opened.failure};
  if (rules.failure.empty() && (rules.outer_product == nullptr || rules.pseudo_inverse == nullptr)) {
    rules.failure = fmt::format("{} is no module of this program; build it again", opened.file);
  }
  return rules;
}

const Rules& rules() {
  static const Rules found = find_rules();
  if (!found.failure.empty()) {
    throw_machine_error("weights of Hopfield networks cannot be computed: {}", found.failure);
  }
  return found;
}

void check_patterns(const Eigen::MatrixXd& patterns) {
  if (patterns.size() == 0) {
    throw_input_error("there is nothing to store: {} patterns of {} neurons; give at least one of each",
                      patterns.cols(), patterns.rows());
  }
  if (!patterns.allFinite()) {
    throw_input_error("a pattern has an entry that is not finite; give numbers, usually 1 and -1");
  }
}

}  // namespace

Eigen::MatrixXd outer_product_weights(const Eigen::MatrixXd& patterns, Centring centring, Diagonal diagonal) {
  check_patterns(patterns);
  Eigen::MatrixXd weights(patterns.rows(), patterns.rows());
  rules().outer_product(patterns, centring == Centring::mean ? patterns.mean() : 0.0, weights);
  if (diagonal == Diagonal::zero) weights.diagonal().setZero();
  return weights;
}

Eigen::MatrixXd pseudo_inverse_weights(const Eigen::MatrixXd& patterns, double ridge) {
  check_patterns(patterns);
  if (!(ridge >= 0.0) || !std::isfinite(ridge)) {
    throw_input_error("ridge={} is no ridge; give 0 for the projection, or a positive number", ridge);
  }
  Eigen::MatrixXd weights(patterns.rows(), patterns.rows());
  if (!rules().pseudo_inverse(patterns, ridge, weights)) {
    throw_machine_error("the singular values of {} patterns of {} neurons could not be computed; give a ridge > 0",
                        patterns.cols(), patterns.rows());
  }
  return weights;
}

}  // namespace basin::hopfield
