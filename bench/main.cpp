// basin_bench: Google Benchmark's own main, with memory kept as the program keeps it.
#include <benchmark/benchmark.h>

#include "core/machine.hpp"

int main(int argc, char** argv) {
  basin::keep_freed_memory();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
