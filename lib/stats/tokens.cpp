// A scanner for numbers, names, quoted words and symbols; locale-free.
#include "stats/tokens.hpp"

#include <charconv>
#include <limits>

#include "core/error.hpp"

namespace basin::stats {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Token next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    start_ = at_;
    if (at_ == text_.size()) return token(TokenKind::end, "end of the expression");
    const char c = text_[at_];
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
    if (starts_name(c)) return name();
    if (c == '\'' || c == '"') return word(c);
    return symbol();
  }

 private:
  Token token(TokenKind kind, std::string text, double value = 0.0) const {
    return {kind, std::move(text), value, start_ + 1};
  }

  Token number() {
    double value = 0.0;
    const char* first = text_.data() + at_;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (error != std::errc()) throw_at(start_ + 1, "a number is out of the range of double precision");
    at_ += static_cast<std::size_t>(end - first);
    return token(TokenKind::number, std::string(first, end), value);
  }

  Token name() {
    while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    std::string text(text_.substr(start_, at_ - start_));
    if (text == "inf") return token(TokenKind::number, text, std::numeric_limits<double>::infinity());
    return token(TokenKind::name, std::move(text));
  }

  Token word(char quote) {
    const std::size_t close = text_.find(quote, at_ + 1);
    if (close == std::string_view::npos)
      throw_at(start_ + 1, fmt::format("a quoted word does not end; add the closing {}", quote));
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    for (const char c : inside)
      if (!is_printable(c)) throw_at(start_ + 1, "a quoted word holds a character that is not printable ASCII");
    at_ = close + 1;
    return token(TokenKind::word, std::string(inside));
  }

  Token symbol() {
    for (const std::string_view known : {"<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "^", "(", ")", ",", "="})
      if (text_.substr(at_, known.size()) == known) {
        at_ += known.size();
        return token(TokenKind::symbol, std::string(known));
      }
    const char c = text_[at_];
    if (!is_printable(c))
      throw_at(start_ + 1, fmt::format("byte 0x{:02x} is not part of the language; write plain ASCII such as <=",
                                       static_cast<unsigned>(static_cast<unsigned char>(c))));
    if (c == '&' || c == '|' || c == '!')
      throw_at(start_ + 1, fmt::format("'{}' is not part of the language; write and, or, not", c));
    throw_at(start_ + 1, fmt::format("'{}' is not part of the language", c));
  }

  std::string_view text_;
  std::size_t at_ = 0, start_ = 0;
};

}  // namespace

void throw_at(std::size_t position, const std::string& problem) {
  throw_input_error("column {}: {}", position, problem);
}

std::vector<Token> split_tokens(std::string_view text) {
  if (text.size() > longest_expression)
    throw_input_error("the expression has {} characters; at most {} are read", text.size(), longest_expression);
  Scanner scanner(text);
  std::vector<Token> tokens;
  do tokens.push_back(scanner.next());
  while (tokens.back().kind != TokenKind::end);
  return tokens;
}

std::string shown(const Token& token) {
  if (token.kind == TokenKind::end) return token.text;
  constexpr std::size_t longest = 40;
  return '\'' + (token.text.size() > longest ? token.text.substr(0, longest) + "..." : token.text) + '\'';
}

}  // namespace basin::stats
