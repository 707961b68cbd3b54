// Recursive descent, loosest first: or, and, not, comparison, + -, * /, unary minus, ^, primary.
#include "stats/predicate_parser.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "stats/tokens.hpp"

namespace basin::stats {
namespace {

constexpr std::size_t deepest = 64;      // chosen: far more than can be read, far less than the stack holds
constexpr std::size_t most_varied = 64;  // bits of Node::varies

struct Function {
  Operation operation;
  std::size_t fewest, most;
};

const std::map<std::string, Function, std::less<>> functions{
    {"abs", {Operation::absolute, 1, 1}},       {"sqrt", {Operation::root, 1, 1}},
    {"exp", {Operation::exponential, 1, 1}},    {"log", {Operation::logarithm, 1, 1}},
    {"min", {Operation::smallest_of, 2, 4096}}, {"max", {Operation::largest_of, 2, 4096}},
};

const std::map<std::string, Operation, std::less<>> arm_functions{
    {"decreasing", Operation::decreasing}, {"increasing", Operation::increasing},  {"mean", Operation::mean_over},
    {"largest", Operation::largest_over},  {"smallest", Operation::smallest_over}, {"at", Operation::at_level},
};

const std::map<std::string, Operation, std::less<>> comparisons{
    {"<", Operation::less},           {"<=", Operation::less_equal}, {">", Operation::greater},
    {">=", Operation::greater_equal}, {"==", Operation::equal},      {"!=", Operation::unequal},
};

bool is_reserved(std::string_view name) {
  return name == "and" || name == "or" || name == "not";
}

std::vector<std::string> names_of(const std::set<std::string>& set) {
  return {set.begin(), set.end()};
}

class Parser {
 public:
  Parser(std::string_view text, const Names& names) : tokens_(split_tokens(text)), names_(names) {
    if (names.varied.size() > most_varied)
      throw_input_error("{} settings are varied; at most {} can be", names.varied.size(), most_varied);
  }

  Program parse() {
    if (is(TokenKind::end)) throw_at(here().position, "the expression is empty");
    parse_either();
    if (is_symbol("=")) throw_at(here().position, "'=' does not compare; write ==");
    if (!is(TokenKind::end))
      throw_at(here().position,
               fmt::format("{} follows a complete expression; an operator or its end was expected", shown(here())));
    return std::move(program_);
  }

 private:
  using Place = std::size_t;

  /// One level of nesting while it lives.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > deepest)
        throw_at(parser_.here().position, fmt::format("the expression is nested deeper than {}", deepest));
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  const Token& here() const { return tokens_[at_]; }
  bool is(TokenKind kind) const { return here().kind == kind; }
  bool is(TokenKind kind, std::string_view text) const { return here().kind == kind && here().text == text; }
  bool is_symbol(std::string_view text) const { return is(TokenKind::symbol, text); }
  Token take() { return is(TokenKind::end) ? here() : tokens_[at_++]; }

  bool accept(TokenKind kind, std::string_view text) {
    if (!is(kind, text)) return false;
    take();
    return true;
  }

  void expect(std::string_view symbol, std::string_view why) {
    if (!accept(TokenKind::symbol, symbol))
      throw_at(here().position, fmt::format("{} instead of '{}' {}", shown(here()), symbol, why));
  }

  Node& node(Place place) { return program_.nodes[place]; }

  Place add(Node made) {
    for (const Place operand : made.operands) made.varies |= node(operand).varies;
    program_.nodes.push_back(std::move(made));
    return program_.nodes.size() - 1;
  }

  void require(Place place, Result wanted, std::string_view by) {
    if (node(place).result == wanted) return;
    if (wanted == Result::number)
      throw_at(node(place).position, fmt::format("{} needs a number, and this is true or false", by));
    throw_at(node(place).position,
             fmt::format("{} needs a predicate, and this is a bare number; compare it with something", by));
  }

  Place join(Operation operation, Result result, const Token& sign, Place left, Place right, Result wanted) {
    require(left, wanted, '\'' + sign.text + '\'');
    require(right, wanted, '\'' + sign.text + '\'');
    return add({.operation = operation, .result = result, .position = sign.position, .operands = {left, right}});
  }

  Place parse_either() {
    Place left = parse_both();
    while (is(TokenKind::name, "or")) {
      const Token sign = take();
      left = join(Operation::either, Result::truth, sign, left, parse_both(), Result::truth);
    }
    return left;
  }

  Place parse_both() {
    Place left = parse_negation();
    while (is(TokenKind::name, "and")) {
      const Token sign = take();
      left = join(Operation::both, Result::truth, sign, left, parse_negation(), Result::truth);
    }
    return left;
  }

  Place parse_negation() {
    if (!is(TokenKind::name, "not")) return parse_comparison();
    const Level level(*this);
    const std::size_t position = take().position;
    const Place operand = parse_negation();
    require(operand, Result::truth, "'not'");
    return add(
        {.operation = Operation::negation, .result = Result::truth, .position = position, .operands = {operand}});
  }

  bool at_comparison() const { return is(TokenKind::symbol) && comparisons.contains(here().text); }

