// Checks every record before any is used, and looks for the file under the names it is known by.
#include "data/cifar10.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "data/gzip.hpp"
#include "data/kept_files.hpp"

namespace basin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t record_bytes = 1 + cifar10_values;
constexpr std::size_t most_records = 10000;  // of a batch, by its description

using Pixels = Eigen::Map<const Eigen::Matrix<std::uint8_t, Eigen::Dynamic, 1>>;

// How many records a file's name promises; 0 for a name that is none of batch 1.
std::size_t promised_records(std::string_view name) {
  constexpr std::string_view first = "data_batch_1_first", end = ".bin";
  if (name.ends_with(".gz")) name.remove_suffix(3);
  if (name == "data_batch_1.bin") return most_records;
  if (!name.starts_with(first) || !name.ends_with(end)) return 0;
  const std::string_view digits = name.substr(first.size(), name.size() - first.size() - end.size());
  std::size_t count = 0;
  const auto [stop, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  const bool is_count = problem == std::errc() && stop == digits.data() + digits.size() && !digits.starts_with('0');
  return is_count && count < most_records ? count : 0;
}

struct Found {
  fs::path file;
  std::size_t records;
};

bool is_better(const Found& a, const Found& b) {
  return std::tuple(b.records, a.file.extension() == ".gz") < std::tuple(a.records, b.file.extension() == ".gz");
}

// Replaces `best` where the folder has something better; a folder that is not there has nothing.
void look_in(const fs::path& folder, std::optional<Found>& best) {
  std::error_code problem;
  fs::directory_iterator entries(folder, problem);
  if (problem == std::errc::no_such_file_or_directory || problem == std::errc::not_a_directory) return;
  while (!problem && entries != fs::directory_iterator()) {
    const std::size_t records = promised_records(entries->path().filename().string());
    if (records > 0) {
      Found found{entries->path(), records};
      if (!best || is_better(found, *best)) best = std::move(found);
    }
    entries.increment(problem);
  }
  if (problem) {
    throw_input_error("{}: cannot be read ({}); check its permissions", folder.string(), problem.message());
  }
}

[[noreturn]] void skip(const fs::path& folder) {
  throw Error(
      Fault::skipped,
      fmt::format("CIFAR-10 is not {}; get its binary version from https://www.cs.toronto.edu/~kriz/cifar.html, "
                  "put data_batch_1.bin into a folder cifar10 of the data folder and name the data folder with "
                  "--data DIR or BASIN_DATA",
                  folder.empty() ? "there (no data folder is named)" : "in " + folder.string()));
}

}  // namespace

Cifar10Batch::Cifar10Batch(fs::path file)
    : file_(std::move(file)), bytes_(read_unpacked(file_, most_records * record_bytes)) {
  if (bytes_.empty() || bytes_.size() % record_bytes != 0) {
    throw_input_error(
        "{}: has {} bytes, which is no number of CIFAR-10's records of {} bytes; put a batch of the binary "
        "version there",
        file_.string(), bytes_.size(), record_bytes);
  }
  for (std::size_t at = 0; at < bytes_.size(); at += record_bytes) {
    const unsigned label = static_cast<unsigned char>(bytes_[at]);
    if (label >= cifar10_classes.size()) {
      throw_input_error(
          "{}: record {} has the label {} where CIFAR-10 has 0 to 9; put a batch of the binary version "
          "there",
          file_.string(), at / record_bytes, label);
    }
  }
}

Eigen::Index Cifar10Batch::size() const {
  return static_cast<Eigen::Index>(bytes_.size() / record_bytes);
}

std::span<const char> Cifar10Batch::record_at(Eigen::Index record) const {
  if (record < 0 || record >= size()) {
    throw_input_error("{}: has no record {}; it holds the records 0 to {}, ask for one of these", file_.string(),
                      record, size() - 1);
  }
  return std::span(bytes_).subspan(static_cast<std::size_t>(record) * record_bytes, record_bytes);
}

int Cifar10Batch::label(Eigen::Index record) const {
  return record_at(record).front();
}

Eigen::MatrixXd Cifar10Batch::pictures(std::span<const Eigen::Index> records) const {
  // Checked before memory is asked for.
  for (const Eigen::Index record : records) (void)record_at(record);
  Eigen::MatrixXd pictures(cifar10_values, static_cast<Eigen::Index>(records.size()));
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(record_at(records[i]).data());
    // Divided and not multiplied by 1 / 255: byte 255 is 1 exactly.
    pictures.col(static_cast<Eigen::Index>(i)) = Pixels(bytes + 1, cifar10_values).cast<double>() / 255.0;
  }
  return pictures;
}

Eigen::MatrixXd Cifar10Batch::first_pictures(Eigen::Index count) const {
  if (count < 1 || count > size()) {
    throw_input_error("{}: cannot give its first {} pictures; it holds {}, ask for 1 to {}", file_.string(), count,
                      size(), size());
  }
  std::vector<Eigen::Index> records(static_cast<std::size_t>(count));
  std::iota(records.begin(), records.end(), Eigen::Index{0});
  return pictures(records);
}

fs::path find_cifar10_batch(const fs::path& folder) {
  if (folder.empty()) skip(folder);
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) {
    throw_input_error("{}: is no folder; name the one with CIFAR-10 with --data DIR or BASIN_DATA", folder.string());
  }
  std::optional<Found> best;
  for (const fs::path& place : {folder / "cifar10", folder / "cifar-10-batches-bin", folder}) look_in(place, best);
  if (!best) skip(folder);
  return best->file;
}

std::shared_ptr<const Cifar10Batch> cifar10_batch(const fs::path& file) {
  static KeptFiles<Cifar10Batch> kept;
  return kept.get({file}, [&] { return Cifar10Batch(file); });
}

}  // namespace basin::data
