#include "train/optimizer.hpp"

#include <cmath>
#include <type_traits>

#include "core/error.hpp"
#include "core/suggest.hpp"

namespace basin::train {

std::string to_text(Method method) {
  return method_names()[static_cast<std::size_t>(method)];
}

Method read_method(const std::string& name) {
  for (const auto method : {Method::descent, Method::rmsprop, Method::adam}) {
    if (to_text(method) == name) return method;
  }
  throw_input_error("optimizer '{}' is unknown; {}", name, known_names(name, method_names()));
}

std::vector<std::string> method_names() {
  return {"descent", "rmsprop", "adam"};
}

Optimizer Optimizer::usual(Method method) {
  if (method == Method::adam) return {method, 0.9, 0.999, 1e-8};
  return {method, 0.9, 0.9, 1e-7};
}

void Optimizer::check() const {
  for (const double decay : {mean_decay, square_decay}) {
    if (!(decay >= 0.0) || !(decay < 1.0)) {
      throw_input_error("the optimizer's decay is {}; it must be at least 0 and below 1", decay);
    }
  }
  if (!(weight_decay >= 0.0) || !std::isfinite(weight_decay)) {
    throw_input_error("the optimizer's weight decay is {}; it must be finite and not negative", weight_decay);
  }
  if (!(epsilon > 0.0) || !std::isfinite(epsilon)) {
    throw_input_error("the optimizer's epsilon is {}; it must be positive and finite", epsilon);
  }
}

template <class Scalar>
Update<Scalar>::Update(const Optimizer& optimizer, double learning_rate)
    : optimizer_(optimizer),
      learning_rate_(learning_rate),
      rate_(static_cast<Scalar>(learning_rate)),
      weight_decay_(static_cast<Scalar>(optimizer.weight_decay)) {}

template <class Scalar>
int Update<Scalar>::means() const {
  return static_cast<int>(optimizer_.method);
}

template <class Scalar>
Scalar Update<Scalar>::decay(std::int64_t steps) const {
  return static_cast<Scalar>(std::pow(optimizer_.square_decay, static_cast<double>(steps)));
}

template <class Scalar>
void Update<Scalar>::next_step() {
  ++steps_;
  if (optimizer_.method != Method::adam) return;
  const auto t = static_cast<double>(steps_);
  rate_ = static_cast<Scalar>(learning_rate_ / (1.0 - std::pow(optimizer_.mean_decay, t)));
  square_correction_ = static_cast<Scalar>(1.0 / (1.0 - std::pow(optimizer_.square_decay, t)));
}

// Length numbers at once, so that what is read stays in registers until it is written.
template <class Scalar>
template <int Length>
void Update<Scalar>::move(const Scalar* gradient, Scalar* parameters, Scalar* squares, Scalar* mean,
                          Eigen::Index count) const {
  using Numbers = Eigen::Array<Scalar, Length, 1>;
  Eigen::Map<Numbers> w(parameters, count);
  Numbers g = Eigen::Map<const Numbers>(gradient, count);
  if (weight_decay_ != Scalar(0)) g += weight_decay_ * w;
  if (optimizer_.method == Method::descent) {
    w -= rate_ * g;
    return;
  }
  const auto c = static_cast<Scalar>(optimizer_.square_decay), epsilon = static_cast<Scalar>(optimizer_.epsilon);
  Eigen::Map<Numbers> kept(squares, count);
  const Numbers s = c * kept + (1 - c) * g.square();
  kept = s;
  if (optimizer_.method == Method::rmsprop) {
    w -= rate_ * g * (s + epsilon).rsqrt();
    return;
  }
  const auto b = static_cast<Scalar>(optimizer_.mean_decay);
  Eigen::Map<Numbers> m(mean, count);
  m = b * m + (1 - b) * g;
  w -= rate_ * m / ((square_correction_ * s).sqrt() + epsilon);
}

template <class Scalar>
void Update<Scalar>::operator()(const Scalar* gradient, Scalar* parameters, Scalar* squares, Scalar* mean,
                                Eigen::Index count) const {
  constexpr int length = static_cast<int>(128 / sizeof(Scalar));  // two of the longest vectors
  const bool keeps_mean = optimizer_.method == Method::adam, keeps_squares = optimizer_.method != Method::descent;
  Eigen::Index i = 0;
  const auto move_all = [&]<int Length>(std::integral_constant<int, Length>) {
    for (; i + Length <= count; i += Length) {
      move<Length>(gradient + i, parameters + i, keeps_squares ? squares + i : nullptr, keeps_mean ? mean + i : nullptr,
                   Length);
    }
  };
  // Narrow layers have one vector a unit, of whatever length this machine's are.
  move_all(std::integral_constant<int, length>{});
  move_all(std::integral_constant<int, length / 2>{});
  move_all(std::integral_constant<int, length / 4>{});
  move_all(std::integral_constant<int, length / 8>{});
  move_all(std::integral_constant<int, 1>{});
}

template class Update<float>;
template class Update<double>;

}  // namespace basin::train
