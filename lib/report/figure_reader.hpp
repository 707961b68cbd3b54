// Reads one figure file: the head and the layers that every kind has, then what its kind asks for. Internal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "claims/published_files.hpp"
#include "claims/toml_table.hpp"
#include "report/figure_file.hpp"

namespace basin::report {

/// Reads <source>/<figure>.toml. Experiments, settings, series and columns must be known, published files be there.
class FigureReader {
 public:
  /// Throws an input Error "file:line: ..." where the file is no TOML or longer than 64 KiB.
  FigureReader(const FigureFolders& folders, const std::filesystem::path& file, claims::PublishedFiles& published);

  /// Once. Throws an input Error "file:line: problem; remedy".
  [[nodiscard]] Figure read();

 private:
  void read_layer(claims::TomlTable& table);
  void read_look(claims::TomlTable& table, Layer& layer);
  void read_plan(claims::TomlTable& table, Layer& layer);
  void read_panel(claims::TomlTable& top);
  void read_kind(claims::TomlTable& top);

  void read_curves(claims::TomlTable& top);
  void read_paths(claims::TomlTable& top);
  void read_histogram(claims::TomlTable& top);
  void read_heat_map(claims::TomlTable& top);
  void read_surface(claims::TomlTable& top);
  void read_strips(claims::TomlTable& top);

  // Keys that several kinds have.
  void read_axes(claims::TomlTable& top);
  void read_shown(claims::TomlTable& top);

  /// Of paths: a list of as many words as there are y; empty where the key is not there.
  [[nodiscard]] std::optional<claims::Located<std::vector<std::string>>> words_for_each_y(claims::TomlTable& top,
                                                                                          const std::string& key) const;

  const FigureFolders& folders_;
  claims::PublishedFiles& published_;
  toml::table parsed_;
  std::vector<std::size_t> y_lines_;  ///< where each layer has its own y; 0: it has none
  Figure figure_;
};

}  // namespace basin::report
