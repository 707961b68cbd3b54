// What an autoencoder of one latent number makes of points on a rectangle: its loss beside the best linear one's, the
// curve it decodes, the rank of its Jacobian, and what becomes of its encoder when that is trained again. [sange2024]
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "claims/batch_training.hpp"
#include "claims/experiment.hpp"
#include "core/error.hpp"
#include "data/rectangle.hpp"
#include "dynamics/polyline.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"
#include "nets/rewrite.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

// What one unit in the last place of every draw makes of the loss: 4e-7 in an epoch's 12 steps, .001 in 200 of the big
// network, where every other column is left out of the golden rows for it (measured).
constexpr double most_golden_steps = 12.0;
constexpr Eigen::Index curve_points = 501, cell_columns = 16, cell_rows = 8;  // chosen: cells of side .25

const Eigen::Vector2d no_point = Eigen::Vector2d::Constant(std::numeric_limits<double>::quiet_NaN());

// Layers up to the latent numbers.
std::size_t encoder_layers(const Setting& setting) {
  const std::string& model = setting.text("model");
  return model == "pca" ? 1 : model == "small" ? 3 : 4;
}

nets::NetworkSpec network_of(const Setting& setting) {
  const Eigen::Index latent = setting.count("latent"), width = setting.count("width");
  nets::NetworkSpec spec;
  if (setting.text("model") == "pca") {
    spec.widths = {2, latent, 2};
  } else if (setting.text("model") == "small") {
    spec.widths = {2, 20, 10, latent, 10, 20, 2};
  } else {
    spec.widths = {2, width, width, width, latent, width, width, width, 2};
  }
  spec.activations.assign(spec.widths.size() - 1, nets::Activation::relu);
  spec.activations[encoder_layers(setting) - 1] = spec.activations.back() = nets::Activation::identity;
  spec.bias = nets::Bias::all;
  spec.parametrisation = nets::Parametrisation::pytorch;
  return spec;
}

Eigen::Vector2d half_sides(const Setting& setting) {
  return {setting.number("half_side_1"), setting.number("half_side_2")};
}

// The least mean squared error of a linear map through `latent` numbers: 0 through two, else the smaller eigenvalue of
// the covariance, over 2 coordinates.
double pca_loss(const Eigen::MatrixXd& points, Eigen::Index latent) {
  if (latent >= 2) return 0.0;
  const Eigen::MatrixXd centred = points.colwise() - points.rowwise().mean();
  const Eigen::Matrix2d covariance = centred * centred.transpose() / static_cast<double>(points.cols());
  const double half_trace = covariance.trace() / 2.0;
  return (half_trace - std::hypot((covariance(0, 0) - covariance(1, 1)) / 2.0, covariance(0, 1))) / 2.0;
}

// The decoder on evenly spaced values of the first latent number, the others 0. (2, curve_points)
Eigen::MatrixXd decoded(const Setting& setting, const nets::Network<double>& network, double low, double high) {
  Eigen::MatrixXd codes = Eigen::MatrixXd::Zero(setting.count("latent"), curve_points);
  codes.row(0).setLinSpaced(curve_points, low, high);
  return nets::forward(nets::behind(network, encoder_layers(setting)), codes);
}

Eigen::MatrixXd codes_of(const Setting& setting, const nets::Network<double>& network, const Eigen::MatrixXd& points) {
  return nets::forward(nets::up_to_preactivation(network, encoder_layers(setting)), points);
}

// Loss of the last batch that training met, by the network as it is after that step.
double last_batch_loss(const train::Problem& problem, const train::Batches& batches, const train::Trained& trained) {
  const Eigen::Index examples = problem.examples(), met = batches.met(examples), size = batches.largest(examples);
  const std::int64_t epochs = trained.steps / batches.steps(examples);
  const auto order = epoch_order(batches, examples, std::max<std::int64_t>(0, epochs - 1));
  const Eigen::Index count = met % size == 0 ? size : met % size;
  const std::vector<Eigen::Index> last(order.begin() + met - count, order.begin() + met);
  train::Problem batch = problem;
  batch.inputs = batch.targets = problem.inputs(Eigen::all, last);
  return batch.loss_at(trained.network);
}

struct Rank {
  double second_singular_value = 0.0, trace_gap = 0.0, encoder_x1 = 0.0, decoder_x1 = 0.0;
};

Rank rank_of(const nets::Network<double>& network, const Eigen::MatrixXd& points) {
  Rank rank;
  const auto jacobians = nets::jacobians(network, points);
  const auto spectra = dynamics::jacobian_spectra(network, points);
  for (std::size_t i = 0; i < jacobians.size(); ++i) {
    rank.second_singular_value = std::max(rank.second_singular_value, dynamics::singular_values(jacobians[i])(1));
    rank.trace_gap = std::max(rank.trace_gap, std::abs(spectra[i].radius - std::abs(jacobians[i].trace())));
  }
  const Eigen::VectorXd mean = points.rowwise().mean();
  const Eigen::MatrixXd at_mean = nets::jacobian(network, mean);
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(at_mean, Eigen::ComputeFullU | Eigen::ComputeFullV);
  rank.encoder_x1 = std::abs(svd.matrixV()(0, 0));
  rank.decoder_x1 = std::abs(svd.matrixU()(0, 0));
  return rank;
}

