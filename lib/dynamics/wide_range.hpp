// Numbers as small as e^-2000 and far below, which products of many slopes of saturated units are.
#pragma once

#include <cmath>
#include <numbers>

namespace basin::dynamics {

/// mantissa 2^exponent with |mantissa| in [1/2, 1), or 0. The precision of a double without its range: the exponent, a
/// whole number, is a double as well.
class WideRange {
 public:
  WideRange() = default;
  WideRange(double number) : WideRange(number, 0.0) {}  // NOLINT: a double is one
  /// mantissa 2^exponent for any mantissa.
  WideRange(double mantissa, double exponent) {
    if (mantissa == 0.0) return;
    int shift = 0;
    mantissa_ = std::frexp(mantissa, &shift);
    exponent_ = exponent + shift;
  }

  [[nodiscard]] double mantissa() const { return mantissa_; }
  [[nodiscard]] double exponent() const { return exponent_; }
  /// Times 2^-exponent, as a double: 0 where that is below its range.
  [[nodiscard]] double scaled(double exponent) const {
    const double shift = exponent_ - exponent;
    return shift < -2000.0 ? 0.0 : std::ldexp(mantissa_, static_cast<int>(std::fmin(shift, 4000.0)));
  }

 private:
  double mantissa_ = 0.0, exponent_ = 0.0;
};

inline WideRange operator*(const WideRange& a, const WideRange& b) {
  return {a.mantissa() * b.mantissa(), a.exponent() + b.exponent()};
}

inline WideRange operator+(const WideRange& a, const WideRange& b) {
  if (a.mantissa() == 0.0) return b;
  if (b.mantissa() == 0.0) return a;
  const double exponent = std::fmax(a.exponent(), b.exponent());
  return {a.scaled(exponent) + b.scaled(exponent), exponent};
}

/// e^x for x <= 0; the relative error is that of x, so |x| units in the last place. 0 for x = -infinity.
inline WideRange wide_exp(double x) {
  if (std::isinf(x)) return {};
  const double exponent = std::nearbyint(x / std::numbers::ln2);
  return {std::exp(std::fma(-exponent, std::numbers::ln2, x)), exponent};
}

}  // namespace basin::dynamics
