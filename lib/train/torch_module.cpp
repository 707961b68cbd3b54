// The module behind torch_engine.hpp: the only file that includes LibTorch (its headers take 20 s to compile).
// Tensors are (n, features), as PyTorch has them; ours are (features, n).
#include <torch/torch.h>

#include "train/loops.hpp"
#include "train/torch_engine.hpp"

namespace basin::train {
namespace {

at::ScalarType type_of(Precision precision) {
  return precision == Precision::double_precision ? torch::kDouble : torch::kFloat;
}

// (rows, cols) of ours -> tensor (cols, rows): column-major is row-major transposed.
torch::Tensor to_transposed_tensor(const Eigen::MatrixXd& m, Precision precision) {
  auto shared = torch::from_blob(const_cast<double*>(m.data()), {m.cols(), m.rows()}, torch::kDouble);
  return shared.to(type_of(precision), /*non_blocking=*/false, /*copy=*/true);
}

// A tensor (rows, cols) as the same matrix.
Eigen::MatrixXd to_matrix(const torch::Tensor& tensor) {
  const auto plain = tensor.detach().to(torch::kDouble).t().contiguous();  // row-major transposed is column-major
  return Eigen::Map<const Eigen::MatrixXd>(plain.data_ptr<double>(), plain.size(1), plain.size(0));
}

Eigen::VectorXd to_vector(const torch::Tensor& tensor) {
  return to_matrix(tensor.unsqueeze(1)).col(0);
}

torch::Tensor activated(nets::Activation activation, const torch::Tensor& z) {
  switch (activation) {
    case nets::Activation::sigmoid:
      return torch::sigmoid(z);
    case nets::Activation::tanh:
      return torch::tanh(z);
    case nets::Activation::erf:
      return torch::erf(z);
    case nets::Activation::relu:
      return torch::relu(z);
    case nets::Activation::identity:
      break;
  }
  return z;
}

// A network as LibTorch holds it: weight (out, in), bias (out).
struct TorchNetwork {
  nets::NetworkSpec spec;
  std::vector<torch::Tensor> weights, biases;
  std::vector<torch::Tensor> scales, shifts, means, variances;  // of batch norm, by hidden layer

  TorchNetwork(const nets::Network<double>& network, Precision precision) : spec(network.spec) {
    for (std::size_t l = 0; l < spec.layers(); ++l) {
      weights.push_back(to_transposed_tensor(network.weights[l], precision).t().contiguous().requires_grad_(true));
      if (network.biases[l].size() > 0) {
        biases.push_back(to_transposed_tensor(network.biases[l], precision).squeeze(0).requires_grad_(true));
      }
    }
    for (const auto& norm : network.norms) {
      const auto tensor_of = [&](const Eigen::VectorXd& v) { return to_transposed_tensor(v, precision).squeeze(0); };
      scales.push_back(tensor_of(norm.scale).requires_grad_(true));
      shifts.push_back(tensor_of(norm.shift).requires_grad_(true));
      means.push_back(tensor_of(norm.mean));
      variances.push_back(tensor_of(norm.variance));
    }
  }

  // Those that are trained.
  [[nodiscard]] std::vector<torch::Tensor> parameters(std::optional<std::size_t> trained_layers) const {
    std::vector<torch::Tensor> all;
    for (std::size_t l = 0; l < trained_layers.value_or(spec.layers()); ++l) {
      all.push_back(weights[l]);
      if (!biases.empty()) all.push_back(biases[l]);
    }
    for (const auto* more : {&scales, &shifts}) all.insert(all.end(), more->begin(), more->end());
    return all;
  }

  // Outputs, from `mode` on the batch's own or the running means; the pre-activations of the last layer beside them.
  enum class Mode { training, evaluation };
  struct Outputs {
    torch::Tensor values, preactivations;
  };
  [[nodiscard]] Outputs forward(torch::Tensor h, Mode mode) const {
    torch::Tensor z;
    for (std::size_t l = 0; l < spec.layers(); ++l) {
      z = h.matmul(weights[l].t()) * spec.scale(l);
      if (!biases.empty()) z = z + biases[l];
      if (spec.is_normalised(l)) {
        constexpr double momentum = 0.1;
        z = torch::batch_norm(z, scales[l], shifts[l], means[l], variances[l], mode == Mode::training, momentum,
                              nets::Normalisation<double>::epsilon, /*cudnn_enabled=*/false);
      }
      const torch::Tensor s = activated(spec.activations[l], z);
      h = spec.is_residual(l) ? spec.residual->skip * h + spec.residual->strength * s : s;
    }
    return {h, z};
  }

