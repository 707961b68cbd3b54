// Activation functions s(z) and their slopes s'(z), one number or a whole layer at a time.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

namespace basin::nets {

/// sigmoid: 1 / (1 + exp(-z)); erf: the error function; relu: max(z, 0) with slope 0 at 0.
enum class Activation { sigmoid, tanh, erf, relu, identity };

[[nodiscard]] std::string to_text(Activation activation);
/// Throws an input Error that names the known ones.
[[nodiscard]] Activation read_activation(const std::string& name);
[[nodiscard]] std::vector<std::string> activation_names();

/// s(z).
[[nodiscard]] double value(Activation activation, double z);
/// s'(z).
[[nodiscard]] double slope(Activation activation, double z);

template <class Scalar>
using MatrixOf = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

/// Overwrites pre-activations z (any shape) with s(z) and fills `slopes` (same shape) with s'(z).
/// Scalar: float or double. Within a few units in the last place of value() and slope().
template <class Scalar>
void activate(Activation activation, MatrixOf<Scalar>& z, MatrixOf<Scalar>& slopes);

/// Overwrites pre-activations z (any shape) with s(z).
template <class Scalar>
void activate(Activation activation, MatrixOf<Scalar>& z);

/// E[s'(z)^2] and E[s(z)^2] for z ~ N(0, variance), variance >= 0, to 1e-10, by the trapezoidal rule, which converges
/// exponentially for integrands that are analytic and vanish at both ends (closed form for relu, whose slope jumps).
[[nodiscard]] double mean_squared_slope(Activation activation, double variance);
[[nodiscard]] double mean_squared_value(Activation activation, double variance);

}  // namespace basin::nets
