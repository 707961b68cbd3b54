// Finds files of published numbers and holds them against experiments.
#include "claims/published_files.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "core/suggest.hpp"
#include "core/text_file.hpp"

namespace basin::claims {

namespace fs = std::filesystem;

namespace {

bool is_name(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

std::shared_ptr<const Published> PublishedFiles::find(const fs::path& golden, const std::string& source,
                                                      const Located<std::string>& name, const fs::path& asker,
                                                      const Experiment& experiment) {
  const std::string& bare = name.value;
  const bool plain = bare.size() > 4 && bare.ends_with(".csv") && is_name(bare.substr(0, bare.size() - 4));
  if (!plain) fail_at(asker, name.line, fmt::format("'{}' must be the bare name of a .csv file", bare));
  const fs::path file = golden / source / "published" / bare;
  std::shared_ptr<const Published>& read = files_[file];
  if (!read) {
    if (!fs::exists(file))
      fail_at(asker, name.line, fmt::format("there is no {}; add it (golden/STANDARD.md)", file.string()));
    require_inside(golden, file);
    read = std::make_shared<const Published>(read_published(file));
  }
  const Published& published = *read;
  std::vector<std::string> settings, columns;
  for (const auto& parameter : experiment.parameters) settings.push_back(parameter.name);
  for (const auto& column : experiment.columns) columns.push_back(column.name);
  for (const auto& setting : published.settings)
    if (std::find(settings.begin(), settings.end(), setting) == settings.end())
      fail_at(file, published.header_line,
              fmt::format("'{}' is no setting of {}; {}", setting, experiment.name, known_names(setting, settings)));
  for (const auto& number : published.numbers)
    // What is no bare name is an expression, and may be the quantity of another claim.
    if (is_name(number.column) && std::find(columns.begin(), columns.end(), number.column) == columns.end())
      fail_at(file, number.line,
              fmt::format("'{}' is no column of {}; {}", number.column, experiment.name,
                          known_names(number.column, columns)));
  return read;
}

}  // namespace basin::claims
