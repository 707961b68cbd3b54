#include "nets/jacobian.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "nets/rewrite.hpp"

namespace basin::nets {
namespace {

void require_plain(const NetworkSpec& spec) {
  if (spec.batch_norm != BatchNorm::none || spec.residual) {
    throw_input_error("networks with batch norm or residual blocks have no such product; take their whole Jacobian");
  }
}

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

// The product of all L factors of a network with residual blocks.
template <class Scalar>
MatrixOf<Scalar> residual_product(const Network<Scalar>& network, const std::vector<MatrixOf<Scalar>>& slopes,
                                  Eigen::Index example) {
  const Eigen::Index inputs = network.spec.inputs();
  MatrixOf<Scalar> product = MatrixOf<Scalar>::Identity(inputs, inputs);
  for (std::size_t l = 0; l < network.spec.layers(); ++l) {
    product =
        layer_output(network.spec, l, product, apply_factor<Scalar>(network, l, slopes[l].col(example), &product));
  }
  return product;
}

// The units that are on (slope not 0) at the end of every layer, on[l] of layer l: only through these does anything
// pass.
template <class Scalar>
std::vector<std::vector<Eigen::Index>> units_on(const std::vector<MatrixOf<Scalar>>& slopes, Eigen::Index example) {
  std::vector<std::vector<Eigen::Index>> on(slopes.size());
  for (std::size_t l = 0; l < slopes.size(); ++l) {
    for (Eigen::Index u = 0; u < slopes[l].rows(); ++u) {
      if (slopes[l](u, example) != Scalar(0)) on[l].push_back(u);
    }
  }
  return on;
}

// The layer at whose end the fewest units are on, and how many.
template <class Scalar>
std::pair<std::size_t, Eigen::Index> fewest_units_on(const std::vector<MatrixOf<Scalar>>& slopes,
                                                     Eigen::Index example) {
  std::pair<std::size_t, Eigen::Index> fewest = {0, slopes.front().rows()};
  for (std::size_t l = 0; l < slopes.size(); ++l) {
    const Eigen::Index on = (slopes[l].col(example).array() != Scalar(0)).count();
    if (on < fewest.second) fewest = {l, on};
  }
  return fewest;
}

// The cyclic product between the units that are on, from the end of layer `start` around to it. Leaving out a unit
// there leaves out a zero row and thus an eigenvalue 0; elsewhere, terms that are zero.
template <class Scalar>
MatrixOf<Scalar> product_of_units_on(const Network<Scalar>& network, const std::vector<MatrixOf<Scalar>>& slopes,
                                     Eigen::Index example, std::size_t start) {
  const auto on = units_on(slopes, example);
  const std::size_t layers = network.spec.layers();
  MatrixOf<Scalar> product;
  for (std::size_t k = 1; k <= layers; ++k) {
    const std::size_t l = (start + k) % layers;
    MatrixOf<Scalar> factor = network.weights[l](on[l], on[(l + layers - 1) % layers]);
    if (k > 1) factor = (factor * product).eval();
    const Eigen::Matrix<Scalar, Eigen::Dynamic, 1> slopes_on = slopes[l].col(example)(on[l]);
    product = (static_cast<Scalar>(network.spec.scale(l)) * slopes_on).asDiagonal() * factor;
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
    MatrixOf<Scalar> z = preactivation(network, l, h);
    activate(network.spec.activations[l], z, slopes[l]);
    h = layer_output(network.spec, l, h, std::move(z));
  }
  return slopes;
}

template <class Scalar>
std::vector<MatrixOf<Scalar>> jacobians(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs) {
  if (network.spec.batch_norm != BatchNorm::none) {
    return jacobians<Scalar>(convert<Scalar>(folded(convert<double>(network))), inputs);
  }
  const auto slopes = layer_slopes(network, inputs);
  std::vector<MatrixOf<Scalar>> all;
  for (Eigen::Index i = 0; i < inputs.cols(); ++i) {
    all.push_back(network.spec.residual ? residual_product(network, slopes, i) : cyclic_product(network, slopes, i, 0));
  }
  return all;
}

template <class Scalar>
MatrixOf<Scalar> jacobian(const Network<Scalar>& network, const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>& x) {
  return jacobians<Scalar>(network, MatrixOf<Scalar>(x)).front();
}

template <class Scalar>
MatrixOf<Scalar> smallest_cyclic_product(const Network<Scalar>& network, const std::vector<MatrixOf<Scalar>>& slopes,
                                         Eigen::Index example) {
  require_plain(network.spec);
  const auto& widths = network.spec.widths;
  if (widths.front() != widths.back()) {
    throw_input_error(
        "the Jacobian of a map from {} to {} numbers has no eigenvalues (as many outputs as inputs needed)",
        widths.front(), widths.back());
  }
  const auto smallest = std::min_element(widths.begin(), widths.end() - 1);
  const auto& activations = network.spec.activations;
  if (std::find(activations.begin(), activations.end(), Activation::relu) != activations.end()) {
    const auto [layer, on] = fewest_units_on(slopes, example);
    if (on == 0) return MatrixOf<Scalar>(0, 0);
    // Else gathering the weights would cost more than it saves, as where a wide layer lies between few inputs.
    if (on < *smallest) return product_of_units_on(network, slopes, example, layer);
  }
  return cyclic_product(network, slopes, example, static_cast<std::size_t>(smallest - widths.begin()));
}

template <class Scalar>
MatrixOf<Scalar> jacobian_products(const Network<Scalar>& network, const std::vector<MatrixOf<Scalar>>& slopes,
                                   const MatrixOf<Scalar>& directions) {
  if (directions.rows() != network.spec.inputs() || directions.cols() != slopes.front().cols()) {
    throw_input_error("{} directions of {} numbers are not one for each of {} points of {}", directions.cols(),
                      directions.rows(), slopes.front().cols(), network.spec.inputs());
  }
  require_plain(network.spec);
  MatrixOf<Scalar> moved = directions;
  for (std::size_t l = 0; l < network.spec.layers(); ++l) {
    moved = (network.weights[l] * moved).eval();
    moved.array() *= static_cast<Scalar>(network.spec.scale(l)) * slopes[l].array();
  }
  return moved;
}

double homogeneity_error(const Network<double>& network, const Eigen::MatrixXd& inputs) {
  const Eigen::MatrixXd outputs = forward(network, inputs);
  const Eigen::MatrixXd moved = jacobian_products(network, layer_slopes(network, inputs), inputs);
  double largest = 0.0;
  for (Eigen::Index i = 0; i < inputs.cols(); ++i) {
    const double difference = (moved.col(i) - outputs.col(i)).norm();
    if (difference == 0.0) continue;  // 0 / 0 too
    const double relative = difference / outputs.col(i).norm();
    if (!(relative <= largest)) largest = relative;
    if (std::isnan(largest)) break;
  }
  return largest;
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
template MatrixOf<float> jacobian_products(const Network<float>&, const std::vector<MatrixOf<float>>&,
                                           const MatrixOf<float>&);
template MatrixOf<double> jacobian_products(const Network<double>&, const std::vector<MatrixOf<double>>&,
                                            const MatrixOf<double>&);

}  // namespace basin::nets
