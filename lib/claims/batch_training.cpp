#include "claims/batch_training.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/error.hpp"

namespace basin::claims {

std::vector<Parameter> batch_training_parameters(const BatchTrainingDefaults& defaults) {
  return {choice_parameter("train", "full", {"full", "none"}, "none: measure the initial network"),
          choice_parameter("engine", "descent", {"descent", "torch"}, "our own, or LibTorch"),
          choice_parameter("optimizer", defaults.optimizer, train::method_names(),
                           "rmsprop: decay .9, epsilon 1e-7 inside the root; adam: .9, .999, 1e-8"),
          positive_parameter("lr", defaults.lr, "learning rate"),
          count_parameter("batch", defaults.batch, 0, "examples a step, shuffled anew each epoch; 0: all"),
          count_parameter("epochs", defaults.epochs, 0, "training ends after so many"),
          choice_parameter("precision", "single", {"single", "double"}, "of training"),
          positive_parameter("stop_loss", defaults.stop_loss, "training ends when an epoch's mean loss is below this")};
}

namespace {

// Whatever of this an experiment has no setting for is as usual.
train::Batches batches_of(const Setting& setting) {
  const bool drops = setting.values().contains("remainder") && setting.text("remainder") == "dropped";
  return {.size = setting.count("batch"), .remainder = drops ? train::Remainder::dropped : train::Remainder::kept};
}

}  // namespace

train::DescentOptions batch_options(const Setting& setting, const Stream& order) {
  train::Batches batches = batches_of(setting);
  batches.order = order;
  train::Optimizer optimizer = train::Optimizer::usual(train::read_method(setting.text("optimizer")));
  if (setting.values().contains("weight_decay")) optimizer.weight_decay = setting.number("weight_decay");
  return {.learning_rate = setting.number("lr"),
          .precision = precision_of(setting),
          .optimizer = optimizer,
          .batches = batches};
}

train::Trained train_batches_as_set(const Setting& setting, const Run& run, train::Problem problem,
                                    const train::Observer& observer) {
  const auto examples = static_cast<double>(problem.examples());
  problem.stop = {setting.number("stop_loss"), static_cast<std::int64_t>(batch_training_steps(setting, examples))};
  if (setting.text("train") == "none") return untrained(problem, observer);
  train::DescentOptions options = batch_options(setting, run.stream("order"));
  options.observer = observer;
  return descend_as_set(setting, problem, options);
}

double batch_training_steps(const Setting& setting, double examples) {
  if (setting.text("train") == "none") return 0.0;
  return setting.number("epochs") * static_cast<double>(batches_of(setting).steps(static_cast<Eigen::Index>(examples)));
}

double batch_training_work(const Setting& setting, const nets::NetworkSpec& spec, double examples) {
  const double steps = batch_training_steps(setting, examples);
  if (steps == 0.0) return 0.0;
  constexpr double passes = 6.0;  // a multiplication and an addition forward, backward, and for the gradient
  constexpr double update = 12.0;
  return spec.parameters() * (passes * examples * setting.number("epochs") + update * steps);
}

void check_batch_training(const Setting& setting, const nets::NetworkSpec& spec, double examples) {
  constexpr double most_steps = 9007199254740992.0;  // 2^53: counted exactly in a row
  if (batch_training_steps(setting, examples) > most_steps) {
    throw_input_error("epochs={} is more than a run can count in steps; lower it", setting.number("epochs"));
  }
  double units = 0.0;
  for (const auto width : spec.widths) units += static_cast<double>(width);
  // The network in both precisions, its running means and transposed copies; examples and activations in both layouts.
  require_memory(8.0 * (4.0 * spec.parameters() + 6.0 * units * examples),
                 fmt::format("{} examples and {} parameters need", examples, spec.parameters()), "width or depth");
}

}  // namespace basin::claims
