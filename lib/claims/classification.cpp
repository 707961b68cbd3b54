#include "claims/classification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "claims/narrow_network.hpp"
#include "core/error.hpp"
#include "nets/rewrite.hpp"

namespace basin::claims {
namespace {

data::Circles circles_of(const Setting& setting) {
  return {setting.number("inner"), setting.number("outer"), setting.number("buffer"),
          setting.text("law") == "first_run" ? data::CircleLaw::first_run : data::CircleLaw::area};
}

// What the network is trained on, and how to undo what was done to its inputs.
struct Task {
  data::Split points;
  data::Standardisation by;
  data::LabelledPoints training_as_drawn;
};

// The draws are those of one name, so that every experiment has the same networks at the same setting and seed.
Stream draws_of(const Run& run, const std::string& purpose) {
  return {"kuehn2024.classifier", run.seed, purpose, run.perturbation};
}

std::string at_attempt(const char* purpose, std::uint64_t attempt) {
  return attempt == 0 ? purpose : fmt::format("{} {}", purpose, attempt);
}

Task task_of(const Setting& setting, const Run& run) {
  const data::LabelledPoints all = draw_labelled_points(setting, draws_of(run, "data"), setting.count("points"));
  Task task{data::split(all, setting.number("training_share"), draws_of(run, "split")), {}, {}};
  task.training_as_drawn = task.points.training;
  task.by = setting.text("inputs") == "standardised"
                ? data::standardisation(task.points.training.points)
                : data::Standardisation{Eigen::VectorXd::Zero(2), Eigen::VectorXd::Ones(2)};
  for (auto* side : {&task.points.training, &task.points.test}) side->points = standardised(side->points, task.by);
  return task;
}

// Looks on at each epoch and keeps the network that is to be kept.
class Watch {
 public:
  Watch(const Task& task, bool best) : task_(task), best_(best) {}

  void look(std::int64_t epoch, double loss, const nets::Network<double>& network) {
    if (!epochs.empty() && epochs.back().epoch >= epoch) return;  // where a training goes on
    // Of the training points, four times as many, every tenth epoch is enough to see progress.
    EpochLook look{epoch, loss, std::numeric_limits<double>::quiet_NaN(), accuracy(network, task_.points.test)};
    if (epoch % 10 == 0) look.training_accuracy = accuracy(network, task_.points.training);
    const bool first = epochs.empty(), better = first || look.test_accuracy > most_;
    most_ = first ? look.test_accuracy : std::max(most_, look.test_accuracy);
    if (!best_ || better) {
      kept = network;
      kept_at = epochs.size();
    }
    epochs.push_back(look);
  }

  [[nodiscard]] double most() const { return most_; }

  std::vector<EpochLook> epochs;
  nets::Network<double> kept;
  std::size_t kept_at = 0;  // index into epochs

