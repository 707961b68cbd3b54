// What was read from files, kept for as long as the process lives: unpacking takes tenths of a second, runs are many.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace basin::data {

/// A file as it stands: where it is, its size in bytes and when it was written.
struct FileState {
  std::filesystem::path file;
  std::uintmax_t size;
  std::filesystem::file_time_type time;

  bool operator==(const FileState&) const = default;
};

/// The states of these files, by absolute path, links followed; empty where one of them cannot be asked.
[[nodiscard]] std::optional<std::vector<FileState>> states_of(const std::vector<std::filesystem::path>& files);

/// Values read from files, by the files' names. A value is read once and again where size or time of a file has
/// changed. Threads may share it: those that come while a value is read wait for it.
template <class Value>
class KeptFiles {
 public:
  /// The value that `read` makes of these files. Throws what `read` throws; then nothing is kept.
  template <class Read>
  [[nodiscard]] std::shared_ptr<const Value> get(const std::vector<std::filesystem::path>& files, Read read) {
    const std::lock_guard lock(mutex_);
    // Asked before reading: what is written meanwhile is read again the next time.
    auto states = states_of(files);
    if (!states) return std::make_shared<const Value>(read());
    Kept& kept = kept_[files];
    if (!kept.value || kept.states != *states) {
      kept.value.reset();  // not both in memory at once
      kept.value = std::make_shared<const Value>(read());
      kept.states = std::move(*states);
    }
    return kept.value;
  }

 private:
  struct Kept {
    std::vector<FileState> states;
    std::shared_ptr<const Value> value;
  };

  std::mutex mutex_;
  std::map<std::vector<std::filesystem::path>, Kept> kept_;
};

}  // namespace basin::data
