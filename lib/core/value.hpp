// What a setting holds: a number or a word. Shared by the judges (who compare settings) and the claims (who read them).
#pragma once

#include <map>
#include <string>
#include <variant>

namespace basin {

/// A setting's value: a number (counts are whole numbers, infinity is allowed where the parameter says so) or a word.
using Value = std::variant<double, std::string>;

/// Settings by name, in alphabetical order.
using Values = std::map<std::string, Value>;

/// The shortest text that reads back as the same value: 1000, 0.1, inf, sigmoid.
[[nodiscard]] std::string to_text(const Value& value);

/// "name=value name=value ...", in alphabetical order.
[[nodiscard]] std::string to_text(const Values& values);

}  // namespace basin