 private:
  const Task& task_;
  bool best_;
  double most_ = 0.0;
};

// Trains for the epochs set, with a new optimizer each `restart` epochs.
train::Trained descend(const Setting& setting, train::Problem problem, const Stream& order, Watch& watch) {
  const auto examples = static_cast<double>(problem.examples());
  const std::int64_t epochs = setting.count("epochs"), restart = setting.count("restart");
  train::DescentOptions options = batch_options(setting, order);
  const std::int64_t steps = options.batches.steps(problem.examples());
  problem.stop.loss = setting.number("stop_loss");
  train::Trained trained = untrained(problem, {});
  std::int64_t steps_made = 0, begun = 0;
  options.observe_every = steps;
  options.observer = [&](const train::Snapshot& now) {
    watch.look(begun + (now.steps + steps - 1) / steps, now.loss, now.network);
  };
  if (batch_training_steps(setting, examples) == 0.0) {
    watch.look(0, trained.loss, trained.network);
    return trained;
  }
  while (begun < epochs) {
    const std::int64_t part = restart == 0 ? epochs - begun : std::min(restart, epochs - begun);
    options.batches.first_epoch = begun;
    problem.stop.max_steps = part * steps;
    trained = descend_as_set(setting, problem, options);
    steps_made += trained.steps;
    begun += part;
    if (trained.why != train::StopReason::step_limit) break;
    problem.initial = trained.network;
  }
  trained.steps = steps_made;
  return trained;
}

}  // namespace

std::vector<Parameter> classification_parameters() {
  Parameter share = positive_parameter("training_share", 0.8, "of the points; the rest tests");
  share.high = 1.0;
  Parameter noise = positive_parameter("noise", 0.2, "standard deviation around the corners (xor)");
  Parameter buffer = positive_parameter("buffer", 0.2, "between disc and ring (circles)");
  noise.low_included = buffer.low_included = true;
  std::vector<Parameter> all = {
      choice_parameter("data", "circles", {"circles", "xor"}, "a disc (class 0) in a ring, or exclusive or"),
      count_parameter("points", 2000, 4, "drawn in all"),
      share,
      noise,
      positive_parameter("inner", 0.5, "radius of the ring (circles)"),
      positive_parameter("outer", 1.0, "radius of the ring (circles)"),
      buffer,
      choice_parameter("law", "area", {"area", "first_run"},
                       "of the radii: uniform in area, or as in the first published run"),
      choice_parameter("inputs", "raw", {"raw", "standardised"},
                       "standardised: by mean and deviation of the training points"),
      count_parameter("bottleneck", 0, 0, "hidden layer of width 1, counted from 1; 0: none"),
      choice_parameter("parametrisation", "pytorch", {"pytorch", "xavier_normal"}, "how weights are drawn"),
      choice_parameter("keep", "best", {"best", "last"},
                       "the network of the epoch of highest test accuracy, as the source, or of the last"),
      count_parameter("restart", 0, 0, "epochs after which the optimizer begins anew; 0: never")};
  for (auto& p : narrow_network_parameters({})) all.push_back(std::move(p));
  for (auto& p :
       batch_training_parameters({.optimizer = "adam", .lr = 0.01, .batch = 128, .epochs = 300, .stop_loss = 1e-9})) {
    if (p.name == "epochs") p.high = static_cast<double>(most_curve_points - 1);  // a point each, and the start
    all.push_back(std::move(p));
  }
  return all;
}

nets::NetworkSpec classifier_spec(const Setting& setting) {
  nets::NetworkSpec spec = narrow_network_spec(setting, 2, nets::Activation::sigmoid);
  if (const Eigen::Index layer = setting.count("bottleneck"); layer > 0) {
    spec.widths[static_cast<std::size_t>(layer)] = 1;
  }
  spec.parametrisation = nets::read_parametrisation(setting.text("parametrisation"));
  return spec;
}

data::LabelledPoints draw_labelled_points(const Setting& setting, const Stream& draws, Eigen::Index count) {
  if (setting.text("data") == "xor") return data::xor_points(draws, count, setting.number("noise"));
  return data::circle_points(draws, count, circles_of(setting));
}

double accuracy(const nets::Network<double>& network, const data::LabelledPoints& labelled) {
  const Eigen::MatrixXd outputs = nets::forward(network, labelled.points);
  const auto f = outputs.row(0).array();
  const auto is_told = (f >= 0.5) == (labelled.labels.array() >= 0.5);
  return (is_told && f == f).cast<double>().mean();
}

Classifier train_classifier(const Setting& setting, const Run& run, std::uint64_t attempt) {
  const Task task = task_of(setting, run);
  train::Problem problem;
  problem.initial = nets::draw_network(classifier_spec(setting), draws_of(run, at_attempt("init", attempt)));
  problem.inputs = task.points.training.points;
  problem.targets = task.points.training.labels;
  problem.loss = train::Loss::cross_entropy;
  Watch watch(task, setting.text("keep") == "best");
  const train::Trained trained = descend(setting, problem, draws_of(run, at_attempt("order", attempt)), watch);
  const EpochLook& kept = watch.epochs[watch.kept_at];
  const auto on_points_as_drawn = [&](const nets::Network<double>& network) {
    const nets::Network<double> plain = nets::folded(network);
    return setting.text("inputs") == "raw" ? plain : nets::on_raw_inputs(plain, task.by.mean, task.by.deviation);
  };
  return {.network = on_points_as_drawn(watch.kept),
          .last = on_points_as_drawn(trained.network),
          .as_trained = watch.kept,
          .training = task.training_as_drawn,
          .epochs = watch.epochs,
          .kept_epoch = kept.epoch,
          .best_test_accuracy = watch.most(),
          .training_accuracy = accuracy(watch.kept, task.points.training),
          .test_accuracy = kept.test_accuracy,
          .loss = problem.loss_at(watch.kept),
          .steps = trained.steps,
          .finite = trained.why != train::StopReason::diverged && std::isfinite(trained.loss)};
}

data::LabelledPoints held_out_points(const Setting& setting, const Run& run, Eigen::Index count) {
  return draw_labelled_points(setting, draws_of(run, "held out"), count);
}

double classification_work(const Setting& setting) {
  const nets::NetworkSpec spec = classifier_spec(setting);
  double units = 0.0;
  for (const auto width : spec.widths) units += static_cast<double>(width);
  // Beside the products, whose work is of few units: about 100 operations a unit and example for tanh, its mean and
  // variance, forward and back, and the accuracy of every epoch.
  const double examples = setting.number("points") * setting.number("training_share");
  constexpr double each = 100.0;
  return batch_training_work(setting, spec, examples) + each * units * examples * setting.number("epochs");
}

// Rounding is all the gradient that a bias before batch norm has, and Adam makes whole steps of it from the first on.
bool is_chaotic_classification(const Setting& setting) {
  return batch_training_steps(setting, setting.number("points") * setting.number("training_share")) > 0.0;
}

void check_classification(const Setting& setting) {
  if (setting.count("bottleneck") > setting.count("depth")) {
    throw_input_error("bottleneck={} is no hidden layer of a network of depth={}; give 1 to depth, or 0 for none",
                      setting.count("bottleneck"), setting.count("depth"));
  }
  check_batch_training(setting, classifier_spec(setting), setting.number("points"));
  // Without drawing: every arm of every claim is checked when the program starts.
  if (setting.text("data") == "xor") {
    data::check_xor_points(setting.count("points"), setting.number("noise"));
  } else {
    data::check_circle_points(setting.count("points"), circles_of(setting));
  }
  (void)data::training_points(setting.count("points"), setting.number("training_share"));
}

}  // namespace basin::claims