struct Retrained {
  nets::Network<double> network;
  double lowest = 0.0, highest = 0.0;  // losses of its epochs
};

// Trains the encoder alone, by a new optimizer and the batches that would come next, from where it is or drawn anew.
Retrained retrain(const Setting& setting, const Run& run, train::Problem problem, const train::Trained& trained) {
  Retrained out{trained.network, trained.loss, trained.loss};
  if (setting.text("retrain") == "none") return out;
  problem.initial = trained.network;
  problem.trained_layers = encoder_layers(setting);
  if (setting.text("retrain") == "anew") {
    const Stream draws = run.stream("retrain");
    std::uint64_t first = 0;
    for (std::size_t l = 0; l < *problem.trained_layers; ++l) {
      auto& weights = problem.initial.weights[l];
      draws.fill_normal(std::span(weights.data(), static_cast<std::size_t>(weights.size())), first);
      first += static_cast<std::uint64_t>(weights.size());
      problem.initial.biases[l].setZero();
    }
  }
  train::DescentOptions options = batch_options(setting, run.stream("order"));
  options.batches.first_epoch = setting.count("epochs");
  const std::int64_t steps = options.batches.steps(problem.examples());
  problem.stop = {setting.number("stop_loss"), setting.count("retrain_epochs") * steps};
  out.lowest = std::numeric_limits<double>::infinity();
  out.highest = 0.0;
  options.observe_every = steps;
  options.observer = [&](const train::Snapshot& now) {
    if (now.steps == 0) return;  // of the network before any epoch
    out.lowest = std::min(out.lowest, now.loss);
    out.highest = std::max(out.highest, now.loss);
  };
  out.network = descend_as_set(setting, problem, options).network;
  return out;
}

Measured measure(const Setting& setting, const Run& run) {
  train::Problem problem;
  problem.inputs = data::rectangle_points(run.stream("data"), setting.count("points"), half_sides(setting));
  problem.targets = problem.inputs;
  problem.initial = nets::draw_network(network_of(setting), run.stream("init"));
  problem.loss = train::Loss::mean;
  const auto trained = train_batches_as_set(setting, run, problem);
  const auto& network = trained.network;
  const Eigen::MatrixXd& points = problem.inputs;

  const Eigen::MatrixXd codes = codes_of(setting, network, points), curve = decoded(setting, network, -2.0, 2.0);
  const double low = codes.row(0).minCoeff(), high = codes.row(0).maxCoeff();
  const Eigen::MatrixXd in_range = decoded(setting, network, low, high);
  const double best_linear = pca_loss(points, setting.count("latent"));
  const Rank rank = rank_of(network, points);
  const Retrained again = retrain(setting, run, problem, trained);
  const double retrained_loss = problem.loss_at(again.network);
  const Eigen::MatrixXd moved = codes_of(setting, again.network, points) - codes,
                        centred = codes.colwise() - codes.rowwise().mean();
  const auto cells = [&](const Eigen::MatrixXd& of) {
    return dynamics::share_of_cells(of, half_sides(setting), cell_columns, cell_rows);
  };
  std::vector<Curve> curves(6);
  for (Eigen::Index i = 0; i < curve_points; ++i) {
    const double code = -2.0 + 4.0 * static_cast<double>(i) / static_cast<double>(curve_points - 1);
    const Eigen::Vector2d point = i < points.cols() ? Eigen::Vector2d(points.col(i)) : no_point;
    add_point(curves, code, {curve(0, i), curve(1, i), in_range(0, i), in_range(1, i), point(0), point(1)});
  }
  Row row = {trained.loss,
             last_batch_loss(problem, batch_options(setting, run.stream("order")).batches, trained),
             best_linear,
             trained.loss / best_linear,
             (nets::forward(network, points) - points).colwise().norm().maxCoeff(),
             dynamics::length(curve),
             dynamics::extent(curve),
             cells(curve),
             dynamics::length(in_range),
             cells(in_range),
             low,
             high,
             rank.second_singular_value,
             rank.trace_gap,
             rank.encoder_x1,
             rank.decoder_x1,
             retrained_loss,
             retrained_loss / trained.loss,
             moved.norm() / std::max(centred.norm(), 1e-12),  // dead encoders give one number
             again.lowest,
             again.highest,
             network.spec.parameters(),
             static_cast<double>(trained.steps),
             std::isfinite(trained.loss) && std::isfinite(retrained_loss) ? 1.0 : 0.0};
  return {row, curves};
}

// The setting that would train as long as the encoder is trained again.
Setting of_retraining(const Setting& setting) {
  Values values = setting.values();
  values["train"] = std::string("full");
  values["epochs"] = setting.text("retrain") == "none" ? 0.0 : setting.number("retrain_epochs");
  return {Registry::global().find("sange2024.bottleneck").parameters, values};
}

