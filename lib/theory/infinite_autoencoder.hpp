// Two-layer bias-free autoencoders of infinite width in the NTK parametrisation: training is kernel regression with the
// neural tangent kernel, and the trained Jacobian has a closed form [jiang2020, Section 5; Jacot et al. 2018].
// D inputs and outputs, n examples X (D, n); q = |x|^2 / D, c = x.x' / D; u, v = jointly normal with variances q, q'
// and covariance c.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "core/random.hpp"
#include "nets/activation.hpp"
#include "train/problem.hpp"

namespace basin::theory {

/// The tangent kernel of one output at pairs of points, and its gradient in the first point:
///   Theta(x, x') = Sigma + c Sigma',  Sigma = E[s(u) s(v)], Sigma' = E[s'(u) s'(v)] (read-out and hidden weights)
///   grad_x Theta = (1/D) (2 x dTheta/dq + x' dTheta/dc)
///   dTheta/dc = 2 Sigma' + c E[s'' s''],  dTheta/dq = E[s''(u) s(v)] / 2 + c E[s'''(u) s'(v)] / 2.
class TangentKernel {
 public:
  /// Points (D, n), none of them zero. Throws an input Error for relu.
  TangentKernel(nets::Activation activation, const Eigen::MatrixXd& points);

  /// Theta of every pair, (n, n).
  [[nodiscard]] Eigen::MatrixXd values() const;

  /// Column l: grad_x Theta(x_i, x_l). (D, n)
  [[nodiscard]] Eigen::MatrixXd gradients(Eigen::Index i) const;

  /// Covariance of one output of the initial function f0 and its gradients, a Gaussian process of covariance Sigma:
  /// f0(x_1), ..., f0(x_n), then grad f0(x_1), ..., grad f0(x_n). (n (1 + D), n (1 + D))
  [[nodiscard]] Eigen::MatrixXd initial_covariance() const;

 private:
  struct Pair {
    double c;               // x.x' / D
    double ss, s1s1, s2s2;  // E[s s], E[s' s'], E[s'' s'']
    double s2s, ss2;        // E[s''(u) s(v)], E[s(u) s''(v)]
    double s3s1, s1s3;      // E[s'''(u) s'(v)], E[s'(u) s'''(v)]
  };
  [[nodiscard]] const Pair& pair(Eigen::Index i, Eigen::Index j) const {
    return pairs_[static_cast<std::size_t>(i * points_.cols() + j)];
  }

  Eigen::MatrixXd points_;
  std::vector<Pair> pairs_;
};

/// random: the initial function is a draw of its Gaussian process. zero: it is subtracted, f(x) - f0(x) is trained.
enum class InitialOutput { random, zero };

/// What is trained and until when: by gradient flow of the loss, exact because the kernel stays as it is.
struct InfiniteProblem {
  nets::Activation activation;
  Eigen::MatrixXd inputs, targets;  ///< (D, n) each
  InitialOutput initial_output = InitialOutput::random;
  train::Loss loss = train::Loss::half_sum;
  double stop_loss = 1e-7;
};

/// The trained network, as far as its examples see it.
struct InfiniteTrained {
  std::vector<Eigen::MatrixXd> initial_jacobians;  ///< J0(x_i), (D, D) each
  std::vector<Eigen::MatrixXd> jacobians;          ///< J(x_i)
  double initial_loss = 0.0, loss = 0.0;
  bool converged = false;  ///< the loss reached stop_loss; not so where two equal inputs have different targets
};

/// J(x) = J0(x) + sum_jl (y_j - f0(x_j)) g(Theta)_jl grad_x Theta(x, x_l)', g(t) = (1 - exp(-t T)) / t with the time T
/// at which the loss reaches stop_loss; stop_loss -> 0 is kernel regression, g = 1 / t. f0 and J0 are one joint draw
/// from `draws`.
/// Cost (n D)^3 / 3 for the joint draw. Throws an input Error for relu, shapes that do not fit, a zero input.
[[nodiscard]] InfiniteTrained train_infinite(const InfiniteProblem& problem, const Stream& draws);

/// One example, zero initial output: the trained Jacobian is x grad Theta(x, x)' / Theta(x, x), of rank one with the
/// eigenvalue (1/2) dln Theta / dln r, Theta the kernel on the diagonal. Throws an input Error for relu or radius <= 0.
[[nodiscard]] double single_example_eigenvalue(nets::Activation activation, Eigen::Index dim, double radius);

}  // namespace basin::theory
