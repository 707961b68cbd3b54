// What the command line says, checked: the options every command has, seeds, settings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "claims/runner.hpp"

namespace basin::program {

enum class Talk { full, quiet };

/// The options every command has, as typed; empty where not given.
struct TypedOptions {
  std::string jobs, store, data, seed_epoch, reuse, claims, golden, figures, readmes, benchmarks;
  Talk talk = Talk::full;
};

/// The same, checked and with defaults.
struct Options {
  unsigned jobs = 0;  ///< 0: one a core
  std::filesystem::path store, data;
  std::uint64_t seed_epoch = 0;
  claims::Reuse reuse = claims::Reuse::same_code;
  claims::Library folders;
  std::filesystem::path figures;     ///< folder of figure files
  std::filesystem::path readmes;     ///< folder with <source>/README.md
  std::filesystem::path benchmarks;  ///< file of benchmark results; empty: none was given and none is there
  Talk talk = Talk::full;
  TypedOptions typed;  ///< what was given, for those who call the program again

  [[nodiscard]] claims::RunnerOptions runner() const;
  /// Runs at once: as asked, or one a core.
  [[nodiscard]] unsigned cores() const;
};

/// Checks and fills in defaults: the build's store and folders, BASIN_DATA. Throws an input Error.
[[nodiscard]] Options checked(const TypedOptions& typed);

/// A whole number within [low, high]; `what` names it in the input Error.
[[nodiscard]] std::uint64_t read_whole(const std::string& what, const std::string& text, std::uint64_t low,
                                       std::uint64_t high);

/// "7" (1..7) or "3..9": ascending, from 1 on, at most a million.
[[nodiscard]] std::vector<std::uint64_t> read_seeds(const std::string& text);

/// "name=value" as typed, several; a name given twice is an input Error.
[[nodiscard]] Values read_settings(const claims::Experiment& experiment, const std::vector<std::string>& texts);

}  // namespace basin::program
