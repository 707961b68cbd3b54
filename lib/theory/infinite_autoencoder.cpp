#include "theory/infinite_autoencoder.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>
#include <map>

#include "core/error.hpp"
#include "theory/gaussian_means.hpp"

namespace basin::theory {
namespace {

// A covariance may be singular (few directions, linear region): the factor of one whose diagonal is larger by `jitter`
// relative to its largest entry, the least that works. 1e-12 moves a draw by 1e-6 of its standard deviation.
constexpr double first_jitter = 1e-15, last_jitter = 1e-8;

Eigen::MatrixXd factor_of(const Eigen::MatrixXd& covariance) {
  for (double jitter = first_jitter; jitter <= last_jitter; jitter *= 10.0) {
    Eigen::MatrixXd lifted = covariance;
    lifted.diagonal().array() += jitter * covariance.diagonal().maxCoeff();
    Eigen::LLT<Eigen::MatrixXd> llt(lifted);
    if (llt.info() == Eigen::Success) return llt.matrixL();
  }
  throw_input_error("the initial function's covariance is not positive (points too alike or not finite)");
}

void check(const InfiniteProblem& problem) {
  if (problem.inputs.cols() < 1 || problem.inputs.rows() != problem.targets.rows() ||
      problem.inputs.cols() != problem.targets.cols()) {
    throw_input_error("an autoencoder needs as many targets of {} numbers as inputs, not {} of {}",
                      problem.inputs.rows(), problem.targets.cols(), problem.targets.rows());
  }
  if (!problem.inputs.allFinite() || !problem.targets.allFinite()) {
    throw_input_error("inputs and targets must be finite");
  }
}

}  // namespace

TangentKernel::TangentKernel(nets::Activation activation, const Eigen::MatrixXd& points) : points_(points) {
  const auto dim = static_cast<double>(points.rows());
  const Eigen::Index n = points.cols();
  const Eigen::MatrixXd covariance = points.transpose() * points / dim;
  std::map<double, HermiteSeries> series;  // examples of one norm share theirs, up to rounding of the norm
  const auto series_of = [&](double variance) -> const HermiteSeries& {
    const auto near = series.lower_bound(variance * (1.0 - 1e-12));
    if (near != series.end() && near->first <= variance * (1.0 + 1e-12)) return near->second;
    return series.try_emplace(variance, activation, variance).first->second;
  };
  pairs_.resize(static_cast<std::size_t>(n * n));
  for (Eigen::Index i = 0; i < n; ++i) {
    const HermiteSeries& u = series_of(covariance(i, i));
    for (Eigen::Index j = 0; j <= i; ++j) {
      const HermiteSeries& v = series_of(covariance(j, j));
      const double c = covariance(i, j);
      const double rho = i == j ? 1.0 : std::clamp(c / std::sqrt(covariance(i, i) * covariance(j, j)), -1.0, 1.0);
      const auto mean = [&](int a, int b) { return u.mean_product(a, v, b, rho); };
      const Pair p = {c, mean(0, 0), mean(1, 1), mean(2, 2), mean(2, 0), mean(0, 2), mean(3, 1), mean(1, 3)};
      pairs_[static_cast<std::size_t>(i * n + j)] = p;
      pairs_[static_cast<std::size_t>(j * n + i)] = {p.c, p.ss, p.s1s1, p.s2s2, p.ss2, p.s2s, p.s1s3, p.s3s1};
    }
  }
}

Eigen::MatrixXd TangentKernel::values() const {
  const Eigen::Index n = points_.cols();
  return Eigen::MatrixXd::NullaryExpr(n, n, [&](Eigen::Index i, Eigen::Index j) {
    const Pair& p = pair(i, j);
    return p.ss + p.c * p.s1s1;
  });
}

Eigen::MatrixXd TangentKernel::gradients(Eigen::Index i) const {
  const auto dim = static_cast<double>(points_.rows());
  Eigen::MatrixXd gradients(points_.rows(), points_.cols());
  for (Eigen::Index l = 0; l < points_.cols(); ++l) {
    const Pair& p = pair(i, l);
    const double by_c = 2.0 * p.s1s1 + p.c * p.s2s2;
    const double by_q = 0.5 * p.s2s + 0.5 * p.c * p.s3s1;
    gradients.col(l) = (2.0 * by_q * points_.col(i) + by_c * points_.col(l)) / dim;
  }
  return gradients;
}

// With u = w.x / sqrt(D), w ~ N(0, I), Stein's lemma gives
//   E[s'(u) s(v) w] / sqrt(D)      = (x E[s'' s] + x' E[s' s']) / D
//   E[s'(u) s'(v) w w'] / D        = (I E[s' s'] + (x x' E[s''' s'] + (x x'' + x'' x') E[s'' s''] + ...) / D) / D.
Eigen::MatrixXd TangentKernel::initial_covariance() const {
  const Eigen::Index dim = points_.rows(), n = points_.cols();
  const auto d = static_cast<double>(dim);
  Eigen::MatrixXd covariance(n * (1 + dim), n * (1 + dim));
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      const Pair& p = pair(i, j);
      const auto x = points_.col(i), y = points_.col(j);
      covariance(i, j) = p.ss;
      const Eigen::VectorXd cross = (x * p.s2s + y * p.s1s1) / d;  // of grad f0(x_i) and f0(x_j)
      covariance.block(n + i * dim, j, dim, 1) = cross;
      covariance.block(j, n + i * dim, 1, dim) = cross.transpose();
      auto block = covariance.block(n + i * dim, n + j * dim, dim, dim);
      block =
          (x * x.transpose() * p.s3s1 + (x * y.transpose() + y * x.transpose()) * p.s2s2 + y * y.transpose() * p.s1s3) /
          (d * d);
      block.diagonal().array() += p.s1s1 / d;
    }
  }
  return covariance;
}

