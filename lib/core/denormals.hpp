// Numbers too small for full precision, taken for zero while they would only cost time: a processor computes with them
// a hundred times slower.
#pragma once

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace basin {

/// While it lives, denormal numbers count as 0 in this thread, as operands and as results (below 1.2e-38 in single
/// precision, 2.2e-308 in double). Running means of gradients of units that are off decay into them. Does nothing on
/// processors without SSE.
class FlushDenormals {
 public:
#if defined(__SSE2__)
  FlushDenormals() : before_(_mm_getcsr()) {
    _mm_setcsr(before_ | flush_to_zero | denormals_are_zero);
  }
  ~FlushDenormals() {
    _mm_setcsr(before_);
  }
#else
  FlushDenormals() = default;
  ~FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

#if defined(__SSE2__)
 private:
  static constexpr unsigned flush_to_zero = 0x8000, denormals_are_zero = 0x0040;
  unsigned before_;
#endif
};

}  // namespace basin
