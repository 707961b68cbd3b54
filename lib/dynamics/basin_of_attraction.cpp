#include "dynamics/basin_of_attraction.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

constexpr Eigen::Index batch = 64;  // chosen: the hidden units of so many starts stay in the cache at width 10^4

// f applied to every column of x.
void apply(const nets::Network<float>& network, Eigen::MatrixXf& x) {
  for (Eigen::Index at = 0; at < x.cols(); at += batch) {
    auto columns = x.middleCols(at, std::min(batch, x.cols() - at));
    columns = nets::forward<float>(network, columns);
  }
}

Eigen::ArrayXd errors_of(const Eigen::MatrixXf& x, const Eigen::MatrixXf& targets, const BasinOptions& options) {
  const Eigen::ArrayXd squares = (x - targets).colwise().squaredNorm().transpose().cast<double>().array();
  if (options.measure == StartError::distance) return squares.sqrt();
  return options.error_factor * squares;
}

Attraction count_each(const nets::Network<float>& network, Eigen::MatrixXf x, Eigen::MatrixXf targets,
                      const BasinOptions& options) {
  const auto starts = static_cast<double>(x.cols());
  double successes = 0.0, maps = 0.0;
  for (Eigen::Index map = 1; map <= options.most_maps && x.cols() > 0; ++map) {
    maps += static_cast<double>(x.cols());
    apply(network, x);
    const Eigen::ArrayXd error = errors_of(x, targets, options);
    std::vector<Eigen::Index> left;  // those on their way
    for (Eigen::Index i = 0; i < error.size(); ++i) {
      if (error(i) < options.error) {
        successes += 1.0;
      } else if (std::isfinite(error(i))) {
        left.push_back(i);
      }
    }
    if (static_cast<Eigen::Index>(left.size()) < x.cols()) {
      x = x(Eigen::all, left).eval();
      targets = targets(Eigen::all, left).eval();
    }
  }
  return {successes / starts, maps / starts};
}

Attraction count_at_first_crossing(const nets::Network<float>& network, Eigen::MatrixXf x,
                                   const Eigen::MatrixXf& targets, const BasinOptions& options) {
  Eigen::ArrayXd error;
  Eigen::Index map = 0;
  do {
    apply(network, x);
    error = errors_of(x, targets, options);
    ++map;
  } while (map < options.most_maps && !(error.mean() < options.error));
  return {(error < options.error).cast<double>().mean(), static_cast<double>(map)};
}

}  // namespace

Eigen::MatrixXd perturbed_examples(const Eigen::MatrixXd& examples, NoiseLaw law, double noise, Eigen::Index trials,
                                   const Stream& draws) {
  if (!(noise >= 0.0) || !std::isfinite(noise)) {
    throw_input_error("the noise is {}; it must be finite and not negative", noise);
  }
  if (trials < 1) throw_input_error("{} trials perturb nothing; take at least 1", trials);
  Eigen::MatrixXd starts(examples.rows(), examples.cols() * trials);
  const std::span<double> numbers(starts.data(), static_cast<std::size_t>(starts.size()));
  switch (law) {
    case NoiseLaw::fixed_norm:
      draws.fill_normal(numbers);
      for (auto start : starts.colwise()) start *= noise / start.norm();
      break;
    case NoiseLaw::gaussian:
      draws.fill_normal(numbers);
      starts *= std::sqrt(noise);
      break;
    case NoiseLaw::uniform:
      draws.fill_uniform(numbers);
      starts = noise * (2.0 * starts.array() - 1.0);
      break;
  }
  for (Eigen::Index c = 0; c < starts.cols(); ++c) starts.col(c) += examples.col(c % examples.cols());
  return starts;
}

Attraction attraction(const nets::Network<double>& network, const Eigen::MatrixXd& examples,
                      const Eigen::MatrixXd& starts, const BasinOptions& options) {
  if (network.spec.inputs() != network.spec.outputs()) {
    throw_input_error("a network of {} inputs and {} outputs cannot be iterated", network.spec.inputs(),
                      network.spec.outputs());
  }
  if (examples.cols() < 1 || starts.cols() < 1 || starts.cols() % examples.cols() != 0 ||
      starts.rows() != examples.rows() || starts.rows() != network.spec.inputs()) {
    throw_input_error("{} starts of {} numbers are not whole trials of {} examples of {}", starts.cols(), starts.rows(),
                      examples.cols(), examples.rows());
  }
  if (!(options.error > 0.0) || !(options.error_factor > 0.0) || options.most_maps < 1) {
    throw_input_error("an error threshold of {} and {} maps count nothing; both must be positive", options.error,
                      options.most_maps);
  }
  const auto narrow = nets::convert<float>(network);
  const Eigen::Index n = examples.cols(), trials = starts.cols() / n;
  const Eigen::MatrixXf targets = examples.cast<float>();
  if (options.count == Count::each_start) {
    return count_each(narrow, starts.cast<float>(), targets.replicate(1, trials), options);
  }
  Attraction mean;
  for (Eigen::Index t = 0; t < trials; ++t) {
    const Attraction trial =
        count_at_first_crossing(narrow, starts.middleCols(t * n, n).cast<float>(), targets, options);
    mean.success_rate += trial.success_rate / static_cast<double>(trials);
    mean.mean_maps += trial.mean_maps / static_cast<double>(trials);
  }
  return mean;
}

}  // namespace basin::dynamics
