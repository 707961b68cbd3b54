// Forward and backward passes of a batch through a network whose layers are wide on both sides, each layer's parameters
// updated while their gradient is still in the cache. backprop.hpp is for few examples beside one very wide layer.
// n examples of a batch (padded to np, whole vectors), n_l units of layer l. A batch is (np, units): a column a unit.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "nets/network.hpp"
#include "train/batch_norm.hpp"
#include "train/batch_product.hpp"
#include "train/optimizer.hpp"
#include "train/problem.hpp"

namespace basin::train {

/// One layer's parameters and their running means.
template <class Scalar>
class BatchLayer {
 public:
  BatchLayer(const nets::Network<double>& network, std::size_t layer, int means);

  /// z (np, n_{l+1}) = scale h W' + b for the units of `outputs` (a range), from those of `inputs`.
  void forward(const Matrix<Scalar>& h, Units inputs, Units outputs, Matrix<Scalar>& z) const;
  /// back (np, n_l) += delta W, from the units of `outputs` into those of `inputs`; without the scale.
  void add_backward(const Matrix<Scalar>& delta, Units outputs, Units inputs, Matrix<Scalar>& back) const;
  /// Moves the parameters of the units of `outputs` (a range) by the gradient of delta . z; `on` are those of them
  /// whose delta is not 0. `examples`: h of each example, n_l numbers each, padded.
  void update(const Update<Scalar>& update, std::span<const Scalar* const> examples, const Matrix<Scalar>& delta,
              Units outputs, Units on);

  [[nodiscard]] Eigen::MatrixXd weights() const;
  [[nodiscard]] Eigen::VectorXd biases() const;
  [[nodiscard]] Eigen::Index inputs() const { return inputs_; }
  [[nodiscard]] Eigen::Index outputs() const { return outputs_; }
  [[nodiscard]] nets::Activation activation() const { return activation_; }
  [[nodiscard]] Scalar scale() const { return scale_; }

 private:
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

  [[nodiscard]] Weights<Scalar> view() const { return {weights_.data(), 1, weights_.rows()}; }

  Eigen::Index inputs_, outputs_;
  nets::Activation activation_;
  Scalar scale_;
  Matrix<Scalar> weights_;  // W': a column the weights into one unit
  std::array<Matrix<Scalar>, 2> weight_means_;
  Vector biases_, bias_gradient_;
  std::array<Vector, 2> bias_means_;
  std::vector<std::int64_t> moved_;  // by unit: the step to which the running means of its weights are brought up
};

/// A network that is trained batch by batch. Scalar: float or double.
template <class Scalar>
class BatchBackprop {
 public:
  /// `optimizer` as the problem's loss is to be descended. Holds the examples in the working precision.
  BatchBackprop(const Problem& problem, const Optimizer& optimizer, double learning_rate);

  /// One step from the examples named; the loss is their mean before the step, summed in double precision block by
  /// block. Allocates only where a batch of this size was not seen before.
  double step(std::span<const Eigen::Index> batch);

  /// The parameters as they stand.
  [[nodiscard]] nets::Network<double> network() const;

 private:
  // What a batch of one size needs, so that a step allocates nothing.
  struct Workspace {
    Eigen::Index examples = 0;
    std::vector<Matrix<Scalar>> activations;               // activations[0] are the inputs
    std::vector<Matrix<Scalar>> slopes;                    // of the hidden layers
    std::vector<Matrix<Scalar>> normalised;                // where there is batch norm: what is scaled and shifted
    std::vector<Matrix<Scalar>> deltas;                    // dloss/dz of every layer
    std::vector<Matrix<Scalar>> columns;                   // of hidden activations: a column an example
    std::vector<std::vector<Eigen::Index>> on;             // units of activations[l] that are not off for all examples
    std::vector<Eigen::Index> outputs_on;                  // of a block: those whose delta is not 0
    std::array<Matrix<Scalar>, 2> outputs, output_slopes;  // of a block of output units, and of the last, smaller one
    Matrix<Scalar> targets;
    std::vector<const Scalar*> examples_of_layer;
  };
  Workspace& workspace_for(Eigen::Index examples);
  void forward(Workspace& work);
  void find_units_on(Workspace& work, std::size_t layer) const;
  void backward(Workspace& work, std::size_t layer, std::span<const Eigen::Index> batch);
  double outputs_forward_and_back(Workspace& work, std::span<const Eigen::Index> batch);
  double output_deltas(Workspace& work, Eigen::Index first, Eigen::Index count) const;
  std::span<const Scalar* const> examples_of(Workspace& work, std::size_t layer,
                                             std::span<const Eigen::Index> batch) const;
  [[nodiscard]] Units all_units(std::size_t layer) const {
    return Units(indices_).first(static_cast<std::size_t>(spec_.widths[layer]));
  }

  nets::NetworkSpec spec_;
  Loss loss_;
  std::size_t trained_layers_;  // the first so many move
  Update<Scalar> update_;
  std::vector<BatchLayer<Scalar>> layers_;
  std::vector<BatchNormLayer<Scalar>> norms_;  // of the hidden layers, where there is batch norm
  Matrix<Scalar> inputs_, targets_;            // a column an example; targets_ empty where they are the inputs
  std::vector<Eigen::Index> indices_;          // 0, 1, ... up to the longest layer
  std::vector<Workspace> workspaces_;
};

}  // namespace basin::train
