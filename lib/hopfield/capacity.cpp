// Closed forms; the normal distribution is Boost's.
#include "hopfield/capacity.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/error.hpp"

namespace basin::hopfield {

namespace {

double checked(Eigen::Index neurons) {
  if (neurons < 2) throw_input_error("a network of {} neurons has no capacity; give at least 2", neurons);
  return static_cast<double>(neurons);
}

}  // namespace

double capacity_as_printed(Eigen::Index neurons) {
  const double d = checked(neurons);
  return d / (2.0 * std::log2(d));
}

double capacity_for_most(Eigen::Index neurons) {
  const double d = checked(neurons);
  return d / (2.0 * std::log(d));
}

double capacity_for_all(Eigen::Index neurons) {
  return capacity_for_most(neurons) / 2.0;
}

double one_step_error(Eigen::Index neurons, Eigen::Index patterns) {
  if (neurons < 1 || patterns < 1) {
    throw_input_error("{} patterns in {} neurons have no error; give at least one of each", patterns, neurons);
  }
  const boost::math::normal standard;
  return boost::math::cdf(standard, -std::sqrt(static_cast<double>(neurons) / static_cast<double>(patterns)));
}

}  // namespace basin::hopfield
