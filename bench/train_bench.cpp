// Whole trainings of the tasks, by our engines. Counters: what the peers must reach, too.
//   loss, largest_eigenvalue: of the network given back; the largest |eigenvalue| of its Jacobian over the examples
//   bulk_eigenvalue: the largest |eigenvalue| at the first example that is not one of those at 1 (a task for the flow:
//     radius 1 is in the linear region, where every network that interpolates has some)
//   steps; time: of the loss's gradient flow
//   early_loss, early_eigenvalue: after three epochs in double precision, before rounding parts two trainings by
//     batches, the eigenvalue at the first example; of a task for the flow after 20 steps of descent, over the examples
//   best_accuracy: on the test points, over the epochs
// Autoencoders have eigenvalues, classifiers the accuracy.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>

#include "claims/classification.hpp"
#include "dynamics/spectrum.hpp"
#include "tasks.hpp"

namespace {

using namespace basin;

bool is_classifier(const bench::Task& task) {
  return task.test.points.size() > 0;
}

constexpr double near_one = 0.07;  // [jiang2020, Lemma 4]
constexpr std::int64_t early_steps = 20, early_epochs = 3;

// What descent reaches before two of them part, or before a flow's would take hours.
void count_early(benchmark::State& state, bench::Task task) {
  const bool flows = task.engine == bench::Engine::flow;
  task.engine = bench::Engine::descent;
  task.descent.precision = train::Precision::double_precision;
  task.problem.stop.max_steps =
      flows ? early_steps : early_epochs * task.descent.batches.steps(task.problem.examples());
  const train::Trained trained = bench::train_task(task);
  state.counters["early_loss"] = trained.loss;
  if (is_classifier(task)) return;
  state.counters["early_eigenvalue"] = dynamics::largest_radius(
      dynamics::jacobian_spectra(trained.network, task.problem.inputs.leftCols(flows ? task.problem.examples() : 1)));
}

void train_task(benchmark::State& state, const std::string& name) {
  const bench::Task task = bench::task_named(name);
  train::Trained trained;
  double best = 0.0;
  train::Observer observer;
  if (is_classifier(task)) {
    observer = [&](const train::Snapshot& now) { best = std::max(best, claims::accuracy(now.network, task.test)); };
  }
  for (auto _ : state) trained = bench::train_task(task, observer);
  state.counters["loss"] = trained.loss;
  state.counters["steps"] = static_cast<double>(trained.steps);
  state.counters["time"] = trained.time;
  if (is_classifier(task)) {
    state.counters["best_accuracy"] = best;
  } else {
    const auto spectra = dynamics::jacobian_spectra(trained.network, task.problem.inputs);
    state.counters["largest_eigenvalue"] = dynamics::largest_radius(spectra);
    if (task.engine == bench::Engine::flow) {
      if (!trained.converged()) state.SkipWithError("the flow did not reach the loss");
      state.counters["bulk_eigenvalue"] = dynamics::largest_not_near_one(spectra.front(), near_one);
    }
  }
  if (task.descent.batches.order || task.engine == bench::Engine::flow) count_early(state, task);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto& name : bench::task_names()) {
    if (name == "spectra") continue;  // trains nothing
    benchmark::RegisterBenchmark(("train/" + name).c_str(), [name](benchmark::State& state) {
      train_task(state, name);
    })->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
