#include "dynamics/iterated_fixed_point.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "core/error.hpp"

namespace basin::dynamics {
namespace {

// chosen: far above any picture, and its square still far below what single precision holds (3e38)
constexpr float largest_norm = 1e15F;
// chosen: numbers below this are taken for 0, far below any tolerance and above 1e-38, where processors become slow
constexpr float smallest_number = 1e-30F;
// How many columns Eigen's matrix product takes at a time: what is left over goes through other code, with other bits.
constexpr std::size_t columns_together = 4;

// Examples on their way: column c of x is the one of number at[c]. The last one is repeated to fill columns_together.
struct Batch {
  std::vector<Eigen::Index> at;
  Eigen::MatrixXf x;

  // Keeps the examples of these columns only.
  void keep(const std::vector<Eigen::Index>& columns) {
    std::vector<Eigen::Index> kept_at, filled = columns;
    for (const Eigen::Index c : columns) kept_at.push_back(at[static_cast<std::size_t>(c)]);
    while (filled.size() % columns_together != 0) filled.push_back(filled.back());
    x = x(Eigen::all, filled).eval();
    at = std::move(kept_at);
  }
};

Batch batch_of(const std::vector<Eigen::Index>& at, const Eigen::MatrixXf& points) {
  Batch batch{{}, points};
  for (Eigen::Index i = 0; i < points.cols(); ++i) batch.at.push_back(i);
  batch.keep(at);
  return batch;
}

// Maps the examples of the batch until each has converged, has overflowed or has made `most` maps. Where it is then is
// column i of `ends`, what became of it result i.
void iterate(const nets::Network<float>& network, Batch batch, Eigen::Index most, float tolerance,
             std::vector<IteratedExample>& results, Eigen::MatrixXf& ends) {
  while (!batch.at.empty()) {
    Eigen::MatrixXf next = nets::forward(network, batch.x);
    next = (next.array().abs() < smallest_number).select(0.0F, next);
    const Eigen::RowVectorXf steps = (next - batch.x).colwise().norm(), norms = next.colwise().norm();
    std::vector<Eigen::Index> on_their_way;
    for (std::size_t k = 0; k < batch.at.size(); ++k) {
      const auto c = static_cast<Eigen::Index>(k);
      const Eigen::Index i = batch.at[k];
      auto& result = results[static_cast<std::size_t>(i)];
      ends.col(i) = next.col(c);
      ++result.maps;
      const bool overflows = !(norms(c) <= largest_norm && steps(c) <= 2.0F * largest_norm);
      if (overflows) ends.col(i).setConstant(std::numeric_limits<float>::quiet_NaN());
      result.converged = !overflows && steps(c) <= tolerance;
      if (!overflows && !result.converged && result.maps < most) on_their_way.push_back(c);
    }
    batch.x.swap(next);
    if (on_their_way.empty()) return;
    if (on_their_way.size() < batch.at.size()) batch.keep(on_their_way);
  }
}

// Where the iterate of example i is: the nearest example, and its distance from its own.
void locate(const Eigen::MatrixXd& examples, Eigen::Index i, const Eigen::VectorXd& end, IteratedExample& result) {
  result.norm = end.norm();
  result.distance = (end - examples.col(i)).norm();
  result.nearest = -1;
  double least = std::numeric_limits<double>::infinity();
  for (Eigen::Index j = 0; j < examples.cols(); ++j) {
    const double distance = (end - examples.col(j)).squaredNorm();
    if (distance < least) {
      least = distance;
      result.nearest = j;
    }
  }
  result.fixed_point = result.converged && result.nearest == i;
}

void check_iteration(const nets::Network<double>& network, const Eigen::MatrixXd& examples,
                     const IterationOptions& options) {
  if (network.spec.inputs() != network.spec.outputs()) {
    throw_input_error("a network of {} inputs and {} outputs cannot be iterated", network.spec.inputs(),
                      network.spec.outputs());
  }
  if (examples.cols() < 1 || examples.rows() != network.spec.inputs()) {
    throw_input_error("{} examples of {} numbers are nothing for a network of {} inputs to start from", examples.cols(),
                      examples.rows(), network.spec.inputs());
  }
  if (!(options.tolerance > 0.0) || options.most_maps < 1) {
    throw_input_error("a tolerance of {} and {} maps find no fixed point; both must be positive", options.tolerance,
                      options.most_maps);
  }
}

}  // namespace

std::vector<IteratedExample> iterated_fixed_points(const nets::Network<double>& network,
                                                   const Eigen::MatrixXd& examples, const IterationOptions& options) {
  check_iteration(network, examples, options);
  const auto narrow = nets::convert<float>(network);
  const auto tolerance = static_cast<float>(options.tolerance);
  std::vector<IteratedExample> results(static_cast<std::size_t>(examples.cols()));
  Eigen::MatrixXf ends = examples.cast<float>();
  std::vector<Eigen::Index> at;
  for (Eigen::Index i = 0; i < examples.cols(); ++i) at.push_back(i);
  for (const Eigen::Index most : {options.most_maps, options.more_maps}) {
    iterate(narrow, batch_of(at, ends), most, tolerance, results, ends);
    std::vector<Eigen::Index> own;  // not converged, but nearest to where they started
    for (const Eigen::Index i : at) {
      auto& result = results[static_cast<std::size_t>(i)];
      locate(examples, i, ends.col(i).cast<double>(), result);
      if (!result.converged && result.nearest == i) own.push_back(i);
    }
    at = std::move(own);
    if (at.empty() || options.more_maps <= options.most_maps) break;
  }
  return results;
}

PathOfIterates path_of_iterates(const nets::Network<double>& network, const Eigen::VectorXd& start,
                                const Eigen::MatrixXd& examples, Eigen::Index own,
                                const std::vector<Eigen::Index>& after, const IterationOptions& options) {
  check_iteration(network, examples, options);
  if (start.size() != examples.rows() || !start.allFinite()) {
    throw_input_error("a start of {} numbers, or with one that is not finite, is no point among examples of {}",
                      start.size(), examples.rows());
  }
  if (own < 0 || own >= examples.cols()) {
    throw_input_error("example {} is none of {}; count from 0", own, examples.cols());
  }
  if (std::adjacent_find(after.begin(), after.end(), std::greater_equal<>()) != after.end() ||
      (!after.empty() && (after.front() < 0 || after.back() > options.most_maps))) {
    throw_input_error("iterates are kept after rising numbers of maps from 0 to {} only", options.most_maps);
  }
  const auto narrow = nets::convert<float>(network);
  const auto tolerance = static_cast<float>(options.tolerance);
  std::vector<IteratedExample> results(1);
  IteratedExample& result = results.front();
  Eigen::MatrixXf end = start.cast<float>();
  const auto go_on = [&](Eigen::Index most) {
    const bool ended = result.converged || !end.allFinite();
    if (!ended && result.maps < most) iterate(narrow, batch_of({0}, end), most, tolerance, results, end);
  };
  PathOfIterates way{{}, Eigen::MatrixXd(start.size(), static_cast<Eigen::Index>(after.size())), {}};
  for (std::size_t k = 0; k < after.size(); ++k) {
    go_on(after[k]);
    way.path.col(static_cast<Eigen::Index>(k)) = end.col(0).cast<double>();
  }
  go_on(options.most_maps);
  locate(examples, own, end.col(0).cast<double>(), result);
  if (!result.converged && result.nearest == own) {
    go_on(options.more_maps);
    locate(examples, own, end.col(0).cast<double>(), result);
  }
  way.last = end.col(0).cast<double>();
  way.end = result;
  return way;
}

}  // namespace basin::dynamics
