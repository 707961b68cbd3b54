// Evaluation: one pass over the operations, each giving a value per arm (A arms); NaN goes through everything.
#include "stats/predicate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "stats/tokens.hpp"

namespace basin::stats {
namespace {

constexpr double undecided = std::numeric_limits<double>::quiet_NaN();

using PerArm = std::vector<double>;  // one an arm

double truth(bool holds) {
  return holds ? 1.0 : 0.0;
}

double combine(Operation operation, double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return undecided;  // also where IEEE has a number: pow(1, NaN), min(1, NaN)
  switch (operation) {
    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case Operation::raise:
      return std::pow(a, b);
    case Operation::smallest_of:
    case Operation::smallest_over:
      return std::min(a, b);
    case Operation::largest_of:
    case Operation::largest_over:
      return std::max(a, b);
    case Operation::mean_over:
      return a + b;
    case Operation::less:
      return truth(a < b);
    case Operation::less_equal:
      return truth(a <= b);
    case Operation::greater:
      return truth(a > b);
    case Operation::greater_equal:
      return truth(a >= b);
    case Operation::equal:
      return truth(a == b);
    case Operation::unequal:
      return truth(a != b);
    case Operation::both:
      return std::min(a, b);
    case Operation::either:
      return std::max(a, b);
    default:
      throw std::logic_error("an operation does not take two values");
  }
}

double transform(Operation operation, double a) {
  switch (operation) {
    case Operation::negate:
      return -a;
    case Operation::absolute:
      return std::abs(a);
    case Operation::root:
      return std::sqrt(a);
    case Operation::exponential:
      return std::exp(a);
    case Operation::logarithm:
      return std::log(a);
    case Operation::negation:
      return 1.0 - a;
    default:
      throw std::logic_error("an operation does not take one value");
  }
}

/// One pass over a program for one seed.
class Evaluation {
 public:
  Evaluation(const Program& program, const Sample& sample, const ArmGrid& grid, std::size_t seed)
      : program_(program), sample_(sample), grid_(grid), arms_(sample.arms.size()) {
    for (const Arm& arm : sample.arms) {
      const auto& run = arm.runs.at(seed);
      numbers_.push_back(run && is_decided(*run) ? &*run : nullptr);
    }
  }

  PerArm evaluate() {
    std::vector<PerArm> values;
    values.reserve(program_.nodes.size());
    for (const Node& node : program_.nodes) {
      std::vector<PerArm> operands;
      for (const std::size_t place : node.operands) operands.push_back(std::move(values[place]));
      values.push_back(value_of(node, operands));
    }
    return std::move(values.back());
  }

 private:
  bool is_decided(const Numbers& run) const {
    const auto converged = run.find("converged");
    if (converged == run.end() || program_.columns.contains("converged")) return true;
    return converged->second != 0.0 && !std::isnan(converged->second);
  }

  PerArm value_of(const Node& node, std::vector<PerArm>& operands) const {
    switch (node.operation) {
      case Operation::constant:
        return PerArm(arms_, node.number);
      case Operation::column:
        return column(node.name);
      case Operation::setting:
      case Operation::is_word:
      case Operation::is_not_word:
        return setting(node);
      case Operation::decreasing:
      case Operation::increasing:
        return trend(node, operands.front());
      case Operation::mean_over:
      case Operation::largest_over:
      case Operation::smallest_over:
        return reduce(node, operands.front());
      case Operation::at_level:
        return pick(node, operands.front());
      default:
        break;
    }
    PerArm result = std::move(operands.front());
    if (operands.size() == 1)
      for (double& value : result) value = transform(node.operation, value);
    for (std::size_t i = 1; i < operands.size(); ++i)
      for (std::size_t a = 0; a < arms_; ++a) result[a] = combine(node.operation, result[a], operands[i][a]);
    return result;
  }

  PerArm column(const std::string& name) const {
    PerArm result(arms_, undecided);
    for (std::size_t a = 0; a < arms_; ++a) {
      if (numbers_[a] == nullptr) continue;
      const auto found = numbers_[a]->find(name);
      if (found != numbers_[a]->end()) result[a] = found->second;
    }
    return result;
  }

