// gnuplot as a child process: script, output and complaints lie in temporary files, so that neither side ever waits for
// the other and no closed pipe can kill us.
#include "report/gnuplot.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"

extern char** environ;

namespace basin::report {
namespace {

constexpr std::size_t most_told = 300;  // chosen: bytes of a complaint; it stands in a page

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

File temporary_file() {
  File file(std::tmpfile());
  if (!file)
    throw_machine_error("no temporary file for gnuplot: {}; make room in the folder for temporary files",
                        std::strerror(errno));
  ::fcntl(fileno(file.get()), F_SETFD, FD_CLOEXEC);
  return file;
}

std::string content(std::FILE* file) {
  std::rewind(file);
  std::string text;
  std::array<char, 65536> part;
  for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), file)) > 0;) text.append(part.data(), got);
  if (std::ferror(file)) throw_machine_error("what gnuplot wrote cannot be read: {}", std::strerror(errno));
  return text;
}

struct Finished {
  int status = 0;
  std::string output, complaints;
};

/// The variables of this process but those that change what gnuplot draws: without UTF-8 it complains, and a decimal
/// comma, another terminal or font folder would make another picture.
std::vector<std::string> plain_environment() {
  static constexpr std::array<std::string_view, 7> left_out = {
      "LC_", "LANG=", "LANGUAGE=", "GNUTERM=", "GNUPLOT", "GDFONT", "FIT_"};
  std::vector<std::string> kept = {"LC_ALL=C.UTF-8"};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const auto begins = [&](std::string_view name) { return text.starts_with(name); };
    if (std::none_of(left_out.begin(), left_out.end(), begins)) kept.emplace_back(text);
  }
  return kept;
}

/// Its exit status; a child that does not end within the limit is killed.
int status_of(pid_t child, std::chrono::milliseconds limit) {
  bool late = false;
  // Where the system has no pidfd_open there is no limit.
  if (pollfd end{static_cast<int>(::syscall(SYS_pidfd_open, child, 0)), POLLIN, 0}; end.fd >= 0) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (int ended = -1; ended < 0;) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      ended = ::poll(&end, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
      late = ended == 0;
      if (ended < 0 && errno != EINTR) break;
    }
    ::close(end.fd);
  }
  if (late) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw_machine_error("gnuplot was lost: {}", std::strerror(errno));
  if (late)
    throw_machine_error("gnuplot did not end within {} s and was stopped; is the program of this name in PATH gnuplot?",
                        std::chrono::duration<double>(limit).count());
  return status;
}

Finished run(const std::string& script, std::chrono::milliseconds limit) {
  const File input = temporary_file(), output = temporary_file(), complaints = temporary_file();
  if (std::fwrite(script.data(), 1, script.size(), input.get()) != script.size() || std::fflush(input.get()) != 0)
    throw_machine_error("the script for gnuplot cannot be written: {}; make room in the folder for temporary files",
                        std::strerror(errno));
  ::lseek(fileno(input.get()), 0, SEEK_SET);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(input.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(output.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(complaints.get()), STDERR_FILENO);
  // -d: without the settings of whoever calls it.
  std::string program = "gnuplot", option = "-d";
  std::array<char*, 3> arguments = {program.data(), option.data(), nullptr};
  std::vector<std::string> variables = plain_environment();
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  pid_t child = 0;
  const int failure = ::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure == ENOENT) throw_machine_error("gnuplot is not to be found; install gnuplot-nox (Debian) and try again");
  if (failure != 0) throw_machine_error("gnuplot cannot be started: {}", std::strerror(failure));

  Finished finished;
  finished.status = status_of(child, limit);
  finished.output = content(output.get());
  finished.complaints = content(complaints.get());
  return finished;
}

// "line 12: ..." is how gnuplot speaks; around it stand the echoed command and, from other libraries, noise about
// fonts.
bool is_complaint(std::string_view line) {
  const auto at = line.find("line ");
  if (at == std::string_view::npos) return false;
  const auto digits = line.find_first_not_of("0123456789", at + 5);
  return digits != std::string_view::npos && digits > at + 5 && line[digits] == ':';
}

// First line by which gnuplot complains, second the first line that is not empty; both may be.
std::pair<std::string, std::string> first_complaint(const std::string& complaints) {
  std::istringstream lines(complaints);
  std::string any;
  for (std::string line; std::getline(lines, line);) {
    const auto start = line.find_first_not_of(" \t\r");
    if (start == std::string::npos) continue;
    line = line.substr(start, most_told);
    if (is_complaint(line)) return {line, any};
    if (any.empty()) any = line;
  }
  return {"", any};
}

}  // namespace

bool has_program(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/bin:/usr/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::filesystem::path file = std::filesystem::path(folder.empty() ? "." : folder) / name;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::string run_gnuplot(const std::string& script, std::chrono::milliseconds limit) {
  const Finished finished = run(script, limit);
  const auto [complaint, any] = first_complaint(finished.complaints);
  if (WIFSIGNALED(finished.status))
    throw_machine_error("gnuplot was killed by signal {}; is there memory enough?", WTERMSIG(finished.status));
  if (WEXITSTATUS(finished.status) != 0)
    throw_machine_error("gnuplot failed: {}", !complaint.empty() ? complaint
                                              : !any.empty()
                                                  ? any
                                                  : fmt::format("exit code {}", WEXITSTATUS(finished.status)));
  // A curve that it leaves out is only a warning to gnuplot; a picture that lacks one must not look whole.
  if (!complaint.empty()) throw_machine_error("gnuplot drew, but complained: {}", complaint);
  if (finished.output.empty()) throw_machine_error("gnuplot drew nothing; does the script end its picture?");
  return finished.output;
}

}  // namespace basin::report
