#include "train/backprop.hpp"

#include <utility>

namespace basin::train {
namespace {

template <class Scalar>
Matrix<Scalar> padded(const Eigen::MatrixXd& m) {
  Matrix<Scalar> out = Matrix<Scalar>::Zero(padded_rows<Scalar>(m.rows()), m.cols());
  out.topRows(m.rows()) = m.cast<Scalar>();
  return out;
}

}  // namespace

template <class Scalar>
TrainedLayer<Scalar>::TrainedLayer(const nets::Network<double>& network, std::size_t layer)
    : inputs_(network.spec.widths[layer]),
      outputs_(network.spec.widths[layer + 1]),
      long_side_(outputs_ >= inputs_ ? LongSide::outputs : LongSide::inputs),
      activation_(network.spec.activations[layer]),
      scale_(static_cast<Scalar>(network.spec.scale(layer))) {
  const Eigen::MatrixXd& w = network.weights[layer];
  tall_ = long_side_ == LongSide::outputs ? padded<Scalar>(w) : padded<Scalar>(w.transpose());
  const Eigen::VectorXd& b = network.biases[layer];
  if (b.size() > 0) biases_ = padded<Scalar>(b);
}

template <class Scalar>
Panel<const Scalar> TrainedLayer<Scalar>::few(const Matrix<Scalar>& m, Eigen::Index rows) {
  scaled_.resize(rows, m.cols());
  scaled_ = m.topRows(rows) * scale_;
  return panel(std::as_const(scaled_));
}

template <class Scalar>
void TrainedLayer<Scalar>::forward(const Matrix<Scalar>& h, Matrix<Scalar>& z) {
  const auto tall = panel(std::as_const(tall_));
  if (long_side_ == LongSide::outputs) {
    expand<Scalar>(tall, few(h, inputs_), panel(z));
  } else {
    Panel<Scalar> out = panel(z);
    out.rows = outputs_;
    contract<Scalar>(tall, panel(h), out);
    z *= scale_;
  }
  if (biases_.size() > 0) z.colwise() += biases_;
}

template <class Scalar>
void TrainedLayer<Scalar>::backward(const Matrix<Scalar>& delta, Matrix<Scalar>& back) {
  const auto tall = panel(std::as_const(tall_));
  if (long_side_ == LongSide::inputs) {
    expand<Scalar>(tall, few(delta, outputs_), panel(back));
  } else {
    Panel<Scalar> out = panel(back);
    out.rows = inputs_;
    contract<Scalar>(tall, panel(delta), out);
    back *= scale_;
  }
}

template <class Scalar>
void TrainedLayer<Scalar>::add_gradient(Scalar factor, const Matrix<Scalar>& delta, const Matrix<Scalar>& h) {
  if (long_side_ == LongSide::outputs) {
    add_product<Scalar>(panel(tall_), factor, panel(delta), few(h, inputs_));
  } else {
    add_product<Scalar>(panel(tall_), factor, panel(h), few(delta, outputs_));
  }
  if (biases_.size() > 0) biases_ += factor * delta.rowwise().sum();
}

template <class Scalar>
void TrainedLayer<Scalar>::set_zero() {
  tall_.setZero();
  biases_.setZero();
}

template <class Scalar>
Eigen::MatrixXd TrainedLayer<Scalar>::weights() const {
  if (long_side_ == LongSide::outputs) return tall_.topRows(outputs_).template cast<double>();
  return tall_.topRows(inputs_).transpose().template cast<double>();
}

template <class Scalar>
Eigen::VectorXd TrainedLayer<Scalar>::biases() const {
  if (biases_.size() == 0) return {};
  return biases_.head(outputs_).template cast<double>();
}

template <class Scalar>
Backprop<Scalar>::Backprop(const Problem& problem)
    : spec_(problem.initial.spec), loss_factor_(problem.loss_factor()), targets_(padded<Scalar>(problem.targets)) {
  activations_.push_back(padded<Scalar>(problem.inputs));
  for (std::size_t l = 0; l < spec_.layers(); ++l) {
    layers_.emplace_back(problem.initial, l);
    const Matrix<Scalar> zeros = Matrix<Scalar>::Zero(padded_rows<Scalar>(spec_.widths[l + 1]), problem.examples());
    activations_.push_back(zeros);
    slopes_.push_back(zeros);
    deltas_.push_back(zeros);
  }
}

template <class Scalar>
double Backprop<Scalar>::forward() {
  const std::size_t last = layers_.size() - 1;
  for (std::size_t l = 0; l <= last; ++l) {
    layers_[l].forward(activations_[l], activations_[l + 1]);
    nets::activate(layers_[l].activation(), activations_[l + 1], slopes_[l]);
    const Eigen::Index added = activations_[l + 1].rows() - layers_[l].outputs();
    activations_[l + 1].bottomRows(added).setZero();
    slopes_[l].bottomRows(added).setZero();
  }
  const Matrix<Scalar> residuals = activations_.back() - targets_;
  deltas_[last] = (residuals * static_cast<Scalar>(loss_factor_)).cwiseProduct(slopes_[last]);
  return 0.5 * loss_factor_ * residuals.template cast<double>().squaredNorm();
}

template <class Scalar>
nets::Network<double> Backprop<Scalar>::network() const {
  nets::Network<double> network{spec_, {}, {}, {}};
  for (const auto& layer : layers_) {
    network.weights.push_back(layer.weights());
    network.biases.push_back(layer.biases());
  }
  return network;
}

template <class Scalar>
nets::Network<double> loss_gradient(const Problem& problem) {
  problem.check();
  Backprop<Scalar> passes(problem);
  (void)passes.forward();
  passes.backward([](TrainedLayer<Scalar>& layer, const Matrix<Scalar>& delta, const Matrix<Scalar>& h) {
    layer.set_zero();
    layer.add_gradient(Scalar(1), delta, h);
  });
  return passes.network();
}

template class TrainedLayer<float>;
template class TrainedLayer<double>;
template class Backprop<float>;
template class Backprop<double>;
template nets::Network<double> loss_gradient<float>(const Problem&);
template nets::Network<double> loss_gradient<double>(const Problem&);

}  // namespace basin::train
