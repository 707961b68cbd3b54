// One-dimensional integrals over u = s / sd, whose density is the chi law's; given u the mean is normal.
// Every integrand is positive, so that small tails keep their relative accuracy.
#include "stats/mean_power.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "stats/operating_characteristics.hpp"

namespace basin::stats {
namespace {

double upper_normal(double x) {
  return 0.5 * std::erfc(x / std::sqrt(2.0));
}

/// The law of u = s / sd with `degrees` degrees of freedom.
class SpreadLaw {
 public:
  explicit SpreadLaw(double degrees) : degrees_(degrees), chi_(degrees) {
    // Chosen: what lies outside is less than any tail that is reported.
    constexpr double dropped = 1e-22;
    low_ = std::sqrt(boost::math::quantile(chi_, dropped) / degrees);
    high_ = std::sqrt(boost::math::quantile(boost::math::complement(chi_, dropped)) / degrees);
    constant_ = std::log(2.0) + 0.5 * degrees * std::log(0.5 * degrees) - boost::math::lgamma(0.5 * degrees);
  }

  double above(double u) const {
    if (u <= low_) return 1.0;  // within what is dropped; nearer to 0 the library's function overflows
    return boost::math::cdf(boost::math::complement(chi_, degrees_ * u * u));
  }

  /// The chi density of u. Its constant is kept: the library's density forms a gamma function at every call.
  double density(double u) const {
    return std::exp(constant_ + (degrees_ - 1.0) * std::log(u) - 0.5 * degrees_ * u * u);
  }

  /// Integral of density(u) * given(u) over u < end; `given` changes within about 1 / slope of the `turns`.
  double integrate(const std::function<double(double)>& given, double end, std::vector<double> turns,
                   double slope) const {
    const double high = std::min(high_, end);
    if (high <= low_) return 0.0;
    std::vector<double> edges{low_, high};
    constexpr int panels = 12;  // 15 nodes each: within 1e-13 of twenty times as many panels
    for (int i = 1; i < panels; ++i) edges.push_back(low_ + (high - low_) * i / panels);
    // Static: a list in the loop is copied through wide vector registers that GCC 12 leaves in use, and the C library's
    // erfc, built without AVX, then takes twenty times as long.
    static constexpr std::array<double, 9> reaches = {-40.0, -12.0, -5.0, -2.0, 0.0, 2.0, 5.0, 12.0, 40.0};
    for (const double turn : turns)
      for (const double reach : reaches) {
        const double edge = turn + reach / slope;
        if (edge > low_ && edge < high) edges.push_back(edge);
      }
    std::sort(edges.begin(), edges.end());
    const auto weighted = [&](double u) { return density(u) * given(u); };
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
      if (edges[i + 1] <= edges[i]) continue;
      sum += boost::math::quadrature::gauss<double, 15>::integrate(weighted, edges[i], edges[i + 1]);
    }
    return sum;
  }

 private:
  double degrees_;
  boost::math::chi_squared chi_;
  double low_, high_, constant_;
};

void require_sense(const MeanTest& test) {
  const bool sense = test.half_width > 0.0 && test.sd > 0.0 && test.bias >= 0.0 && test.bias < test.half_width &&
                     test.beyond >= 0.0 && test.arms > 0 && std::isfinite(test.half_width / test.sd);
  if (!sense) throw std::domain_error("mean_within needs sd > 0 and 0 <= bias < half the interval");
}

}  // namespace

double probability_not_reproduced(const MeanTest& test, std::size_t runs) {
  require_sense(test);
  if (runs < 2) return 1.0;
  const auto n = static_cast<double>(runs);
  const double t = student_quantile(n - 1.0, test.beta);
  // Distances from the true mean to the two edges, in standard errors.
  const double near = (test.half_width - test.bias) / test.sd * std::sqrt(n);
  const double far = (test.half_width + test.bias) / test.sd * std::sqrt(n);
  const double longest = 0.5 * (near + far) / t;  // a longer u makes an interval wider than [low, high]
  const SpreadLaw law(n - 1.0);
  const double beyond = law.integrate([&](double u) { return upper_normal(near - t * u) + upper_normal(far - t * u); },
                                      longest, {near / t, longest}, t);
  return std::min(1.0, static_cast<double>(test.arms) * (beyond + law.above(longest)));
}

double probability_not_contradicted(const MeanTest& test, std::size_t runs) {
  require_sense(test);
  if (runs < 2) return 1.0;
  const auto n = static_cast<double>(runs);
  const double t = student_quantile(n - 1.0, test.alpha / static_cast<double>(test.arms));
  const double beyond = test.beyond > 0.0 ? test.beyond : test.half_width;
  const double near = beyond / test.sd * std::sqrt(n);  // from the true mean back to the nearer edge, and the other
  const double far = (beyond + 2.0 * test.half_width) / test.sd * std::sqrt(n);
  const SpreadLaw law(n - 1.0);
  // The interval reaches back to the near edge and does not lie wholly beyond the far one.
  const auto given = [&](double u) { return std::max(0.0, upper_normal(near - t * u) - upper_normal(far + t * u)); };
  const double end = std::numeric_limits<double>::infinity();
  return std::min(1.0, law.integrate(given, end, {near / t}, t));
}

std::optional<std::size_t> smallest_runs(double (*probability)(const MeanTest&, std::size_t), const MeanTest& test,
                                         double limit) {
  if (probability(test, most_runs) > limit) return std::nullopt;
  std::size_t low = 1, high = 2;
  while (high < most_runs && probability(test, high) > limit) {
    low = high;
    high = std::min(2 * high, most_runs);
  }
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (probability(test, middle) <= limit ? high : low) = middle;
  }
  return high;
}

}  // namespace basin::stats
