// Opens the LibTorch module on first use. BASIN_TORCH_MODULE: file name of the module, empty in builds without
// LibTorch; BASIN_TORCH_FOLDERS: where it may be, separated by ':', relative to the program's folder or absolute.
#include "train/torch_engine.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "core/error.hpp"

namespace basin::train {
namespace {

struct Module {
  TorchTrain* train = nullptr;
  TorchDerivatives* derivatives = nullptr;
  std::string failure;  // why it could not be opened
};

std::vector<std::filesystem::path> candidates() {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto here = program.parent_path();
  if (!ignored) files.push_back(here / BASIN_TORCH_MODULE);
  std::istringstream folders(BASIN_TORCH_FOLDERS);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!ignored || folder.starts_with('/')) files.push_back(here / folder / BASIN_TORCH_MODULE);
  }
  return files;
}

/// The handle's functions; a null handle's failure is the loader's own.
Module functions_of(void* handle, const std::string& file) {
  Module module;
  if (handle == nullptr) {
    module.failure = fmt::format("the LibTorch engine {} cannot be opened ({})", file, dlerror());
    return module;
  }
  module.train = reinterpret_cast<TorchTrain*>(dlsym(handle, torch_train_symbol));
  module.derivatives = reinterpret_cast<TorchDerivatives*>(dlsym(handle, torch_derivatives_symbol));
  if (module.train == nullptr || module.derivatives == nullptr) {
    module.failure = fmt::format("{} is no LibTorch engine of this program; build it again", file);
  }
  return module;
}

Module open_module() {
  Module module;
  if (std::string(BASIN_TORCH_MODULE).empty()) {
    module.failure = "this build has no LibTorch; install libtorch-dev (or set CMAKE_PREFIX_PATH) and configure again";
    return module;
  }
  for (const auto& file : candidates()) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) continue;
    return functions_of(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL), file.string());
  }
  // By name alone, along the program's own run path: programs that link an installed basin have its folder there.
  if (void* handle = dlopen(BASIN_TORCH_MODULE, RTLD_NOW | RTLD_LOCAL)) {
    return functions_of(handle, BASIN_TORCH_MODULE);
  }
  module.failure = fmt::format("the LibTorch engine {} is not beside the program nor in {}; build or install it",
                               BASIN_TORCH_MODULE, BASIN_TORCH_FOLDERS);
  return module;
}

const Module& opened() {
  static const Module module = open_module();
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
