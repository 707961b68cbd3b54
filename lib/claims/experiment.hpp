// An experiment is a pure function (setting, seed) -> row of numbers, and where it has series a second table: loss by
// epoch, category by picture. It trains or builds something and measures it; it never judges. One .cpp defines one and
// registers it with BASIN_EXPERIMENT.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "claims/setting.hpp"
#include "core/random.hpp"

namespace basin::claims {

/// What an experiment knows of the run it is asked for beside the setting.
struct Run {
  std::string experiment;
  std::uint64_t seed = 1;
  std::filesystem::path data = {};  ///< folder of MNIST and CIFAR-10; empty where the user gave none
  Perturbation perturbation = Perturbation::none;

  /// The random draws for one purpose: "init", "data", "order", "noise".
  [[nodiscard]] Stream stream(std::string_view purpose) const { return {experiment, seed, purpose, perturbation}; }
};

/// A column of an experiment's rows.
struct Column {
  std::string name;
  std::string meaning;
};

/// One run's numbers, in the order of the experiment's columns. NaN: could not be measured.
using Row = std::vector<double>;

/// A column of the second table that runs have beside their row: a number, or one of a few words, for each x (an epoch,
/// a picture). To look at: rules judge rows only.
struct Series {
  std::string name;
  std::string meaning;                  ///< "loss on the validation points"
  std::vector<std::string> words = {};  ///< where it has some, y is the index of one of them and is printed as it
};

/// One run's points of a series: y[i] at x[i]. All series of a run have the same x, none of it NaN; y may be NaN.
struct Curve {
  std::vector<double> x, y;

  bool operator==(const Curve&) const = default;
};

/// Most points a series may have in one run. Chosen: a function of the plane on a grid of 128 x 128, the longest that
/// is drawn (log-spaced curves have about 200 points, data sets 100 to 500 pictures). Eight series of this
/// length take 2 MB a run in a store.
inline constexpr std::size_t most_curve_points = 128 * 128;

/// What one run gave. A row alone is one too: most experiments have no series.
struct Measured {
  Measured(Row numbers, std::vector<Curve> drawn = {}) : row(std::move(numbers)), curves(std::move(drawn)) {}

  Row row;
  std::vector<Curve> curves;  ///< in the order of the experiment's series
};

/// Everything known of an experiment.
struct Experiment {
  std::string name;     ///< source.noun: "jiang2020.radius_sweep"
  std::string summary;  ///< one sentence
  std::vector<Parameter> parameters = {};
  std::vector<Column> columns;
  Column series_x = {};  ///< what all series run over: {"epoch", "steps, or ..."}; without a name where there are none
  std::vector<Series> series = {};
  /// Refuses settings that cannot be run (too large for the memory, parameters that exclude each other): throws an
  /// input Error. May be empty.
  std::function<void(const Setting&)> check = {};
  std::function<Measured(const Setting&, const Run&)> measure;
  /// Floating-point operations of a run at a setting, to a factor of a few: for settings that were never timed, how
  /// long they will take. May be empty: then that is unknown.
  std::function<double(const Setting&)> work = {};
  /// Whether runs at a setting are too long to be recorded as golden rows: what rounding does grows with every step of
  /// a stochastic training, and soon says nothing of the code. May be empty: none is.
  std::function<bool(const Setting&)> chaotic = {};
  std::string file = {};  ///< the source file, relative to the reproductions folder; set by the registry
};

/// The experiments linked into this program, by name.
class Registry {
 public:
  static Registry& global();

  /// Throws std::logic_error for what only a programmer can mend: a name that is not source.noun or is used twice, a
  /// parameter or column that is no identifier, is repeated, or is named like the other; a series that is no
  /// identifier, is repeated, or is named like the series' x or a parameter; a series' word that is empty, repeated or
  /// "nan"; series without an x or an x without series; a default that its own range refuses; no columns; no measure.
  void add(Experiment experiment, const std::string& file);
  /// Throws an input Error that names the known experiments (nearest first).
  [[nodiscard]] const Experiment& find(const std::string& name) const;
  [[nodiscard]] std::vector<const Experiment*> all() const;

 private:
  std::map<std::string, Experiment> experiments_;
};

/// Why these curves are not what the series ask for: one for each, 1 to most_curve_points points, the same x in all of
/// them and no NaN in it, y an index of the series' words where it has some (or NaN). Empty where they are.
[[nodiscard]] std::string objection_to(const std::vector<Curve>& curves, const std::vector<Series>& series);

/// Registers at program start; made by BASIN_EXPERIMENT.
struct Registration {
  explicit Registration(Experiment (*define)(), std::source_location where = std::source_location::current()) {
    Registry::global().add(define(), where.file_name());
  }
};

}  // namespace basin::claims

/// BASIN_EXPERIMENT(radius_sweep) { return {.name = "jiang2020.radius_sweep", ...}; }
#define BASIN_EXPERIMENT(identifier)                                                         \
  static ::basin::claims::Experiment define_##identifier();                                  \
  static const ::basin::claims::Registration registration_##identifier{define_##identifier}; \
  static ::basin::claims::Experiment define_##identifier()
