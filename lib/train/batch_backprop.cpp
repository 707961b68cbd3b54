#include "train/batch_backprop.hpp"

#include <algorithm>
#include <numeric>

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

// Rows of `to` (np, units) are the columns named of `from`, whose rows are whole vectors: square tiles of a vector's
// length, turned in registers.
template <class Scalar>
void gather(const Matrix<Scalar>& from, std::span<const Eigen::Index> batch, Matrix<Scalar>& to) {
  constexpr Eigen::Index lanes = detail::Simd<Scalar>::lanes;
  const auto examples = static_cast<Eigen::Index>(batch.size());
  Eigen::Matrix<Scalar, lanes, lanes> tile;
  for (Eigen::Index k = 0; k < to.cols(); k += lanes) {
    for (Eigen::Index i = 0; i < examples; i += lanes) {
      if (i + lanes > examples) tile.setZero();
      for (Eigen::Index j = 0; j < std::min(lanes, examples - i); ++j) {
        tile.col(j) = from.col(batch[static_cast<std::size_t>(i + j)]).template segment<lanes>(k);
      }
      tile.transposeInPlace();
      if (k + lanes <= to.cols()) {
        to.template block<lanes, lanes>(i, k) = tile;
      } else {
        to.block(i, k, lanes, to.cols() - k) = tile.leftCols(to.cols() - k);
      }
    }
  }
}

// Whether anything in a column is not 0 (NaN is not); a loop that compilers turn into vector instructions.
template <class Scalar>
bool is_on(const Matrix<Scalar>& batch, Eigen::Index unit, Eigen::Index examples) {
  const Scalar* column = batch.col(unit).data();
  int on = 0;
  for (Eigen::Index i = 0; i < examples; ++i) on |= static_cast<int>(column[i] != Scalar(0));
  return on != 0;
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
      bias_gradient_(Vector::Zero(biases_.size())),
      moved_(static_cast<std::size_t>(outputs_), 0) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(means); ++i) {
    weight_means_[i] = Matrix<Scalar>::Zero(weights_.rows(), weights_.cols());
    bias_means_[i] = Vector::Zero(biases_.size());
  }
}

template <class Scalar>
void BatchLayer<Scalar>::forward(const Matrix<Scalar>& h, Units inputs, Units outputs, Matrix<Scalar>& z) const {
  const Eigen::Index first = outputs.front(), count = static_cast<Eigen::Index>(outputs.size());
  auto out = z.middleCols(first, count);
  out.setZero();
  add_batch_product(h.data(), h.rows(), view(), inputs, outputs, z.data());
  if (scale_ != Scalar(1)) out *= scale_;
  if (biases_.size() > 0) out.rowwise() += biases_.segment(first, count).transpose();
}

template <class Scalar>
void BatchLayer<Scalar>::add_backward(const Matrix<Scalar>& delta, Units outputs, Units inputs,
                                      Matrix<Scalar>& back) const {
  add_batch_product(delta.data(), delta.rows(), view().transposed(), outputs, inputs, back.data());
}

template <class Scalar>
void BatchLayer<Scalar>::update(const Update<Scalar>& update, std::span<const Scalar* const> examples,
                                const Matrix<Scalar>& delta, Units outputs, Units on) {
  Matrix<Scalar>&squares = weight_means_[0], &mean = weight_means_[1];
  const Units moving = update.rests_without_gradient() ? on : outputs;
  for (const Eigen::Index u : moving) {
    auto& moved = moved_[static_cast<std::size_t>(u)];
    const std::int64_t rested = update.steps() - 1 - moved;
    if (rested > 0 && update.means() > 0) squares.col(u) *= update.decay(rested);
    moved = update.steps();
  }
  batch_gradient(examples, inputs_, delta.data(), delta.rows(), moving,
                 [&](Scalar* gradient, Eigen::Index k, Eigen::Index u, Eigen::Index count) {
                   if (scale_ != Scalar(1)) {
                     for (Eigen::Index i = 0; i < count; ++i) gradient[i] *= scale_;
                   }
                   const Eigen::Index at = k + u * weights_.rows();
                   update(gradient, weights_.data() + at, squares.data() + at, mean.data() + at, count);
                 });
  if (biases_.size() == 0) return;
  const Eigen::Index first = outputs.front(), count = static_cast<Eigen::Index>(outputs.size());
  bias_gradient_.segment(first, count).setZero();
  for (const Eigen::Index u : on)
    bias_gradient_(u) = delta.col(u).head(static_cast<Eigen::Index>(examples.size())).sum();
  update(bias_gradient_.data() + first, biases_.data() + first, bias_means_[0].data() + first,
         bias_means_[1].data() + first, count);
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
      trained_layers_(problem.trained_layers.value_or(problem.initial.spec.layers())),
      update_(optimizer, learning_rate),
      inputs_(padded_columns<Scalar>(problem.inputs, padded_rows<Scalar>(problem.inputs.rows()))) {
  indices_.resize(static_cast<std::size_t>(*std::max_element(spec_.widths.begin(), spec_.widths.end())));
  std::iota(indices_.begin(), indices_.end(), Eigen::Index{0});
  for (std::size_t l = 0; l < spec_.layers(); ++l) layers_.emplace_back(problem.initial, l, update_.means());
  for (const auto& norm : problem.initial.norms) norms_.emplace_back(norm, update_.means());
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
    work.on.emplace_back(all_units(l).begin(), all_units(l).end());
    if (l == last) break;
    work.slopes.push_back(batch_of(spec_.widths[l + 1]));
    if (spec_.is_normalised(l)) work.normalised.push_back(batch_of(spec_.widths[l + 1]));
    work.columns.emplace_back(Matrix<Scalar>::Zero(padded_rows<Scalar>(spec_.widths[l + 1]), examples));
  }
  if (targets_.size() > 0) work.targets = batch_of(spec_.outputs());
  work.outputs_on.reserve(static_cast<std::size_t>(output_block));
  work.outputs = {batch_of(output_block), batch_of(spec_.outputs() % output_block)};
  work.examples_of_layer.resize(static_cast<std::size_t>(examples));
  return workspaces_.emplace_back(std::move(work));
}

