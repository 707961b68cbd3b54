#include "train/tangent_kernel.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "train/krylov.hpp"

namespace basin::train {
namespace {

// Hidden units in a block: the pairs of a block stay in the second-level cache, and sums of so few terms keep single
// precision's error below 1e-7.
constexpr Eigen::Index block_units = 512;

// Pairs a <= b of n things, in the order (0,0), (0,1), (1,1), (0,2), ...
constexpr Eigen::Index pairs_of(Eigen::Index n) {
  return n * (n + 1) / 2;
}
constexpr Eigen::Index pair_index(Eigen::Index a, Eigen::Index b) {
  return a <= b ? pairs_of(b) + a : pairs_of(a) + b;
}

// Saturated units have slopes like 1e-30 (erf), whose products are denormal numbers: a hundred times slower than others
// and nothing in the sum. Below this, products are normal or zero.
constexpr float smallest_factor = 1e-18F;

Eigen::MatrixXf normal_floats(const Eigen::Ref<const Eigen::MatrixXd>& m) {
  const Eigen::MatrixXf narrow = m.cast<float>();
  return (narrow.array().abs() < smallest_factor).select(0.0F, narrow);
}

// Columns: the products of every pair of columns of m (units, n). Fills (units, n(n+1)/2).
void fill_pairs(const Eigen::Ref<const Eigen::MatrixXf>& m, Eigen::Ref<Eigen::MatrixXf> pairs) {
  Eigen::Index at = 0;
  for (Eigen::Index b = 0; b < m.cols(); ++b) {
    for (Eigen::Index a = 0; a <= b; ++a) pairs.col(at++).array() = m.col(a).array() * m.col(b).array();
  }
}

}  // namespace

Tangent::Tangent(const nets::Network<double>& network, const Eigen::MatrixXd& inputs)
    : network_(&network), inputs_(&inputs) {
  const auto& spec = network.spec;
  if (spec.layers() != 2 || spec.activations[1] != nets::Activation::identity) {
    throw_input_error(
        "gradient flow follows networks of two layers with a linear output, not of {} layers with output '{}'; use "
        "engine=descent",
        spec.layers(), nets::to_text(spec.activations.back()));
  }
  hidden_ = nets::preactivation(network, 0, inputs);
  nets::activate(spec.activations[0], hidden_, slopes_);
}

Eigen::MatrixXd Tangent::outputs() const {
  return nets::preactivation(*network_, 1, hidden_);
}

Eigen::MatrixXd Tangent::kernel() const {
  const auto& spec = network_->spec;
  const Eigen::MatrixXd& v = network_->weights[1];
  const Eigen::Index n = inputs_->cols(), outputs = v.rows(), width = v.cols();
  const double scale0 = spec.scale(0), scale1 = spec.scale(1);

  Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(pairs_of(outputs), pairs_of(n));
  Eigen::MatrixXf slope_pairs(block_units, pairs_of(n)), weight_pairs(block_units, pairs_of(outputs));
  Eigen::MatrixXf sum(pairs_of(outputs), pairs_of(n));
  for (Eigen::Index w = 0; w < width; w += block_units) {
    const Eigen::Index units = std::min(block_units, width - w);
    fill_pairs(normal_floats(slopes_.middleRows(w, units)), slope_pairs.topRows(units));
    fill_pairs(normal_floats(v.middleCols(w, units).transpose()), weight_pairs.topRows(units));
    sum.noalias() = weight_pairs.topRows(units).transpose() * slope_pairs.topRows(units);
    sums += sum.cast<double>();
  }

  const double bias = spec.bias == nets::Bias::all ? 1.0 : 0.0;
  Eigen::MatrixXd similarity = hidden_.transpose() * hidden_;
  similarity.array() = similarity.array() * (scale1 * scale1) + bias;
  Eigen::MatrixXd input_similarity = inputs_->transpose() * *inputs_;
  input_similarity.array() = (input_similarity.array() * (scale0 * scale0) + bias) * (scale1 * scale1);

  Eigen::MatrixXd kernel(n * outputs, n * outputs);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto mixed = sums.col(pair_index(i, j));
      auto block = kernel.block(i * outputs, j * outputs, outputs, outputs);
      for (Eigen::Index l = 0; l < outputs; ++l) {
        for (Eigen::Index k = 0; k <= l; ++k) {
          block(k, l) = block(l, k) = input_similarity(i, j) * mixed(pair_index(k, l));
        }
      }
      block.diagonal().array() += similarity(i, j);
    }
  }
  return kernel;
}

void Tangent::descend(nets::Network<double>& parameters, double factor, const Eigen::MatrixXd& v) const {
  const auto& spec = network_->spec;
  const double scale0 = spec.scale(0), scale1 = spec.scale(1);
  Eigen::MatrixXd back(hidden_.rows(), v.cols());  // dloss/dz, (W, n)
  back.noalias() = network_->weights[1].transpose() * v;
  back.array() *= slopes_.array() * (scale1 * factor);
  parameters.weights[0].noalias() -= scale0 * back * inputs_->transpose();
  parameters.weights[1].noalias() -= (factor * scale1) * v * hidden_.transpose();
  if (spec.bias == nets::Bias::all) {
    parameters.biases[0] -= back.rowwise().sum();
    parameters.biases[1] -= factor * v.rowwise().sum();
  }
}

double largest_eigenvalue(const Eigen::MatrixXd& kernel) {
  // A start that no symmetry of the examples makes orthogonal to the leading eigenvector.
  const Eigen::VectorXd start = Eigen::VectorXd::LinSpaced(kernel.rows(), 1.0, 2.0);
  KrylovSpace space(kernel, start);
  space.grow(std::min<Eigen::Index>(40, kernel.rows()));
  return space.largest_ritz_value();
}

}  // namespace basin::train
