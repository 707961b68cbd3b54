// Fig. 4 of jiang2020: how many perturbed training examples come back when the trained autoencoder is iterated, by
// radius and noise. Also experiment 4 of orujlu2023, whose way of counting is a setting.
#include <fmt/format.h>

#include <string>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/basin_of_attraction.hpp"
#include "dynamics/spectrum.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

dynamics::NoiseLaw noise_law(const std::string& name) {
  if (name == "gaussian") return dynamics::NoiseLaw::gaussian;
  return name == "uniform" ? dynamics::NoiseLaw::uniform : dynamics::NoiseLaw::fixed_norm;
}

Row measure(const Setting& setting, const Run& run) {
  const auto problem = autoencoding_problem(setting, run);
  const auto trained = train_as_set(setting, problem);
  const auto starts =
      dynamics::perturbed_examples(problem.inputs, noise_law(setting.text("noise_law")), setting.number("noise"),
                                   setting.count("trials"), run.stream("noise"));
  const auto attraction = dynamics::attraction(
      trained.network, problem.inputs, starts,
      {.count =
           setting.text("count") == "first_crossing" ? dynamics::Count::first_crossing : dynamics::Count::each_start,
       .error = setting.number("success_error"),
       .measure = setting.text("error") == "distance" ? dynamics::StartError::distance : dynamics::StartError::squared,
       // error=loss: the error of one start is the training loss of one example.
       .error_factor = 0.5 * train::loss_factor(problem.loss, problem.inputs.rows(), 1),
       .most_maps = setting.count("most_maps")});
  const auto spectra = dynamics::jacobian_spectra(trained.network, problem.inputs);
  Row row = {attraction.success_rate, attraction.mean_maps, dynamics::mean_radius(spectra)};
  add_training_numbers(row, trained);
  return row;
}

// The starts, twice in single and twice in double precision.
void check(const Setting& setting) {
  check_autoencoder(setting);
  const double starts = setting.number("examples") * setting.number("trials");
  require_memory(24.0 * starts * setting.number("dim"), fmt::format("{} starts need", starts), "examples or trials");
}

}  // namespace

BASIN_EXPERIMENT(basins) {
  Parameter noise =
      positive_parameter("noise", 10, "half width (uniform) or variance (gaussian) of an entry, or norm (fixed_norm)");
  noise.low_included = true;
  Experiment experiment{
      .name = "jiang2020.basins",
      .summary = "How many perturbed training examples return when the trained autoencoder is iterated.",
      .parameters = {count_parameter("examples", 5, 1, "training examples n"), noise,
                     choice_parameter("noise_law", "uniform", {"uniform", "gaussian", "fixed_norm"},
                                      "x + noise * U[-1, 1]^dim, sqrt(noise) * N(0, I), or noise * a unit direction"),
                     count_parameter("trials", 10, 1, "perturbed starts for each example"),
                     choice_parameter("count", "each_start", {"each_start", "first_crossing"},
                                      "each start by itself, or all when the mean error of a trial is small"),
                     positive_parameter("success_error", 1e-2, "a start succeeds below this error of its own"),
                     choice_parameter("error", "distance", {"distance", "loss"},
                                      "|x - x_i|, or the training loss of one example"),
                     count_parameter("most_maps", 50, 1, "applications of the network at most")},
      .columns = {{"success_rate", "starts that came back, of all"},
                  {"mean_maps", "maps made per start until it was counted"},
                  {"spectral_radius_mean", "largest |eigenvalue| of the Jacobian, mean over the training points"}},
      .check = check,
      .measure = measure};
  add_autoencoder_parameters(experiment.parameters, {.width = 10000, .radius = 20});
  add_training_columns(experiment.columns);
  return experiment;
}
