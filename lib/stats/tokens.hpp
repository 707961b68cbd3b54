// The words of the expression language. Its text comes from claim files and is treated as hostile.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace basin::stats {

enum class TokenKind { number, name, word, symbol, end };

/// A token; `text` is a name, the inside of a quoted word, a symbol, or a number as written.
struct Token {
  TokenKind kind;
  std::string text;
  double number;
  std::size_t position;  ///< of its first byte, from 1
};

/// The longest expression, in bytes (chosen: no predicate that can be read is longer).
inline constexpr std::size_t longest_expression = 4096;

/// Throws the input Error "column 12: problem; remedy".
[[noreturn]] void throw_at(std::size_t position, const std::string& problem);

/// Splits an expression; the last token is `end`. Throws an input Error with the column for what cannot be a token.
[[nodiscard]] std::vector<Token> split_tokens(std::string_view text);

/// A token as error messages show it.
[[nodiscard]] std::string shown(const Token& token);

}  // namespace basin::stats
