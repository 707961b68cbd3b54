// Fully connected networks: what they are (NetworkSpec), their parameters (Network), how they map inputs.
// L weight matrices make L layers (so "2 layers" is one hidden layer). D input width, n examples.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "nets/activation.hpp"

namespace basin::nets {

/// How a layer is scaled and first drawn.
///   ntk:     z = W h / sqrt(fan-in) + b, W and b ~ N(0, 1) [jiang2020]
///   pytorch: z = W h + b, W and b ~ U(-1, 1) / sqrt(fan-in), as torch.nn.Linear does by default
///   orujlu2023: as that report's code has it. 2 layers: ntk. 3 and 4 layers: z = W h / sqrt(fan-out),
///     W ~ N(0, 1) / sqrt(fan-in), so scaled twice; for tanh and relu the fan-out is taken for 1000 (32 in the last
///     layer) whatever the widths are, and so is that of the last layer of 4 sigmoid layers. With inputs x of D numbers
///     the first pre-activation then has standard deviation |x| / sqrt(D n_1), 0.0056 |x| for D = 32, n_1 = 1000:
///     sigmoids sit at 1/2, and the last layer's gradients are so much larger that it alone learns. No other depth, no
///     bias.
///   glorot_normal: z = W h + b, W normal of standard deviation sqrt(2 / (fan-in + fan-out)) cut at two of them (which
///     leaves .88 of it), b = 0, as in Keras before 2.2.3 and in strandqvist2020
enum class Parametrisation { ntk, pytorch, orujlu2023, glorot_normal };

enum class Bias { none, all };

[[nodiscard]] std::string to_text(Parametrisation parametrisation);
/// Throws an input Error for an unknown name.
[[nodiscard]] Parametrisation read_parametrisation(const std::string& name);
[[nodiscard]] std::vector<std::string> parametrisation_names();

/// Widths n_0 (input), n_1, ..., n_L (output) and an activation for each of the L layers.
struct NetworkSpec {
  std::vector<Eigen::Index> widths;
  std::vector<Activation> activations;
  Bias bias = Bias::none;
  Parametrisation parametrisation = Parametrisation::ntk;

  [[nodiscard]] std::size_t layers() const { return activations.size(); }
  [[nodiscard]] Eigen::Index inputs() const { return widths.front(); }
  [[nodiscard]] Eigen::Index outputs() const { return widths.back(); }
  /// What W h is multiplied by in layer l (0 .. L-1).
  [[nodiscard]] double scale(std::size_t layer) const;
  /// Standard deviation of the weights of layer l (0 .. L-1) as they are first drawn; of glorot_normal before cutting.
  [[nodiscard]] double initial_deviation(std::size_t layer) const;
  /// Number of weights and biases.
  [[nodiscard]] double parameters() const;
  /// Throws an input Error unless there is a layer, one width more than activations, and every width is >= 1, and for
  /// networks that orujlu2023 does not have.
  void check() const;
};

/// An autoencoder of `layers` weight matrices: dim -> width -> ... -> width -> dim, linear output, no bias. [jiang2020]
[[nodiscard]] NetworkSpec autoencoder(Eigen::Index dim, Eigen::Index width, std::size_t layers, Activation activation,
                                      Parametrisation parametrisation = Parametrisation::ntk);

/// A network's parameters: weights[l] is (n_{l+1}, n_l), biases[l] is (n_{l+1}) or empty. Scalar: float or double.
template <class Scalar>
struct Network {
  NetworkSpec spec;
  std::vector<MatrixOf<Scalar>> weights;
  std::vector<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>> biases;
};

/// Draws the parameters of a network. Draw j of hidden unit i of a layer does not depend on the layer's width, so that
/// a narrower network with the same draws shares its units with a wider one. Throws an input Error for a spec that is
/// not one.
[[nodiscard]] Network<double> draw_network(const NetworkSpec& spec, const Stream& draws);

/// Makes the second half of a two-layer network's hidden units the first half's mirror, the same weights in and the
/// opposite ones out: f(x) = 0 for every x, and the tangent kernel keeps its law. Throws an input Error unless there
/// are two layers and an even number of hidden units. [antisymmetric initialisation, Zhang et al. 2020]
void mirror_units(Network<double>& network);

/// The same parameters in another precision.
template <class To, class From>
[[nodiscard]] Network<To> convert(const Network<From>& network) {
  Network<To> out{network.spec, {}, {}};
  for (const auto& w : network.weights) out.weights.push_back(w.template cast<To>());
  for (const auto& b : network.biases) out.biases.push_back(b.template cast<To>());
  return out;
}

/// f(X): inputs (n_0, n) to outputs (n_L, n). Throws an input Error where the rows of X are not n_0.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> forward(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs);

/// Pre-activation of one layer: scale W h + b, for h (n_l, n).
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> preactivation(const Network<Scalar>& network, std::size_t layer,
                                             const MatrixOf<Scalar>& h);

}  // namespace basin::nets
