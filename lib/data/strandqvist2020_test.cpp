// Tests of the thesis' list of pictures: its law on made-up batches, the table read as hostile input, both on the real
// batch where it is.
#include "data/strandqvist2020.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "core/test_folder.hpp"
#include "data/data_test_files.hpp"

namespace basin::data {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace fs = std::filesystem;

// Twelve pictures of each class, the labels in turn: record 10 k + l has label l.
std::vector<int> labels_in_turn(int count = 120) {
  std::vector<int> labels(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) labels[static_cast<std::size_t>(i)] = i % 10;
  return labels;
}

// The table of these records.
std::string table(const std::vector<Eigen::Index>& records, const Cifar10Batch& batch) {
  std::string text = "thesis_index,cifar10_training_index,label,class\n";
  for (std::size_t i = 0; i < records.size(); ++i) {
    const int label = batch.label(records[i]);
    text += fmt::format("{},{},{},{}\n", i, records[i], label, cifar10_classes[static_cast<std::size_t>(label)]);
  }
  return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Strandqvist2020Records, TenthToFirstOfEachClass) {
  const TestFolder folder;
  const Cifar10Batch batch(folder.write("b.bin", made_up_batch(labels_in_turn())));
  const auto records = strandqvist2020_records(batch);
  ASSERT_EQ(records.size(), 100U);
  EXPECT_EQ((std::vector(records.begin(), records.begin() + 11)),
            (std::vector<Eigen::Index>{99, 98, 97, 96, 95, 94, 92, 91, 90, 93, 89}));
  EXPECT_EQ(records[90], 9);
  EXPECT_EQ(records[99], 3);
  // The first ten of each class, each once.
  std::vector<Eigen::Index> all(100);
  std::iota(all.begin(), all.end(), Eigen::Index{0});
  EXPECT_EQ(std::set(records.begin(), records.end()), std::set(all.begin(), all.end()));
}

TEST(Strandqvist2020Records, RefusesABatchWithTooFew) {
  const TestFolder folder;
  const Cifar10Batch batch(folder.write("b.bin", made_up_batch(labels_in_turn(99))));
  EXPECT_EQ(error_of(folder, [&] { (void)strandqvist2020_records(batch); }),
            "b.bin: has 9 pictures of class truck where 10 of each class are needed; put the whole batch there");
}

TEST(ReadStrandqvist2020Records, RefusesWithFileAndLine) {
  const TestFolder folder;
  const Cifar10Batch batch(folder.write("b.bin", made_up_batch(labels_in_turn())));
  const auto records = strandqvist2020_records(batch);
  const std::string right = table(records, batch);
  EXPECT_EQ(read_strandqvist2020_records(folder.write("t.csv", right), batch), records);
  const auto refused = [&](const std::string& from, const std::string& to) {
    const auto file = folder.write("t.csv", replaced(right, from, to));
    return error_of(folder, [&] { (void)read_strandqvist2020_records(file, batch); });
  };
  EXPECT_THAT(refused("label,class", "class,label"), StartsWith("t.csv:1: must name the columns thesis_index,"));
  EXPECT_EQ(refused("\n1,98", "\n2,98"),
            "t.csv:3: has thesis index 2 where 1 follows; list 0 to 99 once each, in order");
  EXPECT_THAT(refused("\n1,98", "\n0,98"), HasSubstr("has thesis index 0 where 1 follows"));
  EXPECT_EQ(refused("\n1,98", "\n100,98"), "t.csv:3: '100' is no thesis index; it must be a whole number from 0 to 99");
  EXPECT_EQ(refused("0,99,", "0,120,"),
            "t.csv:2: '120' is no record of the batch beside it; it must be a whole number from 0 to 119");
  for (const char* text : {"-1", "1.5", "", "nan", "inf", "1e300", "x"}) {
    EXPECT_THAT(refused("0,99,", fmt::format("0,{},", text)), HasSubstr("is no record of the batch")) << text;
  }
  EXPECT_EQ(refused("1,98,8,ship", "1,99,9,truck"), "t.csv:3: lists record 99 again; list each once");
  EXPECT_EQ(refused("0,99,9,", "0,99,8,"),
            "t.csv:2: gives record 99 the label 8 where b.bin has 9; mend the table or the batch");
  EXPECT_THAT(refused("0,99,9,", "0,99,10,"), HasSubstr("'10' is no label"));
  EXPECT_EQ(refused("9,truck", "9,lorry"), "t.csv:2: calls label 9 'lorry'; CIFAR-10 calls it truck");
  EXPECT_EQ(refused("\n99,3,3,cat", ""), "t.csv: lists 99 pictures; list 100");
  EXPECT_THAT(refused("\n99,3,3,cat\n", "\n99,3,3,cat\n100,113,3,cat\n"), HasSubstr("'100' is no thesis index"));
}

TEST(Strandqvist2020Pictures, TakesTheTableBesideTheBatchElseTheLaw) {
  const TestFolder folder;
  const Cifar10Batch batch(folder.write("cifar10/data_batch_1.bin", made_up_batch(labels_in_turn())));
  auto records = strandqvist2020_records(batch);
  EXPECT_EQ(strandqvist2020_pictures(folder.path()), batch.pictures(records));
  std::swap(records[0], records[10]);
  folder.write("strandqvist_image_indices.csv", table(records, batch));  // not beside the batch
  EXPECT_NE(strandqvist2020_pictures(folder.path()), batch.pictures(records));
  folder.write("cifar10/strandqvist_image_indices.csv", table(records, batch));
  EXPECT_EQ(strandqvist2020_pictures(folder.path()), batch.pictures(records));
  fs::remove(folder.path() / "cifar10" / "strandqvist_image_indices.csv");
  fs::create_symlink("nowhere", folder.path() / "cifar10" / "strandqvist_image_indices.csv");
  EXPECT_THAT(error_of(folder, [&] { (void)strandqvist2020_pictures(folder.path()); }),
              HasSubstr("strandqvist_image_indices.csv: there is no such file"));
}

TEST(Strandqvist2020Pictures, RealBatch) {
  const fs::path data = real_data_folder();
  fs::path file;
  try {
    file = find_cifar10_batch(data);
  } catch (const Error& error) {
    if (error.fault() != Fault::skipped) throw;
    GTEST_SKIP() << error.what();
  }
  const Cifar10Batch batch(file);
  const Eigen::MatrixXd pictures = strandqvist2020_pictures(data);
  ASSERT_EQ(pictures.rows(), 3072);
  ASSERT_EQ(pictures.cols(), 100);
  EXPECT_GE(pictures.minCoeff(), 0.0);
  EXPECT_LE(pictures.maxCoeff(), 1.0);
  // Table and law agree; trivially so where there is no table.
  EXPECT_EQ(pictures, batch.pictures(strandqvist2020_records(batch)));
  // The picture all iterates of a network without bias end at is the darkest: index 85, norm 16.53 [strandqvist2020].
  Eigen::Index darkest = 0;
  EXPECT_NEAR(pictures.colwise().norm().minCoeff(&darkest), 16.53, 0.005);
  EXPECT_EQ(darkest, 85);
  // Record 0 of batch 1 is a frog and the thesis' picture 93.
  EXPECT_EQ(batch.label(0), 6);
  EXPECT_EQ(pictures.col(93), batch.first_pictures(1).col(0));
}

}  // namespace
}  // namespace basin::data
