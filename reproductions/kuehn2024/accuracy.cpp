// How accurate networks are that classify points of the plane: as published, which is the best over all epochs on the
// test set and once more over retries, and honestly, on new points, after the last epoch of the first try. [kuehn2024]
#include <utility>

#include "claims/classification.hpp"
#include "claims/experiment.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

Measured measure(const Setting& setting, const Run& run) {
  const data::LabelledPoints held_out = held_out_points(setting, run, setting.count("held_out"));
  const Classifier first = train_classifier(setting, run);
  const Eigen::Index most = setting.count("tries");
  const double enough = setting.number("enough");
  double retried = first.best_test_accuracy, steps = static_cast<double>(first.steps);
  Eigen::Index tries = 1;
  for (; retried < enough && tries < most; ++tries) {
    const Classifier again = train_classifier(setting, run, static_cast<std::uint64_t>(tries));
    retried = again.best_test_accuracy;  // the source prints that of the last try
    steps += static_cast<double>(again.steps);
  }
  const double honest = accuracy(first.last, held_out);
  Row row = {first.best_test_accuracy,
             retried,
             static_cast<double>(tries),
             accuracy(first.network, held_out),
             first.epochs.back().test_accuracy,
             honest,
             retried - honest,
             static_cast<double>(first.kept_epoch),
             first.epochs.back().loss,
             first.loss,
             steps,
             first.finite ? 1.0 : 0.0};
  std::vector<Curve> curves(3);
  for (const EpochLook& look : first.epochs) {
    add_point(curves, static_cast<double>(look.epoch), {look.loss, look.training_accuracy, look.test_accuracy});
  }
  return {row, curves};
}

}  // namespace

BASIN_EXPERIMENT(accuracy) {
  Parameter enough = positive_parameter("enough", 0.95, "test accuracy from which on no other try is made");
  enough.high = 1.0;
  Experiment experiment{
      .name = "kuehn2024.accuracy",
      .summary = "Accuracy as published, selected on the test set twice, beside that on new points.",
      .parameters = classification_parameters(),
      .columns = {{"best_test_accuracy", "the highest over the epochs of the first try, on its test points"},
                  {"retried_test_accuracy", "the same of the last try: trained anew until it is enough"},
                  {"tries_made", "trainings, the first included"},
                  {"held_out_accuracy", "of the network kept of the first try, on new points"},
                  {"last_test_accuracy", "of the first try's last epoch, on its test points"},
                  {"honest_accuracy", "of the first try's last epoch, on new points"},
                  {"worth_of_selection", "retried_test_accuracy - honest_accuracy"},
                  {"kept_epoch", "of the network kept"},
                  {"epoch_loss", "cross entropy over the first try's last epoch, as training met it"},
                  {"loss", "cross entropy of the network kept on its training points"},
                  {"steps", "parameter updates of all tries"},
                  {"converged", "1 unless training diverged: the source's runs end by their epochs"}},
      .series_x = {"epoch", "of the first try"},
      .series = {{"training_loss", "cross entropy, mean over the epoch"},
                 {"training_accuracy", "after it, every tenth epoch"},
                 {"test_accuracy", "after it"}},
      .check = check_classification,
      .measure = measure,
      .work = classification_work,
      .chaotic = is_chaotic_classification};
  experiment.parameters.push_back(count_parameter("tries", 20, 1, "trainings at most"));
  experiment.parameters.push_back(enough);
  experiment.parameters.push_back(count_parameter("held_out", 10000, 2, "new points to be honest on"));
  return experiment;
}