template <class Scalar>
void BatchBackprop<Scalar>::forward(Workspace& work) {
  for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
    Matrix<Scalar>& z = work.activations[l + 1];
    layers_[l].forward(work.activations[l], work.on[l], all_units(l + 1), z);
    if (spec_.is_normalised(l)) norms_[l].forward(z, work.examples, work.normalised[l]);
    nets::activate(layers_[l].activation(), z, work.slopes[l]);
    if (spec_.is_residual(l)) {
      const auto skip = static_cast<Scalar>(spec_.residual->skip);
      z = skip * work.activations[l] + static_cast<Scalar>(spec_.residual->strength) * z;
    } else {
      find_units_on(work, l);
    }
    work.columns[l].topRows(z.cols()) = z.topRows(work.examples).transpose();
  }
}

// Which units of a layer give something for some example, or would if their input moved. Those of a residual block pass
// on what comes from above even where they are 0: they all stay on.
template <class Scalar>
void BatchBackprop<Scalar>::find_units_on(Workspace& work, std::size_t layer) const {
  const Matrix<Scalar>& h = work.activations[layer + 1];
  auto& on = work.on[layer + 1];
  on.clear();
  for (Eigen::Index u = 0; u < h.cols(); ++u) {
    if (is_on(h, u, work.examples) || is_on(work.slopes[layer], u, work.examples)) on.push_back(u);
  }
}

// Sum of log(1 + e^z) - y z, the cross entropy of sigmoid(z) with y, without overflow.
template <class Scalar>
double sum_of_cross_entropies(const Matrix<Scalar>& z, const Matrix<Scalar>& targets, Eigen::Index first,
                              Eigen::Index examples) {
  const auto a = z.topRows(examples).array();
  const auto y = targets.middleCols(first, z.cols()).topRows(examples).array();
  return static_cast<double>((a.max(Scalar(0)) - y * a + (-a.abs()).exp().log1p()).sum());
}

// Turns the pre-activations of a block of output units into their deltas and returns the sum of e^2 / 2, or of the
// cross entropies, whose derivative by the pre-activation is e.
template <class Scalar>
double BatchBackprop<Scalar>::output_deltas(Workspace& work, Eigen::Index first, Eigen::Index count) const {
  const auto& layer = layers_.back();
  const auto& targets = targets_.size() > 0 ? work.targets : work.activations.front();
  const auto factor = static_cast<Scalar>(loss_factor(loss_, layer.outputs(), work.examples));
  const std::size_t kind = count == output_block ? 0 : 1;
  Matrix<Scalar>&z = work.outputs[kind], &slopes = work.output_slopes[kind], &delta = work.deltas.back();
  z = delta.middleCols(first, count);
  const bool squares = loss_ != Loss::cross_entropy;
  double sum = squares ? 0.0 : sum_of_cross_entropies(z, targets, first, work.examples);
  nets::activate(layer.activation(), z, slopes);
  z -= targets.middleCols(first, count);
  if (squares) {
    delta.middleCols(first, count) = factor * z.cwiseProduct(slopes);
    // Without rows of padding the sum is one loop and not one a column.
    sum =
        0.5 * static_cast<double>(work.examples == z.rows() ? z.squaredNorm() : z.topRows(work.examples).squaredNorm());
  } else {
    delta.middleCols(first, count) = factor * z;
  }
  work.outputs_on.clear();
  for (Eigen::Index u = first; u < first + count; ++u) {
    if (is_on(delta, u, work.examples)) work.outputs_on.push_back(u);
  }
  return sum;
}

