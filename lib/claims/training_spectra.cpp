#include "claims/training_spectra.hpp"

#include "theory/infinite_autoencoder.hpp"

namespace basin::claims {
namespace {

std::vector<dynamics::Spectrum> spectra_of(const std::vector<Eigen::MatrixXd>& jacobians) {
  std::vector<dynamics::Spectrum> spectra;
  for (const auto& jacobian : jacobians) spectra.push_back(dynamics::spectrum(jacobian));
  return spectra;
}

MemorisedSpectra memorise_at_infinite_width(const Setting& setting, const Run& run, Before before) {
  theory::InfiniteProblem problem;
  problem.activation = nets::read_activation(setting.text("activation"));
  problem.inputs = problem.targets = draw_examples(setting, run);
  problem.initial_output =
      setting.text("initial_output") == "zero" ? theory::InitialOutput::zero : theory::InitialOutput::random;
  problem.loss = loss_of(setting);
  problem.stop_loss = setting.number("stop_loss");
  const auto trained = theory::train_infinite(problem, run.stream("init"));

  const bool trains = setting.text("train") != "none";
  MemorisedSpectra memorised;
  if (before == Before::measured) memorised.before = spectra_of(trained.initial_jacobians);
  memorised.after = spectra_of(trains ? trained.jacobians : trained.initial_jacobians);
  memorised.loss = trains ? trained.loss : trained.initial_loss;
  memorised.converged = !trains || trained.converged ? 1.0 : 0.0;
  return memorised;
}

}  // namespace

MemorisedSpectra memorise(const Setting& setting, const Run& run, Before before) {
  if (has_infinite_width(setting)) return memorise_at_infinite_width(setting, run, before);
  const auto problem = autoencoding_problem(setting, run);
  MemorisedSpectra memorised;
  if (before == Before::measured) memorised.before = dynamics::jacobian_spectra(problem.initial, problem.inputs);
  const auto trained = train_as_set(setting, problem);
  memorised.after = dynamics::jacobian_spectra(trained.network, problem.inputs);
  memorised.loss = trained.loss;
  memorised.steps = static_cast<double>(trained.steps);
  memorised.converged = trained.converged() ? 1.0 : 0.0;
  return memorised;
}

void add_training_numbers(Row& row, const MemorisedSpectra& memorised) {
  row.insert(row.end(), {memorised.loss, memorised.steps, memorised.converged});
}

}  // namespace basin::claims
