#include "dynamics/spectrum.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "core/error.hpp"
#include "nets/jacobian.hpp"

namespace basin::dynamics {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// 0 x is 0, or NaN where x is not finite: in one pass, quicker than to ask every number.
bool is_finite(const Eigen::Ref<const Eigen::MatrixXd>& numbers) {
  return numbers.size() == 0 || (0.0 * numbers.array()).sum() == 0.0;
}

bool is_finite(const nets::Network<double>& network) {
  return std::all_of(network.weights.begin(), network.weights.end(), [](const auto& w) { return is_finite(w); }) &&
         std::all_of(network.biases.begin(), network.biases.end(), [](const auto& b) { return is_finite(b); });
}

}  // namespace

Spectrum spectrum(const Eigen::MatrixXd& square) {
  if (square.rows() != square.cols()) {
    throw_input_error("a {} x {} matrix has no eigenvalues (it must be square)", square.rows(), square.cols());
  }
  if (square.size() == 0) return {};
  if (!square.allFinite()) return {Eigen::VectorXcd::Constant(square.rows(), not_a_number), not_a_number};
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(square, false);
  if (solver.info() != Eigen::Success) return {Eigen::VectorXcd::Constant(square.rows(), not_a_number), not_a_number};
  Spectrum result{solver.eigenvalues(), 0.0};
  std::sort(result.eigenvalues.begin(), result.eigenvalues.end(), [](const auto& a, const auto& b) {
    return std::tuple(std::abs(a), a.real(), a.imag()) > std::tuple(std::abs(b), b.real(), b.imag());
  });
  result.radius = std::abs(result.eigenvalues(0));
  return result;
}

std::vector<Spectrum> jacobian_spectra(const nets::Network<double>& network, const Eigen::MatrixXd& inputs) {
  const auto slopes = nets::layer_slopes(network, inputs);
  const auto& widths = network.spec.widths;
  const Eigen::Index most = *std::min_element(widths.begin(), widths.end());
  // Whether the network is: asked at most once, and only where units left out may hide what is not.
  std::optional<bool> finite;
  std::vector<Spectrum> all;
  for (Eigen::Index i = 0; i < inputs.cols(); ++i) {
    Spectrum here = spectrum(nets::smallest_cyclic_product(network, slopes, i));
    const Eigen::Index found = here.eigenvalues.size();
    here.eigenvalues.conservativeResize(most);
    here.eigenvalues.tail(most - found).setZero();  // those of the units left out
    if (found < most && !finite) finite = is_finite(network);
    if ((found < most && !*finite) || !is_finite(inputs.col(i))) {
      here.eigenvalues.setConstant(not_a_number);
      here.radius = not_a_number;
    }
    all.push_back(std::move(here));
  }
  return all;
}

double operator_norm(const Eigen::MatrixXd& matrix) {
  if (matrix.size() == 0) return 0.0;
  if (!matrix.allFinite()) return std::numeric_limits<double>::quiet_NaN();
  return Eigen::BDCSVD<Eigen::MatrixXd>(matrix).singularValues()(0);
}

Eigen::VectorXd singular_values(const Eigen::MatrixXd& matrix) {
  if (!matrix.allFinite()) return Eigen::VectorXd::Constant(std::min(matrix.rows(), matrix.cols()), not_a_number);
  return Eigen::JacobiSVD<Eigen::MatrixXd>(matrix).singularValues();
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
