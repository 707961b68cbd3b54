// Checks both files before any picture is used, and looks for them under the names they are known by.
#include "data/mnist.hpp"

#include <cstdint>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "data/kept_files.hpp"

namespace basin::data {
namespace {

namespace fs = std::filesystem;

using Pixels = Eigen::Map<const Eigen::Matrix<std::uint8_t, Eigen::Dynamic, 1>>;

// The file of a folder that is this part's "images" or "labels", if there is one. A link that leads nowhere is there
// but broken: reading it says so.
std::optional<fs::path> find_in(const fs::path& folder, MnistPart part, std::string_view what, int dimensions) {
  const std::string_view prefix = part == MnistPart::training ? "train" : "t10k";
  for (const char* ending : {"", ".gz"}) {
    for (const char dot : {'-', '.'}) {
      const fs::path file = folder / fmt::format("{}-{}{}idx{}-ubyte{}", prefix, what, dot, dimensions, ending);
      std::error_code problem;
      if (fs::symlink_status(file, problem).type() != fs::file_type::not_found && !problem) return file;
    }
  }
  return std::nullopt;
}

[[noreturn]] void skip(const fs::path& folder) {
  throw Error(Fault::skipped,
              fmt::format("MNIST is not {}; get its four files from http://yann.lecun.com/exdb/mnist or a copy "
                          "of it, put them into a folder mnist of the data folder and name the data folder with "
                          "--data DIR or BASIN_DATA",
                          folder.empty() ? "there (no data folder is named)" : "in " + folder.string()));
}

LabelledPictures read(const fs::path& pictures, const fs::path& labels) {
  LabelledPictures read(pictures, labels);
  if (read.rows() != 28 || read.columns() != 28) {
    throw_input_error("{}: has pictures of {} x {} where MNIST's are 28 x 28; put MNIST there", pictures.string(),
                      read.rows(), read.columns());
  }
  return read;
}

}  // namespace

LabelledPictures::LabelledPictures(const fs::path& pictures, const fs::path& labels)
    : file_(pictures), pictures_(read_idx_pictures(pictures)), labels_(read_idx_labels(labels)) {
  if (labels_.size() != static_cast<std::size_t>(size())) {
    throw_input_error("{}: has {} labels where {} has {} pictures; put files of one data set there", labels.string(),
                      labels_.size(), pictures.string(), size());
  }
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const unsigned label = static_cast<unsigned char>(labels_[i]);
    if (label > 9) {
      throw_input_error("{}: gives picture {} the label {} where digits are 0 to 9; get it again", labels.string(), i,
                        label);
    }
  }
}

void LabelledPictures::require(Eigen::Index picture) const {
  if (picture < 0 || picture >= size()) {
    throw_input_error("{}: has no picture {}; it holds the pictures 0 to {}, ask for one of these", file_.string(),
                      picture, size() - 1);
  }
}

int LabelledPictures::label(Eigen::Index picture) const {
  require(picture);
  return labels_[static_cast<std::size_t>(picture)];
}

Eigen::MatrixXd LabelledPictures::pictures(std::span<const Eigen::Index> indices) const {
  // Checked before memory is asked for.
  for (const Eigen::Index picture : indices) require(picture);
  const Eigen::Index values = rows() * columns();
  Eigen::MatrixXd pictures(values, static_cast<Eigen::Index>(indices.size()));
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(pictures_.bytes.data());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    // Divided and not multiplied by 1 / 255: byte 255 is 1 exactly.
    pictures.col(static_cast<Eigen::Index>(i)) = Pixels(bytes + indices[i] * values, values).cast<double>() / 255.0;
  }
  return pictures;
}

Eigen::MatrixXd LabelledPictures::first_pictures(Eigen::Index count) const {
  if (count < 1 || count > size()) {
    throw_input_error("{}: cannot give its first {} pictures; it holds {}, ask for 1 to {}", file_.string(), count,
                      size(), size());
  }
  std::vector<Eigen::Index> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), Eigen::Index{0});
  return pictures(indices);
}

std::shared_ptr<const LabelledPictures> mnist(const fs::path& folder, MnistPart part) {
  if (folder.empty()) skip(folder);
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) {
    throw_input_error("{}: is no folder; name the one with MNIST with --data DIR or BASIN_DATA", folder.string());
  }
  static KeptFiles<LabelledPictures> kept;
  for (const fs::path& place : {folder / "mnist", folder / "MNIST" / "raw", folder}) {
    const auto pictures = find_in(place, part, "images", 3);
    if (!pictures) continue;
    const auto labels = find_in(place, part, "labels", 1);
    if (!labels) {
      throw_input_error("{}: has no labels beside it; put {}-labels-idx1-ubyte there too", pictures->string(),
                        part == MnistPart::training ? "train" : "t10k");
    }
    return kept.get({*pictures, *labels}, [&] { return read(*pictures, *labels); });
  }
  skip(folder);
}

}  // namespace basin::data