  Place parse_comparison() {
    if (is(TokenKind::word)) {
      const Token word = take();
      const Token sign = take();
      if (sign.kind != TokenKind::symbol || (sign.text != "==" && sign.text != "!="))
        throw_at(word.position, "a quoted word can only be compared, by == or !=, with a setting");
      return end_comparison(compare_word(take(), sign, word));
    }
    const bool begins_with_name = is(TokenKind::name);
    const std::size_t start = at_;
    if (begins_with_name && at_ + 2 < tokens_.size() && tokens_[at_ + 2].kind == TokenKind::word &&
        (tokens_[at_ + 1].text == "==" || tokens_[at_ + 1].text == "!=")) {
      at_ = start + 3;
      return end_comparison(compare_word(tokens_[start], tokens_[start + 1], tokens_[start + 2]));
    }
    const Place left = parse_sum();
    if (!at_comparison()) return left;
    const Token sign = take();
    const Operation operation = comparisons.find(sign.text)->second;
    return end_comparison(join(operation, Result::truth, sign, left, parse_sum(), Result::number));
  }

  Place end_comparison(Place place) {
    if (at_comparison())
      throw_at(here().position, "comparisons cannot be chained; write 'a < b and b < c' for 'a < b < c'");
    return place;
  }

  Place compare_word(const Token& name, const Token& sign, const Token& word) {
    if (name.kind != TokenKind::name || is_reserved(name.text))
      throw_at(name.position, fmt::format("{} cannot be compared with a quoted word; a setting can", shown(name)));
    if (names_.columns.contains(name.text) && !names_.words.contains(name.text))
      throw_at(name.position,
               fmt::format("column '{}' is a number and cannot be compared with a quoted word", name.text));
    require_setting(name);
    return add({.operation = sign.text == "==" ? Operation::is_word : Operation::is_not_word,
                .result = Result::truth,
                .position = name.position,
                .operands = {},
                .name = name.text,
                .value = word.text,
                .varies = bit_of(name.text)});
  }

  Place parse_sum() {
    Place left = parse_product();
    while (is_symbol("+") || is_symbol("-")) {
      const Token sign = take();
      const Operation operation = sign.text == "+" ? Operation::add : Operation::subtract;
      left = join(operation, Result::number, sign, left, parse_product(), Result::number);
    }
    return left;
  }

  Place parse_product() {
    Place left = parse_signed();
    while (is_symbol("*") || is_symbol("/")) {
      const Token sign = take();
      const Operation operation = sign.text == "*" ? Operation::multiply : Operation::divide;
      left = join(operation, Result::number, sign, left, parse_signed(), Result::number);
    }
    return left;
  }

  Place parse_signed() {
    if (!is_symbol("-")) return parse_power();
    const Level level(*this);
    const std::size_t position = take().position;
    const Place operand = parse_signed();
    require(operand, Result::number, "'-'");
    return add({.operation = Operation::negate, .result = Result::number, .position = position, .operands = {operand}});
  }

  Place parse_power() {
    const Place base = parse_primary();
    if (!is_symbol("^")) return base;
    const Level level(*this);
    const Token sign = take();
    return join(Operation::raise, Result::number, sign, base, parse_signed(), Result::number);
  }

  Place parse_primary() {
    const Token token = take();
    if (token.kind == TokenKind::number)
      return add({.operation = Operation::constant,
                  .result = Result::number,
                  .position = token.position,
                  .operands = {},
                  .number = token.number});
    if (token.kind == TokenKind::symbol && token.text == "(") {
      const Level level(*this);
      const Place inside = parse_either();
      expect(")", fmt::format("to close the '(' of column {}", token.position));
      return inside;
    }
    if (token.kind == TokenKind::word)
      throw_at(token.position, "a quoted word can only be compared, by == or !=, with a setting");
    if (token.kind != TokenKind::name || is_reserved(token.text))
      throw_at(token.position, fmt::format("{} where a number, a name or '(' was expected{}", shown(token),
                                           token.text == "=" ? "; to compare, write ==" : ""));
    return is_symbol("(") ? parse_call(token) : parse_name(token);
  }

  Place parse_name(const Token& name) {
    const bool column = names_.columns.contains(name.text);
    if (!column && (functions.contains(name.text) || arm_functions.contains(name.text)) &&
        !names_.settings.contains(name.text))
      throw_at(name.position, fmt::format("function '{}' lacks its arguments in parentheses", name.text));
    if (!column) require_setting(name);
    if (!column && names_.words.contains(name.text))
      throw_at(name.position, fmt::format("setting '{0}' is a word; compare it, as in {0} == 'word'", name.text));
    if (column) program_.columns.insert(name.text);
    return add({.operation = column ? Operation::column : Operation::setting,
                .result = Result::number,
                .position = name.position,
                .operands = {},
                .name = name.text,
                .value = {},
                .varies = column ? all_bits() : bit_of(name.text)});
  }

