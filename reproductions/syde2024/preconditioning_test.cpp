// Sensory preconditioning against loops over the formulas: codes unit by unit, the regression by Cramer's rule.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "claims/batch_training.hpp"
#include "claims/experiment_for_tests.hpp"
#include "core/error.hpp"

namespace basin::claims {
namespace {

using Numbers = std::map<std::string, double>;
using Input = std::array<double, 4>;  // s1, s2, c1, c2
using Code = std::array<double, 3>;

const Experiment& experiment() {
  return Registry::global().find("syde2024.preconditioning");
}

NamedRun measured(const Values& given, std::uint64_t seed = 1) {
  return run_named(experiment().name, given, seed);
}

Numbers row_of(const Values& given, std::uint64_t seed = 1) {
  return measured(given, seed).row;
}

/// The ten stimuli of phase 1 as the source lists them.
const std::vector<Input> listed = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0, 0, 1, 1},
                                   {1, 1, 0, 0}, {1, 1, 0, 0}, {1, 1, 1, 0}, {1, 1, 0, 1}, {1, 1, 1, 1}};

nets::Network<double> initial_network(std::uint64_t seed) {
  const nets::NetworkSpec spec{.widths = {4, 3, 4},
                               .activations = {nets::Activation::sigmoid, nets::Activation::sigmoid},
                               .bias = nets::Bias::all,
                               .parametrisation = nets::Parametrisation::pytorch};
  return nets::draw_network(spec, Stream(experiment().name, seed, "init"));
}

double sigmoid(double z) {
  return 1.0 / (1.0 + std::exp(-z));
}

Code code_of(const nets::Network<double>& network, const Input& x) {
  Code h{};
  for (int unit = 0; unit < 3; ++unit) {
    double z = network.biases[0](unit);
    for (int i = 0; i < 4; ++i) z += network.weights[0](unit, i) * x.at(static_cast<std::size_t>(i));
    h.at(static_cast<std::size_t>(unit)) = sigmoid(z);
  }
  return h;
}

double determinant(const std::array<Code, 3>& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/// The response to every stimulus and context by the normal equations (sum h h' + ridge I) w = sum h y.
Numbers responses_by_hand(const nets::Network<double>& network, double ridge, bool reversed) {
  std::array<Code, 3> normal{};
  Code right{};
  for (const double s1 : {0.0, 1.0}) {
    for (const double c1 : {0.0, 1.0}) {
      for (const double c2 : {0.0, 1.0}) {
        const Code h = code_of(network, {s1, 0.0, c1, c2});
        const double y = reversed && c2 == 1.0 ? 1.0 - s1 : s1;
        for (std::size_t i = 0; i < 3; ++i) {
          right.at(i) += y * h.at(i);
          for (std::size_t j = 0; j < 3; ++j) normal.at(i).at(j) += h.at(i) * h.at(j);
        }
      }
    }
  }
  for (std::size_t i = 0; i < 3; ++i) normal.at(i).at(i) += ridge;
  Code w{};
  for (std::size_t unknown = 0; unknown < 3; ++unknown) {
    std::array<Code, 3> replaced = normal;
    for (std::size_t i = 0; i < 3; ++i) replaced.at(i).at(unknown) = right.at(i);
    w.at(unknown) = determinant(replaced) / determinant(normal);
  }
  const std::map<std::string, Input> stimuli = {{"s1", {1, 0}}, {"s2", {0, 1}}, {"neither", {0, 0}}};
  const std::map<std::string, Input> contexts = {
      {"00", {0, 0, 0, 0}}, {"10", {0, 0, 1, 0}}, {"01", {0, 0, 0, 1}}, {"11", {0, 0, 1, 1}}};
  Numbers responses;
  for (const auto& [stimulus, s] : stimuli) {
    double sum = 0.0;
    for (const auto& [context, c] : contexts) {
      const Code h = code_of(network, {s[0], s[1], c[2], c[3]});
      const double response = w[0] * h[0] + w[1] * h[1] + w[2] * h[2];
      responses[stimulus + "_" + context] = response;
      sum += response / 4.0;
    }
    responses[stimulus] = sum;
  }
  return responses;
}

void expect_responses(const Numbers& row, const Numbers& by_hand, double tolerance) {
  ASSERT_EQ(by_hand.size(), 15U);
  for (const auto& [column, response] : by_hand) EXPECT_NEAR(row.at(column), response, tolerance) << column;
}

// The normal equations have a condition of up to 1e5 at this ridge, so that rounding leaves 1e-10.
TEST(Preconditioning, ResponsesAreThoseOfTheNormalEquations) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto network = initial_network(seed);
    expect_responses(row_of({{"train", "none"}}, seed), responses_by_hand(network, 0.001, false), 1e-9);
    expect_responses(row_of({{"train", "none"}, {"targets", "reversed"}}, seed),
                     responses_by_hand(network, 0.001, true), 1e-9);
    expect_responses(row_of({{"train", "none"}, {"ridge", 2.0}}, seed), responses_by_hand(network, 2.0, false), 1e-12);
  }
}

