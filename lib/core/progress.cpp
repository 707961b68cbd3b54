// The bar is redrawn at most ten times a second; elsewhere than on a terminal a line appears at most every ten seconds,
// so that the log of an hour stays short and a call of seconds leaves none.
#include "core/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace basin {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr auto line_interval = std::chrono::seconds(10);
constexpr std::size_t widest_bar = 24, narrowest_bar = 4;
constexpr std::size_t usual_columns = 80;  // of a terminal that does not say

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Whether standard error can be drawn over.
bool can_redraw() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && terminal && *terminal && std::string_view(terminal) != "dumb";
}

/// Asked anew each time: a window may have another width by now.
std::size_t columns_now() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual_columns;
}

}  // namespace

std::string duration_text(double seconds) {
  if (!(seconds >= 0.0) || seconds > 1e9) return "unknown";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string progress_text(const std::string& what, std::size_t done, std::size_t total, double part, double seconds,
                          std::size_t width) {
  part = done >= total ? 1.0 : std::clamp(part, 0.0, 1.0);
  std::string bar;
  if (width > 0) {
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(width));
    bar = "[" + std::string(filled, '#') + std::string(width - filled, '.') + "] ";
  }
  std::string left;
  if (done >= total) {
    left = ", " + duration_text(seconds);
  } else if (part > 0.0) {
    left = ", " + duration_text(seconds * (1.0 - part) / part) + " left";
  }
  return fmt::format("{} {}{}/{} {:.0f} %{}", what, bar, done, total,
                     std::floor(done >= total ? 100.0 : std::min(99.0, 100.0 * part)), left);
}

std::string fitted_progress(const std::string& what, std::size_t done, std::size_t total, double part, double seconds,
                            std::size_t columns) {
  std::string text = progress_text(what, done, total, part, seconds, 0);
  constexpr std::size_t around = 3;  // brackets and a space
  // One column stays free: some terminals wrap as soon as the last one is written.
  const std::size_t room = std::max<std::size_t>(columns, 1) - 1;
  if (text.size() + around + narrowest_bar <= room) {
    text = progress_text(what, done, total, part, seconds, std::min(widest_bar, room - text.size() - around));
  }
  return text.substr(0, room);
}

Progress::Progress(std::string what, std::size_t total, Output output, double work)
    : what_(std::move(what)),
      total_(total),
      work_(work > 0.0 && std::isfinite(work) ? work : 0.0),
      output_(output),
      terminal_(can_redraw()),
      start_(Clock::now()),
      drawn_(start_) {
  if (terminal_ && output_ == Output::shown && total_ > 0) draw(Moment::underway);
}

Progress::~Progress() {
  if (any_drawn_) draw(Moment::last);
}

void Progress::advance(double work) {
  const std::lock_guard lock(mutex_);
  ++done_;
  work_done_ += work;
  if (output_ == Output::silent) return;
  const auto now = Clock::now();
  const Clock::duration interval = terminal_ ? Clock::duration(redraw_interval) : Clock::duration(line_interval);
  if (now - drawn_ < interval) return;
  drawn_ = now;
  draw(Moment::underway);
}

void Progress::draw(Moment moment) {
  any_drawn_ = true;
  const double part =
      work_ > 0.0 ? work_done_ / work_ : static_cast<double>(done_) / std::max(1.0, static_cast<double>(total_));
  const double seconds = seconds_since(start_);
  const std::string text = terminal_ ? fitted_progress(what_, done_, total_, part, seconds, columns_now())
                                     : progress_text(what_, done_, total_, part, seconds, 0);
  // \r and "erase to the end of the line" redraw; no colours, so NO_COLOR has nothing to switch off.
  const std::string line = terminal_ ? "\r" + text + "\x1b[K" + (moment == Moment::last ? "\n" : "") : text + "\n";
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace basin
