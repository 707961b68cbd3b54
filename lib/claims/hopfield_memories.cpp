// Pools of pictures that are never in memory: picture i is made when it is asked for.
#include "claims/hopfield_memories.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "claims/training.hpp"
#include "core/error.hpp"
#include "core/random_sample.hpp"
#include "hopfield/weights.hpp"

namespace basin::claims {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

MatrixXd prototype_pictures(const Setting& setting, const Run& run, std::span<const Index> pictures) {
  const Index pixels = setting.count("pixels"), classes = setting.count("prototypes");
  std::vector<Index> class_of(pictures.begin(), pictures.end());
  for (Index& picture : class_of) picture %= classes;
  // Flipped where the sign is +1: the product is the prototype where the sign is -1.
  const MatrixXd flips = random_signs(hopfield_draws(run, "pictures"), pixels, pictures, setting.number("spread"));
  return -flips.cwiseProduct(
      random_signs(hopfield_draws(run, "prototypes"), pixels, class_of, setting.number("positive")));
}

MatrixXd mnist_pictures(const Setting& setting, const Run& run, std::span<const Index> pictures) {
  const auto mnist = data::mnist(run.data, data::MnistPart::training);
  const std::vector<Index> pool = source_digits(*mnist);
  if (setting.count("pool") > static_cast<Index>(pool.size())) {
    throw_input_error("MNIST has {} training pictures of digits 0, 1 and 2; lower pool={}", pool.size(),
                      setting.count("pool"));
  }
  std::vector<Index> wanted;
  for (const Index picture : pictures) wanted.push_back(pool[static_cast<std::size_t>(picture)]);
  return mnist->pictures(wanted).unaryExpr([](double ink) { return ink > 0.5 ? 1.0 : -1.0; });
}

MatrixXd pictures_of(const Setting& setting, const Run& run, std::span<const Index> pictures) {
  const std::string& patterns = setting.text("patterns");
  if (patterns == "mnist") return mnist_pictures(setting, run, pictures);
  if (patterns == "prototypes") return prototype_pictures(setting, run, pictures);
  return random_signs(hopfield_draws(run, "pictures"), setting.count("pixels"), pictures, setting.number("positive"));
}

}  // namespace

MatrixXd random_signs(const Stream& draws, Index pixels, std::span<const Index> pictures, double positive) {
  MatrixXd signs(pixels, static_cast<Index>(pictures.size()));
  for (std::size_t k = 0; k < pictures.size(); ++k) {
    for (Index i = 0; i < pixels; ++i) {
      const auto draw = static_cast<std::uint64_t>(pictures[k] * pixels + i);
      signs(i, static_cast<Index>(k)) = draws.uniform(draw) < positive ? 1.0 : -1.0;
    }
  }
  return signs;
}

Stream hopfield_draws(const Run& run, const std::string& purpose) {
  return {"syde2024.hopfield", run.seed, purpose, run.perturbation};
}

std::vector<Index> source_digits(const data::LabelledPictures& pictures) {
  std::vector<Index> digits;
  for (Index i = 0; i < pictures.size(); ++i) {
    if (pictures.label(i) <= 2) digits.push_back(i);
  }
  return digits;
}

std::vector<double> sampling_weights(const Setting& setting, Index n) {
  std::vector<double> weights(static_cast<std::size_t>(n), 1.0);
  if (setting.text("sampling") == "as_printed") std::iota(weights.begin(), weights.end(), 0.0);
  return weights;
}

Memories draw_memories(const Setting& setting, const Run& run) {
  const Index pool = setting.count("pool"), held = setting.count("held_out"), stored = setting.count("stored");
  const auto held_out =
      weighted_sample(hopfield_draws(run, "held out"), sampling_weights(setting, pool), static_cast<Index>(held));
  const std::set<Index> held_set(held_out.begin(), held_out.end());
  auto chosen = weighted_sample(hopfield_draws(run, "stored"), sampling_weights(setting, pool - held), stored);
  if (setting.text("sampling") == "uniform") {
    std::vector<Index> left;
    for (Index i = 0; i < pool; ++i) {
      if (!held_set.contains(i)) left.push_back(i);
    }
    for (auto& place : chosen) place = left[static_cast<std::size_t>(place)];
  }
  const auto overlap = std::count_if(chosen.begin(), chosen.end(), [&](Index i) { return held_set.contains(i); });
  return {pictures_of(setting, run, chosen), pictures_of(setting, run, held_out), static_cast<double>(overlap)};
}

