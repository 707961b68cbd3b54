#include "train/batch_norm.hpp"

#include <cmath>

namespace basin::train {
namespace {

constexpr double momentum = 0.1;  // PyTorch's default: how far a running number moves to that of the batch

}  // namespace

template <class Scalar>
BatchNormLayer<Scalar>::Parameters::Parameters(const Eigen::VectorXd& initial, int count)
    : values(initial.cast<Scalar>()), gradient(Vector::Zero(initial.size())) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) means[i] = Vector::Zero(initial.size());
}

template <class Scalar>
void BatchNormLayer<Scalar>::Parameters::move(const Update<Scalar>& update) {
  update(gradient.data(), values.data(), means[0].data(), means[1].data(), values.size());
}

template <class Scalar>
BatchNormLayer<Scalar>::BatchNormLayer(const nets::Normalisation<double>& norm, int means)
    : scale_(norm.scale, means),
      shift_(norm.shift, means),
      mean_(norm.mean.cast<Scalar>()),
      variance_(norm.variance.cast<Scalar>()),
      inverse_deviation_(Vector::Ones(norm.scale.size())) {}

template <class Scalar>
void BatchNormLayer<Scalar>::forward(Matrix<Scalar>& z, Eigen::Index examples, Matrix<Scalar>& normalised) {
  const auto n = static_cast<Scalar>(examples), far = static_cast<Scalar>(momentum);
  const auto epsilon = static_cast<Scalar>(nets::Normalisation<Scalar>::epsilon);
  for (Eigen::Index u = 0; u < z.cols(); ++u) {
    auto x = normalised.col(u);
    const Scalar mean = z.col(u).head(examples).sum() / n;
    x = (z.col(u).array() - mean).matrix();
    const Scalar squares = x.head(examples).squaredNorm();
    inverse_deviation_(u) = Scalar(1) / std::sqrt(squares / n + epsilon);
    x *= inverse_deviation_(u);
    z.col(u) = (scale_.values(u) * x.array() + shift_.values(u)).matrix();
    mean_(u) += far * (mean - mean_(u));
    variance_(u) += far * (squares / (n - 1) - variance_(u));
  }
}

template <class Scalar>
void BatchNormLayer<Scalar>::backward(const Matrix<Scalar>& normalised, Eigen::Index examples,
                                      const Update<Scalar>& update, Matrix<Scalar>& delta) {
  const auto n = static_cast<Scalar>(examples);
  for (Eigen::Index u = 0; u < delta.cols(); ++u) {
    const auto x = normalised.col(u);
    scale_.gradient(u) = delta.col(u).head(examples).dot(x.head(examples));
    shift_.gradient(u) = delta.col(u).head(examples).sum();
    const Scalar along = scale_.gradient(u) / n, mean = shift_.gradient(u) / n;
    delta.col(u) = ((delta.col(u) - along * x).array() - mean).matrix() * (scale_.values(u) * inverse_deviation_(u));
  }
  scale_.move(update);
  shift_.move(update);
}

template <class Scalar>
nets::Normalisation<double> BatchNormLayer<Scalar>::normalisation() const {
  return {scale_.values.template cast<double>(), shift_.values.template cast<double>(), mean_.template cast<double>(),
          variance_.template cast<double>()};
}

template class BatchNormLayer<float>;
template class BatchNormLayer<double>;

}  // namespace basin::train
