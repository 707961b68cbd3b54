// What this machine is, for provenance and for refusing work that cannot fit.
#pragma once

#include <cstdint>
#include <string>

namespace basin {

/// One line: processor, cores, memory, operating system.
[[nodiscard]] std::string machine_summary();

/// Bytes of memory this process may use: the smaller of physical memory and the control group's limit.
[[nodiscard]] std::uint64_t memory_limit();

/// Compiler and its version, as built.
[[nodiscard]] std::string compiler_summary();

}  // namespace basin
