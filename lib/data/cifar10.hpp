// CIFAR-10 in its "binary version": 32 x 32 colour pictures of ten classes, one record each. Read as hostile input.
// Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009;
// www.cs.toronto.edu/~kriz/cifar.html
#pragma once

#include <Eigen/Core>
#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace basin::data {

/// Values of a picture: 1024 red, 1024 green, 1024 blue, each 32 x 32 row by row.
inline constexpr Eigen::Index cifar10_values = 3072;

/// The classes by label.
inline constexpr std::array<std::string_view, 10> cifar10_classes = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};

/// A batch, or the first of its records, kept as bytes (30 MB for the whole one).
class Cifar10Batch {
 public:
  /// Reads 1 to 10,000 records of 3073 bytes (label, then values), packed with gzip or not. Throws an input Error
  /// "file: ..." for any other size, a label above 9, and as read_unpacked.
  explicit Cifar10Batch(std::filesystem::path file);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  /// The number of records.
  [[nodiscard]] Eigen::Index size() const;

  /// The label, 0 to 9, of a record, 0 to size() - 1. Throws an input Error for another record.
  [[nodiscard]] int label(Eigen::Index record) const;

  /// The pictures of the records asked for, in that order, as numbers in [0, 1] (byte / 255): (3072, records).
  /// Throws as label().
  [[nodiscard]] Eigen::MatrixXd pictures(std::span<const Eigen::Index> records) const;

  /// The pictures of the first `count` records: (3072, count). Throws an input Error unless 1 <= count <= size().
  [[nodiscard]] Eigen::MatrixXd first_pictures(Eigen::Index count) const;

 private:
  [[nodiscard]] std::span<const char> record_at(Eigen::Index record) const;

  std::filesystem::path file_;
  std::string bytes_;
};

/// The file with training batch 1 under a data folder: data_batch_1.bin or data_batch_1_first<records>.bin, each also
/// with .gz, in the folder's cifar10/ or cifar-10-batches-bin/ or in the folder itself. Of several the one that
/// promises most records, then the one that is not packed. Throws a skipped Error that says where to get it where there
/// is none or `folder` is empty text; an input Error where `folder` is no folder or a folder cannot be read.
[[nodiscard]] std::filesystem::path find_cifar10_batch(const std::filesystem::path& folder);

/// The batch in a file, kept in memory for the process until the file changes; threads may call it. Throws as
/// Cifar10Batch.
[[nodiscard]] std::shared_ptr<const Cifar10Batch> cifar10_batch(const std::filesystem::path& file);

}  // namespace basin::data
