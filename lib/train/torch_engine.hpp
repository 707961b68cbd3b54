// The reference engine: the same problems through LibTorch's autograd and optimizers. Slow, and the judge of our own
// derivatives. LibTorch lives in a module that is opened on first use: linked in, it would cost every start of the
// program 0.4 s and 160 MB.
#pragma once

#include <string>
#include <vector>

#include "train/gradient_descent.hpp"

namespace basin::train {

/// What autograd says of a problem at its initial network.
struct Derivatives {
  double loss = 0.0;
  nets::Network<double> gradient;          ///< dloss/dparameters, in the shapes of a network, over the batch's means
  std::vector<Eigen::MatrixXd> jacobians;  ///< df/dx at every input, (n_L, n_0) each, over running means
};

/// Whether this build has the module and LibTorch can be opened here.
[[nodiscard]] bool torch_available();

/// Trains as gradient_descent does, with its loops, batches and stop rules: by torch::optim::SGD or Adam; RMSprop,
/// whose epsilon LibTorch has elsewhere, in LibTorch's arithmetic. Throws an input Error where the build has no
/// LibTorch (naming the CMake option), or as gradient_descent does.
[[nodiscard]] Trained torch_engine(const Problem& problem, const DescentOptions& options);

/// Gradients and input-output Jacobians by autograd. Throws as torch_engine.
[[nodiscard]] Derivatives torch_derivatives(const Problem& problem, Precision precision);

/// What the module exports, by these C names. Both return an empty text, or why they failed.
using TorchTrain = void(const Problem&, const DescentOptions&, Trained&, std::string& failure);
using TorchDerivatives = void(const Problem&, Precision, Derivatives&, std::string& failure);
inline constexpr const char* torch_train_symbol = "basin_torch_train";
inline constexpr const char* torch_derivatives_symbol = "basin_torch_derivatives";

}  // namespace basin::train
