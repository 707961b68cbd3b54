#include "core/shared_object.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <vector>

namespace basin {
namespace {

std::vector<std::filesystem::path> candidates(const std::string& file, const std::string& folders) {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto here = program.parent_path();
  if (!ignored) files.push_back(here / file);
  std::istringstream all(folders);
  for (std::string folder; std::getline(all, folder, ':');) {
    if (!ignored || folder.starts_with('/')) files.push_back(here / folder / file);
  }
  return files;
}

}  // namespace

void* OpenedModule::symbol(const char* name) const {
  return handle == nullptr ? nullptr : dlsym(handle, name);
}

OpenedModule open_module(const std::string& what, const std::string& file, const std::string& folders) {
  for (const auto& candidate : candidates(file, folders)) {
    std::error_code ignored;
    if (!std::filesystem::exists(candidate, ignored)) continue;
    void* handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle != nullptr) return {candidate.string(), handle, {}};
    return {candidate.string(), nullptr,
            fmt::format("{} {} cannot be opened ({})", what, candidate.string(), dlerror())};
  }
  // By name alone, along the program's own run path: programs that link an installed basin have its folder there.
  if (void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) return {file, handle, {}};
  return {file, nullptr,
          fmt::format("{} {} is not beside the program nor in {}; build or install it", what, file, folders)};
}

}  // namespace basin