double steps_of(const Setting& setting) {
  const double points = setting.number("points");
  return batch_training_steps(setting, points) + batch_training_steps(of_retraining(setting), points);
}

void check(const Setting& setting) {
  check_batch_training(setting, network_of(setting), setting.number("points"));
  if (steps_of(setting) > 9007199254740992.0) {  // 2^53, as there
    throw_input_error("retrain_epochs={} are more than a run can count in steps; lower it",
                      setting.number("retrain_epochs"));
  }
}

double work_of(const Setting& setting) {
  const double points = setting.number("points"), measuring = 100.0 * network_of(setting).parameters() * points;
  return batch_training_work(setting, network_of(setting), points) +
         batch_training_work(of_retraining(setting), network_of(setting), points) + measuring;
}

std::vector<Column> columns() {
  return {{"loss", "mean squared error over the points and both coordinates, when training ended"},
          {"batch_loss", "of the last batch that training met, by the network after that step"},
          {"pca_loss", "the least of a linear map: the smaller eigenvalue of the points' covariance (over n) / 2"},
          {"loss_ratio", "loss / pca_loss"},
          {"worst_error", "the largest distance of a point from its reconstruction, so at least that from the curve"},
          {"length", "of the decoded curve for latent -2 to 2 (the first latent number, the others 0)"},
          {"extent", "diagonal of the smallest box that holds that curve"},
          {"cells", "share of the 16 x 8 equal cells of the rectangle that hold one of the curve's 501 points"},
          {"length_in_range", "as length, between the smallest and the largest latent number of the points"},
          {"cells_in_range", "as cells, between these"},
          {"latent_low", "the smallest (first) latent number of the points"},
          {"latent_high", "the largest"},
          {"second_singular_value", "of the Jacobian, the largest over the points; 0: rank at most 1"},
          {"trace_gap", "largest ||lambda|max - |trace|| of the Jacobian over the points"},
          {"encoder_x1", "|cosine| of x_1 with the direction the Jacobian at the points' mean is most sensitive to"},
          {"decoder_x1", "|cosine| of x_1 with the direction it then moves in"},
          {"retrained_loss", "after the encoder was trained again; retrain=none: loss"},
          {"retrained_ratio", "retrained_loss / loss"},
          {"code_change", "root mean square change of the latent numbers by it, over their standard deviation"},
          {"retraining_lowest", "the least mean loss of an epoch of it, each example as it was met"},
          {"retraining_highest", "the largest"},
          {"parameters", "weights and biases"},
          {"steps", "parameter updates before the encoder is trained again"},
          {"converged", "1 unless training diverged"}};
}

}  // namespace

BASIN_EXPERIMENT(bottleneck) {
  Parameter points = count_parameter("points", 100, 3, "uniform on the rectangle");
  points.high = 1e6;  // chosen: the law's numbers to three digits
  Parameter latent = count_parameter("latent", 1, 1, "latent numbers");
  latent.high = 2;
  Parameter decay = positive_parameter("weight_decay", 0.0, "added to the gradient, times the parameter");
  decay.low_included = true;
  Experiment experiment{
      .name = "sange2024.bottleneck",
      .summary = "An autoencoder of one latent number on points of a rectangle: loss, decoded curve, Jacobian.",
      .parameters = {choice_parameter("model", "small", {"small", "big", "pca"},
                                      "2-20-10-1-10-20-2, 2-50-50-50-1-50-50-50-2, or 2-1-2 and linear"),
                     count_parameter("width", 50, 1, "hidden units of a layer of the big model"), latent, points,
                     positive_parameter("half_side_1", 2.0, "x_1 reaches from minus this to this"),
                     positive_parameter("half_side_2", 1.0, "x_2 likewise"),
                     choice_parameter("retrain", "none", {"none", "continued", "anew"},
                                      "the encoder, its decoder fixed: from where it is, or from N(0, 1), biases 0"),
                     count_parameter("retrain_epochs", 1000, 1, "of that"),
                     choice_parameter("remainder", "dropped", {"dropped", "kept"},
                                      "an epoch's last batch where it is smaller"),
                     decay},
      .columns = columns(),
      .series_x = {"code", "the first latent number, the others 0"},
      .series = {{"x1", "of the decoded curve"},
                 {"x2", "of the decoded curve"},
                 {"x1_in_range", "of the curve from latent_low to latent_high, in as many steps"},
                 {"x2_in_range", "of that curve"},
                 {"point_1", "x1 of the training points, one by one, at no code; nan after the last"},
                 {"point_2", "x2 of them"}},
      .check = check,
      .measure = measure,
      .work = work_of,
      .chaotic = [](const Setting& s) { return steps_of(s) > most_golden_steps; }};
  for (auto& p :
       batch_training_parameters({.optimizer = "adam", .lr = 0.001, .batch = 8, .epochs = 1000, .stop_loss = 1e-12})) {
    experiment.parameters.push_back(std::move(p));
  }
  return experiment;
}
