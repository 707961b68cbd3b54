// The matrix products of a step of training by batches, each through every library this was built with.
#pragma once

#include <Eigen/Core>
#ifdef BASIN_OPENBLAS
#include <cblas.h>
#endif
#ifdef BASIN_DNNL
#include <dnnl.h>
#endif

#include <algorithm>
#include <chrono>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "nets/network.hpp"

namespace basin::bench {

using Matrix = Eigen::MatrixXf;

template <class Work>
double seconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// One product C = op(A) op(B) of a step, column-major, on weights that are not in the near cache: as in a step, the
// products of a round go over all layers before one comes again.
struct Product {
  Matrix a, b, c;
  bool a_transposed, b_transposed;
  Matrix first = {};  // what the first library gave

  // Each says whether it did.
  bool eigen() {
    if (a_transposed) {
      c.noalias() = a.transpose() * b;
    } else if (b_transposed) {
      c.noalias() = a * b.transpose();
    } else {
      c.noalias() = a * b;
    }
    return true;
  }
  [[nodiscard]] Eigen::Index inner() const { return a_transposed ? a.rows() : a.cols(); }
#ifdef BASIN_OPENBLAS
  bool openblas() {
    const auto i = [](Eigen::Index n) { return static_cast<int>(n); };
    cblas_sgemm(CblasColMajor, a_transposed ? CblasTrans : CblasNoTrans, b_transposed ? CblasTrans : CblasNoTrans,
                i(c.rows()), i(c.cols()), i(inner()), 1.0F, a.data(), i(a.rows()), b.data(), i(b.rows()), 0.0F,
                c.data(), i(c.rows()));
    return true;
  }
#endif
#ifdef BASIN_DNNL
  bool onednn() {
    // Row-major: the transposed product.
    return dnnl_sgemm(b_transposed ? 'T' : 'N', a_transposed ? 'T' : 'N', c.cols(), c.rows(), inner(), 1.0F, b.data(),
                      b.rows(), a.data(), a.rows(), 0.0F, c.data(), c.rows()) == dnnl_success;
  }
#endif
};

// The products of a step with n examples: forward of every layer, backward of all but the first, every gradient.
inline std::vector<Product> products_of(const nets::NetworkSpec& spec, Eigen::Index n) {
  std::vector<Product> all;
  const auto add = [&](Eigen::Index ar, Eigen::Index ac, Eigen::Index br, Eigen::Index bc, bool at, bool bt) {
    all.push_back({Matrix::Random(ar, ac), Matrix::Random(br, bc), Matrix::Zero(at ? ac : ar, bt ? br : bc), at, bt});
  };
  for (std::size_t l = 0; l < spec.layers(); ++l) {
    const Eigen::Index in = spec.widths[l], out = spec.widths[l + 1];
    add(in, out, in, n, true, false);               // W' is stored: z = W h
    if (l > 0) add(in, out, out, n, false, false);  // W' delta
    add(in, n, out, n, false, true);                // h delta'
  }
  return all;
}

// The least time of each product by each library over the rounds.
class Products {
 public:
  Products(const nets::NetworkSpec& spec, Eigen::Index n) : products_(products_of(spec, n)), best_(products_.size()) {
    std::fill(best_.begin(), best_.end(), std::numeric_limits<double>::infinity());
  }
  void round() {
    take(&Product::eigen);
#ifdef BASIN_OPENBLAS
    take(&Product::openblas);
#endif
#ifdef BASIN_DNNL
    take(&Product::onednn);
#endif
  }
  [[nodiscard]] static std::string libraries() {
    std::string names = "Eigen";
#ifdef BASIN_OPENBLAS
    names += ", OpenBLAS";
#endif
#ifdef BASIN_DNNL
    names += ", oneDNN";
#endif
    return names;
  }
  [[nodiscard]] double sum() const {
    return std::accumulate(best_.begin(), best_.end(), 0.0);
  }
  /// Whether all libraries gave the same products, to 1e-4 of their norm (single precision, 3072 terms at most).
  [[nodiscard]] bool agree() const {
    return agree_;
  }

 private:
  // A library that writes nothing leaves NaN, which equals nothing.
  void take(bool (Product::*multiply)()) {
    for (std::size_t i = 0; i < products_.size(); ++i) {
      Product& p = products_[i];
      p.c.setConstant(std::numeric_limits<float>::quiet_NaN());
      bool done = false;
      best_[i] = std::min(best_[i], seconds([&] { done = (p.*multiply)(); }));
      if (p.first.size() == 0) p.first = p.c;
      agree_ = agree_ && done && (p.c - p.first).norm() <= 1e-4F * p.first.norm();
    }
  }
  std::vector<Product> products_;
  std::vector<double> best_;
  bool agree_ = true;
};

}  // namespace basin::bench
