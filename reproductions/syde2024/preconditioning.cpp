// Sensory preconditioning: an autoencoder first meets two stimuli together, then a linear response to one of them is
// learned from its code. Does the other, which was never conditioned, evoke it too? [syde2024]
// Inputs (s1, s2, c1, c2): two stimuli and two units of context. H (W, n): codes of n inputs, W hidden units.
#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "claims/batch_training.hpp"
#include "claims/experiment.hpp"
#include "nets/rewrite.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr Eigen::Index inputs = 4, contexts = 4;

// The contexts in the order of the source: neither unit, the first, the second, both.
constexpr std::array<std::array<double, 2>, contexts> context_units = {{{0, 0}, {1, 0}, {0, 1}, {1, 1}}};

// One input a context, with these stimuli. (4, contexts)
Eigen::MatrixXd in_every_context(double s1, double s2) {
  Eigen::MatrixXd x(inputs, contexts);
  for (Eigen::Index i = 0; i < contexts; ++i) {
    const auto& units = context_units.at(static_cast<std::size_t>(i));
    x.col(i) << s1, s2, units[0], units[1];
  }
  return x;
}

// What the autoencoder is trained on, ten inputs. Paired: neither and both stimuli in every context, those without
// context twice. Unpaired: each stimulus alone in every context, and nothing at all twice.
Eigen::MatrixXd first_phase(const Setting& setting) {
  const bool paired = setting.text("stimuli") == "paired";
  Eigen::MatrixXd x = Eigen::MatrixXd::Zero(inputs, 10);
  x.leftCols(contexts) = paired ? in_every_context(0, 0) : in_every_context(1, 0);
  x.middleCols(contexts, contexts) = paired ? in_every_context(1, 1) : in_every_context(0, 1);
  if (paired) x.col(9) << 1, 1, 0, 0;
  return x;
}

// The response that is conditioned to the inputs without s2: neither in every context, then s1 in every context.
// s1: 0 to neither, 1 to s1. reversed: the other way round where c2 is on, so that s1 tells nothing of it.
Eigen::RowVectorXd conditioned_response(const Setting& setting) {
  Eigen::RowVectorXd y(2 * contexts);
  if (setting.text("targets") == "s1") {
    y << 0, 0, 0, 0, 1, 1, 1, 1;
  } else {
    y << 0, 0, 1, 1, 1, 1, 0, 0;
  }
  return y;
}

// Responses by context to s1, to s2 and to neither. (3, contexts)
using Responses = Eigen::Matrix<double, 3, contexts>;

// w = argmin |w H - y|^2 + ridge |w|^2 on the inputs without s2, which is y H' (H H' + ridge I)^-1; no intercept, as
// published. The response to a code h is w h.
Responses responses_of(const Setting& setting, const nets::Network<double>& network) {
  const nets::Network<double> coder = nets::hidden_map(network);
  const Eigen::MatrixXd s1 = nets::forward(coder, in_every_context(1, 0)),
                        s2 = nets::forward(coder, in_every_context(0, 1)),
                        neither = nets::forward(coder, in_every_context(0, 0));
  Eigen::MatrixXd codes(s1.rows(), 2 * contexts);
  codes << neither, s1;
  Eigen::MatrixXd normal = codes * codes.transpose();
  normal.diagonal().array() += setting.number("ridge");
  const Eigen::RowVectorXd w = normal.ldlt().solve(codes * conditioned_response(setting).transpose()).transpose();
  Responses responses;
  responses << w * s1, w * s2, w * neither;
  return responses;
}

// Names of the contexts in that order, as a setting.
const std::vector<std::string> context_names = {"none", "first", "second", "both"};

// Responses to s1, to s2 and to neither in the context that is set, or their means over all.
Eigen::Vector3d responses_as_set(const Setting& setting, const Responses& responses) {
  const auto named = std::find(context_names.begin(), context_names.end(), setting.text("context"));
  if (named == context_names.end()) return responses.rowwise().mean();
  return responses.col(named - context_names.begin());
}

nets::NetworkSpec network_of(const Setting& setting) {
  return {.widths = {inputs, setting.count("width"), inputs},
          .activations = {nets::Activation::sigmoid, nets::Activation::sigmoid},
          .bias = nets::Bias::all,
          .parametrisation = nets::Parametrisation::pytorch};
}

// The difference of the weights that s1 and s2 enter by. (W)
Eigen::VectorXd weight_difference(const nets::Network<double>& network) {
  return network.weights[0].col(0) - network.weights[0].col(1);
}