  // The parameters, or what `pick` makes of each, in the shapes of our network.
  template <class Pick>
  [[nodiscard]] nets::Network<double> collect(Pick pick) const {
    nets::Network<double> network{spec, {}, {}, {}};
    for (std::size_t l = 0; l < spec.layers(); ++l) {
      network.weights.push_back(to_matrix(pick(weights[l])));
      network.biases.emplace_back();
      if (!biases.empty()) network.biases.back() = to_vector(pick(biases[l]));
      if (spec.is_normalised(l)) {
        network.norms.push_back(
            {to_vector(pick(scales[l])), to_vector(pick(shifts[l])), to_vector(means[l]), to_vector(variances[l])});
      }
    }
    return network;
  }
};

// (n, n_L) all.
torch::Tensor loss_of(Loss loss, const TorchNetwork::Outputs& of, const torch::Tensor& targets) {
  const torch::Tensor& outputs = of.values;
  if (loss == Loss::cross_entropy) return torch::binary_cross_entropy_with_logits(of.preactivations, targets);
  if (loss == Loss::mean) return torch::mse_loss(outputs, targets);
  return (outputs - targets).square().sum() / (2.0 * static_cast<double>(outputs.size(0)));
}

// LibTorch's optimizers; RMSprop by hand, since LibTorch adds epsilon outside the root.
class TorchOptimizer {
 public:
  TorchOptimizer(const std::vector<torch::Tensor>& parameters, const DescentOptions& options)
      : parameters_(parameters), options_(options) {
    const Optimizer& o = options.optimizer;
    switch (o.method) {
      case Method::descent:
        theirs_ = std::make_unique<torch::optim::SGD>(
            parameters, torch::optim::SGDOptions(options.learning_rate).weight_decay(o.weight_decay));
        break;
      case Method::adam:
        theirs_ = std::make_unique<torch::optim::Adam>(parameters, torch::optim::AdamOptions(options.learning_rate)
                                                                       .betas({o.mean_decay, o.square_decay})
                                                                       .eps(o.epsilon)
                                                                       .weight_decay(o.weight_decay));
        break;
      case Method::rmsprop:
        for (const auto& parameter : parameters) squares_.push_back(torch::zeros_like(parameter));
        break;
    }
  }

  void zero_grad() {
    for (auto& parameter : parameters_) parameter.mutable_grad() = torch::Tensor();
  }

  void step() {
    if (theirs_) {
      theirs_->step();
      return;
    }
    const torch::NoGradGuard guard;
    const double decay = options_.optimizer.square_decay;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      const torch::Tensor g = parameters_[i].grad() + options_.optimizer.weight_decay * parameters_[i];
      squares_[i].mul_(decay).addcmul_(g, g, 1.0 - decay);
      parameters_[i].addcdiv_(g, (squares_[i] + options_.optimizer.epsilon).sqrt_(), -options_.learning_rate);
    }
  }

 private:
  std::vector<torch::Tensor> parameters_, squares_;
  const DescentOptions& options_;
  std::unique_ptr<torch::optim::Optimizer> theirs_;
};

Trained train(const Problem& problem, const DescentOptions& options) {
  const TorchNetwork network(problem.initial, options.precision);
  const auto inputs = to_transposed_tensor(problem.inputs, options.precision);
  const auto targets = to_transposed_tensor(problem.targets, options.precision);
  TorchOptimizer optimizer(network.parameters(problem.trained_layers), options);
  const auto as_ours = [&] { return network.collect([](const torch::Tensor& parameter) { return parameter; }); };
  torch::Tensor loss;
  const auto look = [&](const torch::Tensor& x, const torch::Tensor& y) {
    optimizer.zero_grad();
    loss = loss_of(problem.loss, network.forward(x, TorchNetwork::Mode::training), y);
    return loss.item<double>();
  };
  const auto step = [&] {
    loss.backward();
    optimizer.step();
  };
  if (options.trains_at_once(problem)) {
    return train_at_once(
        problem, options, [&] { return look(inputs, targets); }, step, as_ours);
  }
  const auto step_from = [&](std::span<const Eigen::Index> batch) {
    const auto chosen = torch::tensor(std::vector<std::int64_t>(batch.begin(), batch.end()), torch::kLong);
    const double before = look(inputs.index_select(0, chosen), targets.index_select(0, chosen));
    step();
    return before;
  };
  return train_by_epochs(problem, options, step_from, as_ours);
}

Derivatives differentiate(const Problem& problem, Precision precision) {
  const TorchNetwork network(problem.initial, precision);
  const auto inputs = to_transposed_tensor(problem.inputs, precision);
  const auto targets = to_transposed_tensor(problem.targets, precision);
  const TorchNetwork untouched(problem.initial, precision);  // a pass in training moves the running means
  Derivatives out;
  const auto loss = loss_of(problem.loss, network.forward(inputs, TorchNetwork::Mode::training), targets);
  loss.backward();
  out.loss = loss.item<double>();
  out.gradient = network.collect([](const torch::Tensor& parameter) { return parameter.grad(); });
  for (Eigen::Index i = 0; i < problem.examples(); ++i) {
    const auto x = inputs[i].unsqueeze(0).clone().requires_grad_(true);
    const auto f = untouched.forward(x, TorchNetwork::Mode::evaluation).values;
    std::vector<torch::Tensor> rows;
    for (Eigen::Index k = 0; k < problem.initial.spec.outputs(); ++k) {
      rows.push_back(torch::autograd::grad({f[0][k]}, {x}, {}, /*retain_graph=*/true)[0].squeeze(0));
    }
    out.jacobians.push_back(to_matrix(torch::stack(rows)));
  }
  return out;
}

template <class Work>
void guarded(std::string& failure, Work work) {
  try {
    torch::set_num_threads(1);
    work();
  } catch (const c10::Error& error) {
    failure = error.what_without_backtrace();
  } catch (const std::exception& error) {
    failure = error.what();
  }
}

}  // namespace
}  // namespace basin::train

extern "C" __attribute__((visibility("default"))) void basin_torch_train(const basin::train::Problem& problem,
                                                                         const basin::train::DescentOptions& options,
                                                                         basin::train::Trained& trained,
                                                                         std::string& failure) {
  basin::train::guarded(failure, [&] { trained = basin::train::train(problem, options); });
}

extern "C" __attribute__((visibility("default"))) void basin_torch_derivatives(const basin::train::Problem& problem,
                                                                               basin::train::Precision precision,
                                                                               basin::train::Derivatives& derivatives,
                                                                               std::string& failure) {
  basin::train::guarded(failure, [&] { derivatives = basin::train::differentiate(problem, precision); });
}
