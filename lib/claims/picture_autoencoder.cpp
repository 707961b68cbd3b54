#include "claims/picture_autoencoder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "data/mnist.hpp"
#include "data/pictures.hpp"

namespace basin::claims {
namespace {

constexpr double mnist_training = 60000.0, mnist_test = 10000.0;

bool is_mnist(const Setting& setting) {
  return setting.text("data") == "mnist";
}

}  // namespace

Eigen::Index pictures_set(const Setting& setting) {
  const Eigen::Index count = setting.count("pictures");
  return count == 0 ? static_cast<Eigen::Index>(mnist_training) : count;
}

std::vector<Parameter> picture_autoencoder_parameters() {
  Parameter pictures =
      count_parameter("pictures", 1000, 0, "pictures to train on, the first of MNIST; 0: all of MNIST");
  Parameter test = count_parameter("test_pictures", 250, 250, "pictures to test with");  // cues are among the first 250
  pictures.high = mnist_training;
  test.high = mnist_test;
  std::vector<Parameter> parameters = {choice_parameter("data", "random", {"random", "mnist"},
                                                        "three random strokes each, or handwritten digits; 28 x 28"),
                                       pictures, test, count_parameter("width", 50, 1, "hidden units n")};
  for (auto& p : batch_training_parameters(
           {.optimizer = "adam", .lr = 0.01, .batch = 100, .epochs = static_cast<double>(iteration_epochs)})) {
    if (p.name == "stop_loss") p.fallback = 1e-12;  // the source's training ends by its epochs
    parameters.push_back(std::move(p));
  }
  return parameters;
}

PictureSets draw_picture_sets(const Setting& setting, const Run& run) {
  const Eigen::Index training = pictures_set(setting), test = setting.count("test_pictures");
  if (is_mnist(setting)) {
    return {data::mnist(run.data, data::MnistPart::training)->first_pictures(training),
            data::mnist(run.data, data::MnistPart::test)->first_pictures(test)};
  }
  return {data::stroke_pictures(run.stream("data"), training), data::stroke_pictures(run.stream("test data"), test)};
}

nets::NetworkSpec picture_autoencoder_spec(const Setting& setting) {
  nets::NetworkSpec spec = nets::autoencoder(data::mnist_values, setting.count("width"), 2, nets::Activation::sigmoid,
                                             nets::Parametrisation::pytorch);
  spec.activations.back() = nets::Activation::sigmoid;
  spec.bias = nets::Bias::all;
  return spec;
}

double pixel_variance(const Eigen::MatrixXd& pictures) {
  const Eigen::VectorXd mean = pictures.rowwise().mean();
  return (pictures.colwise() - mean).squaredNorm() / static_cast<double>(pictures.size());
}

double picture_error(const Eigen::MatrixXd& outputs, const Eigen::MatrixXd& pictures) {
  return (outputs - pictures).squaredNorm() / static_cast<double>(pictures.size());
}

Eigen::MatrixXd with_noise(const Eigen::MatrixXd& pictures, int level, const Stream& noise) {
  const auto first = static_cast<std::uint64_t>(level) * static_cast<std::uint64_t>(pictures.cols());
  return data::with_salt_and_pepper(pictures, level / 20.0, 0.0, 1.0, noise, first);
}

PictureAutoencoder train_picture_autoencoder(const Setting& setting, const Run& run, const PictureSets& pictures) {
  train::Problem problem;
  problem.inputs = problem.targets = pictures.training;
  problem.initial = nets::draw_network(picture_autoencoder_spec(setting), run.stream("init"));
  problem.loss = train::Loss::mean;
  const auto examples = static_cast<double>(problem.examples());
  problem.stop = {setting.number("stop_loss"), static_cast<std::int64_t>(batch_training_steps(setting, examples))};
  PictureAutoencoder result;
  const auto look = [&](const train::Snapshot& now) {
    if (now.steps == 0 && problem.stop.max_steps > 0) return;
    result.training_losses.push_back(now.loss);
    result.test_losses.push_back(picture_error(nets::forward(now.network, pictures.test), pictures.test));
  };
  train::Trained trained;
  if (setting.text("train") == "none") {
    trained = untrained(problem, look);
  } else {
    train::DescentOptions options = batch_options(setting, run.stream("order"));
    options.observer = look;
    options.observe_every = iteration_epochs * options.batches.steps(problem.examples());
    trained = descend_as_set(setting, problem, options);
  }
  result.network = std::move(trained.network);
  result.steps = trained.steps;
  result.finite = std::isfinite(trained.loss);
  return result;
}

double picture_autoencoder_work(const Setting& setting, Eigen::Index pictures) {
  const nets::NetworkSpec spec = picture_autoencoder_spec(setting);
  const auto training = static_cast<double>(pictures);
  // Losses are looked at now and then: 2 operations for each parameter and picture.
  const double looks = 2.0 + setting.number("epochs") / static_cast<double>(iteration_epochs);
  return batch_training_work(setting, spec, training) +
         2.0 * spec.parameters() * (2.0 * training + looks * setting.number("test_pictures"));
}

bool is_chaotic_picture_autoencoder(const Setting& setting, Eigen::Index pictures) {
  constexpr double most_steps = 200.0;  // chosen: single precision moves the loss by 1e-5 of itself until then
  return batch_training_steps(setting, static_cast<double>(pictures)) > most_steps;
}

void check_picture_autoencoder(const Setting& setting, Eigen::Index pictures) {
  if (!is_mnist(setting) && setting.count("pictures") == 0) {
    throw_input_error("pictures=0 means all of MNIST, but data=random has no end; give 1 to {}", mnist_training);
  }
  check_batch_training(setting, picture_autoencoder_spec(setting),
                       static_cast<double>(std::max(pictures, pictures_set(setting))));
}

}  // namespace basin::claims
