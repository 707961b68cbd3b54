#include "nets/jacobian.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace basin::nets {
namespace {

// F_l * right, or F_l itself where there is no right side yet.
template <class Scalar>
MatrixOf<Scalar> apply_factor(const Network<Scalar>& network, std::size_t layer,
                              const Eigen::Ref<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>& slopes,
                              const MatrixOf<Scalar>* right) {
  const auto scale = static_cast<Scalar>(network.spec.scale(layer));
  MatrixOf<Scalar> product;
  if (right == nullptr) {
    product = network.weights[layer];
  } else {
    product.noalias() = network.weights[layer] * *right;
  }
  product.array().colwise() *= (scale * slopes).array();
  return product;
}

// The product of all L factors that starts with layer `first` and goes around: F_{first-1} ... F_{first}.
template <class Scalar>
MatrixOf<Scalar> cyclic_product(const Network<Scalar>& network, const std::vector<MatrixOf<Scalar>>& slopes,
                                Eigen::Index example, std::size_t first) {
  const std::size_t layers = network.spec.layers();
  MatrixOf<Scalar> product;
  for (std::size_t k = 0; k < layers; ++k) {
    const std::size_t l = (first + k) % layers;
    product = apply_factor<Scalar>(network, l, slopes[l].col(example), k == 0 ? nullptr : &product);
  }
  return product;
}

}  // namespace

template <class Scalar>
std::vector<MatrixOf<Scalar>> layer_slopes(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs) {
  if (inputs.rows() != network.spec.inputs()) {
    throw_input_error("a network of {} inputs has no Jacobian at points of {} numbers", network.spec.inputs(),
                      inputs.rows());
  }
  std::vector<MatrixOf<Scalar>> slopes(network.spec.layers());
  MatrixOf<Scalar> h = inputs;
  for (std::size_t l = 0; l < network.spec.layers(); ++l) {
    h = preactivation(network, l, h);
    activate(network.spec.activations[l], h, slopes[l]);
  }
  return slopes;
}

template <class Scalar>
std::vector<MatrixOf<Scalar>> jacobians(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs) {
  const auto slopes = layer_slopes(network, inputs);
  std::vector<MatrixOf<Scalar>> all;
  for (Eigen::Index i = 0; i < inputs.cols(); ++i) all.push_back(cyclic_product(network, slopes, i, 0));
  return all;
}

template <class Scalar>
MatrixOf<Scalar> jacobian(const Network<Scalar>& network, const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>& x) {
  return jacobians<Scalar>(network, MatrixOf<Scalar>(x)).front();
}

template <class Scalar>
MatrixOf<Scalar> smallest_cyclic_product(const Network<Scalar>& network, const std::vector<MatrixOf<Scalar>>& slopes,
                                         Eigen::Index example) {
  const auto& widths = network.spec.widths;
  if (widths.front() != widths.back()) {
    throw_input_error(
        "the Jacobian of a map from {} to {} numbers has no eigenvalues (as many outputs as inputs needed)",
        widths.front(), widths.back());
  }
  const auto smallest = std::min_element(widths.begin(), widths.end() - 1);
  return cyclic_product(network, slopes, example, static_cast<std::size_t>(smallest - widths.begin()));
}

template std::vector<MatrixOf<float>> layer_slopes(const Network<float>&, const MatrixOf<float>&);
template std::vector<MatrixOf<double>> layer_slopes(const Network<double>&, const MatrixOf<double>&);
template std::vector<MatrixOf<float>> jacobians(const Network<float>&, const MatrixOf<float>&);
template std::vector<MatrixOf<double>> jacobians(const Network<double>&, const MatrixOf<double>&);
template MatrixOf<float> jacobian(const Network<float>&, const Eigen::Matrix<float, Eigen::Dynamic, 1>&);
template MatrixOf<double> jacobian(const Network<double>&, const Eigen::Matrix<double, Eigen::Dynamic, 1>&);
template MatrixOf<float> smallest_cyclic_product(const Network<float>&, const std::vector<MatrixOf<float>>&,
                                                 Eigen::Index);
template MatrixOf<double> smallest_cyclic_product(const Network<double>&, const std::vector<MatrixOf<double>>&,
                                                  Eigen::Index);

}  // namespace basin::nets
