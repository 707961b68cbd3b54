// The run store: one SQLite file in which a run is computed once.
// Key: experiment, canonical setting with its defaults, seed, fingerprint of the code that computed it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/experiment.hpp"

namespace basin::claims {

/// Whether rows that other code computed are taken.
enum class Reuse { same_code, any };

/// What identifies a run.
struct RunKey {
  std::string experiment;
  std::string setting;  ///< Setting::canonical()
  std::uint64_t seed;
  std::string fingerprint;
};

/// A stored row with where it came from.
struct StoredRun {
  Row row;
  double seconds;                  ///< time the run took when it was computed
  std::string fingerprint;         ///< of the code that computed it
  std::vector<Curve> curves = {};  ///< of the series asked for, in their order
};

/// How long the stored runs of a setting took.
struct Timing {
  std::uint64_t runs;  ///< at least 1
  double seconds;      ///< all of them together
};

/// WAL mode, busy timeout, one transaction a run: killed at any moment it loses at most the run in flight.
/// One connection; not for use by two threads at once.
class RunStore {
 public:
  enum class Access { read, write };

  /// Opens or (Access::write) creates. Throws an input Error where the path cannot be written, is no store of ours, is
  /// corrupt, or has another schema version; a machine Error where the disk fails.
  RunStore(const std::filesystem::path& file, Access access);
  ~RunStore();
  RunStore(RunStore&&) noexcept;
  RunStore& operator=(RunStore&&) noexcept;

  /// The row of a run and the curves asked for; columns and series are matched by name, and a run that lacks one of
  /// them is not taken.
  [[nodiscard]] std::optional<StoredRun> find(const RunKey& key, const std::vector<Column>& columns, Reuse reuse,
                                              const std::vector<Series>& series = {}) const;

  /// Saves a row and its curves, curves[i] those of series[i], in one transaction. Throws a machine Error (disk full,
  /// locked too long; numbers that do not fit the columns, curves that do not fit the series or are not of 1 to
  /// most_curve_points points).
  void save(const RunKey& key, const std::vector<Column>& columns, const Row& row, double seconds,
            const std::vector<Series>& series = {}, const std::vector<Curve>& curves = {});

  /// Notes that a run's data was not there, so that a later judge need not ask why it has no row; save() takes it back.
  void save_skip(const RunKey& key, const std::string& reason);

  /// Why a run has no row; empty where nothing was noted.
  [[nodiscard]] std::optional<std::string> skip_reason(const RunKey& key) const;

  /// The times of the stored runs of an experiment by canonical setting (any seed, any code).
  [[nodiscard]] std::map<std::string, Timing> timings(const std::string& experiment) const;

  /// How many rows other code left for this experiment (so that the user can be told why nothing was reused).
  [[nodiscard]] std::uint64_t rows_of_other_code(const std::string& experiment, const std::string& fingerprint) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace basin::claims
