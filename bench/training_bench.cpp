// Steps a second of descent and whole runs of the flow, on the networks of jiang2020 (dim 32).
#include <benchmark/benchmark.h>

#include "data/sphere.hpp"
#include "train/gradient_descent.hpp"
#include "train/gradient_flow.hpp"

namespace {

using namespace basin;

train::Problem autoencoding(Eigen::Index width, Eigen::Index examples, double radius) {
  train::Problem p;
  p.initial = nets::draw_network(nets::autoencoder(32, width, 2, nets::Activation::sigmoid),
                                 Stream("bench.training", 1, "init"));
  p.inputs = p.targets = data::sphere_points(Stream("bench.training", 1, "data"), 32, examples, radius);
  return p;
}

// items_per_second are descent steps a second. Args: examples, width.
void descent(benchmark::State& state) {
  train::Problem p = autoencoding(state.range(1), state.range(0), 5.0);
  p.stop = {1e-300, 2000};
  for (auto _ : state) benchmark::DoNotOptimize(train::gradient_descent(p, {0.01}).loss);
  state.SetItemsProcessed(state.iterations() * p.stop.max_steps);
}
BENCHMARK(descent)
    ->ArgNames({"examples", "width"})
    ->Args({1, 1000})
    ->Args({5, 1000})
    ->Args({20, 1000})
    ->Unit(benchmark::kMillisecond);

// A whole run to loss 1e-7. Args: examples, width, radius.
void flow(benchmark::State& state) {
  const train::Problem p = autoencoding(state.range(1), state.range(0), static_cast<double>(state.range(2)));
  for (auto _ : state) benchmark::DoNotOptimize(train::gradient_flow(p).loss);
}
BENCHMARK(flow)
    ->ArgNames({"examples", "width", "radius"})
    ->Args({5, 1000, 10})
    ->Args({20, 10000, 1})
    ->Args({20, 10000, 30})
    ->Unit(benchmark::kMillisecond);

}  // namespace
