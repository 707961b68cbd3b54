// A step of training by batches beside what it cannot do without: its own matrix products, each through the fastest
// library product of this machine at its shape, and one pass over the parameters and their running means.
// Counters, in microseconds: step, products, pass, bound = 1.25 products + pass; ratio = step / bound. Alternating in
// one run, least of the rounds.
#include <benchmark/benchmark.h>
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
#include <vector>

#include "tasks.hpp"
#include "train/batch_backprop.hpp"

namespace {

using namespace basin;
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
  Matrix kept = {};  // what the first library gave

  void eigen() {
    if (a_transposed) {
      c.noalias() = a.transpose() * b;
    } else if (b_transposed) {
      c.noalias() = a * b.transpose();
    } else {
      c.noalias() = a * b;
    }
  }
  [[nodiscard]] Eigen::Index inner() const { return a_transposed ? a.rows() : a.cols(); }
  void openblas() {
#ifdef BASIN_OPENBLAS
    const auto i = [](Eigen::Index n) { return static_cast<int>(n); };
    cblas_sgemm(CblasColMajor, a_transposed ? CblasTrans : CblasNoTrans, b_transposed ? CblasTrans : CblasNoTrans,
                i(c.rows()), i(c.cols()), i(inner()), 1.0F, a.data(), i(a.rows()), b.data(), i(b.rows()), 0.0F,
                c.data(), i(c.rows()));
#endif
  }
  void onednn() {
#ifdef BASIN_DNNL
    // Row-major: the transposed product.
    dnnl_sgemm(b_transposed ? 'T' : 'N', a_transposed ? 'T' : 'N', c.cols(), c.rows(), inner(), 1.0F, b.data(),
               b.rows(), a.data(), a.rows(), 0.0F, c.data(), c.rows());
#endif
  }
};

// The products of a step with n examples: forward of every layer, backward of all but the first, every gradient.
std::vector<Product> products_of(const nets::NetworkSpec& spec, Eigen::Index n) {
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
    keep();
#ifdef BASIN_OPENBLAS
    take(&Product::openblas);
    compare();
#endif
#ifdef BASIN_DNNL
    take(&Product::onednn);
    compare();
#endif
  }
  [[nodiscard]] double sum() const {
    return std::accumulate(best_.begin(), best_.end(), 0.0);
  }
  /// Whether all libraries gave the same products, to 1e-4 of their norm (single precision, 3072 terms at most).
  [[nodiscard]] bool agree() const {
    return agree_;
  }

 private:
  void keep() {
    if (!products_.front().kept.size()) {
      for (auto& p : products_) p.kept = p.c;
    }
  }
  void compare() {
    for (const auto& p : products_) agree_ = agree_ && (p.c - p.kept).norm() <= 1e-4F * p.kept.norm();
  }
  void take(void (Product::*multiply)()) {
    for (std::size_t i = 0; i < products_.size(); ++i) {
      best_[i] = std::min(best_[i], seconds([&] { (products_[i].*multiply)(); }));
    }
  }
  std::vector<Product> products_;
  std::vector<double> best_;
  bool agree_ = true;
};

// Args: hidden layers, width, examples a batch.
void batch_step(benchmark::State& state) {
  const bench::Task task = bench::pictures(static_cast<std::size_t>(state.range(0)), state.range(1));
  const train::Problem& p = task.problem;
  const train::Optimizer& optimizer = task.descent.optimizer;
  train::BatchBackprop<float> passes(p, optimizer, 0.001);
  std::vector<Eigen::Index> batch(static_cast<std::size_t>(state.range(2)));
  std::iota(batch.begin(), batch.end(), Eigen::Index{7});
  Products products(p.initial.spec, state.range(2));
  train::Update<float> update(optimizer, 0.001);
  const auto count = static_cast<Eigen::Index>(p.initial.spec.parameters());
  Eigen::VectorXf w = Eigen::VectorXf::Random(count), s = w.cwiseAbs(), tile = Eigen::VectorXf::Constant(64, 1e-3F);

  double step = std::numeric_limits<double>::infinity(), pass = step;
  for (auto _ : state) {
    for (int i = 0; i < 4; ++i) step = std::min(step, seconds([&] { (void)passes.step(batch); }));
    products.round();
    pass = std::min(pass, seconds([&] {
                      for (Eigen::Index i = 0; i + 64 <= count; i += 64) {
                        update(tile.data(), w.data() + i, s.data() + i, nullptr, 64);
                      }
                    }));
  }
  state.counters["step"] = 1e6 * step;
  state.counters["products"] = 1e6 * products.sum();
  state.counters["pass"] = 1e6 * pass;
  if (!products.agree()) state.SkipWithError("the libraries do not give the same products");
  const double bound = 1.25 * products.sum() + pass;
  state.counters["bound"] = 1e6 * bound;
  state.counters["ratio"] = step / bound;
}
BENCHMARK(batch_step)
    ->ArgNames({"depth", "width", "batch"})
    ->Args({11, 128, 32})
    ->Args({11, 128, 4})
    ->Args({11, 64, 32})
    ->Args({11, 32, 32})
    ->Args({3, 128, 32})
    ->Unit(benchmark::kMillisecond);

}  // namespace
