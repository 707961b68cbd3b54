#include "tasks.hpp"

#include <array>
#include <utility>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "data/pictures.hpp"
#include "data/sphere.hpp"
#include "train/gradient_flow.hpp"

namespace basin::bench {
namespace {

Stream draws(const std::string& purpose) {
  return {"bench.tasks", 1, purpose};
}

// A two-layer sigmoid autoencoder whose points lie in the positive orthant, trained to a mean loss of 1e-7.
// [orujlu2023]
Task flow(Eigen::Index dim, Eigen::Index width, Eigen::Index examples, double learning_rate) {
  Task task;
  task.engine = Engine::flow;
  task.problem.initial =
      nets::draw_network(nets::autoencoder(dim, width, 2, nets::Activation::sigmoid), draws("flow init"));
  task.problem.inputs = task.problem.targets = data::orthant_points(draws("flow data"), dim, examples, 1.0);
  task.problem.loss = train::Loss::mean;
  task.descent.learning_rate = learning_rate;
  return task;
}

// 2000 steps of full-batch descent; the rate is a tenth of what would diverge at 20 examples. [jiang2020]
Task descent(Eigen::Index examples) {
  Task task;
  task.problem.initial =
      nets::draw_network(nets::autoencoder(32, 1000, 2, nets::Activation::sigmoid), draws("descent init"));
  task.problem.inputs = task.problem.targets = data::sphere_points(draws("descent data"), 32, examples, 5.0);
  task.problem.stop = {1e-300, 2000};
  task.descent.learning_rate = 0.1;
  return task;
}

// The circles, 15 layers of 2 units with batch norm, 300 epochs of Adam. [kuehn2024]
Task narrow() {
  Task task;
  const data::Split split = data::split(data::circle_points(draws("narrow data"), 2000), 0.8, draws("narrow split"));
  nets::NetworkSpec spec = nets::autoencoder(2, 2, 16, nets::Activation::tanh, nets::Parametrisation::pytorch);
  spec.widths.back() = 1;
  spec.activations.back() = nets::Activation::sigmoid;
  spec.bias = nets::Bias::all;
  spec.batch_norm = nets::BatchNorm::hidden;
  task.problem.initial = nets::draw_network(spec, draws("narrow init"));
  task.problem.inputs = split.training.points;
  task.problem.targets = split.training.labels;
  task.problem.loss = train::Loss::cross_entropy;
  task.problem.stop = {1e-300, 300 * 13};
  task.descent.learning_rate = 0.01;
  task.descent.optimizer = train::Optimizer::usual(train::Method::adam);
  task.descent.batches = {128, draws("narrow order")};
  task.test = split.test;
  return task;
}

// pictures_128 after its training.
Task spectra() {
  Task task = pictures(11, 128);
  task.problem.initial = train_task(task).network;
  task.engine = Engine::none;
  return task;
}

using Named = std::pair<const char*, Task (*)()>;
constexpr std::array<Named, 10> tasks = {{{"flow_5", [] { return flow(10, 1000, 5, 3.0); }},
                                          {"flow_20", [] { return flow(32, 10000, 20, 5.0); }},
                                          {"descent_1", [] { return descent(1); }},
                                          {"descent_5", [] { return descent(5); }},
                                          {"descent_20", [] { return descent(20); }},
                                          {"pictures_128", [] { return pictures(11, 128); }},
                                          {"pictures_64", [] { return pictures(11, 64); }},
                                          {"pictures_32", [] { return pictures(11, 32); }},
                                          {"narrow", narrow},
                                          {"spectra", spectra}}};

}  // namespace

Task pictures(std::size_t depth, Eigen::Index width) {
  Task task;
  nets::NetworkSpec spec =
      nets::autoencoder(3072, width, depth + 1, nets::Activation::relu, nets::Parametrisation::glorot_normal);
  spec.activations.back() = nets::Activation::relu;
  spec.bias = nets::Bias::all;
  task.problem.initial = nets::draw_network(spec, draws("pictures init"));
  task.problem.inputs = task.problem.targets = data::random_pictures(draws("pictures data"), 3072, 100);
  task.problem.loss = train::Loss::mean;
  task.problem.stop = {1e-300, 50 * 4};
  task.descent.learning_rate = 0.001;
  task.descent.optimizer = train::Optimizer::usual(train::Method::rmsprop);
  task.descent.batches = {32, draws("pictures order")};
  return task;
}

std::vector<std::string> task_names() {
  std::vector<std::string> names;
  for (const auto& [name, make] : tasks) names.emplace_back(name);
  return names;
}

Task task_named(const std::string& wanted) {
  for (const auto& [name, make] : tasks) {
    if (wanted == name) return make();
  }
  throw_input_error("task '{}': there is none of that name; {}", wanted, known_names(wanted, task_names()));
}

train::Trained train_task(const Task& task, const train::Observer& observer) {
  if (task.engine == Engine::flow) return train::gradient_flow(task.problem, {.observer = observer});
  train::DescentOptions options = task.descent;
  options.observer = observer;
  if (observer) options.observe_every = options.batches.steps(task.problem.examples());
  return train::gradient_descent(task.problem, options);
}

}  // namespace basin::bench
