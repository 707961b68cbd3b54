// How cost grows with width, depth and examples: growth/<name>/<variable>:<x>, what bench/harness/growth.py fits powers
// of x to. The counter `operations` is the number of multiply-adds of one repetition, by the formula above each
// benchmark; what is not one (sigmoids, copies of the parameters) is not counted.
// D inputs and outputs, W width, n examples, P weights.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "data/sphere.hpp"
#include "dynamics/spectrum.hpp"
#include "nets/jacobian.hpp"
#include "tasks.hpp"
#include "train/backprop.hpp"
#include "train/gradient_flow.hpp"

namespace {

using namespace basin;
using Index = Eigen::Index;

constexpr Index dim = 32, pixels = 3072, depth_width = 128, width_depth = 3;

double pairs_of(double n) {
  return n * (n + 1.0) / 2.0;
}

// jiang2020's two layers at radius 1. Google Benchmark calls a benchmark again and again: the last one is kept, since
// drawing a million units takes longer than a step of theirs; no other is, since they take gigabytes.
const train::Problem& autoencoding(Index width, Index examples) {
  static std::optional<train::Problem> kept;
  if (!kept || kept->initial.spec.widths[1] != width || kept->examples() != examples) {
    kept.reset();
    kept.emplace();
    kept->initial = nets::draw_network(nets::autoencoder(dim, width, 2, nets::Activation::sigmoid),
                                       Stream("bench.growth", 1, "init"));
    kept->inputs = kept->targets = data::sphere_points(Stream("bench.growth", 1, "data"), dim, examples, 1.0);
    kept->stop = {1e-300, 1};
  }
  return *kept;
}

// Lanczos iterations m on N residuals: m products with the kernel, and twice the overlaps with all vectors before.
double krylov_operations(double m, double n) {
  return m * n * n + 2.0 * m * (m + 1.0) * n;
}

// Start and one attempt: 2 D W n for the tangent and the outputs of each of the two networks, D W n for the tangent of
// the predicted one, 3 D W n for each of 3 descents; 2 kernels, each the pairs of outputs and those of examples, the
// products of both, and the similarity of the hidden units; Krylov spaces of 40 vectors (largest eigenvalue), 12 and
// 12, which are enough at a time of 1 / largest eigenvalue.
double flow_operations(double width, double n) {
  const double outputs = pairs_of(dim), examples = pairs_of(n), residuals = n * dim;
  const double kernel = width * (outputs * examples + outputs + examples + n * n);
  return 14.0 * dim * width * n + 2.0 * kernel + krylov_operations(std::min(40.0, residuals), residuals) +
         2.0 * krylov_operations(std::min(12.0, residuals), residuals);
}

// One step of the flow with what goes before it. The tolerance accepts the first attempt, whatever its error: the
// number of attempts is not what is measured.
void flow(benchmark::State& state, Index width, Index examples) {
  const train::Problem& p = autoencoding(width, examples);
  for (auto _ : state) {
    const train::Trained trained = train::gradient_flow(p, {.tolerance = 1e3});
    if (trained.steps == 1) continue;
    state.SkipWithError("the flow did not make one step");
    break;
  }
  state.counters["operations"] = flow_operations(static_cast<double>(width), static_cast<double>(examples));
}
void flow_width(benchmark::State& state) {
  flow(state, state.range(0), 5);
}
void flow_examples(benchmark::State& state) {
  flow(state, 10000, state.range(0));
}

// A step of gradient_descent in single precision, without its start and end, which copy the parameters: 2 D W n
// forward, D W n backward through the second layer, 2 D W n for the gradients.
void descent(benchmark::State& state, Index width, Index examples) {
  train::Backprop<float> passes(autoencoding(width, examples));
  for (auto _ : state) {
    benchmark::DoNotOptimize(passes.forward());
    passes.backward([](auto& layer, const auto& delta, const auto& h) { layer.add_gradient(-0.01F, delta, h); });
  }
  state.counters["operations"] = 5.0 * static_cast<double>(dim * width * examples);
}
void descent_width(benchmark::State& state) {
  descent(state, state.range(0), 5);
}
void descent_examples(benchmark::State& state) {
  descent(state, 1000, state.range(0));
}

// 200 steps, 50 epochs of batches of 32, 32, 32 and 4. P = 2 pixels W + (depth - 1) W^2 weights: of each example and
// epoch P forward, P backward but for the first layer, P for the gradient; 4 a weight and step for RMSprop (mean of
// squares 2, root and quotient 1, step 1). All units count, those that are off and passed over too.
void batches_depth(benchmark::State& state) {
  const Index depth = state.range(0);
  const bench::Task task = bench::pictures(static_cast<std::size_t>(depth), depth_width);
  const std::int64_t steps = task.problem.stop.max_steps, epochs = steps / 4;
  for (auto _ : state) benchmark::DoNotOptimize(bench::train_task(task).loss);
  const double first = static_cast<double>(pixels * depth_width);
  const double weights = 2.0 * first + static_cast<double>((depth - 1) * depth_width * depth_width);
  state.counters["operations"] = static_cast<double>(epochs * task.problem.examples()) * (3.0 * weights - first) +
                                 4.0 * weights * static_cast<double>(steps);
}

// Of each picture: P for the slopes; the cyclic product that starts behind the layer with the fewest units on, between
// units that are on, m of them there: m on_l on_{l-1} for each other layer; 5 m^3 for the eigenvalues of its m x m
// matrix by Hessenberg form and QR steps (10 m^3 with additions apart; Golub and Van Loan, Matrix Computations, 7.5).
double spectra_operations(const train::Problem& p) {
  const auto slopes = nets::layer_slopes(p.initial, p.inputs);
  double sum = 0.0;
  for (const auto& weights : p.initial.weights) sum += static_cast<double>(weights.size() * p.examples());
  for (Index i = 0; i < p.examples(); ++i) {
    std::vector<double> on;
    for (const auto& layer : slopes) on.push_back(static_cast<double>((layer.col(i).array() != 0.0).count()));
    const std::size_t layers = on.size();
    const auto start = static_cast<std::size_t>(std::min_element(on.begin(), on.end()) - on.begin());
    for (std::size_t k = 2; k <= layers; ++k) {  // the first factor is multiplied with none
      sum += on[start] * on[(start + k) % layers] * on[(start + k - 1) % layers];
    }
    sum += 5.0 * on[start] * on[start] * on[start];
  }
  return sum;
}

void spectra(benchmark::State& state, Index depth, Index width) {
  const train::Problem p = bench::pictures(static_cast<std::size_t>(depth), width).problem;
  for (auto _ : state) benchmark::DoNotOptimize(dynamics::jacobian_spectra(p.initial, p.inputs).front().radius);
  state.counters["operations"] = spectra_operations(p);
}
void spectra_depth(benchmark::State& state) {
  spectra(state, state.range(0), depth_width);
}
void spectra_width(benchmark::State& state) {
  spectra(state, width_depth, state.range(0));
}

using Points = std::vector<std::int64_t>;
const Points widths = {1000, 3162, 10000, 31623, 100000, 316228, 1000000};
const Points examples = {1, 2, 5, 10, 20, 40};
const Points depths = {1, 2, 3, 6, 11};
const Points narrow = {16, 32, 64, 128, 256};

void grow(void (*measure)(benchmark::State&), const char* name, const char* variable, const Points& points) {
  auto* added = benchmark::RegisterBenchmark(name, measure)->ArgName(variable)->Unit(benchmark::kMillisecond);
  for (const auto x : points) added->Arg(x);
}

[[maybe_unused]] const bool registered = [] {
  grow(flow_width, "growth/flow.width", "width", widths);
  grow(flow_examples, "growth/flow.examples", "examples", examples);
  grow(descent_width, "growth/descent.width", "width", widths);
  grow(descent_examples, "growth/descent.examples", "examples", examples);
  grow(batches_depth, "growth/batches.depth", "depth", depths);
  grow(spectra_depth, "growth/spectra.depth", "depth", depths);
  grow(spectra_width, "growth/spectra.width", "width", narrow);
  return true;
}();

}  // namespace
