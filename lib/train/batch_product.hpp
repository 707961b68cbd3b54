// Products of a batch with a layer whose two sides are both long: vectors run along the batch, weights are broadcast,
// accumulators stay in registers, and each weight is read from memory once a product. A general product packs the
// weights first, which costs as much as multiplying them with so few columns.
// n examples (padded to whole vectors), q inputs and p outputs of the layer. A batch is (n, units): a column a unit.
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include "train/simd.hpp"

namespace basin::train {

/// Borrowed weights (q, p): element (k, u) at data[k * row_step + u * column_step].
template <class Scalar>
struct Weights {
  const Scalar* data;
  Eigen::Index rows, cols, row_step, column_step;

  [[nodiscard]] Weights transposed() const { return {data, cols, rows, column_step, row_step}; }
  [[nodiscard]] Weights columns(Eigen::Index first, Eigen::Index count) const {
    return {data + first * column_step, rows, count, row_step, column_step};
  }
  [[nodiscard]] Weights rows_from(Eigen::Index first, Eigen::Index count) const {
    return {data + first * row_step, count, cols, row_step, column_step};
  }
};

namespace detail {

// chosen: with 32 registers 2 x 12 accumulators of a product and 4 x 6 of a gradient, with 16 registers 2 x 5 of both
#if defined(__AVX512F__)
inline constexpr int product_columns = 12, gradient_columns = 6;
#else
inline constexpr int product_columns = 5, gradient_columns = 5;
#endif
inline constexpr int batch_vectors = 2;
inline constexpr Eigen::Index reduction_block = 128;  // chosen: the batch's part of a block stays in the first cache

// out (V vectors, T columns) += batch (V vectors, q) * weights (q, T).
template <class Scalar, int V, int T>
inline void add_tile(const Scalar* batch, Eigen::Index stride, const Weights<Scalar>& weights, Scalar* out) {
  using S = Simd<Scalar>;
  typename S::Vec sum[T][V];
  _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
    _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) S::load(sum[t][v], out + t * stride + v * S::lanes);
  }
  const Scalar* w = weights.data;
  for (Eigen::Index k = 0; k < weights.rows; ++k, batch += stride, w += weights.row_step) {
    typename S::Vec a[V];
    _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) S::load(a[v], batch + v * S::lanes);
    _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
      const Scalar b = w[t * weights.column_step];
      _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) sum[t][v] += a[v] * b;
    }
  }
  _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
    _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) S::store(out + t * stride + v * S::lanes, sum[t][v]);
  }
}

}  // namespace detail

/// out (n, p) = batch (n, q) * weights (q, p), both with `rows` rows, a whole number of vectors.
template <class Scalar>
void batch_product(const Scalar* batch, Eigen::Index rows, const Weights<Scalar>& weights, Scalar* out) {
  constexpr int lanes = detail::Simd<Scalar>::lanes;
  std::fill(out, out + rows * weights.cols, Scalar(0));
  for (Eigen::Index k = 0; k < weights.rows; k += detail::reduction_block) {
    const auto block = weights.rows_from(k, std::min(detail::reduction_block, weights.rows - k));
    detail::tiled<detail::product_columns>(weights.cols, [&]<int T>(Eigen::Index u, detail::Count<T>) {
      detail::tiled<detail::batch_vectors>(rows / lanes, [&]<int V>(Eigen::Index v, detail::Count<V>) {
        detail::add_tile<Scalar, V, T>(batch + k * rows + v * lanes, rows, block.columns(u, T),
                                       out + u * rows + v * lanes);
      });
    });
  }
}

/// Forms the gradient sum_i h_i(k) delta(i, u) of weights (q, p) tile by tile, and hands on each column of a tile:
/// update(gradient, k, u, count) for `count` rows from k of column u. `examples`: h_i, q numbers each, for i = 0 ..
/// n - 1, zeros up to whole vectors; delta (n, p) with `rows` rows.
template <class Scalar, class ForEach>
void batch_gradient(const Scalar* const* examples, Eigen::Index n, Eigen::Index q, const Scalar* delta,
                    Eigen::Index rows, Eigen::Index p, ForEach update) {
  using S = detail::Simd<Scalar>;
  constexpr auto longest = static_cast<Eigen::Index>(tile_vectors) * S::lanes;
  alignas(vector_bytes) Scalar gradient[detail::gradient_columns * longest];
  detail::tiled<detail::gradient_columns>(p, [&]<int T>(Eigen::Index u, detail::Count<T>) {
    detail::along_tall_side<Scalar>(padded_rows<Scalar>(q), [&]<int R>(Eigen::Index k, detail::Count<R>) {
      typename S::Vec sum[T][R] = {};
      for (Eigen::Index i = 0; i < n; ++i) {
        typename S::Vec a[R];
        const Scalar* h = examples[i] + k;
        _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) S::load(a[r], h + r * S::lanes);
        _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
          const Scalar b = delta[i + (u + t) * rows];
          _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) sum[t][r] += a[r] * b;
        }
      }
      _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
        _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) {
          S::store(gradient + t * longest + r * S::lanes, sum[t][r]);
        }
      }
      for (int t = 0; t < T; ++t) update(gradient + t * longest, k, u + t, Eigen::Index{R} * S::lanes);
    });
  });
}

}  // namespace basin::train
