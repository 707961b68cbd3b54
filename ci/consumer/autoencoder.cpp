// basin as a library: trains a wide autoencoder on a few points and says whether it stores them as attractors.
// Matrices are allocated here and freed in the library and the other way round.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "core/error.hpp"
#include "core/random.hpp"
#include "data/sphere.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/network.hpp"
#include "train/gradient_flow.hpp"
#include "train/torch_engine.hpp"

namespace {

using namespace basin;

train::Problem draw_problem() {
  const auto spec = nets::autoencoder(10, 200, 2, nets::Activation::sigmoid);
  const auto inputs = data::sphere_points(Stream("consumer", 1, "data"), spec.inputs(), 3, 1.0);
  return {.initial = nets::draw_network(spec, Stream("consumer", 1, "init")), .inputs = inputs, .targets = inputs};
}

int train_and_measure() {
  const auto problem = draw_problem();
  const auto trained = train::gradient_flow(problem);
  double radius = 0.0;
  for (const auto& spectrum : dynamics::jacobian_spectra(trained.network, problem.inputs)) {
    radius = std::max(radius, spectrum.radius);
  }
  fmt::print("{}, spectral radius {:.3f}\n", train::to_text(trained.why), radius);
  return trained.converged() ? EXIT_SUCCESS : EXIT_FAILURE;
}

/// Whether autograd, found and opened in basin's own prefix, sees the same Jacobians as we do.
int compare_with_torch() {
  const auto problem = draw_problem();
  const auto torch = train::torch_derivatives(problem, train::Precision::double_precision);
  const auto ours = dynamics::jacobian_spectra(problem.initial, problem.inputs);
  double difference = 0.0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    difference = std::max(difference, std::abs(ours[i].radius - dynamics::spectrum(torch.jacobians[i]).radius));
  }
  fmt::print("LibTorch differs by {}\n", difference < 1e-9 ? "rounding" : "more than rounding");
  return difference < 1e-9 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return argc > 1 && std::string_view(argv[1]) == "torch" ? compare_with_torch() : train_and_measure();
  } catch (const Error& error) {
    fmt::print(stderr, "autoencoder: {}\n", error.what());
    return static_cast<int>(error.fault());
  }
}
