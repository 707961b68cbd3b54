// Golden rows: recorded rows of a few seeds that tell whether our code has changed (a different question from whether a
// source is right). golden/<source>/<experiment noun>.<tier>.csv; golden/STANDARD.md is the format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "claims/runner.hpp"

namespace basin::claims {

/// Where recorded rows come from; each is one line of text.
struct Provenance {
  std::string creator;   ///< "basin 0.1.0"
  std::string compiler;  ///< with its version
  std::string native;    ///< "yes" where compiled for the recording machine's processor, else "no"
  std::string machine;
  std::string date;  ///< YYYY-MM-DD
};

/// A recorded run.
struct GoldenRow {
  Values setting;  ///< the settings that the file names
  std::uint64_t seed = 0;
  std::map<std::string, double> values;  ///< by column; NaN and infinity are recorded as such
  std::size_t line = 0;
};

/// A file of recorded rows.
struct Golden {
  std::filesystem::path file;
  std::vector<std::string> comments;         ///< provenance, as written
  std::map<std::string, double> tolerances;  ///< absolute, of each column that is golden
  std::vector<GoldenRow> rows;
};

/// A number that has moved by more than its tolerance.
struct GoldenDifference {
  std::string column;
  Values setting;  ///< the settings that the file names
  std::uint64_t seed;
  double recorded, now;
  double tolerances;  ///< |now - recorded| / tolerance; infinite where only one of them is a number
  double effect;  ///< (now - recorded) / pooled standard deviation of the recorded rows between seeds; NaN without one
};

/// How rows compare with recorded ones. Nothing has changed where all three lists are empty.
struct GoldenReport {
  std::vector<GoldenDifference> differences;  ///< the largest effect first, those without one before them
  std::vector<std::string> not_recorded;      ///< "setting, seed" that claims ask for and the file has not: update. The
                                              ///< settings that claim or file name, without the other defaults
  std::vector<std::string> not_asked_for;     ///< the reverse: rows that no claim needs any more
  std::size_t compared = 0;                   ///< numbers
  std::size_t missing = 0;                    ///< rows that could not be computed, their data not being there

  /// Rows that are missing say nothing of the code: whoever has no data can still check the others.
  [[nodiscard]] bool unchanged() const { return differences.empty() && not_recorded.empty() && not_asked_for.empty(); }
};

/// The golden file of an experiment in a tier.
[[nodiscard]] std::filesystem::path golden_file(const Library& library, const Experiment& experiment, Tier tier);

/// What is recorded: the settings of the arms (not the controls) of the claims on this experiment that are judged at
/// this tier, each once, seeds 1 and 2. Of more than 24 settings 24 are taken, evenly spaced. Empty where no claim is.
/// Comparisons do not count: nothing hangs on their runs.
[[nodiscard]] std::vector<RunRequest> golden_requests(const std::vector<Claim>& claims, const Experiment& experiment,
                                                      Tier tier);

/// The tolerance of each column that is golden, from runs as they are and runs whose random draws were moved by one
/// unit in the last place: max(50 x largest |plain - perturbed|, 1e-6 x max(1, largest |value|)), and at least 2 for
/// whole numbers that differ between seeds and reach 100 (step counts). Golden are columns whose tolerance is at most a
/// tenth of their standard deviation between seeds (pooled over settings), and columns that neither seeds nor the
/// perturbation change. rows[i] and perturbed[i] belong to requests[i]; throws std::logic_error for other lengths.
[[nodiscard]] std::map<std::string, double> golden_tolerances(const Experiment& experiment,
                                                              const std::vector<RunRequest>& requests,
                                                              const std::vector<Row>& plain,
                                                              const std::vector<Row>& perturbed);

/// Writes the file in one step. Throws an input Error where the environment variable CI is set, where there are no
/// rows, or where no column is stable; a machine Error where it cannot be written.
void record_golden(const std::filesystem::path& file, const Experiment& experiment,
                   const std::vector<RunRequest>& requests, const std::vector<Row>& plain,
                   const std::vector<Row>& perturbed, const Provenance& provenance);

/// Reads a file as hostile input. Throws an input Error "file:line: ..." also for settings and columns the experiment
/// does not have and settings it refuses.
[[nodiscard]] Golden read_golden(const std::filesystem::path& file, const Experiment& experiment);

/// Compares rows with recorded ones; rows[i] belongs to requests[i] and is empty where it could not be computed.
[[nodiscard]] GoldenReport check_golden(const Golden& golden, const Experiment& experiment,
                                        const std::vector<RunRequest>& requests,
                                        const std::vector<std::optional<Row>>& rows);

}  // namespace basin::claims
