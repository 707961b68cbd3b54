// Random numbers that depend on what they are for and not on when they are drawn: Philox4x32-10, one counter a draw.
// Key = hash(experiment, seed); stream = purpose ("init", "data", "order", "noise"); counter = which draw.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace basin {

/// Whether draws come as they are, or each moved by one unit in its last place as a single-precision number (how golden
/// tolerances are found: descent and kernels work in single precision, where a smaller change would not arrive).
enum class Perturbation { none, last_bit };

/// The draws of one purpose in one run. Copyable, without state: draw i is the same whenever and wherever it is asked
/// for. Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (Random123).
class Stream {
 public:
  /// experiment and seed make the key, purpose the stream.
  Stream(std::string_view experiment, std::uint64_t seed, std::string_view purpose,
         Perturbation perturbation = Perturbation::none);

  /// The four 32-bit words of counter `block`.
  [[nodiscard]] std::array<std::uint32_t, 4> words(std::uint64_t block) const;

  /// Draw i, uniform on (0, 1), 53 bits. Draws 2b and 2b + 1 share the words of counter b.
  [[nodiscard]] double uniform(std::uint64_t i) const;

  /// Draw i, standard normal, by Box and Muller from uniforms 2b and 2b + 1.
  [[nodiscard]] double normal(std::uint64_t i) const;

  /// Fills `out` with the normal draws first, first + 1, ...
  void fill_normal(std::span<double> out, std::uint64_t first = 0) const;

  /// Fills `out` with the uniform draws first, first + 1, ...
  void fill_uniform(std::span<double> out, std::uint64_t first = 0) const;

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint64_t stream_;
  Perturbation perturbation_;
};

/// A 64-bit hash of a text that is the same on every machine (FNV-1a, finished by the SplitMix64 mixer).
[[nodiscard]] std::uint64_t hash_text(std::string_view text);

}  // namespace basin
