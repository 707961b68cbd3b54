// The thesis' autoencoder, its pictures and its training. [strandqvist2020, chapter 6]
#include "autoencoder.hpp"

#include <utility>

#include "core/error.hpp"
#include "data/pictures.hpp"
#include "data/strandqvist2020.hpp"

namespace basin::strandqvist2020 {

using namespace claims;

namespace {

constexpr double most_pictures = 1000.0;  // chosen: ten times the thesis'; a run's series have a point for each

// What is inferred from random pictures is conditional on data_seed.
Eigen::MatrixXd pictures_of(const Setting& setting, const Run& run) {
  const Eigen::Index count = setting.count("examples");
  if (setting.text("data") == "cifar10") return data::strandqvist2020_pictures(run.data).leftCols(count);
  const Stream draws(run.experiment, static_cast<std::uint64_t>(setting.count("data_seed")), "data", run.perturbation);
  return data::random_pictures(draws, setting.count("dim"), count);
}

}  // namespace

std::vector<Parameter> autoencoder_parameters() {
  Parameter examples = count_parameter("examples", data::strandqvist2020_count, 1, "training pictures");
  examples.high = most_pictures;
  std::vector<Parameter> all = {choice_parameter("data", "random", {"random", "cifar10"},
                                                 "uniform on [0, 1]^dim, or the thesis' pictures of CIFAR-10"),
                                count_parameter("data_seed", 1, 0, "which random pictures, shared by all seeds"),
                                count_parameter("dim", data::cifar10_values, 1, "numbers of a picture"),
                                examples,
                                count_parameter("depth", 11, 1, "hidden layers D"),
                                count_parameter("width", 128, 1, "units w of every hidden layer"),
                                choice_parameter("bias", "all", {"all", "none"}, "of every layer, the output too")};
  for (auto& p : batch_training_parameters({.epochs = 5000})) all.push_back(std::move(p));
  return all;
}

nets::NetworkSpec autoencoder_of(const Setting& setting) {
  nets::NetworkSpec spec = nets::autoencoder(setting.count("dim"), setting.count("width"),
                                             static_cast<std::size_t>(setting.count("depth")) + 1,
                                             nets::Activation::relu, nets::Parametrisation::glorot_normal);
  spec.activations.back() = nets::Activation::relu;
  spec.bias = setting.text("bias") == "all" ? nets::Bias::all : nets::Bias::none;
  return spec;
}

Autoencoder train_autoencoder(const Setting& setting, const Run& run) {
  Run of_claims = run;
  of_claims.experiment = "strandqvist2020.attractors";
  train::Problem problem;
  problem.inputs = problem.targets = pictures_of(setting, of_claims);
  problem.initial = nets::draw_network(autoencoder_of(setting), of_claims.stream("init"));
  problem.loss = train::Loss::mean;
  return {problem.inputs, train_batches_as_set(setting, of_claims, problem)};
}

double training_work(const Setting& setting) {
  return batch_training_work(setting, autoencoder_of(setting), setting.number("examples"));
}

bool is_chaotic(const Setting& setting) {
  constexpr double most_steps = 200.0;  // chosen: single precision moves the loss by 1e-5 of itself until then
  return batch_training_steps(setting, setting.number("examples")) > most_steps;
}

void check_autoencoder(const Setting& setting) {
  const Eigen::Index examples = setting.count("examples");
  if (setting.text("data") == "cifar10" &&
      (setting.count("dim") != data::cifar10_values || examples > data::strandqvist2020_count)) {
    throw_input_error("data=cifar10 has {} pictures of {} numbers, not examples={} and dim={}",
                      data::strandqvist2020_count, data::cifar10_values, examples, setting.count("dim"));
  }
  check_batch_training(setting, autoencoder_of(setting), static_cast<double>(examples));
}

}  // namespace basin::strandqvist2020
