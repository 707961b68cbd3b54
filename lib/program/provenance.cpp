// Where verdicts come from, and how to get them again.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "core/machine.hpp"
#include "program/verdict_report.hpp"

namespace basin::program {

namespace fs = std::filesystem;

Provenance provenance_of(const Options& options, claims::Tier tier) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return {.date = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))),
          .host = host.data(),
          .compiler = compiler_summary(),
          .machine = machine_summary(),
          .root = (options.folders.claims / "").parent_path().parent_path(),  // "claims" and "claims/" alike
          .store = options.store,
          .tier = tier,
          .reuse = options.reuse,
          .seed_epoch = options.seed_epoch,
          .jobs = options.cores()};
}

std::string file_name(const fs::path& file, const Provenance& provenance) {
  const fs::path root = provenance.root.empty() ? fs::path(".") : provenance.root;
  const fs::path below = file.lexically_normal().lexically_relative(root.lexically_normal());
  const bool is_below = !below.empty() && *below.begin() != "..";
  return is_below ? below.string() : file.string();
}

}  // namespace basin::program