InfiniteTrained train_infinite(const InfiniteProblem& problem, const Stream& draws) {
  check(problem);
  const Eigen::Index dim = problem.inputs.rows(), n = problem.inputs.cols();
  const TangentKernel kernel(problem.activation, problem.inputs);

  // Row k: output k of f0(X), then its gradients.
  Eigen::MatrixXd initial = Eigen::MatrixXd::Zero(dim, n * (1 + dim));
  if (problem.initial_output == InitialOutput::random) {
    Eigen::MatrixXd normals(dim, n * (1 + dim));
    draws.fill_normal({normals.data(), static_cast<std::size_t>(normals.size())});
    initial.noalias() = normals * factor_of(kernel.initial_covariance()).transpose();
  }

  // In the kernel's eigenbasis every residual decays by itself: e(T) = e(0) exp(-l T).
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(kernel.values());
  const Eigen::ArrayXd l = modes.eigenvalues().array().max(0.0);
  const Eigen::MatrixXd residuals = (problem.targets - initial.leftCols(n)) * modes.eigenvectors();
  const Eigen::ArrayXd squares = residuals.colwise().squaredNorm().transpose();
  const double factor = 0.5 * train::loss_factor(problem.loss, dim, n);
  const auto loss_at = [&](double log_time) {
    return factor * (squares * (-2.0 * std::exp(log_time) * l).exp()).sum();
  };

  InfiniteTrained trained;
  double low = -std::log(l.maxCoeff()) - 40.0, high = -std::log(l.maxCoeff()) + 80.0;  // both ends beyond any training
  trained.converged = loss_at(high) < problem.stop_loss;
  if (trained.converged && loss_at(low) >= problem.stop_loss) {
    for (int k = 0; k < 60; ++k) {
      const double middle = 0.5 * (low + high);
      (loss_at(middle) < problem.stop_loss ? high : low) = middle;
    }
  } else if (trained.converged) {
    high = low;
  }
  trained.initial_loss = factor * squares.sum();
  trained.loss = loss_at(high);
  const double time = std::exp(high);
  const Eigen::ArrayXd learnt =
      (l * time > 1e-12).select(-(-l * time).unaryExpr([](double z) { return std::expm1(z); }) / l, time);
  const Eigen::MatrixXd coefficients = residuals * learnt.matrix().asDiagonal() * modes.eigenvectors().transpose();

  for (Eigen::Index i = 0; i < n; ++i) {
    trained.initial_jacobians.push_back(initial.middleCols(n + i * dim, dim));
    trained.jacobians.push_back(trained.initial_jacobians.back() + coefficients * kernel.gradients(i).transpose());
  }
  return trained;
}

double single_example_eigenvalue(nets::Activation activation, Eigen::Index dim, double radius) {
  if (dim < 1 || !(radius > 0.0)) throw_input_error("an example cannot have {} numbers and norm {}", dim, radius);
  const double q = radius * radius / static_cast<double>(dim);
  const HermiteSeries s(activation, q);
  const auto mean = [&](int a, int b) { return s.mean_product(a, s, b, 1.0); };
  // d/dq E[s^2] = E[s s''] + E[s'^2], d/dq (q E[s'^2]) = E[s'^2] + q (E[s' s'''] + E[s''^2]); dln q = 2 dln r.
  const double theta = mean(0, 0) + q * mean(1, 1);
  const double slope = mean(0, 2) + 2.0 * mean(1, 1) + q * (mean(1, 3) + mean(2, 2));
  return q * slope / theta;
}

}  // namespace basin::theory
