// What is said of the machine is one line and plausible.
#include "core/machine.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/parallel.hpp"

namespace basin {
namespace {

TEST(Machine, MemoryIsPlausible) {
  EXPECT_GT(memory_limit(), std::uint64_t{16} << 20);
  EXPECT_LT(memory_limit(), std::uint64_t{1} << 50);
}

TEST(Machine, SummaryIsOneLineWithCoresAndMemory) {
  const std::string text = machine_summary();
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_NE(text.find(fmt::format("{} cores", available_cores())), std::string::npos) << text;
  EXPECT_NE(text.find(" GiB"), std::string::npos) << text;
}

TEST(Machine, CompilerHasAVersion) {
  EXPECT_NE(compiler_summary().find_first_of("0123456789"), std::string::npos);
}

}  // namespace
}  // namespace basin
