// The settings that experiments on trained networks share, and how they are carried out, so that `engine`, `lr`,
// `tolerance` ... mean the same in every experiment.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/setting.hpp"
#include "train/gradient_descent.hpp"
#include "train/observer.hpp"
#include "train/problem.hpp"

namespace basin::claims {

/// Parameters with their usual range and meaning; the default is the experiment's.
[[nodiscard]] Parameter count_parameter(std::string name, double fallback, double low, std::string meaning);
[[nodiscard]] Parameter positive_parameter(std::string name, double fallback, std::string meaning);
[[nodiscard]] Parameter choice_parameter(std::string name, std::string fallback, std::vector<std::string> choices,
                                         std::string meaning);

/// train (full | none), engine (descent | flow | torch), lr, tolerance, precision, loss, stop_loss, max_steps.
[[nodiscard]] std::vector<Parameter> training_parameters(const std::string& engine);

/// Adds to `parameters` what every autoencoder here has: dim, width, radius, activation, inputs, initial_output, and
/// the training parameters. `infinite_width`: whether the experiment knows `width = inf` (see training_spectra.hpp).
struct AutoencoderDefaults {
  double dim = 32, width = 1000, radius = 10;
  std::string engine = "flow";
  Infinity infinite_width = Infinity::refused;
};
void add_autoencoder_parameters(std::vector<Parameter>& parameters, const AutoencoderDefaults& defaults);

/// Whether `width = inf`.
[[nodiscard]] bool has_infinite_width(const Setting& setting);

/// Examples of one norm, by `inputs` (sphere | orthant), `dim`, `radius`, from the run's "data" draws; `examples` of
/// them (1 where the experiment has no such parameter). (dim, examples)
[[nodiscard]] Eigen::MatrixXd draw_examples(const Setting& setting, const Run& run);
/// The same, `count` of them.
[[nodiscard]] Eigen::MatrixXd draw_examples(const Setting& setting, const Run& run, Eigen::Index count);

/// The loss that is set.
[[nodiscard]] train::Loss loss_of(const Setting& setting);

/// The precision that is set.
[[nodiscard]] train::Precision precision_of(const Setting& setting);

/// The network that is set: `layers` weight matrices (2 where the experiment has no such parameter), `parametrisation`
/// (ntk where it has none).
[[nodiscard]] nets::NetworkSpec autoencoder_spec(const Setting& setting);

/// An autoencoding problem: the network drawn from the run's "init" draws, mirrored where initial_output=zero; targets
/// = inputs; loss and stop rule as set.
[[nodiscard]] train::Problem autoencoding_problem(const Setting& setting, const Run& run);

/// The initial network as a training that was converged from the start; the observer, where there is one, sees it.
[[nodiscard]] train::Trained untrained(const train::Problem& problem, const train::Observer& observer);

/// Trains by LibTorch where `engine` is torch, else by our own descent.
[[nodiscard]] train::Trained descend_as_set(const Setting& setting, const train::Problem& problem,
                                            const train::DescentOptions& options);

/// Trains by the engine that is set; train=none gives the initial network back as converged with no steps.
/// lr = 0 is 0.1 / largest eigenvalue of the loss's tangent kernel for two layers, where the engine descends.
/// `observer`, where there is one, looks on at log-spaced steps.
[[nodiscard]] train::Trained train_as_set(const Setting& setting, const train::Problem& problem,
                                          const train::Observer& observer = {});

/// Refuses what cannot be trained: a flow through other than two layers, a zero initial output of other than two layers
/// or an odd width, relu at infinite width, what does not fit this machine's memory. Throws an input Error. An
/// experiment's `check`.
void check_autoencoder(const Setting& setting);

/// Throws an input Error "`what` 814 GiB (this machine has 23.5 GiB); lower `remedy`" where `bytes` do not fit.
void require_memory(double bytes, const std::string& what, const char* remedy);

/// The columns loss, steps, converged, which end the rows of experiments that train, and their numbers.
void add_training_columns(std::vector<Column>& columns);
void add_training_numbers(Row& row, const train::Trained& trained);

/// Adds a point to every curve of a series table: y[k] at x to curve k. Throws std::logic_error where there are not as
/// many numbers as curves.
void add_point(std::vector<Curve>& curves, double x, std::initializer_list<double> y);

}  // namespace basin::claims
