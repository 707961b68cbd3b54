#include "claims/training.hpp"

#include <algorithm>
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

train::Precision precision_of(const Setting& setting) {
  return setting.text("precision") == "double" ? train::Precision::double_precision
                                               : train::Precision::single_precision;
}

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
  parameters.push_back(count_parameter("width", defaults.width, 1, "hidden units N of every hidden layer"));
  parameters.push_back(positive_parameter("radius", defaults.radius, "norm of every example"));
  parameters.push_back(choice_parameter("activation", "sigmoid", nets::activation_names(), "of every hidden layer"));
  parameters.push_back(choice_parameter("inputs", "sphere", {"sphere", "orthant"},
                                        "directions: uniform on the sphere, or in the cube [0, 1]^dim"));
  for (auto& p : training_parameters(defaults.engine)) parameters.push_back(std::move(p));
}

Eigen::MatrixXd draw_examples(const Setting& setting, const Run& run, Eigen::Index examples) {
  const auto draw = setting.text("inputs") == "orthant" ? data::orthant_points : data::sphere_points;
  return draw(run.stream("data"), setting.count("dim"), examples, setting.number("radius"));
}

nets::NetworkSpec autoencoder_spec(const Setting& setting) {
  return nets::autoencoder(setting.count("dim"), setting.count("width"),
                           static_cast<std::size_t>(count_or(setting, "layers", 2)),
                           nets::read_activation(setting.text("activation")));
}

train::Problem autoencoding_problem(const Setting& setting, const Run& run) {
  train::Problem problem;
  problem.initial = nets::draw_network(autoencoder_spec(setting), run.stream("init"));
  problem.inputs = problem.targets = draw_examples(setting, run, count_or(setting, "examples", 1));
  problem.loss = setting.text("loss") == "mean" ? train::Loss::mean : train::Loss::half_sum;
  problem.stop = {setting.number("stop_loss"), static_cast<std::int64_t>(setting.count("max_steps"))};
  return problem;
}

train::Trained train_as_set(const Setting& setting, const train::Problem& problem) {
  if (setting.text("train") == "none") {
    const Eigen::MatrixXd residuals = nets::forward(problem.initial, problem.inputs) - problem.targets;
    return {problem.initial, 0, problem.loss_of(residuals), train::StopReason::loss_reached};
  }
  const std::string& engine = setting.text("engine");
  if (engine == "flow") return train::gradient_flow(problem, {setting.number("tolerance")});
  const double lr = learning_rate(setting, problem);
  if (engine == "torch") return train::torch_engine(problem, {lr, precision_of(setting)});
  return train::gradient_descent(problem, {lr, precision_of(setting)});
}

void check_autoencoder(const Setting& setting) {
  const nets::NetworkSpec spec = autoencoder_spec(setting);
  const Eigen::Index examples = count_or(setting, "examples", 1);
  const bool trains = setting.text("train") != "none";
  if (trains && setting.text("engine") == "flow" && spec.layers() != 2) {
    throw_input_error("engine=flow trains networks of 2 layers, not of {}; use engine=descent", spec.layers());
  }
  if (trains && setting.text("engine") != "flow" && setting.number("lr") == 0.0 && spec.layers() != 2) {
    throw_input_error("lr=0 finds a learning rate for 2 layers, not for {}; give lr", spec.layers());
  }
  const double need = bytes_needed(setting, spec, static_cast<double>(examples));
  static const auto have = static_cast<double>(memory_limit());  // reads files, and claims have hundreds of arms
  if (need > have) {
    constexpr double gib = 1024.0 * 1024.0 * 1024.0;
    throw_input_error(
        "{} examples and {} parameters need {:.3g} GiB (this machine has {:.3g} GiB); lower width or examples",
        examples, spec.parameters(), need / gib, have / gib);
  }
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

}  // namespace basin::claims
