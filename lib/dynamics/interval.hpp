// Intervals that enclose whatever rounding does: for proofs by computation. Kept out of other headers, since it pulls
// in Boost.Interval.
#pragma once

#include <boost/numeric/interval.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "dynamics/plane_jet.hpp"

namespace basin::dynamics {

/// An operation left the doubles: nothing is enclosed any more, and nothing can be proven.
class NotEnclosed : public std::runtime_error {
 public:
  NotEnclosed() : std::runtime_error("an interval has left the range of doubles") {}
};

/// Rounding for Boost.Interval that neither touches the processor's rounding mode nor needs -frounding-math: an
/// operation rounded to nearest is wrong by at most half a unit in the last place, so its neighbours enclose it.
/// Results below the normal doubles become +-2.3e-308, so that it also holds where denormal numbers are flushed to 0.
/// Throws NotEnclosed where a result is not finite.
struct OutwardRounding {
  using unprotected_rounding = OutwardRounding;

  static double down(double x) { return -up(-x); }
  static double up(double x) {
    constexpr double tiny = std::numeric_limits<double>::min();
    if (!std::isfinite(x)) throw NotEnclosed();
    if (std::abs(x) <= tiny) return 2.0 * tiny;
    return std::nextafter(x, std::numeric_limits<double>::infinity());
  }

  void init() {}
  template <class Number>
  double conv_down(const Number& x) {
    return static_cast<double>(x);
  }
  template <class Number>
  double conv_up(const Number& x) {
    return static_cast<double>(x);
  }
  double add_down(double x, double y) { return down(x + y); }
  double add_up(double x, double y) { return up(x + y); }
  double sub_down(double x, double y) { return down(x - y); }
  double sub_up(double x, double y) { return up(x - y); }
  double mul_down(double x, double y) { return down(x * y); }
  double mul_up(double x, double y) { return up(x * y); }
  double div_down(double x, double y) { return down(x / y); }
  double div_up(double x, double y) { return up(x / y); }
  double sqrt_down(double x) { return down(std::sqrt(x)); }
  double sqrt_up(double x) { return up(std::sqrt(x)); }
  double median(double x, double y) { return x + 0.5 * (y - x); }
};

/// A closed interval of reals with doubles as ends.
using Interval = boost::numeric::interval<
    double,
    boost::numeric::interval_lib::policies<OutwardRounding, boost::numeric::interval_lib::checking_base<double>>>;

/// x^2, not negative.
[[nodiscard]] inline Interval squared(const Interval& x) {
  return boost::numeric::square(x);
}

/// {f(x)} for an increasing f of the C library. The library's exp and erf are off by at most 1 unit in the last place
/// and its tanh by 2 (The GNU C Library manual, "Known Maximum Errors in Math Functions", x86_64); taken for 4.
template <class Function>
[[nodiscard]] Interval increasing(Function f, const Interval& x) {
  double low = f(x.lower()), high = f(x.upper());
  for (int ulp = 0; ulp < 4; ++ulp) {
    low = OutwardRounding::down(low);
    high = OutwardRounding::up(high);
  }
  return {low, high};
}

/// e^x, not negative.
[[nodiscard]] inline Interval exp_of(const Interval& x) {
  const Interval e = increasing([](double t) { return std::exp(t); }, x);
  return {std::fmax(e.lower(), 0.0), e.upper()};
}

/// {f(|z|)} for an f that falls: from the ends of |z|, each enclosed on its own.
template <class Function>
[[nodiscard]] Interval falling_with_size(Function f, const Interval& z) {
  const Interval size = boost::numeric::abs(z);
  return {f(Interval(size.upper())).lower(), f(Interval(size.lower())).upper()};
}

/// Encloses s, s' and s'' of every point of z. Throws std::logic_error for relu, which has no s''.
[[nodiscard]] inline Bend<Interval> bend(nets::Activation activation, const Interval& z) {
  using nets::Activation;
  // tanh and sigmoid are known to stay within their bounds, whatever 4 units in the last place add.
  const auto within = [](const Interval& x, double low, double high) {
    return Interval(std::fmax(x.lower(), low), std::fmin(x.upper(), high));
  };
  const auto tanh_of = [&](const Interval& x) {
    return within(increasing([](double t) { return std::tanh(t); }, x), -1.0, 1.0);
  };
  switch (activation) {
    case Activation::tanh: {
      const Interval t = tanh_of(z);
      const Interval slope = falling_with_size(
          [](const Interval& size) {
            const Interval e = exp_of(-2.0 * size);
            return 4.0 * e / squared(1.0 + e);
          },
          z);
      return {t, slope, -2.0 * t * slope};
    }
    case Activation::sigmoid: {
      const Interval t = tanh_of(0.5 * z);
      const Interval slope = falling_with_size(
          [](const Interval& size) {
            const Interval e = exp_of(-size);
            return e / squared(1.0 + e);
          },
          z);
      return {0.5 * (1.0 + t), slope, -(t * slope)};
    }
    case Activation::erf: {
      constexpr double factor = 2.0 * std::numbers::inv_sqrtpi;  // 2 / sqrt(pi) to within a unit in the last place
      const Interval two_over_root_pi(OutwardRounding::down(factor), OutwardRounding::up(factor));
      const Interval slope =
          falling_with_size([&](const Interval& size) { return two_over_root_pi * exp_of(-squared(size)); }, z);
      return {increasing([](double t) { return std::erf(t); }, z), slope, -2.0 * z * slope};
    }
    case Activation::identity:
      return {z, Interval(1.0), Interval(0.0)};
    case Activation::relu:
      break;
  }
  throw std::logic_error("relu has no second derivative to enclose");
}

}  // namespace basin::dynamics