  PerArm setting(const Node& node) const {
    PerArm result(arms_, undecided);
    for (std::size_t a = 0; a < arms_; ++a) {
      const auto found = sample_.arms[a].setting.find(node.name);
      if (found == sample_.arms[a].setting.end())
        throw_at(node.position, fmt::format("the setting '{}' has no value in an arm", node.name));
      const auto* word = std::get_if<std::string>(&found->second);
      if (node.operation == Operation::setting) {
        if (word != nullptr)
          throw_at(node.position, fmt::format("setting '{0}' is a word; compare it, as in {0} == 'word'", node.name));
        result[a] = std::get<double>(found->second);
        continue;
      }
      if (word == nullptr)
        throw_at(node.position,
                 fmt::format("setting '{}' is a number and cannot be compared with a quoted word", node.name));
      result[a] = truth((*word == std::get<std::string>(node.value)) == (node.operation == Operation::is_word));
    }
    return result;
  }

  PerArm trend(const Node& node, const PerArm& values) const {
    const Axis& axis = grid_.axis(node.name);
    if (axis.levels.size() < 2)
      throw_at(node.position, fmt::format("the setting '{}' has one level, which has no trend; vary it", node.name));
    PerArm result(arms_);
    for (const auto& line : axis.lines) {
      double all = 1.0;
      for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        double step = combine(Operation::subtract, values[line[i + 1]], values[line[i]]);
        if (node.operation == Operation::decreasing) step = -step;
        all = combine(Operation::both, all, combine(Operation::greater, step, node.number));
      }
      for (const std::size_t a : line) result[a] = all;
    }
    return result;
  }

  PerArm reduce(const Node& node, const PerArm& values) const {
    PerArm result(arms_);
    for (const auto& line : grid_.axis(node.name).lines) {
      double value = values[line.front()];
      for (std::size_t i = 1; i < line.size(); ++i) value = combine(node.operation, value, values[line[i]]);
      if (node.operation == Operation::mean_over) value /= static_cast<double>(line.size());
      for (const std::size_t a : line) result[a] = value;
    }
    return result;
  }

  PerArm pick(const Node& node, const PerArm& values) const {
    const Axis& axis = grid_.axis(node.name);
    const auto found = std::find(axis.levels.begin(), axis.levels.end(), node.value);
    if (found == axis.levels.end()) {
      std::vector<std::string> levels;
      for (const Value& level : axis.levels) levels.push_back(basin::to_text(level));
      throw_at(node.position, fmt::format("no arm has {}={}; levels, {}", node.name, basin::to_text(node.value),
                                          known_names(basin::to_text(node.value), levels)));
    }
    const auto place = static_cast<std::size_t>(found - axis.levels.begin());
    PerArm result(arms_);
    for (const auto& line : axis.lines)
      for (const std::size_t a : line) result[a] = values[line[place]];
    return result;
  }

  const Program& program_;
  const Sample& sample_;
  const ArmGrid& grid_;
  std::size_t arms_;
  std::vector<const Numbers*> numbers_;  // null: no decided run
};

}  // namespace

Expression::Expression(std::string text, Result wanted, const Names& names)
    : text_(std::move(text)),
      program_(parse_expression(text_, names)),
      varied_(names.varied.begin(), names.varied.end()) {
  const Node& root = program_.nodes.back();
  if (root.result != wanted)
    throw_at(root.position, wanted == Result::truth
                                ? "a predicate is wanted, and this is a bare number; compare it with something"
                                : "a number is wanted, and this is true or false");
  if (program_.columns.empty()) throw_input_error("the expression reads no column, so that no run could change it");
  for (std::size_t i = 0; i < names.varied.size(); ++i)
    if (((root.varies >> i) & 1U) != 0) varies_.insert(names.varied[i]);
}

std::vector<double> Expression::evaluate(const Sample& sample, const ArmGrid& grid, std::size_t seed) const {
  if (std::set<std::string>(sample.varied.begin(), sample.varied.end()) != varied_)
    throw std::logic_error("the sample varies other settings than the expression was read for");
  return Evaluation(program_, sample, grid, seed).evaluate();
}

}  // namespace basin::stats
