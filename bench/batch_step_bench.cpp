// A step of training by batches beside what it cannot do without: its own matrix products, each through the fastest
// library product of this machine at its shape, and one pass over the parameters and their running means.
// Counters, in microseconds: step, products, pass, bound = 1.25 products + pass; ratio = step / bound. Alternating in
// one run, least of the rounds. The label names the libraries. Units that are off for a whole batch are passed over by
// the step, and not by the products: as drawn that are about half of them. With all:1 every unit is on, and both do the
// same products.
#include <benchmark/benchmark.h>

#include "library_products.hpp"
#include "tasks.hpp"
#include "train/batch_backprop.hpp"

namespace {

using namespace basin;

// Weights that are not negative and give each unit the mean of those below: no ReLU is off at pictures in [0, 1].
void turn_all_on(nets::Network<double>& network) {
  for (auto& weights : network.weights) {
    weights = weights.cwiseAbs();
    weights.array().colwise() /= weights.rowwise().sum().array();
  }
}

// Small enough that the parameters, and with them which units are on, stay as they are.
constexpr double learning_rate = 1e-9;

// Args: hidden layers, width, examples a batch, whether all units are on.
void batch_step(benchmark::State& state) {
  bench::Task task = bench::pictures(static_cast<std::size_t>(state.range(0)), state.range(1));
  train::Problem& p = task.problem;
  if (state.range(3) != 0) turn_all_on(p.initial);
  const train::Optimizer& optimizer = task.descent.optimizer;
  train::BatchBackprop<float> passes(p, optimizer, learning_rate);
  std::vector<Eigen::Index> batch(static_cast<std::size_t>(state.range(2)));
  std::iota(batch.begin(), batch.end(), Eigen::Index{7});
  bench::Products products(p.initial.spec, state.range(2));
  train::Update<float> update(optimizer, learning_rate);
  const auto count = static_cast<Eigen::Index>(p.initial.spec.parameters());
  Eigen::VectorXf w = Eigen::VectorXf::Random(count), s = w.cwiseAbs(), tile = Eigen::VectorXf::Constant(64, 1e-3F);

  double step = std::numeric_limits<double>::infinity(), pass = step;
  for (auto _ : state) {
    for (int i = 0; i < 4; ++i) step = std::min(step, bench::seconds([&] { (void)passes.step(batch); }));
    products.round();
    pass = std::min(pass, bench::seconds([&] {
                      for (Eigen::Index i = 0; i + 64 <= count; i += 64) {
                        update(tile.data(), w.data() + i, s.data() + i, nullptr, 64);
                      }
                    }));
  }
  if (!products.agree()) state.SkipWithError("the libraries do not give the same products");
  const double bound = 1.25 * products.sum() + pass;
  state.counters["step"] = 1e6 * step;
  state.counters["products"] = 1e6 * products.sum();
  state.counters["pass"] = 1e6 * pass;
  state.counters["bound"] = 1e6 * bound;
  state.counters["ratio"] = step / bound;
  state.SetLabel(bench::Products::libraries());
}
BENCHMARK(batch_step)
    ->ArgNames({"depth", "width", "batch", "all"})
    ->ArgsProduct({{11}, {128, 64, 32}, {32}, {0, 1}})
    ->Args({11, 128, 4, 0})
    ->Args({3, 128, 32, 0})
    ->Unit(benchmark::kMillisecond);

}  // namespace
