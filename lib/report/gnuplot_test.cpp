// Calling gnuplot: what comes back, and every way in which it can fail, with programs of our own in its place.
#include "report/gnuplot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/error.hpp"
#include "core/test_folder.hpp"
#include "report/drawing.hpp"

namespace basin::report {
namespace {

using ::testing::HasSubstr;

// PATH for one test.
class Path {
 public:
  explicit Path(const std::string& value) : before_(std::getenv("PATH")) { ::setenv("PATH", value.c_str(), 1); }
  ~Path() { ::setenv("PATH", before_.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  [[nodiscard]] const std::string& before() const { return before_; }

 private:
  std::string before_;
};

// A shell script that is called in gnuplot's place.
struct Impostor {
  explicit Impostor(const std::string& commands) {
    const auto file = folder.write("gnuplot", "#!/bin/sh\n" + commands + "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }
  TestFolder folder;
  Path path{folder.path().string() + ":/bin:/usr/bin"};
};

std::string failure_of(const std::string& script) {
  try {
    (void)run_gnuplot(script);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::machine);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Gnuplot, GivesScriptAndTakesOutputOfAnySize) {
  const Impostor impostor("[ \"$1\" = -d ] || exit 9\ncat; echo noise about fonts >&2");
  const std::string script(3'000'000, 'x');  // more than any pipe holds
  EXPECT_TRUE(run_gnuplot(script) == script);
}

TEST(Gnuplot, SurvivesAProgramThatReadsNothing) {
  const Impostor impostor("exec <&-; echo drawn");
  EXPECT_EQ(run_gnuplot(std::string(3'000'000, 'x')), "drawn\n");
}

TEST(Gnuplot, TellsTheFirstComplaint) {
  const Impostor impostor("echo >&2; echo 'gnuplot> plto x' >&2; echo '    line 7: invalid command' >&2; exit 1");
  EXPECT_EQ(failure_of("plto x"), "gnuplot failed: line 7: invalid command");
}

TEST(Gnuplot, TellsTheExitCodeWhereNothingIsSaid) {
  const Impostor impostor("exit 5");
  EXPECT_EQ(failure_of(""), "gnuplot failed: exit code 5");
}

TEST(Gnuplot, TakesAWarningForAFailure) {
  const Impostor impostor("echo '<svg>'; echo '  line 2: warning: Skipping data file with no valid points' >&2");
  EXPECT_THAT(failure_of(""), HasSubstr("complained: line 2: warning: Skipping"));
}

TEST(Gnuplot, TellsOfSignalsAndOfNoOutput) {
  {
    const Impostor impostor("kill -9 $$");
    EXPECT_THAT(failure_of(""), HasSubstr("killed by signal 9"));
  }
  const Impostor impostor("true");
  EXPECT_THAT(failure_of(""), HasSubstr("drew nothing"));
}

TEST(Gnuplot, IsEndedWhereItHangs) {
  const Impostor impostor("exec sleep 30");
  try {
    (void)run_gnuplot("plot x\n", std::chrono::milliseconds(50));
    FAIL() << "it did not hang";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did not end within 0.05 s"));
  }
}

TEST(Gnuplot, IsNotQuotedAtLength) {
  const Impostor impostor("head -c 100000 /dev/zero | tr '\\0' x >&2; exit 3");
  EXPECT_EQ(failure_of(""), "gnuplot failed: " + std::string(300, 'x'));
}

TEST(Gnuplot, WhatIsNoSvgDoesNotEnterThePage) {
  const Impostor impostor("echo '<script>alert(1)</script>'");
  const Drawing drawing{.name = "one", .panels = {StripPanel{.title = "none", .pictures = {}}}};
  EXPECT_THROW((void)draw_svg(drawing), Error);
}

TEST(Gnuplot, TakesNoLocaleAndNoTerminalOfItsUser) {
  const Impostor impostor("env | grep -E '^(LC_|LANG|GNUTERM|KEPT)' | sort");
  const std::pair<const char*, const char*> variables[] = {
      {"LC_NUMERIC", "de_DE.UTF-8"}, {"GNUTERM", "x11"}, {"KEPT", "1"}};
  for (const auto& [name, value] : variables) ::setenv(name, value, 1);
  EXPECT_EQ(run_gnuplot(""), "KEPT=1\nLC_ALL=C.UTF-8\n");
  for (const auto& [name, value] : variables) ::unsetenv(name);
}

TEST(Gnuplot, SaysWhatToInstall) {
  const TestFolder empty;
  const Path path(empty.path().string());
  EXPECT_FALSE(has_program("gnuplot"));
  EXPECT_THAT(failure_of(""), HasSubstr("gnuplot is not to be found; install gnuplot-nox"));
}

TEST(Gnuplot, FindsProgramsOnlyWhereTheyCanBeRun) {
  const TestFolder folder;
  folder.write("text", "not a program");
  std::filesystem::create_directory(folder.path() / "subfolder");
  const Path path(folder.path().string() + ":/bin:/usr/bin");
  EXPECT_TRUE(has_program("sh"));
  EXPECT_FALSE(has_program("text"));
  EXPECT_FALSE(has_program("subfolder"));
}

TEST(Gnuplot, OfTheMachineTakesNoSettingsOfItsUser) {
  if (!has_program("gnuplot")) GTEST_SKIP() << "gnuplot is not installed";
  const TestFolder home;
  home.write(".gnuplot", "print 'the user was here'\nset terminal dumb\n");
  const std::string before = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  ::setenv("HOME", home.path().c_str(), 1);
  const std::string svg = run_gnuplot("set terminal svg\nplot x\n");
  ::setenv("HOME", before.c_str(), 1);
  EXPECT_TRUE(svg.starts_with("<?xml")) << svg.substr(0, 200);
  EXPECT_THAT(failure_of("set terminal svg\nset xrange [1:\nplot x\n"), HasSubstr("gnuplot failed: line 0: "));
}

}  // namespace
}  // namespace basin::report
