// The arms of a sample as the full grid of the levels of its varied settings.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "stats/sample.hpp"

namespace basin::stats {

/// One varied setting: its levels and the arms along it.
struct Axis {
  std::vector<Value> levels;                    ///< numbers in increasing order, else words in the claim's order
  std::vector<std::vector<std::size_t>> lines;  ///< arms that differ in this setting only, in the order of `levels`
};

/// Every combination of levels is one arm.
class ArmGrid {
 public:
  /// Throws an input Error where arms lack a varied setting, mix words and numbers in it, repeat each other or leave a
  /// combination out; where nothing is varied there must be one arm.
  explicit ArmGrid(const Sample& sample);

  /// The axis of a varied setting. Throws std::logic_error for another name.
  [[nodiscard]] const Axis& axis(const std::string& setting) const;

 private:
  std::map<std::string, Axis> axes_;
};

}  // namespace basin::stats
