// Puts together what the build wrote down.
#include "claims/fingerprint.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <string_view>

namespace basin::claims {
namespace {

std::vector<SourceDigest>& known_digests() {
  static std::vector<SourceDigest> digests;
  return digests;
}

/// Whether a path as the compiler was given it is that of an experiment ("source/noun.cpp").
bool is_path_of(std::string_view path, std::string_view file) {
  return !file.empty() && (path == file || (path.ends_with(file) && path[path.size() - file.size() - 1] == '/'));
}

/// Changes whenever the program is linked anew.
std::string program_stamp() {
  struct stat program {};
  if (stat("/proc/self/exe", &program) != 0) return "unknown program";
  return fmt::format("{} {}.{}", program.st_size, program.st_mtim.tv_sec, program.st_mtim.tv_nsec);
}

}  // namespace

void add_source_digests(const std::vector<SourceDigest>& digests) {
  known_digests().insert(known_digests().end(), digests.begin(), digests.end());
}

std::string fingerprint_of(const Experiment& experiment) {
  std::string source;
  for (const SourceDigest& known : known_digests()) {
    if (is_path_of(known.file, experiment.file)) source += known.digest;
  }
  if (source.empty()) source = experiment.file + ' ' + program_stamp();
  return fmt::format("{:016x}", hash_text(library_digest() + '\n' + source));
}

}  // namespace basin::claims