// The last layer, a block of units at a time, forward, back and moved while its weights are in the cache.
template <class Scalar>
double BatchBackprop<Scalar>::outputs_forward_and_back(Workspace& work, std::span<const Eigen::Index> batch) {
  const std::size_t last = layers_.size() - 1;
  auto& layer = layers_[last];
  if (last > 0) work.deltas[last - 1].setZero();
  const auto examples = examples_of(work, last, batch);
  double sum = 0.0;
  for (Eigen::Index u = 0; u < layer.outputs(); u += output_block) {
    const Eigen::Index count = std::min(output_block, layer.outputs() - u);
    const Units block = all_units(last + 1).subspan(static_cast<std::size_t>(u), static_cast<std::size_t>(count));
    layer.forward(work.activations[last], work.on[last], block, work.deltas[last]);
    sum += output_deltas(work, u, count);
    if (last > 0) layer.add_backward(work.deltas[last], work.outputs_on, work.on[last], work.deltas[last - 1]);
    if (last < trained_layers_) layer.update(update_, examples, work.deltas[last], block, work.outputs_on);
  }
  return loss_factor(loss_, layer.outputs(), work.examples) * sum;
}

// What each example of the batch gives to a layer.
template <class Scalar>
std::span<const Scalar* const> BatchBackprop<Scalar>::examples_of(Workspace& work, std::size_t layer,
                                                                  std::span<const Eigen::Index> batch) const {
  for (std::size_t i = 0; i < batch.size(); ++i) {
    work.examples_of_layer[i] =
        layer == 0 ? inputs_.col(batch[i]).data() : work.columns[layer - 1].col(static_cast<Eigen::Index>(i)).data();
  }
  return work.examples_of_layer;
}

template <class Scalar>
double BatchBackprop<Scalar>::step(std::span<const Eigen::Index> batch) {
  Workspace& work = workspace_for(static_cast<Eigen::Index>(batch.size()));
  gather(inputs_, batch, work.activations.front());
  if (targets_.size() > 0) gather(targets_, batch, work.targets);
  forward(work);
  update_.next_step();
  const double loss = outputs_forward_and_back(work, batch);
  for (std::size_t l = layers_.size() - 1; l-- > 0;) backward(work, l, batch);
  return loss;
}

// From dloss/dh of a hidden layer's units, without the scale of the layer above, to that of the layer below.
template <class Scalar>
void BatchBackprop<Scalar>::backward(Workspace& work, std::size_t l, std::span<const Eigen::Index> batch) {
  Matrix<Scalar>& delta = work.deltas[l];
  const Units on = work.on[l + 1];
  Scalar factor = layers_[l + 1].scale();
  if (l > 0) work.deltas[l - 1].setZero();
  if (spec_.is_residual(l)) {
    const Scalar skip = static_cast<Scalar>(spec_.residual->skip) * factor / layers_[l].scale();
    if (l > 0) {
      for (const Eigen::Index u : work.on[l]) work.deltas[l - 1].col(u) = skip * delta.col(u);  // 0 for those off
    }
    factor *= static_cast<Scalar>(spec_.residual->strength);
  }
  for (const Eigen::Index u : on) delta.col(u).array() *= factor * work.slopes[l].col(u).array();
  if (spec_.is_normalised(l)) norms_[l].backward(work.normalised[l], work.examples, update_, delta);
  if (l > 0) layers_[l].add_backward(delta, on, work.on[l], work.deltas[l - 1]);
  if (l < trained_layers_) layers_[l].update(update_, examples_of(work, l, batch), delta, all_units(l + 1), on);
}

template <class Scalar>
nets::Network<double> BatchBackprop<Scalar>::network() const {
  nets::Network<double> network{spec_, {}, {}, {}};
  for (const auto& layer : layers_) {
    network.weights.push_back(layer.weights());
    network.biases.push_back(layer.biases());
  }
  for (const auto& norm : norms_) network.norms.push_back(norm.normalisation());
  return network;
}

template class BatchLayer<float>;
template class BatchLayer<double>;
template class BatchBackprop<float>;
template class BatchBackprop<double>;

}  // namespace basin::train
