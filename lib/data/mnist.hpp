// MNIST: handwritten digits, 60,000 to train on and 10,000 to test with, 28 x 28 grey values each.
// Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 86,
// 1998; yann.lecun.com/exdb/mnist
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "data/idx.hpp"

namespace basin::data {

/// Values of a picture of MNIST: 28 rows of 28.
inline constexpr Eigen::Index mnist_values = 784;

enum class MnistPart { training, test };

/// Pictures of digits with their labels, kept as bytes.
class LabelledPictures {
 public:
  /// Reads an IDX file of pictures and one of labels. Throws an input Error "file: ..." where they are not as many, for
  /// a label above 9, and as read_idx_pictures and read_idx_labels.
  LabelledPictures(const std::filesystem::path& pictures, const std::filesystem::path& labels);

  /// The number of pictures, and of rows and columns of each.
  [[nodiscard]] Eigen::Index size() const { return pictures_.count; }
  [[nodiscard]] Eigen::Index rows() const { return pictures_.rows; }
  [[nodiscard]] Eigen::Index columns() const { return pictures_.columns; }

  /// The digit, 0 to 9, of a picture, 0 to size() - 1. Throws an input Error for another picture.
  [[nodiscard]] int label(Eigen::Index picture) const;

  /// The pictures asked for, in that order, as numbers in [0, 1] (byte / 255): (rows * columns, pictures), row by row.
  /// Throws as label().
  [[nodiscard]] Eigen::MatrixXd pictures(std::span<const Eigen::Index> indices) const;

  /// The first `count` pictures: (rows * columns, count). Throws an input Error unless 1 <= count <= size().
  [[nodiscard]] Eigen::MatrixXd first_pictures(Eigen::Index count) const;

 private:
  void require(Eigen::Index picture) const;

  std::filesystem::path file_;
  IdxPictures pictures_;
  std::string labels_;
};

/// A part of MNIST under a data folder: train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-..., also written
/// train-images.idx3-ubyte and with .gz, together in the folder's mnist/ or MNIST/raw/ or in the folder itself; the
/// first of these that has pictures counts, and plain goes before packed. Kept in memory for the process (47 MB the
/// training part) until the files change; threads may call it. Throws a skipped Error that says where to get it where
/// there is none or `folder` is empty text; an input Error where `folder` is no folder, the labels are not beside the
/// pictures, pictures are not 28 x 28, and as LabelledPictures.
[[nodiscard]] std::shared_ptr<const LabelledPictures> mnist(const std::filesystem::path& folder, MnistPart part);

}  // namespace basin::data
