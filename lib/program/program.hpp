// The program: reads the command line, does what it says, answers with an exit code.
#pragma once

#include <filesystem>
#include <vector>

namespace basin::program {

/// What a build knows of the program it makes; the file that basin_add_program generates sets it before main.
struct BuiltIn {
  std::filesystem::path claims;      ///< folder of claim files in the source tree
  std::filesystem::path golden;      ///< folder of golden and published numbers in the source tree
  std::filesystem::path figures;     ///< folder of figure files in the source tree
  std::filesystem::path readmes;     ///< folder with <source>/README.md in the source tree
  std::filesystem::path benchmarks;  ///< file of benchmark results in the source tree; need not be there
  std::filesystem::path build;       ///< build folder, where the run store lies unless --store says otherwise
  std::filesystem::path shared;      ///< folder under <prefix>/share that has claims/, golden/, ... once installed
};

void set_built_in(BuiltIn built_in);
[[nodiscard]] const BuiltIn& built_in();

/// The whole program. Returns 0 as expected, 1 a verdict or golden differs, 2 wrong use or bad input, 3 the machine
/// failed, 77 everything asked for was skipped. Throws nothing.
[[nodiscard]] int run(int argc, const char* const* argv);

}  // namespace basin::program
