#include "train/batch_backprop.hpp"

#include <algorithm>

namespace basin::train {
namespace {

constexpr Eigen::Index output_block = 48;  // chosen: four tiles of outputs, whose targets stay in the first cache

// Columns whose length is no multiple of a large power of two, so that neighbours do not compete for cache lines.
template <class Scalar>
Eigen::Index column_stride(Eigen::Index rows) {
  constexpr Eigen::Index lanes = detail::Simd<Scalar>::lanes;
  const Eigen::Index padded = padded_rows<Scalar>(rows);
  return (padded / lanes) % 2 == 0 ? padded + lanes : padded;
}

template <class Scalar>
Matrix<Scalar> padded_columns(const Eigen::MatrixXd& m, Eigen::Index rows) {
  Matrix<Scalar> out = Matrix<Scalar>::Zero(rows, m.cols());
  out.topRows(m.rows()) = m.cast<Scalar>();
  return out;
}

}  // namespace

template <class Scalar>
BatchLayer<Scalar>::BatchLayer(const nets::Network<double>& network, std::size_t layer, int means)
    : inputs_(network.spec.widths[layer]),
      outputs_(network.spec.widths[layer + 1]),
      activation_(network.spec.activations[layer]),
      scale_(static_cast<Scalar>(network.spec.scale(layer))),
      weights_(padded_columns<Scalar>(network.weights[layer].transpose(), column_stride<Scalar>(inputs_))),
      biases_(network.biases[layer].cast<Scalar>()),
      bias_gradient_(Vector::Zero(biases_.size())) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(means); ++i) {
    weight_means_[i] = Matrix<Scalar>::Zero(weights_.rows(), weights_.cols());
    bias_means_[i] = Vector::Zero(biases_.size());
  }
}

template <class Scalar>
void BatchLayer<Scalar>::forward(const Scalar* h, Eigen::Index np, Eigen::Index first, Eigen::Index count,
                                 Scalar* z) const {
  batch_product(h, np, view().columns(first, count), z);
  Eigen::Map<Matrix<Scalar>> out(z, np, count);
  if (scale_ != Scalar(1)) out *= scale_;
  if (biases_.size() > 0) out.rowwise() += biases_.segment(first, count).transpose();
}

template <class Scalar>
void BatchLayer<Scalar>::backward(const Matrix<Scalar>& delta, Matrix<Scalar>& back) const {
  batch_product(delta.data(), delta.rows(), view().transposed(), back.data());
  if (scale_ != Scalar(1)) back *= scale_;
}

template <class Scalar>
void BatchLayer<Scalar>::update(const Update<Scalar>& update, std::span<const Scalar* const> examples,
                                const Matrix<Scalar>& delta) {
  const auto n = static_cast<Eigen::Index>(examples.size());
  Matrix<Scalar>&squares = weight_means_[0], &mean = weight_means_[1];
  batch_gradient(examples.data(), n, inputs_, delta.data(), delta.rows(), outputs_,
                 [&](Scalar* gradient, Eigen::Index k, Eigen::Index u, Eigen::Index count) {
                   if (scale_ != Scalar(1)) {
                     for (Eigen::Index i = 0; i < count; ++i) gradient[i] *= scale_;
                   }
                   const Eigen::Index at = k + u * weights_.rows();
                   update(gradient, weights_.data() + at, squares.data() + at, mean.data() + at, count);
                 });
  if (biases_.size() == 0) return;
  bias_gradient_ = delta.topRows(n).colwise().sum().transpose();
  update(bias_gradient_.data(), biases_.data(), bias_means_[0].data(), bias_means_[1].data(), biases_.size());
}

template <class Scalar>
Eigen::MatrixXd BatchLayer<Scalar>::weights() const {
  return weights_.topRows(inputs_).transpose().template cast<double>();
}

template <class Scalar>
Eigen::VectorXd BatchLayer<Scalar>::biases() const {
  return biases_.template cast<double>();
}

template <class Scalar>
BatchBackprop<Scalar>::BatchBackprop(const Problem& problem, const Optimizer& optimizer, double learning_rate)
    : spec_(problem.initial.spec),
      loss_(problem.loss),
      update_(optimizer, learning_rate),
      inputs_(padded_columns<Scalar>(problem.inputs, padded_rows<Scalar>(problem.inputs.rows()))) {
  for (std::size_t l = 0; l < spec_.layers(); ++l) layers_.emplace_back(problem.initial, l, update_.means());
  if (problem.targets.rows() != problem.inputs.rows() || problem.targets != problem.inputs) {
    targets_ = padded_columns<Scalar>(problem.targets, padded_rows<Scalar>(problem.targets.rows()));
  }
}

