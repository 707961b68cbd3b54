// Finds figure files and has each read; puts settings into labels.
#include "report/figure_file.hpp"

#include <algorithm>

#include "claims/published_files.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "report/figure_reader.hpp"

namespace basin::report {
namespace {

namespace fs = std::filesystem;

/// The entries of a folder, sorted; hidden ones are passed over.
std::vector<fs::path> entries_of(const fs::path& folder) {
  std::error_code problem;
  std::vector<fs::path> entries;
  for (fs::directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem))
    if (!it->path().filename().string().starts_with('.')) entries.push_back(it->path());
  if (problem) throw_input_error("{}: cannot be read as a folder of figures ({})", folder.string(), problem.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

std::vector<Figure> read_figures(const FigureFolders& folders) {
  std::vector<Figure> figures;
  std::error_code none;
  if (!fs::exists(folders.figures, none)) return figures;
  claims::PublishedFiles published;
  for (const auto& source : entries_of(folders.figures)) {
    if (!fs::is_directory(source, none)) continue;
    if (fs::is_symlink(source, none))
      throw_input_error("{}: is a link to a folder; put the folder itself there", source.string());
    for (const auto& file : entries_of(source)) {
      if (file.extension() != ".toml") continue;
      for (const auto& word : {source.filename().string(), file.stem().string()})
        if (!is_path_word(word))
          throw_input_error("{}: '{}' is no name; they are made of a-z, 0-9 and _", file.string(), word);
      require_inside(folders.figures, file);
      figures.push_back(FigureReader(folders, file, published).read());
    }
  }
  return figures;
}

std::string filled_label(const std::string& label, const Values& setting) {
  std::string filled;
  std::size_t done = 0;
  for (std::size_t open = label.find('{'); open != std::string::npos; open = label.find('{', done)) {
    const std::size_t close = label.find('}', open);
    if (close == std::string::npos) break;
    const auto found = setting.find(label.substr(open + 1, close - open - 1));
    filled += label.substr(done, open - done);
    filled += found == setting.end() ? label.substr(open, close - open + 1) : to_text(found->second);
    done = close + 1;
  }
  return filled + label.substr(done);
}

}  // namespace basin::report