// The responses by context are those of the columns that name one; unit c1 is the first.
TEST(Preconditioning, MeasuresInTheContextThatIsSet) {
  const std::map<std::string, std::string> names = {{"none", "00"}, {"first", "10"}, {"second", "01"}, {"both", "11"}};
  for (const auto& [context, units] : names) {
    const Numbers row = row_of({{"train", "none"}, {"context", context}});
    for (const std::string stimulus : {"s1", "s2", "neither"}) {
      EXPECT_EQ(row.at(stimulus), row.at(stimulus + "_" + units)) << context;
    }
    EXPECT_EQ(row.at("transfer"), row.at("s2") - row.at("neither"));
  }
}

// All ten stimuli a step, so that the order in which they are listed does not matter.
TEST(Preconditioning, TrainsOnTheStimuliOfTheSource) {
  const Values given = {{"batch", 0.0}, {"epochs", 300.0}, {"precision", "double"}};
  const Setting setting(experiment().parameters, given);
  train::Problem problem;
  problem.inputs.resize(4, 10);
  for (std::size_t i = 0; i < listed.size(); ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      problem.inputs(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i)) = listed.at(i).at(j);
    }
  }
  problem.targets = problem.inputs;
  problem.initial = initial_network(1);
  problem.loss = train::Loss::cross_entropy;
  const claims::Run run{.experiment = experiment().name, .seed = 1};
  const auto trained = train_batches_as_set(setting, run, problem);
  const Numbers row = row_of(given);
  EXPECT_EQ(row.at("steps"), 300.0);
  EXPECT_NEAR(row.at("loss"), trained.loss, 1e-9);
  expect_responses(row, responses_by_hand(trained.network, 0.001, false), 1e-6);
}

TEST(Preconditioning, TheRowSummarisesTheResponses) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const NamedRun run = measured({{"epochs", 200.0}}, seed);
    Numbers row = row_of({{"epochs", 200.0}}, seed);
    EXPECT_EQ(row["steps"], 400.0) << "batches of 8 and of 2";
    double gap = 0.0, least = 1e9, alike = 0.0;
    for (const std::string context : {"00", "10", "01", "11"}) {
      const double s1 = row["s1_" + context], s2 = row["s2_" + context], neither = row["neither_" + context];
      gap = std::max(gap, std::abs(s1 - s2));
      least = std::min(least, s2 - neither);
      alike += std::abs(s2 - s1) < std::abs(s2 - neither) ? 1.0 : 0.0;
    }
    EXPECT_EQ(row["largest_gap"], gap);
    EXPECT_EQ(row["least_transfer"], least);
    EXPECT_EQ(row["contexts_like_s1"], alike);
    EXPECT_EQ(row["transfer"], row["s2"] - row["neither"]);
    EXPECT_EQ(row["conditioned"], row["s1"] - row["neither"]);
    ASSERT_EQ(run.curves.size(), 4U);
    EXPECT_EQ(run.curves[0].x.front(), 0.0);
    EXPECT_EQ(run.curves[0].x.back(), 200.0) << "epochs and not steps";
    EXPECT_EQ(run.curves[1].y.back(), row["s1"]);
    EXPECT_EQ(run.curves[2].y.back(), row["s2"]);
    EXPECT_EQ(run.curves[3].y.back(), row["neither"]);
  }
}

// Where s1 and s2 always come together they have the same gradients: only the sum of their weights can learn.
TEST(Preconditioning, OnlyPairingKeepsTheWeightDifference) {
  for (const char* optimizer : {"descent", "rmsprop", "adam"}) {
    Values given = {{"precision", "double"}, {"epochs", 100.0}, {"optimizer", optimizer}};
    Numbers paired = row_of(given);
    EXPECT_LT(paired["difference_change"], 1e-12) << optimizer;
    EXPECT_GT(paired["sum_change"], 0.1) << optimizer;
    given["stimuli"] = "unpaired";
    EXPECT_GT(row_of(given)["difference_change"], 0.1) << optimizer;
  }
  const auto weights = initial_network(1).weights[0];
  EXPECT_EQ(row_of({{"train", "none"}})["initial_difference"], (weights.col(0) - weights.col(1)).cwiseAbs().maxCoeff());
}

TEST(Preconditioning, DivergedAndUntrainedRunsSaySo) {
  Numbers untrained = row_of({{"train", "none"}});
  EXPECT_EQ(untrained["converged"], 1.0);
  EXPECT_EQ(untrained["steps"], 0.0);
  EXPECT_EQ(untrained["sum_change"], 0.0);
  EXPECT_NEAR(row_of({{"epochs", 0.0}})["s2"], untrained["s2"], 1e-4) << "single precision, times the condition";
  EXPECT_EQ(row_of({{"lr", 3e38}, {"epochs", 50.0}})["converged"], 0.0);
  EXPECT_THROW((void)measured({{"width", 0.0}}), Error);
  EXPECT_THROW((void)measured({{"ridge", 0.0}}), Error);
  EXPECT_THROW((void)measured({{"width", 1001.0}}), Error) << "squares of it would fill the memory";
}

}  // namespace
}  // namespace basin::claims
