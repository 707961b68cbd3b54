// Both storage rules through Armadillo, on Eigen's memory. d neurons, p patterns.
#include "hopfield/weights_module.hpp"

#include <algorithm>
#include <armadillo>

namespace {

// Armadillo's view of a matrix that it does not change: its constructor has no const.
arma::mat view_of(const Eigen::MatrixXd& m) {
  return {const_cast<double*>(m.data()), static_cast<arma::uword>(m.rows()), static_cast<arma::uword>(m.cols()), false,
          true};
}

// The same of one that it writes to.
arma::mat view_of(Eigen::MatrixXd& m) {
  return {m.data(), static_cast<arma::uword>(m.rows()), static_cast<arma::uword>(m.cols()), false, true};
}

// The orthogonal projection onto the span of the columns of x.
bool project(const arma::mat& x, arma::mat& w) {
  arma::mat left, right;
  arma::vec values;
  if (!arma::svd_econ(left, values, right, x, "left")) return false;
  // The tolerance of numerical rank that pinv has, too.
  const double smallest =
      static_cast<double>(std::max(x.n_rows, x.n_cols)) * arma::datum::eps * (values.is_empty() ? 0.0 : values(0));
  const arma::uword rank = arma::accu(values > smallest);
  w.zeros();
  if (rank > 0) w = left.head_cols(rank) * left.head_cols(rank).t();
  return true;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) void basin_outer_product(const Eigen::MatrixXd& patterns,
                                                                           double theta, Eigen::MatrixXd& weights) {
  const arma::mat x = view_of(patterns), centred = x - theta;
  arma::mat w = view_of(weights);
  w = centred * centred.t();
  w /= static_cast<double>(x.n_cols);
}

extern "C" __attribute__((visibility("default"))) bool basin_pseudo_inverse(const Eigen::MatrixXd& patterns,
                                                                            double ridge, Eigen::MatrixXd& weights) {
  const arma::mat x = view_of(patterns);
  arma::mat w = view_of(weights), solved;
  if (ridge == 0.0) return project(x, w);
  const bool small = x.n_cols < x.n_rows;
  arma::mat system = small ? arma::mat(x.t() * x) : arma::mat(x * x.t());
  const arma::mat right = small ? arma::mat(x.t()) : system;
  system.diag() += ridge;
  // Where rounding leaves nothing of the ridge, the weights are their limit for small ones.
  if (!arma::solve(solved, system, right, arma::solve_opts::likely_sympd + arma::solve_opts::no_approx)) {
    return project(x, w);
  }
  if (small) {
    w = x * solved;
  } else {
    w = solved;
  }
  return true;
}
