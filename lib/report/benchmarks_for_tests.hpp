// Results of benchmarks, made up: every key of the format, goals met, missed and not there. For tests only.
#pragma once

#include <string>

#include "report/benchmarks.hpp"

namespace basin::report {

inline std::string made_up_results() {
  std::string text = R"({
 "format": 1,
 "measured": {"date": "2026-11-22", "processor": "Intel(R) Xeon(R) Processor @ 2.60GHz", "cores": 2, "native": true,
              "code": "0.1.0", "python": "3.11.2", "torch": "1.13.1", "numpy": "1.24.2", "load": 0.12,
              "note": "Nothing else ran."},
 "comparisons": [
  {"name": "flow", "title": "Gradient flow to loss 1e-7", "case": "dim 10, radius 1, n = 5, width 1000",
   "against": "descent in eager PyTorch, lr 3", "rounds": 5, "ratio": 12345.0, "lowest": 11000.0, "highest": 13000.0,
   "goal": 1000.0, "sense": "at_least", "met": true, "ours": 0.0011, "theirs": 13.58, "kernels": "SkylakeX",
   "agreement": [{"quantity": "loss", "ours": 9.8e-8, "theirs": 9.9e-8, "tolerance": 0.05, "equal": true},
                 {"quantity": "largest |eigenvalue|", "ours": 0.93, "theirs": 0.93, "tolerance": 1e-3, "equal": true}],
   "note": ""},
  {"name": "batches", "title": "Training by batches", "case": "depth 11, width 32, batches of 32",
   "against": "eager PyTorch", "rounds": 3, "ratio": 0.8, "lowest": null, "highest": null,
   "goal": 3.0, "sense": "at_least", "met": false, "ours": 0.5, "theirs": 0.4, "kernels": "",
   "agreement": [{"quantity": "loss", "ours": 0.5, "theirs": 0.25, "tolerance": 0.05, "equal": false}],
   "note": "The other one was not told to flush denormal numbers."},
  {"name": "products", "title": "A step beside its own matrix products", "case": "depth 11, width 128",
   "against": "what it cannot do without", "rounds": 5, "ratio": 0.55, "lowest": 0.5, "highest": 0.6,
   "goal": 1.0, "sense": "at_most", "met": true, "ours": 0.0012, "theirs": null, "kernels": "oneDNN",
   "agreement": [], "note": ""},
  {"name": "start", "title": "Start of the program", "case": "basin list", "against": "python3 -c pass",
   "rounds": 1, "ratio": null, "lowest": null, "highest": null, "goal": null, "sense": "at_least", "met": null,
   "ours": 0.03, "theirs": null, "note": "Python was not there."}],
 "growth": [
  {"name": "flow.width", "title": "Gradient flow, n = 5, a kernel step", "variable": "width",
   "points": [[1000, 0.01], [3000, 0.03], [10000, 0.098]], "exponent": 0.98, "standard_error": 0.02,
   "operations": 0.99, "theory": 1.0, "note": ""},
  {"name": "spectrum.dim", "title": "Eigenvalues of a Jacobian", "variable": "dim", "points": [],
   "exponent": null, "standard_error": null, "operations": 2.9, "theory": 3, "note": "Too quick to be timed."}],
 "tier": {"tier": "quick", "claims": 191, "runs": 15037, "seconds": {"1": 1200.0, "2": 640.0},
          "peak_memory_mib": {"1": 300.0, "2": 520.0}, "speed_up": 1.875, "goal": 1.8, "met": true,
          "processor_seconds": [)";
  for (int i = 1; i <= 12; ++i)
    text += (i > 1 ? ", " : "") + std::string(R"({"claim": "demo2020.radius_sweep.curve_)") + std::to_string(i) +
            R"(", "seconds": )" + std::to_string(10 * i) + R"(, "runs": 27})";
  return text + R"(], "note": "From an empty store."}
})";
}

inline Benchmarks made_up_benchmarks() {
  return benchmarks_in(made_up_results(), "made_up.json");
}

}  // namespace basin::report
