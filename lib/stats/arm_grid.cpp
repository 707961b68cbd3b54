// Each arm gets a mixed-radix code of its levels; lines along a setting share the code of all the others.
#include "stats/arm_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include "core/error.hpp"

namespace basin::stats {
namespace {

std::vector<Value> levels_of(const Sample& sample, const std::string& setting) {
  std::vector<Value> levels;
  for (const Arm& arm : sample.arms) {
    const auto found = arm.setting.find(setting);
    if (found == arm.setting.end()) throw_input_error("an arm has no value for the varied setting '{}'", setting);
    const Value& level = found->second;
    const double* number = std::get_if<double>(&level);
    if (number != nullptr && std::isnan(*number)) throw_input_error("a level of the setting '{}' is NaN", setting);
    if (!levels.empty() && levels.front().index() != level.index())
      throw_input_error("the levels of the setting '{}' mix numbers and words", setting);
    if (std::find(levels.begin(), levels.end(), level) == levels.end()) levels.push_back(level);
  }
  if (!levels.empty() && std::holds_alternative<double>(levels.front())) std::sort(levels.begin(), levels.end());
  return levels;
}

}  // namespace

ArmGrid::ArmGrid(const Sample& sample) {
  const std::size_t arms = sample.arms.size();
  std::size_t combinations = 1;
  std::vector<std::size_t> codes(arms, 0);
  std::map<std::string, std::vector<std::size_t>> places;
  std::map<std::string, std::size_t> strides;
  for (const std::string& setting : sample.varied) {
    if (axes_.contains(setting)) throw_input_error("the setting '{}' is varied twice", setting);
    Axis& axis = axes_[setting];
    axis.levels = levels_of(sample, setting);
    std::vector<std::size_t>& place = places[setting];
    for (std::size_t a = 0; a < arms; ++a) {
      const auto found = std::find(axis.levels.begin(), axis.levels.end(), sample.arms[a].setting.at(setting));
      place.push_back(static_cast<std::size_t>(found - axis.levels.begin()));
      codes[a] += combinations * place.back();
    }
    strides[setting] = combinations;
    const std::size_t count = std::max<std::size_t>(axis.levels.size(), 1);
    // More combinations than arms is wrong already; stopping here keeps the product from overflowing.
    if (count > arms || combinations > arms / count)
      throw_input_error("{} arms are not every combination of the levels of the varied settings", arms);
    combinations *= count;
  }
  if (combinations != arms || std::set<std::size_t>(codes.begin(), codes.end()).size() != arms)
    throw_input_error(
        "{} arms are not each combination of the levels of the varied settings once; remove repeated levels", arms);
  for (auto& [setting, axis] : axes_) {
    std::map<std::size_t, std::vector<std::size_t>> lines;
    for (std::size_t a = 0; a < arms; ++a) {
      const std::size_t place = places[setting][a];
      auto& line = lines[codes[a] - place * strides[setting]];
      line.resize(axis.levels.size());
      line[place] = a;
    }
    for (auto& [code, line] : lines) axis.lines.push_back(std::move(line));
  }
}

const Axis& ArmGrid::axis(const std::string& setting) const {
  const auto found = axes_.find(setting);
  if (found == axes_.end()) throw std::logic_error("setting '" + setting + "' is not varied in the sample");
  return found->second;
}

}  // namespace basin::stats
