// From the text of an expression to a list of operations, each after those it needs: no recursion to evaluate it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.hpp"
#include "stats/rule.hpp"

namespace basin::stats {

enum class Operation {
  // numbers
  constant,
  column,
  setting,
  negate,
  add,
  subtract,
  multiply,
  divide,
  raise,
  absolute,
  root,
  exponential,
  logarithm,
  smallest_of,
  largest_of,
  // truths
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  unequal,
  is_word,
  is_not_word,
  both,
  either,
  negation,
  // over the arms of one seed
  decreasing,
  increasing,
  mean_over,
  largest_over,
  smallest_over,
  at_level,
};

/// Which kind of value a node has.
enum class Result { number, truth };

/// One operation of a program. `operands` are places of earlier nodes; each node is the operand of one other.
struct Node {
  Operation operation;
  Result result;
  std::size_t position;  ///< column of the text, for messages
  std::vector<std::size_t> operands;
  double number = 0.0;       ///< the constant; the margin of decreasing and increasing
  std::string name = {};     ///< the column, or the setting
  Value value = {};          ///< the word of is_word, the level of at_level
  std::uint64_t varies = 0;  ///< bit i: the value differs between levels of Names::varied[i]
};

/// A parsed expression; the last node is its value.
struct Program {
  std::vector<Node> nodes;
  std::set<std::string> columns;
};

/// Parses. A name that a column and a setting share is the setting beside a quoted word and where an arm function
/// wants one, else the column. Throws an input Error "column 12: ..." for anything that is not in the language, names
/// that are unknown (known ones follow, nearest first) and operands of the wrong kind.
[[nodiscard]] Program parse_expression(std::string_view text, const Names& names);

}  // namespace basin::stats
