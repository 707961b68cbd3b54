// The settings that experiments on trained networks share, and how they are carried out, so that `engine`, `lr`,
// `tolerance` ... mean the same in every experiment.
#pragma once

#include <string>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/setting.hpp"
#include "train/problem.hpp"

namespace basin::claims {

/// Parameters with their usual range and meaning; the default is the experiment's.
[[nodiscard]] Parameter count_parameter(std::string name, double fallback, double low, std::string meaning);
[[nodiscard]] Parameter positive_parameter(std::string name, double fallback, std::string meaning);
[[nodiscard]] Parameter choice_parameter(std::string name, std::string fallback, std::vector<std::string> choices,
                                         std::string meaning);
[[nodiscard]] Parameter activation_parameter(const std::string& fallback);

/// train (full | none), engine (descent | flow | torch), lr, tolerance, precision, loss, stop_loss, max_steps.
[[nodiscard]] std::vector<Parameter> training_parameters(const std::string& engine);

/// Examples of one norm, by `inputs` (sphere | orthant), `dim`, `examples`, `radius`, from the run's "data" draws.
[[nodiscard]] Parameter inputs_parameter();
[[nodiscard]] Eigen::MatrixXd draw_examples(const Setting& setting, const Run& run, Eigen::Index examples);

/// An autoencoding problem: the network drawn from the run's "init" draws, targets = inputs, loss and stop rule as set.
[[nodiscard]] train::Problem autoencoding_problem(const Setting& setting, const Run& run, const nets::NetworkSpec& spec,
                                                  Eigen::MatrixXd inputs);

/// Trains by the engine that is set; train=none gives the initial network back as converged with no steps.
/// lr = 0 is 0.1 / largest eigenvalue of the loss's tangent kernel for two layers, where the engine descends.
[[nodiscard]] train::Trained train_as_set(const Setting& setting, const train::Problem& problem);

/// Refuses what cannot be trained: a flow through other than two layers, a network that does not fit this machine's
/// memory. Throws an input Error.
void check_training(const Setting& setting, const nets::NetworkSpec& spec, Eigen::Index examples);

}  // namespace basin::claims
