// Singular values of the weights of a trained classifier, layer by layer. [kuehn2024]
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "claims/classification.hpp"
#include "claims/experiment.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/rewrite.hpp"

namespace {

using namespace basin;
using namespace basin::claims;

// The singular values of a hidden layer as it is trained, and with its batch norm (evaluation) taken in.
struct Layer {
  double first, last, folded_first, folded_last;
};

Layer layer_of(const nets::Network<double>& trained, const nets::Network<double>& folded, std::size_t l) {
  const Eigen::VectorXd plain = dynamics::singular_values(trained.weights[l]);
  const Eigen::VectorXd with_norm = dynamics::singular_values(folded.weights[l]);
  return {plain(0), plain(plain.size() - 1), with_norm(0), with_norm(with_norm.size() - 1)};
}

Measured measure(const Setting& setting, const Run& run) {
  const Classifier classifier = train_classifier(setting, run);
  const nets::Network<double> folded = nets::folded(classifier.as_trained);
  std::vector<Curve> curves(4);
  double largest = 0.0, smallest = std::numeric_limits<double>::infinity(), worst = 0.0;
  bool finite = true;
  for (std::size_t l = 0; l < folded.weights.size(); ++l) {
    const Layer layer = layer_of(classifier.as_trained, folded, l);
    add_point(curves, static_cast<double>(l + 1), {layer.first, layer.last, layer.folded_first, layer.folded_last});
    finite = finite && !std::isnan(layer.first);
    largest = std::max(largest, layer.first);
    smallest = std::min(smallest, layer.last);
    worst = std::max(worst, layer.first / layer.last);
  }
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();  // of a network that has diverged
  Row row = {finite ? largest : unknown, finite ? smallest : unknown,           finite ? worst : unknown,
             classifier.test_accuracy,   static_cast<double>(classifier.steps), classifier.finite ? 1.0 : 0.0};
  return {row, curves};
}

}  // namespace

BASIN_EXPERIMENT(weights) {
  return {.name = "kuehn2024.weights",
          .summary = "Singular values of the weights of a trained classifier.",
          .parameters = classification_parameters(),
          .columns = {{"largest_weight", "largest singular value of a layer's weights"},
                      {"smallest_weight", "smallest; not 0: all weights have full rank"},
                      {"worst_condition", "largest ratio of first to last singular value of a layer"},
                      {"test_accuracy", "of the network kept"},
                      {"steps", "parameter updates"},
                      {"converged", "1 unless training diverged"}},
          .series_x = {"layer", "of weights, from 1"},
          .series = {{"first", "largest singular value of the layer's weights"},
                     {"last", "smallest"},
                     {"first_normalised", "largest, with batch norm taken into the weights"},
                     {"last_normalised", "smallest, likewise"}},
          .check = check_classification,
          .measure = measure,
          .work = classification_work,
          .chaotic = is_chaotic_classification};
}
