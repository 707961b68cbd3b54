// How basin says that something cannot be done: problem, reason, remedy, and whose fault it is.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace basin {

/// What the program exits with when the error reaches its boundary.
enum class Fault : int {
  input = 2,     ///< wrong use or bad input: the user can mend it
  machine = 3,   ///< the machine failed: disk full, out of memory, runs missing
  skipped = 77,  ///< what was asked for needs data that is not there
};

/// An error that names the problem, why, and what to do.
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}
  [[nodiscard]] Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

/// Throws a Fault::input Error; arguments as for fmt::format.
template <class... Args>
[[noreturn]] void throw_input_error(fmt::format_string<Args...> text, Args&&... args) {
  throw Error(Fault::input, fmt::format(text, std::forward<Args>(args)...));
}

/// Throws a Fault::machine Error; arguments as for fmt::format.
template <class... Args>
[[noreturn]] void throw_machine_error(fmt::format_string<Args...> text, Args&&... args) {
  throw Error(Fault::machine, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace basin
