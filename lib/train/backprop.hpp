// Forward and backward passes over a network held for training: weights with their long side along the columns, padded
// to whole vectors, so that every product of a step is one of three in tall_product.hpp. n examples, n_l units of layer
// l; every matrix of activations is (padded n_l, n) with zeros in the rows added.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "nets/network.hpp"
#include "train/problem.hpp"
#include "train/tall_product.hpp"

namespace basin::train {

/// One layer's parameters as training holds them.
template <class Scalar>
class TrainedLayer {
 public:
  TrainedLayer(const nets::Network<double>& network, std::size_t layer);

  /// z (n_{l+1}, n) = scale W h + b.
  void forward(const Matrix<Scalar>& h, Matrix<Scalar>& z);
  /// back (n_l, n) = scale W' delta.
  void backward(const Matrix<Scalar>& delta, Matrix<Scalar>& back);
  /// Parameters += factor * (gradient of delta . z): factor * scale * delta h' for the weights, factor * delta for
  /// biases.
  void add_gradient(Scalar factor, const Matrix<Scalar>& delta, const Matrix<Scalar>& h);
  void set_zero();

  /// W, (n_{l+1}, n_l).
  [[nodiscard]] Eigen::MatrixXd weights() const;
  [[nodiscard]] Eigen::VectorXd biases() const;
  [[nodiscard]] nets::Activation activation() const { return activation_; }
  [[nodiscard]] Eigen::Index inputs() const { return inputs_; }
  [[nodiscard]] Eigen::Index outputs() const { return outputs_; }

 private:
  Panel<const Scalar> few(const Matrix<Scalar>& m, Eigen::Index rows);  // a scaled copy of its first rows

  enum class LongSide { outputs, inputs };
  Eigen::Index inputs_, outputs_;
  LongSide long_side_;
  nets::Activation activation_;
  Scalar scale_;
  Matrix<Scalar> tall_;  // W where the outputs are the long side, W' otherwise
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> biases_;
  Matrix<Scalar> scaled_;
};

/// A network and the passes of one problem over it. Scalar: float or double.
template <class Scalar>
class Backprop {
 public:
  explicit Backprop(const Problem& problem);

  /// Runs the network on the examples, keeps what backward() needs, and returns the loss (summed in double precision).
  double forward();

  /// Calls update(layer, delta, h) for every layer from the last to the first, where delta = dloss/dz of that layer
  /// (n_{l+1}, n) and h what it was given (n_l, n): the gradient of its weights is scale * delta h'. The layer below
  /// has been passed through before, so update may change the layer's parameters in place.
  template <class Update>
  void backward(Update update) {
    for (std::size_t l = layers_.size(); l-- > 0;) {
      if (l > 0) {
        layers_[l].backward(deltas_[l], deltas_[l - 1]);
        deltas_[l - 1].array() *= slopes_[l - 1].array();
      }
      update(layers_[l], deltas_[l], activations_[l]);
    }
  }

  /// The parameters as they stand.
  [[nodiscard]] nets::Network<double> network() const;

 private:
  nets::NetworkSpec spec_;
  double loss_factor_;
  std::vector<TrainedLayer<Scalar>> layers_;
  std::vector<Matrix<Scalar>> activations_;  // activations_[0] are the inputs
  std::vector<Matrix<Scalar>> slopes_, deltas_;
  Matrix<Scalar> targets_;
};

/// dloss/dparameters at problem.initial, in the shapes of a network. Scalar: float or double. The plain use of the
/// passes that gradient descent makes, for tests and for engines that want the gradient itself.
template <class Scalar>
[[nodiscard]] nets::Network<double> loss_gradient(const Problem& problem);

}  // namespace basin::train
