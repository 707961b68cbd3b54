// Tests of the CIFAR-10 reader on made-up batches, and on the real one where it is.
#include "data/cifar10.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/test_folder.hpp"
#include "data/data_test_files.hpp"

namespace basin::data {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Records = std::vector<Eigen::Index>;

std::string refused(const TestFolder& folder, const std::string& bytes) {
  const auto file = folder.write("b.bin", bytes);
  return error_of(folder, [&] { Cifar10Batch{file}; });
}

TEST(Cifar10Batch, GivesLabelsAndPictures) {
  const TestFolder folder;
  const std::string bytes = made_up_batch({3, 0, 9});
  for (const std::string& written : {bytes, pack_gzip(bytes)}) {
    const Cifar10Batch batch(folder.write("b.bin", written));
    ASSERT_EQ(batch.size(), 3);
    EXPECT_EQ(batch.label(0), 3);
    EXPECT_EQ(batch.label(1), 0);
    EXPECT_EQ(batch.label(2), 9);
    const Eigen::MatrixXd pictures = batch.pictures(Records{2, 0, 2});
    ASSERT_EQ(pictures.rows(), 3072);
    ASSERT_EQ(pictures.cols(), 3);
    EXPECT_EQ(pictures.col(0), pictures.col(2));
    for (Eigen::Index i = 0; i < 3072; ++i) {
      EXPECT_EQ(pictures(i, 0), made_up_byte(2, static_cast<std::size_t>(i)) / 255.0);
      EXPECT_EQ(pictures(i, 1), made_up_byte(0, static_cast<std::size_t>(i)) / 255.0);
    }
    EXPECT_EQ(pictures.minCoeff(), 0.0);
    EXPECT_EQ(pictures.maxCoeff(), 1.0);
    EXPECT_EQ(batch.first_pictures(2), batch.pictures(Records{0, 1}));
    EXPECT_EQ(batch.pictures(Records{}).cols(), 0);
  }
}

TEST(Cifar10Batch, RefusesRecordsItDoesNotHave) {
  const TestFolder folder;
  const Cifar10Batch batch(folder.write("b.bin", made_up_batch({1, 2})));
  const std::string message = "b.bin: has no record 2; it holds the records 0 to 1, ask for one of these";
  EXPECT_EQ(error_of(folder, [&] { (void)batch.label(2); }), message);
  EXPECT_EQ(error_of(folder, [&] { (void)batch.pictures(Records{0, 2}); }), message);
  EXPECT_THAT(error_of(folder, [&] { (void)batch.label(-1); }), HasSubstr("has no record -1"));
  EXPECT_EQ(error_of(folder, [&] { (void)batch.first_pictures(3); }),
            "b.bin: cannot give its first 3 pictures; it holds 2, ask for 1 to 2");
  EXPECT_THROW((void)batch.first_pictures(0), Error);
}

TEST(Cifar10Batch, RefusesWhatIsNoBatch) {
  const TestFolder folder;
  EXPECT_THAT(refused(folder, ""), StartsWith("b.bin: has 0 bytes, which is no number of CIFAR-10's records"));
  EXPECT_THAT(refused(folder, pack_gzip("")), StartsWith("b.bin: has 0 bytes"));
  EXPECT_THAT(refused(folder, made_up_batch({1}) + "x"), StartsWith("b.bin: has 3074 bytes"));
  EXPECT_THAT(refused(folder, made_up_batch({1, 2}).substr(1)), StartsWith("b.bin: has 6145 bytes"));
  EXPECT_THAT(refused(folder, made_up_batch({1, 10})), StartsWith("b.bin: record 1 has the label 10"));
  EXPECT_THAT(refused(folder, made_up_batch({-1})), StartsWith("b.bin: record 0 has the label 255"));
  EXPECT_THAT(refused(folder, std::string(3073, 'a')), StartsWith("b.bin: record 0 has the label 97"));
  EXPECT_THAT(refused(folder, pack_gzip(made_up_batch({1})).substr(0, 100)), HasSubstr("ends in the middle"));
  const std::string full(std::size_t{10000} * 3073, '\1');
  EXPECT_EQ(refused(folder, full), "nothing was thrown");
  EXPECT_THAT(refused(folder, full + full.substr(0, 3073)), StartsWith("b.bin: holds more than 30730000 bytes"));
  EXPECT_THAT(error_of(folder, [&] { Cifar10Batch{folder.path()}; }), HasSubstr("is no regular file"));
  EXPECT_THAT(error_of(folder, [&] { Cifar10Batch{folder.path() / "none"}; }), HasSubstr("there is no such file"));
}

TEST(FindCifar10Batch, PrefersTheWholeBatchWhereverItLies) {
  const TestFolder folder;
  const auto found = [&] { return find_cifar10_batch(folder.path()).lexically_relative(folder.path()).string(); };
  // Each is better than all before it.
  for (const char* name :
       {"data_batch_1_first9.bin.gz", "cifar-10-batches-bin/data_batch_1_first9.bin", "cifar10/data_batch_1_first9.bin",
        "cifar10/data_batch_1_first10.bin.gz", "data_batch_1.bin.gz", "cifar10/data_batch_1.bin.gz", "data_batch_1.bin",
        "cifar-10-batches-bin/data_batch_1.bin", "cifar10/data_batch_1.bin"}) {
    folder.write(name, "");
    EXPECT_EQ(found(), name);
  }
  // None of these is a batch 1.
  for (const char* name : {"data_batch_2.bin", "data_batch_1_labels10000.bin.gz", "data_batch_1_first.bin",
                           "data_batch_1_firstmost.bin", "data_batch_1_first99999999999999999999.bin",
                           "data_batch_1_first20000.bin", "data_batch_1_first", "data_batch_1.bin.zip"}) {
    folder.write("cifar10/" + std::string(name), "");
    EXPECT_EQ(found(), "cifar10/data_batch_1.bin");
  }
}

TEST(FindCifar10Batch, SkipsWhereThereIsNone) {
  const TestFolder folder;
  folder.write("cifar10/data_batch_1_labels10000.bin.gz", "");
  folder.write("cifar-10-batches-bin", "a file where a folder might be");
  for (const std::filesystem::path& place : {std::filesystem::path(), folder.path()}) {
    try {
      (void)find_cifar10_batch(place);
      FAIL() << "nothing was thrown for '" << place << "'";
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::skipped);
      EXPECT_THAT(error.what(), StartsWith("CIFAR-10 is not " + (place.empty() ? "there" : "in " + place.string())));
      EXPECT_THAT(error.what(), HasSubstr("https://www.cs.toronto.edu/~kriz/cifar.html"));
      EXPECT_THAT(error.what(), EndsWith("--data DIR or BASIN_DATA"));
    }
  }
}

