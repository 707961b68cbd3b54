// What the products of training are written with: vectors of the processor's width through the compiler's vector types,
// loops in tiles of a fixed size, and matrices whose long side is a whole number of vectors.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstring>
#include <utility>

namespace basin::train {

#if defined(__AVX512F__)
inline constexpr std::size_t vector_bytes = 64, tile_vectors = 4;
#elif defined(__AVX__)
inline constexpr std::size_t vector_bytes = 32, tile_vectors = 2;
#else
inline constexpr std::size_t vector_bytes = 16, tile_vectors = 2;
#endif

/// The rows of a matrix whose columns are to be whole vectors. The rows added hold zeros.
template <class Scalar>
constexpr Eigen::Index padded_rows(Eigen::Index rows) {
  constexpr auto lanes = static_cast<Eigen::Index>(vector_bytes / sizeof(Scalar));
  return (rows + lanes - 1) / lanes * lanes;
}

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

namespace detail {

template <class Scalar>
struct Simd {
  static constexpr int lanes = static_cast<int>(vector_bytes / sizeof(Scalar));
  typedef Scalar Vec __attribute__((vector_size(vector_bytes)));

  static inline void load(Vec& v, const Scalar* from) { std::memcpy(&v, from, sizeof(Vec)); }
  static inline void store(Scalar* to, const Vec& v) { std::memcpy(to, &v, sizeof(Vec)); }
};

template <int N>
using Count = std::integral_constant<int, N>;

// Calls body(first, Count<size>) over 0 .. n in tiles of Size, the rest in one smaller tile.
template <int Size, class Body>
inline void tiled(Eigen::Index n, Body body) {
  Eigen::Index i = 0;
  for (; i + Size <= n; i += Size) body(i, Count<Size>{});
  if constexpr (Size > 1) {
    [&]<int... K>(std::integer_sequence<int, K...>) {
      (void)((n - i == K + 1 ? (body(i, Count<K + 1>{}), true) : false) || ...);
    }
    (std::make_integer_sequence<int, Size - 1>{});
  }
}

// Calls body(first row, Count<vectors>) in tiles of `tile_vectors` vectors, then of two and one.
template <class Scalar, class Body>
inline void along_tall_side(Eigen::Index p, Body body) {
  constexpr int lanes = Simd<Scalar>::lanes;
  constexpr int tile = lanes * static_cast<int>(tile_vectors);
  Eigen::Index w = 0;
  for (; w + tile <= p; w += tile) body(w, Count<static_cast<int>(tile_vectors)>{});
  if constexpr (tile_vectors > 2) {
    for (; w + 2 * lanes <= p; w += 2 * lanes) body(w, Count<2>{});
  }
  for (; w < p; w += lanes) body(w, Count<1>{});
}

}  // namespace detail

}  // namespace basin::train