template <class Scalar>
typename BatchBackprop<Scalar>::Workspace& BatchBackprop<Scalar>::workspace_for(Eigen::Index examples) {
  for (auto& work : workspaces_) {
    if (work.examples == examples) return work;
  }
  Workspace work;
  work.examples = examples;
  const Eigen::Index np = padded_rows<Scalar>(examples);
  const std::size_t last = spec_.layers() - 1;
  const auto batch_of = [&](Eigen::Index units) { return Matrix<Scalar>(Matrix<Scalar>::Zero(np, units)); };
  for (std::size_t l = 0; l <= last; ++l) {
    work.activations.push_back(batch_of(spec_.widths[l]));
    work.deltas.push_back(batch_of(spec_.widths[l + 1]));
    if (l == last) break;
    work.slopes.push_back(batch_of(spec_.widths[l + 1]));
    work.columns.emplace_back(Matrix<Scalar>::Zero(padded_rows<Scalar>(spec_.widths[l + 1]), examples));
  }
  if (targets_.size() > 0) work.targets = batch_of(spec_.outputs());
  work.outputs = {batch_of(output_block), batch_of(spec_.outputs() % output_block)};
  work.examples_of_layer.resize(static_cast<std::size_t>(examples));
  return workspaces_.emplace_back(std::move(work));
}

// Rows of `to` are the columns named of `from`; a few rows of a column at a time, so that what is written stays in the
// first cache until it is whole.
template <class Scalar>
void BatchBackprop<Scalar>::gather(const Matrix<Scalar>& from, std::span<const Eigen::Index> batch,
                                   Matrix<Scalar>& to) const {
  constexpr Eigen::Index block = 64;
  for (Eigen::Index k = 0; k < to.cols(); k += block) {
    const Eigen::Index count = std::min(block, to.cols() - k);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const Scalar* read = from.data() + batch[i] * from.rows() + k;
      Scalar* write = to.data() + static_cast<Eigen::Index>(i) + k * to.rows();
      for (Eigen::Index j = 0; j < count; ++j) write[j * to.rows()] = read[j];
    }
  }
}

template <class Scalar>
void BatchBackprop<Scalar>::forward(Workspace& work) const {
  for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
    Matrix<Scalar>& z = work.activations[l + 1];
    layers_[l].forward(work.activations[l].data(), z.rows(), 0, z.cols(), z.data());
    nets::activate(layers_[l].activation(), z, work.slopes[l]);
    work.columns[l].topRows(z.cols()) = z.topRows(work.examples).transpose();
  }
}

// The last layer, a block of units at a time: its outputs are needed for their loss and delta only.
template <class Scalar>
double BatchBackprop<Scalar>::output_loss(Workspace& work) const {
  const auto& layer = layers_.back();
  const auto& h = work.activations.back();
  const auto& targets = targets_.size() > 0 ? work.targets : work.activations.front();
  const double factor = loss_factor(loss_, layer.outputs(), work.examples);
  Matrix<Scalar>& delta = work.deltas.back();
  double sum = 0.0;
  for (Eigen::Index u = 0; u < layer.outputs(); u += output_block) {
    const Eigen::Index count = std::min(output_block, layer.outputs() - u);
    const std::size_t kind = count == output_block ? 0 : 1;
    Matrix<Scalar>&z = work.outputs[kind], &slopes = work.output_slopes[kind];
    layer.forward(h.data(), h.rows(), u, count, z.data());
    nets::activate(layer.activation(), z, slopes);
    z -= targets.middleCols(u, count);
    sum += static_cast<double>(z.topRows(work.examples).squaredNorm());
    delta.middleCols(u, count) = static_cast<Scalar>(factor) * z.cwiseProduct(slopes);
  }
  return 0.5 * factor * sum;
}

template <class Scalar>
double BatchBackprop<Scalar>::step(std::span<const Eigen::Index> batch) {
  Workspace& work = workspace_for(static_cast<Eigen::Index>(batch.size()));
  gather(inputs_, batch, work.activations.front());
  if (targets_.size() > 0) gather(targets_, batch, work.targets);
  forward(work);
  const double loss = output_loss(work);
  update_.next_step();
  for (std::size_t l = layers_.size(); l-- > 0;) {
    if (l > 0) {
      layers_[l].backward(work.deltas[l], work.deltas[l - 1]);
      work.deltas[l - 1].array() *= work.slopes[l - 1].array();
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto column = static_cast<Eigen::Index>(i);
      work.examples_of_layer[i] = l == 0 ? inputs_.col(batch[i]).data() : work.columns[l - 1].col(column).data();
    }
    layers_[l].update(update_, work.examples_of_layer, work.deltas[l]);
  }
  return loss;
}

template <class Scalar>
nets::Network<double> BatchBackprop<Scalar>::network() const {
  nets::Network<double> network{spec_, {}, {}};
  for (const auto& layer : layers_) {
    network.weights.push_back(layer.weights());
    network.biases.push_back(layer.biases());
  }
  return network;
}

template class BatchLayer<float>;
template class BatchLayer<double>;
template class BatchBackprop<float>;
template class BatchBackprop<double>;

}  // namespace basin::train
