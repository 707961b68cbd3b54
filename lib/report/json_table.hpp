// A JSON object read key by key: types are checked, keys that nothing asked for are refused. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace basin::report {

/// The document in `text`. Throws an input Error "file:line: ..." where it is no JSON in UTF-8 or nested deeper than 8,
/// and "file: ..." where an object has a key twice or no double can hold a number.
[[nodiscard]] nlohmann::json parse_json(const std::filesystem::path& file, const std::string& text);

/// One object of a document, which must outlive it. What reads a key throws an input Error "file: place: problem;
/// remedy" where it is missing or of another type. Null stands for a number that is not known.
class JsonTable {
 public:
  /// `where`: "comparisons[2]"; empty for the whole document.
  JsonTable(const std::filesystem::path& file, std::string where, const nlohmann::json& value);

  /// Whether the key is there and not null. The key is known from then on, as by every call below.
  [[nodiscard]] bool has(const std::string& key);

  [[nodiscard]] std::string text(const std::string& key);
  /// Empty where the key is left out or null.
  [[nodiscard]] std::string optional_text(const std::string& key);
  /// At least `lowest`; NaN where it is null.
  [[nodiscard]] double number(const std::string& key, double lowest = std::numeric_limits<double>::lowest());
  /// A number without fraction from 0 to 1e12; nothing where it is null.
  [[nodiscard]] std::optional<std::uint64_t> whole(const std::string& key);
  [[nodiscard]] bool flag(const std::string& key);
  /// Nothing where it is null.
  [[nodiscard]] std::optional<bool> flag_or_null(const std::string& key);

  /// The object; nothing where it is left out, null or empty.
  [[nodiscard]] std::optional<JsonTable> table(const std::string& key);
  /// The objects of a list, at most 1000; none where it is left out or null.
  [[nodiscard]] std::vector<JsonTable> tables(const std::string& key);
  /// Pairs of numbers above 0, at most 1000.
  [[nodiscard]] std::vector<std::pair<double, double>> pairs(const std::string& key);
  /// An object of numbers of at least 0 (or null, NaN) by whole number from 1 to 9999: {"1": 20.5, "2": 11}.
  [[nodiscard]] std::map<unsigned, double> numbers_by_count(const std::string& key);

  /// Throws where the object has keys that nothing asked for: one that is ignored hides its typing error.
  void refuse_others() const;
  /// Throws "file: place.key: message".
  [[noreturn]] void fail(const std::string& key, const std::string& message) const;

 private:
  const nlohmann::json& at(const std::string& key);
  /// The list at the key, of at most 1000 entries; null where it is left out or null.
  const nlohmann::json* list(const std::string& key);
  double number_in(const std::string& key, const nlohmann::json& value, double lowest) const;

  const std::filesystem::path& file_;
  std::string where_;
  const nlohmann::json& value_;
  std::vector<std::string> known_;
};

}  // namespace basin::report
