// The spectra of all pictures of a trained network, width 128 and 11 hidden layers. [strandqvist2020]
// Counter: largest_eigenvalue, the largest |eigenvalue| at the first picture.
#include <benchmark/benchmark.h>

#include "dynamics/spectrum.hpp"
#include "tasks.hpp"

namespace {

using namespace basin;

void spectra(benchmark::State& state) {
  const bench::Task task = bench::task_named("spectra");
  double largest = 0.0;
  for (auto _ : state) {
    largest = dynamics::jacobian_spectra(task.problem.initial, task.problem.inputs).front().radius;
  }
  state.counters["largest_eigenvalue"] = largest;
}
BENCHMARK(spectra)->Unit(benchmark::kMillisecond);

}  // namespace
