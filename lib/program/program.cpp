// The boundary: what is thrown below becomes a sentence and an exit code here, and nowhere else.
#include "program/program.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "core/error.hpp"
#include "core/machine.hpp"
#include "program/command_line.hpp"
#include "program/commands.hpp"
#include "program/sentence.hpp"

namespace basin::program {
namespace {

int dispatch(int argc, const char* const* argv) {
  const Request request = read_command_line(argc, argv);
  if (!request.command) {
    fmt::print("{}", request.text);
    return exit_as_expected;
  }
  return request.command(checked(request.options));
}

int say(int code, const char* what) {
  std::fflush(stdout);
  std::fprintf(stderr, "basin: %s\n", one_line(what).c_str());
  return code;
}

int guarded(int argc, const char* const* argv) {
  try {
    return dispatch(argc, argv);
  } catch (const Error& error) {
    return say(static_cast<int>(error.fault()), error.what());
  } catch (const std::bad_alloc&) {
    return say(exit_machine, "out of memory; use fewer --jobs or a smaller setting");
  } catch (const std::exception& error) {
    return say(exit_machine, error.what());
  }
}

}  // namespace

int run(int argc, const char* const* argv) {
  keep_freed_memory();
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is then an error of its writing, which is said
  const int code = guarded(argc, argv);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    return say(exit_machine, "the standard output cannot be written; free some space or send it elsewhere");
  }
  return code;
}

}  // namespace basin::program
