// The parameters of an experiment and the settings users give it.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/value.hpp"

namespace basin::claims {

/// What a parameter accepts.
enum class Kind {
  count,   ///< a whole number, at most 2^53 in size
  real,    ///< a number
  choice,  ///< one of some words
};

/// Whether a parameter may be infinite.
enum class Infinity { refused, allowed };

/// One parameter of an experiment: its default, its range, its meaning in a few words with unit.
struct Parameter {
  std::string name;
  Kind kind;
  Value fallback;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_included = true;
  Infinity infinity = Infinity::refused;
  std::vector<std::string> choices = {};
  std::string meaning = {};
};

/// A complete setting: every parameter of one experiment has a checked value.
class Setting {
 public:
  /// Fills in defaults. Throws an input Error for an unknown name (naming the known ones), a value of the wrong kind,
  /// NaN, a value out of range or not among the choices.
  Setting(const std::vector<Parameter>& parameters, const Values& given);

  /// A number. Throws std::logic_error where the experiment has no such number.
  [[nodiscard]] double number(const std::string& name) const;
  /// A whole number. Throws std::logic_error where the experiment has no such finite whole number.
  [[nodiscard]] Eigen::Index count(const std::string& name) const;
  /// A word. Throws std::logic_error where the experiment has no such word.
  [[nodiscard]] const std::string& text(const std::string& name) const;
  [[nodiscard]] const Values& values() const { return values_; }

  /// Every name=value in alphabetical order: the run store's key.
  [[nodiscard]] std::string canonical() const { return to_text(values_); }

 private:
  Values values_;
};

/// Reads "name=value" as typed on the command line, by the parameter's kind. Throws an input Error.
[[nodiscard]] std::pair<std::string, Value> read_assignment(const std::vector<Parameter>& parameters,
                                                            const std::string& text);

}  // namespace basin::claims
