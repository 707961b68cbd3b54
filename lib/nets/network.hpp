// Fully connected networks: what they are (NetworkSpec), their parameters (Network), how they map inputs.
// L weight matrices make L layers (so "2 layers" is one hidden layer). D input width, n examples.
#pragma once

#include <Eigen/Core>
#include <optional>
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
///   xavier_normal: z = W h + b, W ~ N(0, 2 / (fan-in + fan-out)), b as pytorch: torch.nn.init.xavier_normal_ on the
///     weights of a torch.nn.Linear [kuehn2024]
enum class Parametrisation { ntk, pytorch, orujlu2023, glorot_normal, xavier_normal };

enum class Bias { none, all };

/// hidden: every unit of the hidden layers is normalised over the batch before its activation,
///   z <- scale (z - mean) / sqrt(variance + 1e-5) + shift, scale and shift being trained [Ioffe and Szegedy 2015].
/// Networks are evaluated with the running mean and variance kept in training, as PyTorch does after eval().
enum class BatchNorm { none, hidden };

/// A hidden layer of as many units as inputs becomes a block h -> skip h + strength s(z(h)). [kuehn2024]
struct Residual {
  double skip = 1.0, strength = 1.0;

  bool operator==(const Residual&) const = default;
};

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
  BatchNorm batch_norm = BatchNorm::none;
  std::optional<Residual> residual = {};

  [[nodiscard]] std::size_t layers() const { return activations.size(); }
  [[nodiscard]] Eigen::Index inputs() const { return widths.front(); }
  [[nodiscard]] Eigen::Index outputs() const { return widths.back(); }
  /// What W h is multiplied by in layer l (0 .. L-1).
  [[nodiscard]] double scale(std::size_t layer) const;
  /// Standard deviation of the weights of layer l (0 .. L-1) as they are first drawn; of glorot_normal before cutting.
  [[nodiscard]] double initial_deviation(std::size_t layer) const;
  /// Whether layer l (0 .. L-1) is normalised over the batch, or is a residual block.
  [[nodiscard]] bool is_normalised(std::size_t layer) const {
    return batch_norm == BatchNorm::hidden && layer + 1 < layers();
  }
  [[nodiscard]] bool is_residual(std::size_t layer) const {
    return residual.has_value() && layer + 1 < layers() && widths[layer] == widths[layer + 1];
  }
  /// Number of weights, biases, and scales and shifts of batch norm.
  [[nodiscard]] double parameters() const;
  /// Throws an input Error unless there is a layer, one width more than activations, and every width is >= 1, for
  /// residual blocks that are not finite, and for networks that orujlu2023 does not have.
  void check() const;
};

/// An autoencoder of `layers` weight matrices: dim -> width -> ... -> width -> dim, linear output, no bias. [jiang2020]
[[nodiscard]] NetworkSpec autoencoder(Eigen::Index dim, Eigen::Index width, std::size_t layers, Activation activation,
                                      Parametrisation parametrisation = Parametrisation::ntk);

/// Batch norm of one layer, a number a unit each. At first scale 1, shift 0, mean 0, variance 1.
template <class Scalar>
struct Normalisation {
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> scale, shift, mean, variance;

  static constexpr double epsilon = 1e-5;  ///< as PyTorch's default
};

/// A network's parameters: weights[l] is (n_{l+1}, n_l), biases[l] is (n_{l+1}) or empty; norms has one for each hidden
/// layer where there is batch norm, else none. Scalar: float or double.
template <class Scalar>
struct Network {
  NetworkSpec spec;
  std::vector<MatrixOf<Scalar>> weights;
  std::vector<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>> biases;
  std::vector<Normalisation<Scalar>> norms = {};
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
  Network<To> out{network.spec, {}, {}, {}};
  for (const auto& w : network.weights) out.weights.push_back(w.template cast<To>());
  for (const auto& b : network.biases) out.biases.push_back(b.template cast<To>());
  for (const auto& n : network.norms) {
    out.norms.push_back({n.scale.template cast<To>(), n.shift.template cast<To>(), n.mean.template cast<To>(),
                         n.variance.template cast<To>()});
  }
  return out;
}

/// f(X): inputs (n_0, n) to outputs (n_L, n). Throws an input Error where the rows of X are not n_0.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> forward(const Network<Scalar>& network, const MatrixOf<Scalar>& inputs);

/// Pre-activation of one layer: scale W h + b, for h (n_l, n); normalised by its running mean and variance where the
/// layer has batch norm.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> preactivation(const Network<Scalar>& network, std::size_t layer,
                                             const MatrixOf<Scalar>& h);

/// What a layer gives to the next: h and s(z) to s(z), or to skip h + strength s(z) where it is a residual block.
template <class Scalar>
[[nodiscard]] MatrixOf<Scalar> layer_output(const NetworkSpec& spec, std::size_t layer, const MatrixOf<Scalar>& h,
                                            MatrixOf<Scalar> activated);

}  // namespace basin::nets
