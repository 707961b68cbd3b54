// Asks the file system only; what cannot be asked is left to the reader, whose error says what is wrong.
#include "data/kept_files.hpp"

#include <system_error>

namespace basin::data {

namespace fs = std::filesystem;

std::optional<std::vector<FileState>> states_of(const std::vector<fs::path>& files) {
  std::vector<FileState> states;
  for (const fs::path& file : files) {
    std::error_code problem;
    FileState state{fs::canonical(file, problem), 0, {}};
    if (!problem) state.size = fs::file_size(state.file, problem);
    if (!problem) state.time = fs::last_write_time(state.file, problem);
    if (problem) return std::nullopt;
    states.push_back(std::move(state));
  }
  return states;
}

}  // namespace basin::data