Measured measure(const Setting& setting, const Run& run) {
  train::Problem problem;
  problem.inputs = problem.targets = first_phase(setting);
  problem.initial = nets::draw_network(network_of(setting), run.stream("init"));
  problem.loss = train::Loss::cross_entropy;
  const train::Batches batches{setting.count("batch"), {}};
  const auto steps_an_epoch = static_cast<double>(batches.steps(problem.examples()));
  std::vector<Curve> curves(4);
  const auto trained = train_batches_as_set(setting, run, problem, [&](const train::Snapshot& now) {
    const Eigen::Vector3d mean = responses_as_set(setting, responses_of(setting, now.network));
    add_point(curves, static_cast<double>(now.steps) / steps_an_epoch, {now.loss, mean(0), mean(1), mean(2)});
  });

  const Responses responses = responses_of(setting, trained.network);
  const Eigen::Vector3d mean = responses_as_set(setting, responses);
  const auto s1 = responses.row(0).array(), s2 = responses.row(1).array(), neither = responses.row(2).array();
  Row row;
  for (const double response : responses.reshaped<Eigen::RowMajor>()) row.push_back(response);
  const Row rest = {
      mean(0),
      mean(1),
      mean(2),
      mean(0) - mean(2),
      mean(1) - mean(2),
      (s2 - neither).minCoeff(),
      (s1 - s2).abs().maxCoeff(),
      static_cast<double>(((s2 - s1).abs() < (s2 - neither).abs()).count()),
      weight_difference(problem.initial).cwiseAbs().maxCoeff(),
      (weight_difference(trained.network) - weight_difference(problem.initial)).cwiseAbs().maxCoeff(),
      (trained.network.weights[0].leftCols(2).rowwise().sum() - problem.initial.weights[0].leftCols(2).rowwise().sum())
          .cwiseAbs()
          .maxCoeff(),
      trained.loss,
      static_cast<double>(trained.steps),
      std::isfinite(trained.loss) && responses.allFinite() ? 1.0 : 0.0};
  row.insert(row.end(), rest.begin(), rest.end());
  return {row, curves};
}

std::vector<Column> columns() {
  std::vector<Column> all;
  for (const char* stimulus : {"s1", "s2", "neither"}) {
    for (const char* context : {"00", "10", "01", "11"}) {
      all.push_back({std::string(stimulus) + "_" + context, "response to it in this context (c1, c2)"});
    }
  }
  for (Column& column : std::vector<Column>{
           {"s1", "response to it alone in the context that is set, or the mean over all"},
           {"s2", "the same of s2, which was never conditioned"},
           {"neither", "the same without either"},
           {"conditioned", "s1 - neither"},
           {"transfer", "s2 - neither"},
           {"least_transfer", "the smallest over the contexts"},
           {"largest_gap", "of |s1 - s2| over the contexts"},
           {"contexts_like_s1", "contexts where the response to s2 is nearer to that to s1 than to that to neither"},
           {"initial_difference",
            "largest |w_s1 - w_s2| over the hidden units, weights of the two stimuli before phase 1"},
           {"difference_change", "largest change of w_s1 - w_s2 in phase 1"},
           {"sum_change", "largest change of w_s1 + w_s2 in phase 1"},
           {"loss", "cross entropy on the stimuli of phase 1 after it"},
           {"steps", "parameter updates"},
           {"converged", "1 unless training diverged: the source's runs end by their epochs"}}) {
    all.push_back(std::move(column));
  }
  return all;
}

}  // namespace

BASIN_EXPERIMENT(preconditioning) {
  Parameter width = count_parameter("width", 3, 1, "hidden units");
  width.high = 1000.0;  // chosen: every look at the responses solves a system of so many unknowns
  Parameter ridge = positive_parameter("ridge", 0.001, "of the regression of the response on the code");
  Experiment experiment{
      .name = "syde2024.preconditioning",
      .summary = "Whether a response conditioned to one stimulus is evoked by another that was met with it before.",
      .parameters = {choice_parameter("stimuli", "paired", {"paired", "unpaired"},
                                      "of phase 1: s1 and s2 always together, or never"),
                     choice_parameter("targets", "s1", {"s1", "reversed"},
                                      "of phase 2: 1 to s1 and 0 to neither; reversed where c2 is on"),
                     choice_parameter("context", "all", {"all", "none", "first", "second", "both"},
                                      "units of context that are on where s1, s2 and neither are measured"),
                     width, ridge},
      .columns = columns(),
      .series_x = {"epoch", "of phase 1"},
      .series = {{"loss", "cross entropy, mean over the epoch"},
                 {"s1", "response to it, had it been conditioned then"},
                 {"s2", "response to it"},
                 {"neither", "response to the contexts alone"}},
      .check = [](const Setting& s) { check_batch_training(s, network_of(s), 10.0); },
      .measure = measure,
      .work =
          [](const Setting& s) {
            constexpr double looks = 200.0;  // log-spaced
            return batch_training_work(s, network_of(s), 10.0) + looks * std::pow(s.number("width"), 3.0);
          },
      .chaotic = [](const Setting& s) { return batch_training_steps(s, 10.0) > 200.0; }};
  for (auto& p :
       batch_training_parameters({.optimizer = "adam", .lr = 0.1, .batch = 8, .epochs = 2000, .stop_loss = 1e-12})) {
    experiment.parameters.push_back(std::move(p));
  }
  return experiment;
}
