// Results of the benchmarks as bench/run.sh writes them; lib/program/OUTPUT.md has every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace basin::report {

// Numbers that are not known are NaN, texts empty. Times are seconds.

/// Which side of its goal a ratio must lie on.
enum class Sense { at_least, at_most };

struct Goal {
  double value;             ///< NaN: there is none
  std::optional<bool> met;  ///< nothing where there is no goal or it was not tried
};

/// One number of the work, computed by both sides.
struct Agreement {
  std::string quantity;
  double ours, theirs;
  double tolerance;  ///< of the relative difference
  bool equal;        ///< within it
};
/// |ours - theirs| over the larger of |ours| and |theirs|; 0 where both are 0.
[[nodiscard]] double relative_difference(const Agreement& agreement);

/// The same work done by us and by another program.
struct SpeedComparison {
  std::string name, title;
  std::string work;     ///< "dim 10, n = 5, width 1000"
  std::string against;  ///< who the other one is
  std::string kernels;  ///< of its linear algebra
  std::string note;
  std::optional<std::uint64_t> rounds;
  double ratio, lowest, highest;  ///< theirs / ours; ours / reference where the goal is at most. Median and extremes
  Sense sense;
  Goal goal;
  double ours, theirs;  ///< median time
  std::vector<Agreement> agreement;
};

/// How time grows with the size of the work: exponents are slopes of log time over log x.
struct Growth {
  std::string name, title, variable, note;
  std::vector<std::pair<double, double>> points;  ///< x, time
  double exponent, standard_error;
  double operations;  ///< the same slope of the counted operations
  double theory;
};

struct ClaimTime {
  std::string claim;
  double seconds;  ///< processor time
  std::optional<std::uint64_t> runs;
};

/// A whole tier on several numbers of cores.
struct TierTime {
  std::string tier, note;
  std::optional<std::uint64_t> claims, runs;
  std::map<unsigned, double> seconds, peak_memory_mib;  ///< by cores
  double speed_up;
  Goal goal;                        ///< of the speed-up, at least
  std::vector<ClaimTime> by_claim;  ///< dearest first
};

/// Where and with what it was measured.
struct Measured {
  std::string date, processor, code, python, torch, numpy, note;
  std::optional<std::uint64_t> cores;
  bool native;  ///< compiled for that processor
  double load;  ///< of the machine before it began
};

struct Benchmarks {
  Measured measured;
  std::vector<SpeedComparison> comparisons;
  std::vector<Growth> growth;
  std::optional<TierTime> tier;
};

/// The results in a file of at most 1 MiB. Throws an input Error "file: place: problem; remedy" where it is no JSON, of
/// another format, has keys that are unknown or missing, values of other types, or contradicts itself: a goal that is
/// met with a ratio beyond it, numbers that are equal and differ by more than their tolerance.
[[nodiscard]] Benchmarks read_benchmarks(const std::filesystem::path& file);

/// The same from its text; `file` is named in errors.
[[nodiscard]] Benchmarks benchmarks_in(const std::string& text, const std::filesystem::path& file);

}  // namespace basin::report
