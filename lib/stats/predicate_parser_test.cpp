// What is not in the language is refused with its column and with advice; hostile text does no harm.
#include "stats/predicate_parser.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/error.hpp"
#include "stats/predicate.hpp"
#include "stats/samples_for_tests.hpp"
#include "stats/tokens.hpp"

namespace basin::stats {
namespace {

using testing::error_of;

Names names() {
  return testing::names_for_tests({"radius"});
}

std::string error_in(const std::string& text, Result wanted = Result::truth) {
  return error_of([&] { Expression(text, wanted, names()); });
}

struct Refusal {
  std::string text, message;  // the message begins with this
};

void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << refusal.text;
}

class Refused : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithColumnAndAdvice) {
  EXPECT_EQ(error_in(GetParam().text).rfind(GetParam().message, 0), 0U) << error_in(GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Predicate, Refused,
    ::testing::Values(
        Refusal{"", "column 1: the expression is empty"}, Refusal{"  ", "column 3: the expression is empty"},
        Refusal{"x > raduis", "column 5: name 'raduis' is unknown; known: radius,"},
        Refusal{"x > 0 and foo(x) > 1", "column 11: function 'foo' is unknown; known: "},
        Refusal{"sqr(x) > 1", "column 1: function 'sqr' is unknown; known: sqrt,"},
        Refusal{"x", "column 1: a predicate is wanted, and this is a bare number"},
        Refusal{"x + 1 and x > 1", "column 3: 'and' needs a predicate, and this is a bare number"},
        Refusal{"not x", "column 5: 'not' needs a predicate"},
        Refusal{"abs(x > 1) > 0", "column 7: abs needs a number, and this is true or false"},
        Refusal{"(x > 1) + 1 > 0", "column 4: '+' needs a number"},
        Refusal{"-(x > 1) > 0", "column 5: '-' needs a number"},
        Refusal{"0 < x < 1", "column 7: comparisons cannot be chained; write 'a < b and b < c'"},
        Refusal{"activation == 'tanh' == x", "column 22: comparisons cannot be chained"},
        Refusal{"x > 1 x", "column 7: 'x' follows a complete expression"},
        Refusal{"x > 2x", "column 6: 'x' follows a complete expression"},
        Refusal{"x > 1)", "column 6: ')' follows a complete expression"},
        Refusal{"(x > 1", "column 7: end of the expression instead of ')' to close the '(' of column 1"},
        Refusal{"x > ", "column 5: end of the expression where a number, a name or '(' was expected"},
        Refusal{"x = 1", "column 3: '=' does not compare; write =="},
        Refusal{"x > and", "column 5: 'and' where a number"}, Refusal{"x + + 1 > 0", "column 5: '+' where a number"},
        Refusal{"abs(x, y) > 1", "column 1: abs takes 1 argument, not 2"},
        Refusal{"abs() > 1", "column 1: abs takes 1 argument, not 0"},
        Refusal{"min(x) > 1", "column 1: min takes 2 or more arguments, not 1"},
        Refusal{"abs > 1", "column 1: function 'abs' lacks its arguments"},
        Refusal{"x(1) > 1", "column 1: function 'x' is unknown"},
        Refusal{"decreasing()", "column 1: decreasing lacks its arguments; write decreasing(expression, setting, "},
        Refusal{"decreasing(x)", "column 13: ')' instead of ',' in decreasing(expression, setting, margin = 0)"},
        Refusal{"decreasing(x, layers)", "column 15: setting 'layers' is not varied; varied, known: radius"},
        Refusal{"decreasing(x, y)", "column 15: 'y' is a column, not a varied setting"},
        Refusal{"decreasing(x, raduis)", "column 15: setting 'raduis' is unknown; varied, known: radius"},
        Refusal{"decreasing(x, 5)", "column 15: '5' instead of a varied setting"},
        Refusal{"decreasing(x, radius, 0.1)", "column 23: a third argument is written 'margin = 0.01'"},
        Refusal{"decreasing(x, radius, margn = 0.1)", "column 23: a third argument is written"},
        Refusal{"decreasing(x, radius, margin = -1)", "column 32: '-' instead of a margin"},
        Refusal{"decreasing(x, radius, margin = x)", "column 32: 'x' instead of a margin"},
        Refusal{"decreasing(1, radius)", "column 15: the first argument of decreasing does not vary over 'radius'"},
        Refusal{"decreasing(mean(x, radius), radius)", "column 29: the first argument of decreasing does not vary"},
        Refusal{"decreasing(x > 1, radius)", "column 14: decreasing needs a number"},
        Refusal{"at(x, radius) > 1", "column 13: ')' instead of ','"},
        Refusal{"at(x, radius, y) > 1", "column 15: 'y' instead of a level"},
        Refusal{"mean(x, radius, 3) > 1", "column 15: ',' instead of ')'"},
        Refusal{"activation == tanh", "column 15: name 'tanh' is unknown"},
        Refusal{"activation < 'tanh'", "column 14: a quoted word can only be compared, by == or !=, with a setting"},
        Refusal{"x == 'tanh'", "column 1: column 'x' is a number"}, Refusal{"'a' == 'b'", "column 8: 'b' cannot be"},
        Refusal{"'a'", "column 1: a quoted word can only"}, Refusal{"1 == 'a'", "column 6: a quoted word can only"},
        Refusal{"acivation == 'tanh'", "column 1: name 'acivation' is unknown; known: activation"},
        Refusal{"activation == 'tanh", "column 15: a quoted word does not end"},
        Refusal{"activation == 'ta\nnh'", "column 15: a quoted word holds a character"},
        Refusal{"x > 1e999", "column 5: a number is out of the range"},
        Refusal{"x \xe2\x89\xa4 1", "column 3: byte 0xe2 is not part of the language"},
        Refusal{std::string("x > 1\0", 6), "column 6: byte 0x00"}, Refusal{"x > 1; y", "column 6: ';' is not part"},
        Refusal{"x > 1 && y > 1", "column 7: '&' is not part of the language; write and, or, not"},
        Refusal{"!x", "column 1: '!' is not part"}, Refusal{"x > .", "column 5: '.' is not part"},
        Refusal{"radius > 5", "the expression reads no column"}));

TEST(PredicateParser, NumberWanted) {
  EXPECT_EQ(error_in("x > 1", Result::number), "column 3: a number is wanted, and this is true or false");
  EXPECT_EQ(error_in("x", Result::number), "nothing");
}

TEST(PredicateParser, WordSettingIsKnownOnReading) {
  Names known = names();
  known.words = {"activation"};
  EXPECT_EQ(error_of([&] { Expression("x > activation", Result::truth, known); }),
            "column 5: setting 'activation' is a word; compare it, as in activation == 'word'");
}

std::string nested(std::size_t depth, const std::string& open, const std::string& core, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += core;
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(PredicateParser, DepthIsLimited) {
  const std::string problem = "the expression is nested deeper than 64";
  EXPECT_EQ(error_in(nested(64, "(", "x > 1", ")")), "nothing");
  EXPECT_EQ(error_in(nested(65, "(", "x > 1", ")")), "column 66: " + problem);
  EXPECT_EQ(error_in(nested(64, "not ", "x > 1", "")), "nothing");
  for (const std::string& text : {nested(1000, "not ", "x > 1", ""), nested(2000, "-", "x > 1", ""),
                                  nested(1000, "2^", "x > 1", ""), nested(800, "abs(", "x", ")") + " > 1"})
    EXPECT_NE(error_in(text).find(problem), std::string::npos);
}

TEST(PredicateParser, LengthIsLimited) {
  std::string text = "x";
  while (text.size() + 4 < longest_expression) text += "+x";
  text += " >1";
  ASSERT_LE(text.size(), longest_expression);
  EXPECT_EQ(error_in(text), "nothing");
  EXPECT_EQ(error_in(text + std::string(longest_expression - text.size(), ' ')), "nothing");
  EXPECT_EQ(error_in(std::string(longest_expression + 1, ' ')),
            "the expression has 4097 characters; at most 4096 are read");
}

TEST(PredicateParser, LongSumsAreEvaluatedWithoutRecursion) {
  std::string text = "x";
  for (int i = 0; i < 1999; ++i) text += "+x";
  const Sample sample = testing::one_arm({1.0});
  const Expression expression(text, Result::number, testing::names_for_tests());
  EXPECT_EQ(expression.evaluate(sample, ArmGrid(sample), 0).at(0), 2000.0);
}

TEST(PredicateParser, AnyTextIsReadOrRefused) {
  const std::string pieces[] = {"x",          "y",
                                "radius",     "layers",
                                "activation", "'tanh'",
                                "1",          "0.5",
                                "inf",        "(",
                                ")",          ",",
                                "+",          "-",
                                "*",          "/",
                                "^",          "<",
                                "==",         "!=",
                                "=",          "and",
                                "or",         "not",
                                "abs",        "min(",
                                "at",         "(x,",
                                "mean",       "margin",
                                "\"",         "\xff",
                                "1e",         "decreasing(x, radius",
                                "@",          " "};
  std::mt19937 bits(11);
  std::size_t read = 0, refused = 0;
  const Sample sample = testing::arms_by_radius({{1.0}, {2.0}});
  for (int round = 0; round < 40'000; ++round) {
    std::string text;
    const std::size_t length = 1 + bits() % 9;
    for (std::size_t i = 0; i < length; ++i) text += pieces[bits() % std::size(pieces)] + (bits() % 2 == 0 ? " " : "");
    try {
      const Expression expression(text, bits() % 2 == 0 ? Result::truth : Result::number, names());
      ++read;
      (void)expression.evaluate(sample, ArmGrid(sample), 0);
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::input);
      ++refused;
    }
  }
  EXPECT_GT(read, 100U);
  EXPECT_GT(refused, 10'000U);
}

}  // namespace
}  // namespace basin::stats
