// Products of a batch with a layer whose two sides are both long: vectors run along the batch, weights are broadcast,
// accumulators stay in registers, and each weight is read from memory once a product. A general product packs the
// weights first, which costs as much as multiplying them with so few columns. Units named by a list take part, the
// others count as 0: half of the units of a ReLU network are off for a whole batch.
// n examples (padded to whole vectors), q inputs and p outputs of the layer. A batch is (n, units): a column a unit.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <span>

#include "train/simd.hpp"

namespace basin::train {

/// Units of a layer by index, in increasing order.
using Units = std::span<const Eigen::Index>;

/// Borrowed weights (q, p): element (k, u) at data[k * row_step + u * column_step].
template <class Scalar>
struct Weights {
  const Scalar* data;
  Eigen::Index row_step, column_step;

  [[nodiscard]] Weights transposed() const { return {data, column_step, row_step}; }
};

namespace detail {

// chosen: with 32 registers 2 x 12 accumulators of a product and 4 x 6 of a gradient, with 16 registers 2 x 5 of both
#if defined(__AVX512F__)
inline constexpr int product_columns = 12, gradient_columns = 6;
#else
inline constexpr int product_columns = 5, gradient_columns = 5;
#endif
inline constexpr int batch_vectors = 2;
inline constexpr std::size_t reduction_block = 128;  // chosen: the batch's part of a block stays in the first cache

// out (V vectors, T units) += batch (V vectors, inputs) * weights (inputs, T units); `unit` are the T.
template <class Scalar, int V, int T>
inline void add_tile(const Scalar* batch, Eigen::Index rows, const Weights<Scalar>& weights, Units inputs,
                     const Eigen::Index* unit, Scalar* out) {
  using S = Simd<Scalar>;
  typename S::Vec sum[T][V];
  const Scalar* column[T];
  _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
    column[t] = weights.data + unit[t] * weights.column_step;
    _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) S::load(sum[t][v], out + unit[t] * rows + v * S::lanes);
  }
  for (const Eigen::Index k : inputs) {
    typename S::Vec a[V];
    _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) S::load(a[v], batch + k * rows + v * S::lanes);
    _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
      const Scalar b = column[t][k * weights.row_step];
      _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) sum[t][v] += a[v] * b;
    }
  }
  _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
    _Pragma("GCC unroll 16") for (int v = 0; v < V; ++v) S::store(out + unit[t] * rows + v * S::lanes, sum[t][v]);
  }
}

}  // namespace detail

/// out (n, p) += batch (n, q) * weights (q, p), over the inputs and into the outputs named; batch and out have `rows`
/// rows, a whole number of vectors.
template <class Scalar>
void add_batch_product(const Scalar* batch, Eigen::Index rows, const Weights<Scalar>& weights, Units inputs,
                       Units outputs, Scalar* out) {
  constexpr int lanes = detail::Simd<Scalar>::lanes;
  for (std::size_t k = 0; k < inputs.size(); k += detail::reduction_block) {
    const Units block = inputs.subspan(k, std::min(detail::reduction_block, inputs.size() - k));
    detail::tiled<detail::product_columns>(static_cast<Eigen::Index>(outputs.size()), [&]<int T>(Eigen::Index u,
                                                                                                 detail::Count<T>) {
      detail::tiled<detail::batch_vectors>(rows / lanes, [&]<int V>(Eigen::Index v, detail::Count<V>) {
        detail::add_tile<Scalar, V, T>(batch + v * lanes, rows, weights, block, outputs.data() + u, out + v * lanes);
      });
    });
  }
}

/// Forms the gradient sum_i h_i(k) delta(i, u) of weights (q, p) tile by tile, and hands on each column of a tile:
/// update(gradient, k, u, count) for `count` rows from k of column u, u among `units`. `examples`: h_i, q numbers each,
/// for i = 0 .. n - 1, zeros up to whole vectors; delta (n, p) with `rows` rows.
template <class Scalar, class ForEach>
void batch_gradient(std::span<const Scalar* const> examples, Eigen::Index q, const Scalar* delta, Eigen::Index rows,
                    Units units, ForEach update) {
  using S = detail::Simd<Scalar>;
  constexpr auto longest = static_cast<Eigen::Index>(tile_vectors) * S::lanes;
  alignas(vector_bytes) Scalar gradient[detail::gradient_columns * longest];
  detail::tiled<detail::gradient_columns>(
      static_cast<Eigen::Index>(units.size()), [&]<int T>(Eigen::Index first, detail::Count<T>) {
        const Eigen::Index* unit = units.data() + first;
        detail::along_tall_side<Scalar>(padded_rows<Scalar>(q), [&]<int R>(Eigen::Index k, detail::Count<R>) {
          typename S::Vec sum[T][R] = {};
          const Scalar* column[T];
          _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) column[t] = delta + unit[t] * rows;
          for (std::size_t i = 0; i < examples.size(); ++i) {
            typename S::Vec a[R];
            const Scalar* h = examples[i] + k;
            _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) S::load(a[r], h + r * S::lanes);
            _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
              const Scalar b = column[t][i];
              _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) sum[t][r] += a[r] * b;
            }
          }
          _Pragma("GCC unroll 16") for (int t = 0; t < T; ++t) {
            _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) {
              S::store(gradient + t * longest + r * S::lanes, sum[t][r]);
            }
          }
          for (int t = 0; t < T; ++t) update(gradient + t * longest, k, unit[t], Eigen::Index{R} * S::lanes);
        });
      });
}

}  // namespace basin::train
