// Reads /proc, /sys/fs/cgroup and uname; whatever cannot be read is left out and never an error.
#include "core/machine.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "core/parallel.hpp"

namespace basin {
namespace {

namespace fs = std::filesystem;

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\"");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t\"\r\n") - from + 1));
}

/// The text after the first `separator` of the first line that starts with `name`.
std::string line_value(const fs::path& file, std::string_view name, char separator) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name)) continue;
    const auto at = line.find(separator);
    if (at != std::string::npos) return trimmed(std::string_view(line).substr(at + 1));
  }
  return {};
}

/// The number a control group file holds; empty for "max" and for files that are not there.
std::optional<std::uint64_t> limit_in(const fs::path& file) {
  std::ifstream in(file);
  std::string text;
  std::uint64_t value = 0;
  if (!(in >> text)) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Lowers `limit` to the smallest value of `name` in `folder` and the folders above it, down to `root`.
void lower_to(std::uint64_t& limit, const fs::path& root, std::string group, const char* name) {
  while (true) {
    if (const auto value = limit_in(fs::path(root.string() + group) / name)) limit = std::min(limit, *value);
    const auto slash = group.rfind('/');
    if (group.empty() || slash == std::string::npos) return;
    group.resize(slash);
  }
}

std::uint64_t physical_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) : 0;
}

}  // namespace

std::uint64_t memory_limit() {
  std::uint64_t limit = physical_memory();
  if (limit == 0) limit = UINT64_MAX;
  // A line is "id:controllers:/group"; version 2 has no controllers, version 1 names "memory" among them.
  std::ifstream in("/proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const std::string group = line.substr(second + 1);
    if (controllers == ",,") lower_to(limit, "/sys/fs/cgroup", group, "memory.max");
    if (controllers.find(",memory,") != std::string::npos) {
      lower_to(limit, "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
    }
  }
  return limit;
}

std::string machine_summary() {
  std::string processor = line_value("/proc/cpuinfo", "model name", ':');
  utsname system{};
  const bool known = uname(&system) == 0;
  if (processor.empty()) processor = known ? system.machine : "unknown processor";
  std::string name = line_value("/etc/os-release", "PRETTY_NAME", '=');
  if (name.empty()) name = "unknown system";
  return fmt::format("{}, {} cores, {:.1f} GiB, {}{}", processor, available_cores(),
                     static_cast<double>(memory_limit()) / (1024.0 * 1024.0 * 1024.0), name,
                     known ? fmt::format(" ({} {})", system.sysname, system.release) : "");
}

std::string compiler_summary() {
#if defined(__clang__)
  return fmt::format("Clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#elif defined(__GNUC__)
  return fmt::format("GCC {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#else
  return "unknown compiler";
#endif
}

void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the largest that glibc takes
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace basin
