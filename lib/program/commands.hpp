// The commands: what each takes and does. Every function answers with the program's exit code and throws basin::Error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "program/options.hpp"

namespace basin::program {

inline constexpr int exit_as_expected = 0;
inline constexpr int exit_differs = 1;
inline constexpr int exit_machine = 3;
inline constexpr int exit_skipped = 77;

enum class ListAs { text, json };

struct ListArguments {
  std::vector<std::string> sources;
  std::vector<claims::Tier> tiers;
  ListAs as = ListAs::text;
  std::string ctest;  ///< file for a CTest script; empty: none
};
/// Claims and experiments, as text, JSON or a CTest script.
[[nodiscard]] int list(const Options& options, const ListArguments& arguments);

struct ShowArguments {
  std::string name;  ///< of a claim or an experiment
  std::optional<claims::Tier> tier;
};
/// All that is known of a claim or an experiment.
[[nodiscard]] int show(const Options& options, const ShowArguments& arguments);

struct RunArguments {
  std::string experiment;
  std::vector<std::string> settings;  ///< "name=value"
  std::string seeds = "1";
  std::string csv;     ///< file, or "-" for the standard output; empty: a table
  std::string series;  ///< likewise; empty: none
};
/// Runs an experiment at any setting.
[[nodiscard]] int run_experiment(const Options& options, const RunArguments& arguments);

enum class Work { compute, forecast };
/// Whether every published number is listed beside ours.
enum class Points { largest_difference, listed };

struct VerifyArguments {
  std::vector<std::string> patterns, sources;
  claims::Tier tier = claims::Tier::quick;
  Work work = Work::compute;
  Points points = Points::largest_difference;
  std::string json, junit;  ///< files; empty: none
};
/// Computes what is missing, judges, prints the verdicts.
[[nodiscard]] int verify(const Options& options, const VerifyArguments& arguments);

struct JudgeArguments {
  std::string claim;
  std::string control;  ///< empty: the claim
  std::optional<claims::Tier> tier;
};
/// Judges one claim or control from stored runs.
[[nodiscard]] int judge(const Options& options, const JudgeArguments& arguments);

/// Whether the runs that figures need and the store has not are computed.
enum class FigureRunsFrom { computed, store };

struct ReportArguments {
  std::string out;                            ///< folder; empty: report/ in the build folder
  std::vector<std::string> sources, figures;  ///< empty: all
  claims::Tier tier = claims::Tier::quick;
  Work work = Work::compute;
  FigureRunsFrom runs = FigureRunsFrom::computed;
};
/// Writes the page: claims judged from stored runs, figures from those and the few of their own.
[[nodiscard]] int report(const Options& options, const ReportArguments& arguments);

enum class GoldenWork { check, update, diff };

struct GoldenArguments {
  GoldenWork work = GoldenWork::check;
  std::vector<std::string> experiments;  ///< empty: all that have claims in the tier
  claims::Tier tier = claims::Tier::quick;
};
/// Compares with recorded rows, records them, or shows what has changed and which verdicts would flip.
[[nodiscard]] int golden(const Options& options, const GoldenArguments& arguments);

struct FillArguments {
  std::string experiment;
  claims::Tier tier = claims::Tier::quick;
};
/// Computes the runs that the tests of one experiment in one tier need: the claims' that are
/// judged, their controls', the golden rows.
[[nodiscard]] int fill(const Options& options, const FillArguments& arguments);

}  // namespace basin::program
