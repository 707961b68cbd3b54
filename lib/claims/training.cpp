#include "claims/training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/error.hpp"
#include "core/machine.hpp"
#include "data/sphere.hpp"
#include "train/gradient_descent.hpp"
#include "train/gradient_flow.hpp"
#include "train/torch_engine.hpp"

namespace basin::claims {
namespace {

constexpr double default_fraction = 0.1;  // lr = 0: a twentieth of where descent diverges, so it follows the flow

double learning_rate(const Setting& setting, const train::Problem& problem) {
  const double given = setting.number("lr");
  return given > 0.0 ? given : train::stable_learning_rate(problem, default_fraction);
}

// Bytes a run needs, from above: parameters and their copies, activations, Jacobians with their decompositions, and the
// tangent kernel where the flow is taken or lr = 0 asks for its largest eigenvalue.
double bytes_needed(const Setting& setting, const nets::NetworkSpec& spec, double examples) {
  double units = 0.0;
  for (const auto width : spec.widths) units += static_cast<double>(width);
  const bool trains = setting.text("train") != "none";
  const bool flow = trains && setting.text("engine") == "flow";
  const bool kernel = flow || (trains && setting.number("lr") == 0.0);
  const double copies = flow ? 4.0 : 3.0;
  const double kernel_side = examples * static_cast<double>(spec.outputs());
  const auto dim = static_cast<double>(spec.inputs());
  return 8.0 * (copies * spec.parameters() + 6.0 * units * examples + 6.0 * dim * dim +
                (kernel ? 4.0 * kernel_side * kernel_side : 0.0));
}

// The joint draw of f0 and its gradients: the covariance, a copy to lift, its factor, the draws, and the kernel's
// pairs.
double infinite_bytes_needed(const Setting& setting, double examples) {
  const auto dim = static_cast<double>(setting.count("dim"));
  const double side = setting.text("initial_output") == "zero" ? 0.0 : examples * (1.0 + dim);
  return 8.0 * (4.0 * side * side + 3.0 * examples * (1.0 + dim) * dim + 2.0 * examples * dim * dim +
                12.0 * examples * examples);
}

Eigen::Index count_or(const Setting& setting, const std::string& name, Eigen::Index fallback) {
  return setting.values().contains(name) ? setting.count(name) : fallback;
}

}  // namespace

Parameter count_parameter(std::string name, double fallback, double low, std::string meaning) {
  Parameter p{.name = std::move(name), .kind = Kind::count, .fallback = fallback, .meaning = std::move(meaning)};
  p.low = low;
  return p;
}

Parameter positive_parameter(std::string name, double fallback, std::string meaning) {
  Parameter p{.name = std::move(name), .kind = Kind::real, .fallback = fallback, .meaning = std::move(meaning)};
  p.low = 0.0;
  p.low_included = false;
  return p;
}

Parameter choice_parameter(std::string name, std::string fallback, std::vector<std::string> choices,
                           std::string meaning) {
  Parameter p{
      .name = std::move(name), .kind = Kind::choice, .fallback = std::move(fallback), .meaning = std::move(meaning)};
  p.choices = std::move(choices);
  return p;
}

std::vector<Parameter> training_parameters(const std::string& engine) {
  Parameter lr = positive_parameter(
      "lr", 0.0, "learning rate of descent; 0: a tenth of 1 / largest eigenvalue of the tangent kernel (two layers)");
  lr.low_included = true;
  return {choice_parameter("train", "full", {"full", "none"}, "none: measure the initial network"),
          choice_parameter("engine", engine, {"descent", "flow", "torch"},
                           "gradient descent, gradient flow (two layers), or LibTorch's SGD"),
          lr,
          positive_parameter("tolerance", train::FlowOptions{}.tolerance, "of the flow, relative to the residual"),
          choice_parameter("precision", "single", {"single", "double"}, "of descent and LibTorch"),
          choice_parameter("loss", "half_sum", {"half_sum", "mean"},
                           "(1/2n) sum |e|^2, or the mean of e^2 over all entries"),
          positive_parameter("stop_loss", 1e-7, "training ends below this loss"),
          count_parameter("max_steps", 10000000.0, 0.0, "training ends after so many steps")};
}

void add_autoencoder_parameters(std::vector<Parameter>& parameters, const AutoencoderDefaults& defaults) {
  parameters.push_back(count_parameter("dim", defaults.dim, 1, "input dimension n0"));
  const bool infinite = defaults.infinite_width == Infinity::allowed;
  parameters.push_back(count_parameter("width", defaults.width, 1,
                                       infinite ? "hidden units N; inf: theory (sigmoid, tanh, erf, identity)"
                                                : "hidden units N of every hidden layer"));
  parameters.back().infinity = defaults.infinite_width;
  parameters.push_back(positive_parameter("radius", defaults.radius, "norm of every example"));
  parameters.push_back(choice_parameter("activation", "sigmoid", nets::activation_names(), "of every hidden layer"));
  parameters.push_back(choice_parameter("inputs", "sphere", {"sphere", "orthant"},
                                        "directions: uniform on the sphere, or in the cube [0, 1]^dim"));
  parameters.push_back(choice_parameter("initial_output", "random", {"random", "zero"},
                                        "zero: units in pairs that cancel, so that f0 = 0 (two layers, even width)"));
  for (auto& p : training_parameters(defaults.engine)) parameters.push_back(std::move(p));
}

bool has_infinite_width(const Setting& setting) {
  return std::isinf(setting.number("width"));
}

Eigen::MatrixXd draw_examples(const Setting& setting, const Run& run) {
  return draw_examples(setting, run, count_or(setting, "examples", 1));
}

Eigen::MatrixXd draw_examples(const Setting& setting, const Run& run, Eigen::Index count) {
  const auto draw = setting.text("inputs") == "orthant" ? data::orthant_points : data::sphere_points;
  return draw(run.stream("data"), setting.count("dim"), count, setting.number("radius"));
}

train::Loss loss_of(const Setting& setting) {
  return setting.text("loss") == "mean" ? train::Loss::mean : train::Loss::half_sum;
}

train::Precision precision_of(const Setting& setting) {
  return setting.text("precision") == "double" ? train::Precision::double_precision
                                               : train::Precision::single_precision;
}

nets::NetworkSpec autoencoder_spec(const Setting& setting) {
  return nets::autoencoder(
      setting.count("dim"), setting.count("width"), static_cast<std::size_t>(count_or(setting, "layers", 2)),
      nets::read_activation(setting.text("activation")),
      setting.values().contains("parametrisation") ? nets::read_parametrisation(setting.text("parametrisation"))
                                                   : nets::Parametrisation::ntk);
}

train::Problem autoencoding_problem(const Setting& setting, const Run& run) {
  train::Problem problem;
  problem.initial = nets::draw_network(autoencoder_spec(setting), run.stream("init"));
  if (setting.text("initial_output") == "zero") nets::mirror_units(problem.initial);
  problem.inputs = problem.targets = draw_examples(setting, run);
  problem.loss = loss_of(setting);
  problem.stop = {setting.number("stop_loss"), static_cast<std::int64_t>(setting.count("max_steps"))};
  return problem;
}

train::Trained untrained(const train::Problem& problem, const train::Observer& observer) {
  const double loss = problem.loss_at(problem.initial);
  if (observer) observer({0, 0.0, loss, problem.initial});
  return {problem.initial, 0, loss, train::StopReason::loss_reached};
}

train::Trained descend_as_set(const Setting& setting, const train::Problem& problem,
                              const train::DescentOptions& options) {
  return setting.text("engine") == "torch" ? train::torch_engine(problem, options)
                                           : train::gradient_descent(problem, options);
}

train::Trained train_as_set(const Setting& setting, const train::Problem& problem, const train::Observer& observer) {
  if (setting.text("train") == "none") return untrained(problem, observer);
  if (setting.text("engine") == "flow") return train::gradient_flow(problem, {setting.number("tolerance"), observer});
  return descend_as_set(
      setting, problem,
      {.learning_rate = learning_rate(setting, problem), .precision = precision_of(setting), .observer = observer});
}

void require_memory(double bytes, const std::string& what, const char* remedy) {
  static const auto have = static_cast<double>(memory_limit());  // reads files, and claims have hundreds of arms
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  if (bytes > have) {
    throw_input_error("{} {:.3g} GiB (this machine has {:.3g} GiB); lower {}", what, bytes / gib, have / gib, remedy);
  }
}

void check_autoencoder(const Setting& setting) {
  const Eigen::Index examples = count_or(setting, "examples", 1);
  if (has_infinite_width(setting)) {
    if (setting.text("activation") == "relu") {
      throw_input_error("width=inf knows sigmoid, tanh, erf and identity, not relu; take a finite width");
    }
    require_memory(infinite_bytes_needed(setting, static_cast<double>(examples)),
                   fmt::format("{} examples at infinite width need", examples), "dim or examples");
    return;
  }
  const nets::NetworkSpec spec = autoencoder_spec(setting);
  const bool trains = setting.text("train") != "none";
  if (trains && setting.text("engine") == "flow" && spec.layers() != 2) {
    throw_input_error("engine=flow trains networks of 2 layers, not of {}; use engine=descent", spec.layers());
  }
  if (trains && setting.text("engine") != "flow" && setting.number("lr") == 0.0 && spec.layers() != 2) {
    throw_input_error("lr=0 finds a learning rate for 2 layers, not for {}; give lr", spec.layers());
  }
  if (setting.text("initial_output") == "zero" && (spec.layers() != 2 || spec.widths[1] % 2 != 0)) {
    throw_input_error("initial_output=zero needs 2 layers and an even width, not {} layers of width {}", spec.layers(),
                      spec.widths[1]);
  }
  require_memory(bytes_needed(setting, spec, static_cast<double>(examples)),
                 fmt::format("{} examples and {} parameters need", examples, spec.parameters()), "width or examples");
}

void add_training_columns(std::vector<Column>& columns) {
  columns.push_back({"loss", "when training ended"});
  columns.push_back({"steps", "of the engine"});
  columns.push_back({"converged", "1 where training reached the stop loss"});
}

void add_training_numbers(Row& row, const train::Trained& trained) {
  row.push_back(trained.loss);
  row.push_back(static_cast<double>(trained.steps));
  row.push_back(trained.converged() ? 1.0 : 0.0);
}

void add_point(std::vector<Curve>& curves, double x, std::initializer_list<double> y) {
  if (y.size() != curves.size()) {
    throw std::logic_error(fmt::format("a point of {} numbers for {} curves", y.size(), curves.size()));
  }
  auto curve = curves.begin();
  for (const double number : y) {
    curve->x.push_back(x);
    curve->y.push_back(number);
    ++curve;
  }
}

}  // namespace basin::claims
