// A TOML table read strictly: keys are asked for by name, and what nobody asked for is an error. Internal; the only
// header here that needs toml++.
#pragma once

#include <toml++/toml.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "claims/claim_text.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

/// What says how the file is to be written; named in messages.
inline constexpr const char* claim_standard = "claims/STANDARD.md";

/// Parses the text. Throws an input Error "file:line: ..." (toml++ refuses repeated keys).
[[nodiscard]] toml::table parse_toml(const std::filesystem::path& file, const std::string& text,
                                     const char* standard = claim_standard);

/// Reads one table. `name` is how it is called in messages: "the file", "[sample]".
class TomlTable {
 public:
  TomlTable(const std::filesystem::path& file, std::string name, const toml::table& table, std::size_t line,
            const char* standard = claim_standard)
      : file_(file), name_(std::move(name)), table_(table), line_(line), standard_(standard) {}

  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] bool has(const std::string& key) const { return table_.contains(key); }

  /// Whether the key is there and a text.
  [[nodiscard]] bool is_text(const std::string& key) const { return table_[key].is_string(); }

  /// One line of text; without it an error, or `fallback` for optional_text.
  [[nodiscard]] Located<std::string> text(const std::string& key);
  [[nodiscard]] std::string optional_text(const std::string& key, const std::string& fallback);
  /// As text, and not blank.
  [[nodiscard]] Located<std::string> filled_text(const std::string& key);
  [[nodiscard]] Located<std::uint64_t> whole_number(const std::string& key, std::uint64_t low, std::uint64_t high);
  /// A TOML date or a text YYYY-MM-DD that is in the calendar.
  [[nodiscard]] std::string date(const std::string& key);
  /// A number or a word.
  [[nodiscard]] Located<Value> value(const std::string& key);
  /// A list of at least one number or word.
  [[nodiscard]] Located<std::vector<Value>> values(const std::string& key);
  /// A finite number.
  [[nodiscard]] Located<double> number(const std::string& key);
  /// Tables written [[key]], at least one and at most `most`; called "[[key]]" in messages.
  [[nodiscard]] std::vector<TomlTable> tables(const std::string& key, std::size_t most);
  /// A table within; `name` for its messages.
  [[nodiscard]] TomlTable table(const std::string& key, const std::string& name);

  /// Counts a key as asked for though it may not be there.
  void allow(const std::string& key) { asked_.insert(key); }
  /// The keys in the order of the file.
  [[nodiscard]] std::vector<std::string> keys() const;
  /// Throws for the first key that was not asked for; names those that were.
  void refuse_others() const;

  [[noreturn]] void fail(std::size_t line, const std::string& message) const { fail_at(file_, line, message); }

 private:
  const toml::node& node(const std::string& key);
  [[nodiscard]] Value value_of(const std::string& key, const toml::node& node) const;
  [[nodiscard]] std::size_t line_of(const toml::node& node) const;

  const std::filesystem::path& file_;
  std::string name_;
  const toml::table& table_;
  std::size_t line_;
  const char* standard_;
  std::set<std::string> asked_;
};

}  // namespace basin::claims