  Place parse_call(const Token& name) {
    const Level level(*this);
    take();
    const auto arm_function = arm_functions.find(name.text);
    if (arm_function != arm_functions.end()) return parse_arm_call(name, arm_function->second);
    const auto found = functions.find(name.text);
    if (found == functions.end()) {
      std::vector<std::string> known;
      for (const auto& [key, unused] : functions) known.push_back(key);
      for (const auto& [key, unused] : arm_functions) known.push_back(key);
      throw_at(name.position, fmt::format("function {} is unknown; {}", shown(name), known_names(name.text, known)));
    }
    std::vector<Place> operands;
    if (!is_symbol(")")) do {
        operands.push_back(parse_either());
        require(operands.back(), Result::number, name.text);
      } while (accept(TokenKind::symbol, ","));
    expect(")", "to close the arguments of " + name.text);
    const Function& function = found->second;
    if (operands.size() < function.fewest || operands.size() > function.most)
      throw_at(name.position, fmt::format("{} takes {}, not {}", name.text,
                                          function.most == 1 ? "1 argument" : "2 or more arguments", operands.size()));
    return add({.operation = function.operation,
                .result = Result::number,
                .position = name.position,
                .operands = std::move(operands)});
  }

  Place parse_arm_call(const Token& name, Operation operation) {
    const bool trend = operation == Operation::decreasing || operation == Operation::increasing;
    const std::string form = name.text + (trend                              ? "(expression, setting, margin = 0)"
                                          : operation == Operation::at_level ? "(expression, setting, level)"
                                                                             : "(expression, setting)");
    const auto comma = [&] { expect(",", "in " + form); };
    if (is_symbol(")")) throw_at(name.position, fmt::format("{} lacks its arguments; write {}", name.text, form));
    const Place operand = parse_either();
    require(operand, Result::number, name.text);
    comma();
    const Token setting = take();
    require_varied(setting, form);
    Node made{.operation = operation,
              .result = trend ? Result::truth : Result::number,
              .position = name.position,
              .operands = {operand}};
    made.name = setting.text;
    if (operation == Operation::at_level) {
      comma();
      made.value = parse_level();
    } else if (trend && accept(TokenKind::symbol, ",")) {
      made.number = parse_margin();
    }
    expect(")", fmt::format("to end {}", form));
    const std::uint64_t bit = bit_of(setting.text);
    if ((node(operand).varies & bit) == 0)
      throw_at(setting.position,
               fmt::format("the first argument of {} does not vary over '{}'", name.text, setting.text));
    const Place place = add(std::move(made));
    node(place).varies &= ~bit;
    return place;
  }

  Value parse_level() {
    const bool negative = accept(TokenKind::symbol, "-");
    const Token token = take();
    if (token.kind == TokenKind::number) return negative ? -token.number : token.number;
    if (token.kind == TokenKind::word && !negative) return token.text;
    throw_at(token.position, fmt::format("{} instead of a level: a number or a quoted word", shown(token)));
  }

  double parse_margin() {
    const Token key = take();
    if (key.kind != TokenKind::name || key.text != "margin" || !accept(TokenKind::symbol, "="))
      throw_at(key.position, "a third argument is written 'margin = 0.01'");
    const Token token = take();
    if (token.kind != TokenKind::number || token.text == "inf")
      throw_at(token.position, fmt::format("{} instead of a margin: a number, not negative", shown(token)));
    return token.number;
  }

  void require_setting(const Token& name) const {
    if (names_.settings.contains(name.text)) return;
    std::vector<std::string> known = names_of(names_.columns);
    known.insert(known.end(), names_.settings.begin(), names_.settings.end());
    throw_at(name.position, fmt::format("name {} is unknown; {}", shown(name), known_names(name.text, known)));
  }

  void require_varied(const Token& name, const std::string& form) const {
    if (name.kind != TokenKind::name)
      throw_at(name.position, fmt::format("{} instead of a varied setting in {}", shown(name), form));
    if (std::find(names_.varied.begin(), names_.varied.end(), name.text) != names_.varied.end()) return;
    const std::string varied =
        names_.varied.empty() ? "no setting is varied" : "varied, " + known_names(name.text, names_.varied);
    if (names_.columns.contains(name.text) && !names_.settings.contains(name.text))
      throw_at(name.position, fmt::format("'{}' is a column, not a varied setting; {}", name.text, varied));
    if (names_.settings.contains(name.text))
      throw_at(name.position, fmt::format("setting '{}' is not varied; {}", name.text, varied));
    throw_at(name.position, fmt::format("setting {} is unknown; {}", shown(name), varied));
  }

  std::uint64_t bit_of(const std::string& setting) const {
    const auto found = std::find(names_.varied.begin(), names_.varied.end(), setting);
    if (found == names_.varied.end()) return 0;
    return std::uint64_t{1} << static_cast<unsigned>(found - names_.varied.begin());
  }

  std::uint64_t all_bits() const {
    std::uint64_t bits = 0;
    for (const auto& setting : names_.varied) bits |= bit_of(setting);
    return bits;
  }

  std::vector<Token> tokens_;
  const Names& names_;
  Program program_;
  std::size_t at_ = 0, depth_ = 0;
};

}  // namespace

Program parse_expression(std::string_view text, const Names& names) {
  return Parser(text, names).parse();
}

}  // namespace basin::stats
