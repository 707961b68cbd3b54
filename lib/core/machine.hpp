// What this machine is, for provenance and for refusing work that cannot fit.
#pragma once

#include <cstdint>
#include <string>

namespace basin {

/// One line: processor, cores, memory, operating system.
[[nodiscard]] std::string machine_summary();

/// Bytes of memory this process may use: the smaller of physical memory and the control group's limit.
[[nodiscard]] std::uint64_t memory_limit();

/// Lets the allocator keep the memory of freed matrices for the next ones instead of giving it back to the system,
/// which costs a page fault every 4 KiB of every kernel of every step. Does nothing where the C library is not glibc.
void keep_freed_memory();

/// Compiler and its version, as built.
[[nodiscard]] std::string compiler_summary();

}  // namespace basin
