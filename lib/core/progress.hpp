// A progress bar with time left on a terminal, plain lines elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace basin {

/// The text of a bar: "what [####......] 4/10 40 %, 1:05 left". `part` (0 to 1) of the work was done in `seconds`;
/// `width` (characters) is what the bar itself may take, 0 for none.
[[nodiscard]] std::string progress_text(const std::string& what, std::size_t done, std::size_t total, double part,
                                        double seconds, std::size_t width);

/// The same on one line of `columns` characters: the bar gets what the words leave, at most 24 and nothing below 4;
/// words that are still too long are cut. A longer line would wrap, and what is drawn over it would begin one line too
/// low.
[[nodiscard]] std::string fitted_progress(const std::string& what, std::size_t done, std::size_t total, double part,
                                          double seconds, std::size_t columns);

/// "12 s", "3:07", "2:05:00": seconds as people write them.
[[nodiscard]] std::string duration_text(double seconds);

/// Thread-safe. Writes to standard error: a redrawn bar where that is a terminal that can erase (TERM is set and not
/// "dumb"), as wide as it is at that moment; a line at most every ten seconds elsewhere, nothing where it is made
/// silent.
class Progress {
 public:
  enum class Output { shown, silent };
  /// `work`: of all `total` together, in any unit; where it is not positive and finite, all are the same work.
  Progress(std::string what, std::size_t total, Output output, double work = 0.0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more of `total` is done, which was so much of the work.
  void advance(double work = 0.0);

 private:
  enum class Moment { underway, last };
  void draw(Moment moment);

  std::string what_;
  std::size_t total_, done_ = 0;
  double work_, work_done_ = 0.0;
  Output output_;
  bool terminal_;
  bool any_drawn_ = false;
  std::chrono::steady_clock::time_point start_, drawn_;
  std::mutex mutex_;
};

}  // namespace basin
