// Opens the LibTorch module on first use. BASIN_TORCH_MODULE: file name of the module, empty in builds without
// LibTorch; BASIN_TORCH_FOLDERS: where it may be, separated by ':', relative to the program's folder or absolute.
#include "train/torch_engine.hpp"

#include <string>

#include "core/error.hpp"
#include "core/shared_object.hpp"

namespace basin::train {
namespace {

struct Module {
  TorchTrain* train = nullptr;
  TorchDerivatives* derivatives = nullptr;
  std::string failure;  // why it could not be opened
};

Module find_functions() {
  Module module;
  if (std::string(BASIN_TORCH_MODULE).empty()) {
    module.failure = "this build has no LibTorch; install libtorch-dev (or set CMAKE_PREFIX_PATH) and configure again";
    return module;
  }
  const OpenedModule opened = open_module("the LibTorch engine", BASIN_TORCH_MODULE, BASIN_TORCH_FOLDERS);
  module.failure = opened.failure;
  module.train = opened.function<TorchTrain>(torch_train_symbol);
  module.derivatives = opened.function<TorchDerivatives>(torch_derivatives_symbol);
  if (module.failure.empty() && (module.train == nullptr || module.derivatives == nullptr)) {
    module.failure = fmt::format("{} is no LibTorch engine of this program; build it again", opened.file);
  }
  return module;
}

const Module& opened() {
  static const Module module = find_functions();
  return module;
}

const Module& usable() {
  const Module& module = opened();
  if (!module.failure.empty()) throw_input_error("engine=torch cannot be used: {}", module.failure);
  return module;
}

void require_success(const std::string& failure) {
  if (!failure.empty()) throw_machine_error("LibTorch failed: {}", failure);
}

}  // namespace

bool torch_available() {
  return opened().failure.empty();
}

Trained torch_engine(const Problem& problem, const DescentOptions& options) {
  problem.check();
  options.check(problem);
  Trained trained;
  std::string failure;
  usable().train(problem, options, trained, failure);
  require_success(failure);
  return trained;
}

Derivatives torch_derivatives(const Problem& problem, Precision precision) {
  problem.check();
  Derivatives derivatives;
  std::string failure;
  usable().derivatives(problem, precision, derivatives, failure);
  require_success(failure);
  return derivatives;
}

}  // namespace basin::train
