// Both storage rules through Armadillo, on Eigen's memory. d neurons, p patterns.
#include "hopfield/weights.hpp"

#include <armadillo>
#include <cmath>

#include "core/error.hpp"

namespace basin::hopfield {

namespace {

void check_patterns(const Eigen::MatrixXd& patterns) {
  if (patterns.size() == 0) {
    throw_input_error("there is nothing to store: {} patterns of {} neurons; give at least one of each",
                      patterns.cols(), patterns.rows());
  }
  if (!patterns.allFinite()) {
    throw_input_error("a pattern has an entry that is not finite; give numbers, usually 1 and -1");
  }
}

// Armadillo's view of a matrix that it does not change: its constructor has no const.
arma::mat view_of(const Eigen::MatrixXd& m) {
  return {const_cast<double*>(m.data()), static_cast<arma::uword>(m.rows()), static_cast<arma::uword>(m.cols()), false,
          true};
}

// The same of one that it writes to.
arma::mat view_of(Eigen::MatrixXd& m) {
  return {m.data(), static_cast<arma::uword>(m.rows()), static_cast<arma::uword>(m.cols()), false, true};
}

Eigen::MatrixXd projection(const arma::mat& x) {
  arma::mat left, right;
  arma::vec values;
  if (!arma::svd_econ(left, values, right, x, "left")) {
    throw_machine_error("the singular values of {} patterns of {} neurons could not be computed; give a ridge > 0",
                        x.n_cols, x.n_rows);
  }
  // The tolerance of numerical rank that pinv has, too.
  const double smallest =
      static_cast<double>(std::max(x.n_rows, x.n_cols)) * arma::datum::eps * (values.is_empty() ? 0.0 : values(0));
  const arma::uword rank = arma::accu(values > smallest);
  const auto d = static_cast<Eigen::Index>(x.n_rows);
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(d, d);
  if (rank > 0) view_of(weights) = left.head_cols(rank) * left.head_cols(rank).t();
  return weights;
}

}  // namespace

Eigen::MatrixXd outer_product_weights(const Eigen::MatrixXd& patterns, Centring centring, Diagonal diagonal) {
  check_patterns(patterns);
  const arma::mat x = view_of(patterns);
  const double theta = centring == Centring::mean ? patterns.mean() : 0.0;
  Eigen::MatrixXd weights(patterns.rows(), patterns.rows());
  arma::mat w = view_of(weights);
  const arma::mat centred = x - theta;
  w = centred * centred.t();
  w /= static_cast<double>(x.n_cols);
  if (diagonal == Diagonal::zero) w.diag().zeros();
  return weights;
}

Eigen::MatrixXd pseudo_inverse_weights(const Eigen::MatrixXd& patterns, double ridge) {
  check_patterns(patterns);
  if (!(ridge >= 0.0) || !std::isfinite(ridge)) {
    throw_input_error("ridge={} is no ridge; give 0 for the projection, or a positive number", ridge);
  }
  const arma::mat x = view_of(patterns);
  if (ridge == 0.0) return projection(x);
  Eigen::MatrixXd weights(patterns.rows(), patterns.rows());
  arma::mat w = view_of(weights), solved;
  const bool small = x.n_cols < x.n_rows;
  arma::mat system = small ? arma::mat(x.t() * x) : arma::mat(x * x.t());
  const arma::mat right = small ? arma::mat(x.t()) : system;
  system.diag() += ridge;
  // Where rounding leaves nothing of the ridge, the weights are their limit for small ones.
  if (!arma::solve(solved, system, right, arma::solve_opts::likely_sympd + arma::solve_opts::no_approx)) {
    return projection(x);
  }
  if (small) {
    w = x * solved;
  } else {
    w = solved;
  }
  return weights;
}

}  // namespace basin::hopfield
