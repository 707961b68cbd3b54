// Finds the thesis' pictures by a table that is checked against the batch, or by the law behind that table.
#include "data/strandqvist2020.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/csv.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"

namespace basin::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t pictures_a_class = 10;
constexpr std::array<std::size_t, 10> class_order = {9, 8, 7, 6, 5, 4, 2, 1, 0, 3};

// The whole number from 0 to `most` in a field; fails naming what it stands for.
Eigen::Index whole_number(const fs::path& file, const CsvLine& row, std::size_t field, Eigen::Index most,
                          std::string_view what) {
  const auto number = parse_number(row.fields[field]);
  // In this order: a NaN is no number from 0 to most.
  if (!number || !(*number >= 0.0 && *number <= static_cast<double>(most)) || std::floor(*number) != *number) {
    fail_at(file, row.line,
            fmt::format("'{}' is no {}; it must be a whole number from 0 to {}", row.fields[field], what, most));
  }
  return static_cast<Eigen::Index>(*number);
}

}  // namespace

std::vector<Eigen::Index> strandqvist2020_records(const Cifar10Batch& batch) {
  std::array<std::vector<Eigen::Index>, 10> first;
  for (Eigen::Index record = 0; record < batch.size(); ++record) {
    auto& of_class = first[static_cast<std::size_t>(batch.label(record))];
    if (of_class.size() < pictures_a_class) of_class.push_back(record);
  }
  for (std::size_t label = 0; label < first.size(); ++label) {
    if (first[label].size() < pictures_a_class) {
      throw_input_error("{}: has {} pictures of class {} where {} of each class are needed; put the whole batch there",
                        batch.file().string(), first[label].size(), cifar10_classes[label], pictures_a_class);
    }
  }
  std::vector<Eigen::Index> records;
  for (std::size_t round = 0; round < pictures_a_class; ++round) {
    for (const std::size_t label : class_order) records.push_back(first[label][pictures_a_class - 1 - round]);
  }
  return records;
}

std::vector<Eigen::Index> read_strandqvist2020_records(const fs::path& file, const Cifar10Batch& batch) {
  const Csv table = read_csv(file);
  if (table.header.fields != std::vector<std::string>{"thesis_index", "cifar10_training_index", "label", "class"}) {
    fail_at(file, table.header.line, "must name the columns thesis_index,cifar10_training_index,label,class");
  }
  std::vector<Eigen::Index> records;
  for (const CsvLine& row : table.rows) {
    const auto fail = [&](const std::string& problem) { fail_at(file, row.line, problem); };
    const auto next = static_cast<Eigen::Index>(records.size());
    if (whole_number(file, row, 0, strandqvist2020_count - 1, "thesis index") != next) {
      fail(fmt::format("has thesis index {} where {} follows; list 0 to {} once each, in order", row.fields[0], next,
                       strandqvist2020_count - 1));
    }
    const Eigen::Index record = whole_number(file, row, 1, batch.size() - 1, "record of the batch beside it");
    if (std::find(records.begin(), records.end(), record) != records.end()) {
      fail(fmt::format("lists record {} again; list each once", record));
    }
    const Eigen::Index label = whole_number(file, row, 2, 9, "label");
    if (label != batch.label(record)) {
      fail(fmt::format("gives record {} the label {} where {} has {}; mend the table or the batch", record, label,
                       batch.file().filename().string(), batch.label(record)));
    }
    const std::string_view name = cifar10_classes[static_cast<std::size_t>(label)];
    if (row.fields[3] != name) {
      fail(fmt::format("calls label {} '{}'; CIFAR-10 calls it {}", label, row.fields[3], name));
    }
    records.push_back(record);
  }
  if (records.size() != static_cast<std::size_t>(strandqvist2020_count)) {
    throw_input_error("{}: lists {} pictures; list {}", file.string(), records.size(), strandqvist2020_count);
  }
  return records;
}

Eigen::MatrixXd strandqvist2020_pictures(const fs::path& folder) {
  const auto kept = cifar10_batch(find_cifar10_batch(folder));
  const Cifar10Batch& batch = *kept;
  const fs::path list = batch.file().parent_path() / "strandqvist_image_indices.csv";
  // A link that leads nowhere is there but broken: reading it says so.
  std::error_code problem;
  const bool is_listed = fs::symlink_status(list, problem).type() != fs::file_type::not_found;
  return batch.pictures(is_listed ? read_strandqvist2020_records(list, batch) : strandqvist2020_records(batch));
}

}  // namespace basin::data
