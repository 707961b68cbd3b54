// The hundred pictures of CIFAR-10 that strandqvist2020 trains on: the first ten of each class of batch 1.
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <vector>

#include "data/cifar10.hpp"

namespace basin::data {

/// Pictures of the thesis.
inline constexpr Eigen::Index strandqvist2020_count = 100;

/// The records of the thesis' pictures in its order: picture 10 r + c is number 10 - r (counted from 1) of the batch's
/// pictures of class c, classes ordered truck, ship, horse, frog, dog, deer, bird, automobile, airplane, cat.
/// Throws an input Error where the batch has less than ten pictures of a class. [strandqvist2020, its stored pictures]
[[nodiscard]] std::vector<Eigen::Index> strandqvist2020_records(const Cifar10Batch& batch);

/// The same as a table lists them: columns thesis_index (0 to 99, in this order), cifar10_training_index (of batch 1,
/// from 0), label, class. Throws an input Error "file:line: ..." for anything else, a record that is listed twice or
/// that the batch does not have, a label that is not the record's or a class that is not the label's.
[[nodiscard]] std::vector<Eigen::Index> read_strandqvist2020_records(const std::filesystem::path& file,
                                                                     const Cifar10Batch& batch);

/// The thesis' pictures in its order, (3072, 100), values in [0, 1], from batch 1 under a data folder; listed by
/// strandqvist_image_indices.csv where it lies beside the batch, else by strandqvist2020_records. The thesis' loader
/// replaced the last of the 3072 values of each picture by the first of the next one of its class: these are the right
/// values. Throws as find_cifar10_batch, Cifar10Batch and the above.
[[nodiscard]] Eigen::MatrixXd strandqvist2020_pictures(const std::filesystem::path& folder);

}  // namespace basin::data
