#include "core/value.hpp"

#include <fmt/format.h>

namespace basin {

std::string to_text(const Value& value) {
  if (const auto* word = std::get_if<std::string>(&value)) return *word;
  return fmt::format("{}", std::get<double>(value));
}

std::string to_text(const Values& values) {
  std::string text;
  for (const auto& [name, value] : values) {
    if (!text.empty()) text += ' ';
    text += name + '=' + to_text(value);
  }
  return text;
}

}  // namespace basin
