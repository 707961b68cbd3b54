// Proofs by interval arithmetic about stored networks, for which no seed is needed: an isolated critical point at width
// 3, none at width 2, a whole critical line after a bottleneck. [kuehn2024]
#include "dynamics/critical_point.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "claims/experiment.hpp"
#include "claims/training.hpp"
#include "dynamics/critical_certificate.hpp"
#include "dynamics/network_plane.hpp"
#include "dynamics/plane_bounds.hpp"
#include "dynamics/window.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// A tanh network from rows of numbers: the weights of each unit, its bias last.
nets::Network<double> network_of(const std::vector<std::vector<std::vector<double>>>& layers) {
  nets::Network<double> network;
  network.spec.bias = nets::Bias::all;
  network.spec.parametrisation = nets::Parametrisation::pytorch;
  network.spec.widths = {2};
  for (const auto& units : layers) {
    const auto outputs = static_cast<Eigen::Index>(units.size()), inputs = network.spec.widths.back();
    Eigen::MatrixXd weights(outputs, inputs);
    Eigen::VectorXd biases(outputs);
    for (Eigen::Index u = 0; u < outputs; ++u) {
      const auto& numbers = units[static_cast<std::size_t>(u)];
      weights.row(u) = Eigen::Map<const Eigen::RowVectorXd>(numbers.data(), inputs);
      biases(u) = numbers.back();
    }
    network.spec.widths.push_back(outputs);
    network.spec.activations.push_back(nets::Activation::tanh);
    network.weights.push_back(weights);
    network.biases.push_back(biases);
  }
  network.spec.activations.back() = nets::Activation::sigmoid;
  return network;
}

struct Stored {
  nets::Network<double> network;
  std::size_t bottleneck = 0;  // hidden layer of one unit
};

Stored stored(const std::string& name) {
  // As trained by basin (circles, seeds 1000001, widths 1 x 3 and 3 x 2), rounded to four decimals.
  if (name == "trained") {
    return {network_of({{{-1.0208, -5.3158, -1.3271}, {-4.7040, -1.1401, 1.3523}, {4.1291, -3.0944, 1.3157}},
                        {{1.3662, -1.4972, -1.5944, 1.8252}}})};
  }
  if (name == "narrow") {
    return {network_of({{{1.1887, -1.3780, 0.3687}, {-1.2890, 2.7784, 0.1820}},
                        {{4.6131, 1.6648, -2.9690}, {-8.1852, -4.4347, 2.4201}},
                        {{13.2078, 6.3902, 9.8697}, {-0.1726, -4.2869, -0.0235}},
                        {{3.9590, -1.2023, 2.4995}}})};
  }
  // u = sum_k tanh(w_k x - 1), w_k of length 3 and 120 degrees apart: sum w_k = 0, so the gradient at 0,
  // tanh'(1) sum w_k, vanishes, and the Hessian is tanh''(-1) (3/2) 9 I, positive: a minimum, up to the rounding of
  // w_k.
  if (name == "symmetric") {
    const double h = 3.0 * std::sqrt(3.0) / 2.0;
    return {network_of({{{3.0, 0.0, -1.0}, {-1.5, h, -1.0}, {-1.5, -h, -1.0}}, {{1.0, 1.0, 1.0, 0.0}}})};
  }
  // A unit t = x1, followed by two units that make g(h) = tanh(4 h + 2) - tanh(4 h - 2) of h = tanh(t): even, so
  // g'(0) = 0 and grad u = 0 along the whole line x1 = 0.
  if (name == "bottleneck") {
    return {network_of({{{1.0, 0.0, 0.0}}, {{4.0, 2.0}, {4.0, -2.0}}, {{1.0, -1.0, 0.0}}}), 1};
  }
  // The same unit followed by one.
  return {network_of({{{1.0, 0.0, 0.0}}, {{4.0, 2.0}}, {{1.0, 0.0}}}), 1};
}

double steepest_on_line(const nets::Network<double>& network, double half) {
  const dynamics::NetworkPlane logit(network);
  double largest = 0.0;
  for (int k = -50; k <= 50; ++k) {
    largest = std::max(largest, std::exp(logit.gradient(Eigen::Vector2d(0.0, half * k / 50.0)).log_norm));
  }
  return largest;
}

Row measure(const Setting& setting, const Run& /*run*/) {
  const Stored chosen = stored(setting.text("network"));
  const double half = setting.number("half_window");
  const dynamics::Window window = dynamics::square_window(half);
  double extrema = 0.0, saddles = 0.0, radius = unknown, distance = unknown;
  for (const auto& found : dynamics::critical_points(dynamics::NetworkPlane(chosen.network), window)) {
    const auto proven = dynamics::certify_critical_point(chosen.network, found.x);
    if (!proven) continue;
    if (proven->kind == dynamics::CriticalKind::saddle) {
      saddles += 1.0;
      continue;
    }
    extrema += 1.0;
    radius = proven->radius;
    distance = found.x.norm();
  }
  const bool has_unit = chosen.bottleneck > 0;
  return {
      extrema,
      saddles,
      radius,
      distance,
      static_cast<double>(
          dynamics::boxes_not_excluded(chosen.network, window, static_cast<int>(setting.count("halvings")))),
      has_unit ? static_cast<double>(dynamics::critical_levels(chosen.network, chosen.bottleneck, window)) : unknown,
      has_unit ? steepest_on_line(chosen.network, half) : unknown};
}

}  // namespace

BASIN_EXPERIMENT(critical_point) {
  Parameter halvings =
      count_parameter("halvings", 28, 0, "of the window, to prove parts of it free of critical points");
  halvings.high = 30.0;
  return {
      .name = "kuehn2024.critical_point",
      .summary = "Critical points of stored networks, proven by interval arithmetic.",
      .parameters = {choice_parameter(
                         "network", "trained", {"trained", "symmetric", "narrow", "bottleneck", "one_unit"},
                         "which stored network: width 3, width 3 in closed form, width 2, 1 then 2, 1 then 1"),
                     positive_parameter("half_window", 1.0, "the window is [-half_window, half_window]^2"), halvings},
      .columns = {{"proven_extrema", "isolated minima and maxima, each proven to be the only critical point of a box"},
                  {"proven_saddles", "likewise"},
                  {"box_radius", "half the side of an extremum's largest box; nan without"},
                  {"distance", "of an extremum from the centre, as Newton's method has it; nan without"},
                  {"boxes_left",
                   "parts of the window not proven to be free of critical points; 0: there is none in it"},
                  {"critical_levels",
                   "values of the unit along whose curves the gradient vanishes; nan without a unit"},
                  {"steepest_on_line", "largest |grad u| on the line x1 = 0; nan without a unit"}},
      .measure = measure};
}
