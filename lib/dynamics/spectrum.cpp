#include "dynamics/spectrum.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <algorithm>
#include <limits>
#include <tuple>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::dynamics {

Spectrum spectrum(const Eigen::MatrixXd& square) {
  if (square.rows() != square.cols()) {
    throw_input_error("a {} x {} matrix has no eigenvalues (it must be square)", square.rows(), square.cols());
  }
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (!square.allFinite()) return {Eigen::VectorXcd::Constant(square.rows(), nan), nan};
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(square, false);
  if (solver.info() != Eigen::Success) return {Eigen::VectorXcd::Constant(square.rows(), nan), nan};
  Spectrum result{solver.eigenvalues(), 0.0};
  std::sort(result.eigenvalues.begin(), result.eigenvalues.end(), [](const auto& a, const auto& b) {
    return std::tuple(std::abs(a), a.real(), a.imag()) > std::tuple(std::abs(b), b.real(), b.imag());
  });
  result.radius = std::abs(result.eigenvalues(0));
  return result;
}

std::vector<Spectrum> jacobian_spectra(const nets::Network<double>& network, const Eigen::MatrixXd& inputs) {
  const auto slopes = nets::layer_slopes(network, inputs);
  std::vector<Spectrum> all;
  for (Eigen::Index i = 0; i < inputs.cols(); ++i) {
    all.push_back(spectrum(nets::smallest_cyclic_product(network, slopes, i)));
  }
  return all;
}

double operator_norm(const Eigen::MatrixXd& matrix) {
  if (matrix.size() == 0) return 0.0;
  if (!matrix.allFinite()) return std::numeric_limits<double>::quiet_NaN();
  return Eigen::BDCSVD<Eigen::MatrixXd>(matrix).singularValues()(0);
}

Eigen::Index count_near_one(const Spectrum& spectrum, double distance) {
  return std::count_if(spectrum.eigenvalues.begin(), spectrum.eigenvalues.end(),
                       [&](const auto& lambda) { return std::abs(lambda - 1.0) < distance; });
}

double largest_not_near_one(const Spectrum& spectrum, double distance) {
  double largest = 0.0;
  for (const auto& lambda : spectrum.eigenvalues) {
    if (std::abs(lambda - 1.0) >= distance) largest = std::max(largest, std::abs(lambda));
  }
  return largest;
}

double mean_radius(const std::vector<Spectrum>& spectra) {
  double sum = 0.0;
  for (const auto& spectrum : spectra) sum += spectrum.radius;
  return sum / static_cast<double>(spectra.size());
}

double largest_radius(const std::vector<Spectrum>& spectra) {
  double largest = 0.0;
  for (const auto& spectrum : spectra) largest = std::max(largest, spectrum.radius);
  return largest;
}

}  // namespace basin::dynamics