TEST(FindCifar10Batch, NeverSkipsWhatIsThereButBroken) {
  const TestFolder folder;
  EXPECT_EQ(error_of(folder, [&] { (void)find_cifar10_batch(folder.path() / "none"); }),
            "none: is no folder; name the one with CIFAR-10 with --data DIR or BASIN_DATA");
  const auto read = [&] { Cifar10Batch{find_cifar10_batch(folder.path())}; };
  std::filesystem::create_directories(folder.path() / "cifar10" / "data_batch_1.bin");
  EXPECT_THAT(error_of(folder, read), HasSubstr("data_batch_1.bin: is no regular file"));
  std::filesystem::remove(folder.path() / "cifar10" / "data_batch_1.bin");
  std::filesystem::create_symlink("nowhere", folder.path() / "cifar10" / "data_batch_1.bin");
  EXPECT_THAT(error_of(folder, read), HasSubstr("data_batch_1.bin: there is no such file"));
}

TEST(Cifar10BatchKept, IsReadOnceUntilItChanges) {
  const TestFolder folder;
  const auto file = folder.write("b.bin", made_up_batch({1}));
  const auto first = cifar10_batch(file);
  EXPECT_EQ(cifar10_batch(file), first);
  folder.write("b.bin", made_up_batch({2, 3}));
  EXPECT_EQ(cifar10_batch(file)->label(0), 2);
  EXPECT_EQ(first->label(0), 1);
  EXPECT_THAT(error_of(folder, [&] { (void)cifar10_batch(folder.path() / "none"); }), StartsWith("none: there is no"));
}

}  // namespace
}  // namespace basin::data
