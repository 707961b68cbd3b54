// The words of a figure file: values of its keys in the form they must have, and names that experiments must know.
// Internal.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/toml_table.hpp"
#include "core/suggest.hpp"
#include "report/figure_file.hpp"

namespace basin::report {

/// The meaning of a word among those that are known. Throws an input Error "file:line: ..." that names them.
template <class T>
T chosen_of(const claims::TomlTable& table, const std::string& key, const claims::Located<std::string>& word,
            const std::vector<std::pair<std::string, T>>& known) {
  std::vector<std::string> names;
  for (const auto& [name, value] : known) {
    if (name == word.value) return value;
    names.push_back(name);
  }
  table.fail(word.line, fmt::format("{} '{}' is unknown; {}", key, word.value, known_names(word.value, names)));
}

/// points and line, which layers and paths choose from.
[[nodiscard]] const std::vector<std::pair<std::string, Style>>& style_names();

/// A list of `count` finite numbers. All of these throw an input Error "file:line: ...".
[[nodiscard]] std::vector<double> number_list(claims::TomlTable& table, const std::string& key, std::size_t count);

/// [low, high] with low < high; empty where the key is not there.
[[nodiscard]] std::optional<Range> optional_range(claims::TomlTable& table, const std::string& key,
                                                  Scale scale = Scale::linear);

/// A list of words.
[[nodiscard]] claims::Located<std::vector<std::string>> word_list(claims::TomlTable& table, const std::string& key);

/// A word or a list of words.
[[nodiscard]] claims::Located<std::vector<std::string>> one_or_more(claims::TomlTable& table, const std::string& key);

/// Throws an input Error "file:line: ..." where the name is no setting of the experiment; no setting that the layer
/// varies; no series of the experiment; no column of any of the layers' experiments; no expression over columns and
/// settings.
void require_setting(const claims::TomlTable& table, const claims::Located<std::string>& name,
                     const claims::Experiment& experiment);
void require_varied(const claims::TomlTable& table, const claims::Located<std::string>& name, const Layer& layer);
void require_series(const claims::TomlTable& table, const claims::Located<std::string>& name,
                    const claims::Experiment& experiment);
void require_column(const claims::TomlTable& table, const claims::Located<std::string>& name,
                    const std::vector<Layer>& layers);
void require_expression(const claims::TomlTable& table, const claims::Located<std::string>& text,
                        const claims::Experiment& experiment);

}  // namespace basin::report