MatrixXd weights_as_set(const Setting& setting, const MatrixXd& patterns) {
  const std::string& diagonal = setting.text("diagonal");
  if (setting.text("rule") == "outer_product") {
    return hopfield::outer_product_weights(
        patterns, setting.text("centring") == "none" ? hopfield::Centring::none : hopfield::Centring::mean,
        diagonal == "kept" ? hopfield::Diagonal::kept : hopfield::Diagonal::zero);
  }
  MatrixXd weights = hopfield::pseudo_inverse_weights(patterns, setting.number("ridge"));
  if (diagonal == "zero") weights.diagonal().setZero();
  return weights;
}

double wrong_share(const MatrixXd& states, const MatrixXd& wanted) {
  return (states.array() != wanted.array()).cast<double>().mean();
}

double equal_columns(const MatrixXd& states, const MatrixXd& wanted) {
  double equal = 0.0;
  for (Index k = 0; k < states.cols(); ++k) equal += states.col(k) == wanted.col(k) ? 1.0 : 0.0;
  return equal;
}

void check_memories(const Setting& setting) {
  const double pool = setting.number("pool"), stored = setting.number("stored"), held = setting.number("held_out");
  // As printed picture 0 is never drawn, and neither is place 0 of those left.
  if (pool < stored + held + 1.0) {
    throw_input_error("pool={} has not enough pictures for stored={} and held_out={}; give at least {}", pool, stored,
                      held, stored + held + 1.0);
  }
  if (setting.text("patterns") == "mnist" && setting.count("pixels") != data::mnist_values) {
    throw_input_error("pictures of MNIST have {} pixels, not pixels={}", data::mnist_values, setting.count("pixels"));
  }
  const double d = setting.number("pixels");
  const double bytes = 8.0 * (6.0 * d * d + 8.0 * d * (stored + held) + 4.0 * stored * stored + 4.0 * pool);
  require_memory(bytes, fmt::format("pixels={} with stored={} and held_out={} need", d, stored, held),
                 "pixels, stored or held_out");
}

double hopfield_work(const Setting& setting, double products) {
  const double d = setting.number("pixels"), stored = setting.number("stored");
  const double pictures = stored + setting.number("held_out");
  const double storing = setting.number("ridge") == 0.0 ? 20.0 * d * d * stored : 4.0 * d * d * stored;
  return storing + 2.0 * d * d * pictures * products + 100.0 * (setting.number("pool") + d * pictures);
}

std::vector<Parameter> memory_parameters(const MemoryDefaults& defaults) {
  Parameter positive = positive_parameter("positive", 0.5, "probability of +1 of a pixel that is drawn");
  positive.high = 1.0;
  Parameter spread = positive_parameter("spread", 0.1, "probability that a pixel differs from its prototype's");
  spread.low_included = true;
  spread.high = 1.0;
  Parameter pool = count_parameter("pool", 18623, 2, "pictures to choose from; all digits 0, 1 and 2 of MNIST");
  pool.high = 1e6;
  return {choice_parameter("patterns", "random", {"random", "prototypes", "mnist"},
                           "independent pixels, flipped prototypes, or digits 0, 1 and 2 of MNIST"),
          count_parameter("pixels", defaults.pixels, 2, "of a picture, neurons d"),
          positive,
          count_parameter("prototypes", 3, 1, "of patterns=prototypes"),
          spread,
          pool,
          choice_parameter("sampling", "uniform", {"uniform", "as_printed"},
                           "all alike, or in proportion to the index, with sets that may overlap"),
          count_parameter("stored", defaults.stored, 1, "pictures p that are stored"),
          count_parameter("held_out", defaults.held_out, 1, "pictures that are not meant to be stored")};
}

std::vector<Parameter> storage_parameters() {
  Parameter ridge = positive_parameter("ridge", 0.01, "of the pseudo-inverse; 0: the projection onto the pictures");
  ridge.low_included = true;
  return {choice_parameter("rule", "outer_product", {"outer_product", "pseudo_inverse"}, "how pictures are stored"),
          ridge,
          choice_parameter("centring", "mean", {"mean", "none"}, "of the outer product, by the mean of all pixels"),
          choice_parameter("diagonal", "as_printed", {"as_printed", "zero", "kept"},
                           "of the weights; as printed: 0 of the outer product, kept of the pseudo-inverse")};
}

}  // namespace basin::claims
