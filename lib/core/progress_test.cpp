// What a progress bar says, and that it is silent where it should be.
#include "core/progress.hpp"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>

namespace basin {
namespace {

TEST(Progress, TextHasCountPercentAndTimeLeft) {
  EXPECT_EQ(progress_text("runs", 4, 10, 0.4, 40.0, 10), "runs [####......] 4/10 40 %, 1:00 left");
  EXPECT_EQ(progress_text("runs", 4, 10, 0.4, 40.0, 0), "runs 4/10 40 %, 1:00 left");
}

TEST(Progress, TextBeforeAndAfter) {
  EXPECT_EQ(progress_text("runs", 0, 10, 0.0, 3.0, 4), "runs [....] 0/10 0 %");
  EXPECT_EQ(progress_text("runs", 10, 10, 0.98, 75.0, 4), "runs [####] 10/10 100 %, 1:15");
}

TEST(Progress, SaysHundredPercentOnlyWhenDone) {
  EXPECT_EQ(progress_text("runs", 999, 1000, 0.999, 999.0, 0), "runs 999/1000 99 %, 1.0 s left");
}

// Two of a hundred runs may be half of the work: the time left goes by the work.
TEST(Progress, TimeLeftGoesByTheWork) {
  EXPECT_EQ(progress_text("runs", 2, 100, 0.5, 60.0, 0), "runs 2/100 50 %, 1:00 left");
  EXPECT_EQ(progress_text("runs", 99, 100, 1.02, 60.0, 0), "runs 99/100 99 %, 0.0 s left");
}

TEST(Progress, DurationsReadLikePeopleWriteThem) {
  EXPECT_EQ(duration_text(0.04), "0.0 s");
  EXPECT_EQ(duration_text(12.4), "12 s");
  EXPECT_EQ(duration_text(187.0), "3:07");
  EXPECT_EQ(duration_text(7500.0), "2:05:00");
  EXPECT_EQ(duration_text(-1.0), "unknown");
}

// Never wider than the terminal, whatever its width; wide ones have the whole bar.
TEST(Progress, FitsTheTerminal) {
  for (std::size_t columns = 0; columns <= 200; ++columns) {
    EXPECT_LE(fitted_progress("runs", 1234, 15037, 0.08, 60.0, columns).size(), columns) << columns;
  }
  EXPECT_EQ(fitted_progress("runs", 4, 10, 0.5, 60.0, 200), progress_text("runs", 4, 10, 0.5, 60.0, 24));
  EXPECT_EQ(fitted_progress("runs", 4, 10, 0.5, 60.0, 40), "runs [#####......] 4/10 50 %, 1:00 left");
  EXPECT_EQ(fitted_progress("runs", 4, 10, 0.5, 60.0, 33), "runs [##..] 4/10 50 %, 1:00 left");
  EXPECT_EQ(fitted_progress("runs", 4, 10, 0.5, 60.0, 32), "runs 4/10 50 %, 1:00 left");
  EXPECT_EQ(fitted_progress("runs", 4, 10, 0.5, 60.0, 11), "runs 4/10 ");
}

/// What the shown or silent progress of three steps writes to the standard error that `fd` stands in for.
void three_steps(Progress::Output output) {
  Progress progress("runs", 3, output);
  for (int i = 0; i < 3; ++i) progress.advance();
}

/// Empty where this machine has no terminals to give (a container without /dev/pts).
std::optional<std::string> on_terminal(Progress::Output output, unsigned short columns = 80,
                                       const char* name = "xterm") {
  int master = -1;
  int terminal = -1;
  if (openpty(&master, &terminal, nullptr, nullptr, nullptr) != 0) return std::nullopt;
  const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  ioctl(terminal, TIOCSWINSZ, &size);
  setenv("TERM", name, 1);
  const int before = dup(STDERR_FILENO);
  dup2(terminal, STDERR_FILENO);
  three_steps(output);
  dup2(before, STDERR_FILENO);
  close(before);
  [[maybe_unused]] const auto mark = write(terminal, "|", 1);
  std::array<char, 4096> buffer{};
  std::string text;
  while (text.find('|') == std::string::npos) {
    const auto n = read(master, buffer.data(), buffer.size());
    if (n <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  close(terminal);
  close(master);
  return text;
}

TEST(Progress, DrawsABarOnATerminal) {
  const auto shown = on_terminal(Progress::Output::shown);
  if (!shown) GTEST_SKIP() << "this machine has no terminals to give";
  const std::string& text = *shown;
  EXPECT_NE(text.find("runs [........................] 0/3 0 %"), std::string::npos) << text;
  EXPECT_NE(text.find("3/3 100 %"), std::string::npos) << text;
}

TEST(Progress, TheBarIsAsWideAsTheTerminalLeavesIt) {
  const auto narrow = on_terminal(Progress::Output::shown, 24);
  if (!narrow) GTEST_SKIP() << "this machine has no terminals to give";
  EXPECT_NE(narrow->find("runs [........] 0/3 0 %\x1b[K"), std::string::npos) << *narrow;
}

TEST(Progress, WritesNoEscapesToATerminalThatHasNone) {
  for (const char* name : {"dumb", ""}) {
    const auto plain = on_terminal(Progress::Output::shown, 80, name);
    if (!plain) GTEST_SKIP() << "this machine has no terminals to give";
    EXPECT_EQ(*plain, "|");  // over before the first line is due
  }
}

TEST(Progress, SilentWritesNothingOnATerminal) {
  const auto silent = on_terminal(Progress::Output::silent);
  if (!silent) GTEST_SKIP() << "this machine has no terminals to give";
  EXPECT_EQ(*silent, "|");
}

TEST(Progress, ShortWorkLeavesNoLinesElsewhere) {
  testing::internal::CaptureStderr();
  three_steps(Progress::Output::shown);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace basin
