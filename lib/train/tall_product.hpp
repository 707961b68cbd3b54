// Products of a tall matrix with a few columns: what one step of training a wide autoencoder consists of. Vectors run
// along the tall side, accumulators stay in registers; with few columns a general product spends its time packing.
// p tall side (width), q short side (dim), n columns (examples). All matrices column-major, their tall side padded to
// whole vectors. Where both sides are long, Eigen's general product is faster and is what these call.
#pragma once

#include <Eigen/Core>
#include <type_traits>

#include "train/simd.hpp"

namespace basin::train {

/// A borrowed column-major matrix whose columns lie `stride` apart.
template <class Scalar>
struct Panel {
  Scalar* data;
  Eigen::Index rows, cols, stride;

  [[nodiscard]] Scalar* at(Eigen::Index i, Eigen::Index j) const { return data + i + j * stride; }
};

template <class Scalar>
Panel<const Scalar> panel(const Matrix<Scalar>& m) {
  return {m.data(), m.rows(), m.cols(), m.rows()};
}
template <class Scalar>
Panel<Scalar> panel(Matrix<Scalar>& m) {
  return {m.data(), m.rows(), m.cols(), m.rows()};
}

/// A panel as Eigen sees it.
template <class Scalar>
auto view(Panel<Scalar> p) {
  using Plain = Matrix<std::remove_const_t<Scalar>>;
  using Element = std::conditional_t<std::is_const_v<Scalar>, const Plain, Plain>;
  return Eigen::Map<Element, 0, Eigen::OuterStride<>>(p.data, p.rows, p.cols, Eigen::OuterStride<>(p.stride));
}

namespace detail {

inline constexpr Eigen::Index longest_short_side = 128;  // chosen: beyond it a column no longer stays in the cache

inline constexpr int tile_columns = 5;  // chosen: 4 x 5 accumulators, 4 loads and 1 broadcast fill 32 registers

}  // namespace detail

/// out (p, n) = tall (p, q) * few (q, n).
template <class Scalar>
void expand(Panel<const Scalar> tall, Panel<const Scalar> few, Panel<Scalar> out) {
  if (tall.cols > detail::longest_short_side) {
    view(out).noalias() = view(tall) * view(few);
    return;
  }
  using S = detail::Simd<Scalar>;
  using Vec = typename S::Vec;
  detail::tiled<detail::tile_columns>(few.cols, [&]<int I>(Eigen::Index i, detail::Count<I>) {
    detail::along_tall_side<Scalar>(tall.rows, [&]<int R>(Eigen::Index w, detail::Count<R>) {
      Vec sum[R][I] = {};
      for (Eigen::Index d = 0; d < tall.cols; ++d) {
        Vec t[R];
        _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) S::load(t[r], tall.at(w + r * S::lanes, d));
        _Pragma("GCC unroll 16") for (int c = 0; c < I; ++c) {
          const Scalar b = *few.at(d, i + c);
          _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) sum[r][c] += t[r] * b;
        }
      }
      _Pragma("GCC unroll 16") for (int c = 0; c < I; ++c) _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r)
          S::store(out.at(w + r * S::lanes, i + c), sum[r][c]);
    });
  });
}

/// out (q, n) = tall' (q, p) * other (p, n), both tall.
template <class Scalar>
void contract(Panel<const Scalar> tall, Panel<const Scalar> other, Panel<Scalar> out) {
  if (tall.cols > detail::longest_short_side) {
    view(out).noalias() = view(tall).transpose() * view(other);
    return;
  }
  using S = detail::Simd<Scalar>;
  using Vec = typename S::Vec;
  detail::tiled<detail::tile_columns>(other.cols, [&]<int I>(Eigen::Index i, detail::Count<I>) {
    detail::tiled<static_cast<int>(tile_vectors)>(tall.cols, [&]<int Q>(Eigen::Index k, detail::Count<Q>) {
      Vec sum[Q][I] = {};
      for (Eigen::Index w = 0; w < tall.rows; w += S::lanes) {
        Vec t[Q];
        _Pragma("GCC unroll 16") for (int q = 0; q < Q; ++q) S::load(t[q], tall.at(w, k + q));
        _Pragma("GCC unroll 16") for (int c = 0; c < I; ++c) {
          Vec a;
          S::load(a, other.at(w, i + c));
          _Pragma("GCC unroll 16") for (int q = 0; q < Q; ++q) sum[q][c] += t[q] * a;
        }
      }
      _Pragma("GCC unroll 16") for (int q = 0; q < Q; ++q) {
        _Pragma("GCC unroll 16") for (int c = 0; c < I; ++c) {
          Scalar total = 0;
          _Pragma("GCC unroll 16") for (int lane = 0; lane < S::lanes; ++lane) total += sum[q][c][lane];
          *out.at(k + q, i + c) = total;
        }
      }
    });
  });
}

/// tall (p, q) += factor * other (p, n) * few' (n, q).
template <class Scalar>
void add_product(Panel<Scalar> tall, Scalar factor, Panel<const Scalar> other, Panel<const Scalar> few) {
  if (tall.cols > detail::longest_short_side) {
    view(tall).noalias() += factor * view(other) * view(few).transpose();
    return;
  }
  using S = detail::Simd<Scalar>;
  using Vec = typename S::Vec;
  detail::tiled<detail::tile_columns>(tall.cols, [&]<int Q>(Eigen::Index k, detail::Count<Q>) {
    detail::along_tall_side<Scalar>(tall.rows, [&]<int R>(Eigen::Index w, detail::Count<R>) {
      Vec sum[R][Q] = {};
      for (Eigen::Index i = 0; i < other.cols; ++i) {
        Vec a[R];
        _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) S::load(a[r], other.at(w + r * S::lanes, i));
        _Pragma("GCC unroll 16") for (int q = 0; q < Q; ++q) {
          const Scalar b = *few.at(k + q, i);
          _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) sum[r][q] += a[r] * b;
        }
      }
      _Pragma("GCC unroll 16") for (int q = 0; q < Q; ++q) {
        _Pragma("GCC unroll 16") for (int r = 0; r < R; ++r) {
          Vec t;
          S::load(t, tall.at(w + r * S::lanes, k + q));
          t += sum[r][q] * factor;
          S::store(tall.at(w + r * S::lanes, k + q), t);
        }
      }
    });
  });
}

}  // namespace basin::train
