// Tests of the IDX and MNIST readers on made-up files, and on the real ones where they are.
#include "data/mnist.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/test_folder.hpp"
#include "data/data_test_files.hpp"

namespace basin::data {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Indices = std::vector<Eigen::Index>;
namespace fs = std::filesystem;

std::string pictures_refused(const TestFolder& folder, const std::string& bytes) {
  const auto file = folder.write("p", bytes);
  return error_of(folder, [&] { (void)read_idx_pictures(file); });
}

std::string labels_refused(const TestFolder& folder, const std::string& bytes) {
  const auto file = folder.write("l", bytes);
  return error_of(folder, [&] { (void)read_idx_labels(file); });
}

TEST(Idx, ReadsPicturesAndLabels) {
  const TestFolder folder;
  const std::string pictures = made_up_idx_pictures(3, 2, 5), labels = made_up_idx_labels({7, 0, 255});
  for (const bool is_packed : {false, true}) {
    const IdxPictures read = read_idx_pictures(folder.write("p", is_packed ? pack_gzip(pictures) : pictures));
    EXPECT_EQ(read.count, 3);
    EXPECT_EQ(read.rows, 2);
    EXPECT_EQ(read.columns, 5);
    EXPECT_EQ(read.bytes, pictures.substr(16));
    EXPECT_EQ(read_idx_labels(folder.write("l", is_packed ? pack_gzip(labels) : labels)), std::string("\7\0\xff", 3));
  }
}

TEST(Idx, RefusesEveryTruncationAndWhatTrails) {
  const TestFolder folder;
  const std::string right = made_up_idx_pictures(2, 2, 3);
  EXPECT_EQ(pictures_refused(folder, right), "nothing was thrown");
  for (std::size_t size = 0; size < right.size(); ++size) {
    EXPECT_THAT(pictures_refused(folder, right.substr(0, size)), StartsWith("p: has ")) << size;
  }
  EXPECT_EQ(pictures_refused(folder, right.substr(0, 15)),
            "p: has 15 bytes where the header alone of an IDX file of pictures has 16; get it again");
  EXPECT_EQ(pictures_refused(folder, right.substr(0, 27)),
            "p: has 11 bytes behind its header, which promises 12 (2 pictures); get it again");
  EXPECT_EQ(pictures_refused(folder, right + "x"),
            "p: has 13 bytes behind its header, which promises 12 (2 pictures); get it again");
  EXPECT_EQ(labels_refused(folder, made_up_idx_labels({1, 2}) + "x"),
            "l: has 3 bytes behind its header, which promises 2 (2 labels); get it again");
  EXPECT_THAT(labels_refused(folder, made_up_idx_labels({1, 2}).substr(0, 7)), HasSubstr("has 7 bytes"));
  EXPECT_THAT(pictures_refused(folder, pack_gzip(right).substr(0, 20)), HasSubstr("ends in the middle"));
}

TEST(Idx, RefusesHostileHeaders) {
  const TestFolder folder;
  const auto refused = [&](const std::vector<std::uint32_t>& header) {
    return pictures_refused(folder, idx_header(header) + "some bytes");
  };
  EXPECT_EQ(refused({2049, 1, 2, 5}),
            "p: begins with the number 2049 where an IDX file of pictures begins with 2051; put such a file there");
  EXPECT_THAT(refused({0x03080000, 1, 2, 5}), HasSubstr("begins with the number 50855936"));  // the other byte order
  EXPECT_THAT(labels_refused(folder, idx_header({2051, 10}) + "some bytes"), HasSubstr("begins with the number 2051"));
  EXPECT_EQ(refused({2051, 1, 2, 5}), "nothing was thrown");
  EXPECT_EQ(refused({2051, 0, 2, 5}), "p: holds no pictures; get it again");
  EXPECT_EQ(refused({2051, 1, 0, 5}), "p: has pictures of 0 rows; they must have 1 to 4096, get it again");
  EXPECT_EQ(refused({2051, 1, 2, 0}), "p: has pictures of 0 columns; they must have 1 to 4096, get it again");
  EXPECT_THAT(refused({2051, 1, 4097, 5}), HasSubstr("4097 rows"));
  EXPECT_THAT(refused({2051, 1, 2, 0xffffffff}), HasSubstr("4294967295 columns"));
  // As many as 32 and 64 bits cannot hold: 2^32 - 1 and 2^32 - 246 pictures of 2 values, whose size wraps to 10 at 32.
  EXPECT_THAT(refused({2051, 0xffffffff, 4096, 4096}), HasSubstr("promises 72057594021150720"));
  EXPECT_THAT(refused({2051, 0x80000005, 1, 2}), HasSubstr("promises 4294967306"));
  EXPECT_THAT(labels_refused(folder, idx_header({2049, 0}) + "some bytes"), HasSubstr("holds no labels"));
  EXPECT_THAT(labels_refused(folder, idx_header({2049, 0xffffffff}) + "some bytes"), HasSubstr("promises 4294967295"));
}

TEST(Idx, RefusesMoreThanItKeeps) {
  const TestFolder folder;
  const auto bomb = pack_gzip(idx_header({2051, 1U << 14U, 64, 64}) + std::string(1U << 26U, '\0'));
  EXPECT_THAT(pictures_refused(folder, bomb), StartsWith("p: holds more than 67108864 bytes"));
}

TEST(LabelledPictures, GivesLabelsAndPictures) {
  const TestFolder folder;
  const LabelledPictures read(folder.write("p", made_up_idx_pictures(3, 20, 15)),
                              folder.write("l", made_up_idx_labels({3, 0, 9})));
  EXPECT_EQ(read.size(), 3);
  EXPECT_EQ(read.rows(), 20);
  EXPECT_EQ(read.columns(), 15);
  EXPECT_EQ(read.label(0), 3);
  EXPECT_EQ(read.label(2), 9);
  const Eigen::MatrixXd pictures = read.pictures(Indices{2, 0, 2});
  ASSERT_EQ(pictures.rows(), 300);
  ASSERT_EQ(pictures.cols(), 3);
  for (Eigen::Index i = 0; i < 300; ++i) {
    EXPECT_EQ(pictures(i, 0), made_up_byte(2, static_cast<std::size_t>(i)) / 255.0);
    EXPECT_EQ(pictures(i, 1), made_up_byte(0, static_cast<std::size_t>(i)) / 255.0);
  }
  EXPECT_EQ(pictures.maxCoeff(), 1.0);
  EXPECT_EQ(read.first_pictures(2), read.pictures(Indices{0, 1}));
  EXPECT_EQ(read.pictures(Indices{}).cols(), 0);
}

TEST(LabelledPictures, RefusesPicturesItDoesNotHave) {
  const TestFolder folder;
  const LabelledPictures read(folder.write("p", made_up_idx_pictures(2, 1, 1)),
                              folder.write("l", made_up_idx_labels({3, 0})));
  const std::string message = "p: has no picture 2; it holds the pictures 0 to 1, ask for one of these";
  EXPECT_EQ(error_of(folder, [&] { (void)read.label(2); }), message);
  EXPECT_EQ(error_of(folder, [&] { (void)read.pictures(Indices{0, 2}); }), message);
  EXPECT_THAT(error_of(folder, [&] { (void)read.label(-1); }), HasSubstr("has no picture -1"));
  EXPECT_EQ(error_of(folder, [&] { (void)read.first_pictures(3); }),
            "p: cannot give its first 3 pictures; it holds 2, ask for 1 to 2");
  EXPECT_THROW((void)read.first_pictures(0), Error);
}

TEST(LabelledPictures, RefusesFilesThatDoNotBelongTogether) {
  const TestFolder folder;
  const auto refused = [&](int pictures, const std::vector<int>& labels) {
    const auto p = folder.write("p", made_up_idx_pictures(pictures, 2, 2));
    const auto l = folder.write("l", made_up_idx_labels(labels));
    return error_of(folder, [&] { LabelledPictures{p, l}; });
  };
  EXPECT_EQ(refused(2, {9, 0}), "nothing was thrown");
  EXPECT_EQ(refused(2, {1}), "l: has 1 labels where p has 2 pictures; put files of one data set there");
  EXPECT_THAT(refused(2, {1, 2, 3}), StartsWith("l: has 3 labels"));
  EXPECT_EQ(refused(2, {1, 10}), "l: gives picture 1 the label 10 where digits are 0 to 9; get it again");
  EXPECT_THAT(refused(1, {255}), HasSubstr("the label 255"));
}

TEST(Mnist, IsFoundWhereverItLies) {
  const TestFolder folder;
  // Each is better than all before it, and is told by its first label.
  int label = 0;
  for (const char* name : {"t10k-{}.idx{}-ubyte.gz", "t10k-{}-idx{}-ubyte", "MNIST/raw/t10k-{}-idx{}-ubyte.gz",
                           "mnist/t10k-{}.idx{}-ubyte.gz", "mnist/t10k-{}-idx{}-ubyte.gz", "mnist/t10k-{}.idx{}-ubyte",
                           "mnist/t10k-{}-idx{}-ubyte"}) {
    folder.write(fmt::format(fmt::runtime(name), "images", 3), made_up_idx_pictures(1, 28, 28));
    folder.write(fmt::format(fmt::runtime(name), "labels", 1), made_up_idx_labels({++label}));
    EXPECT_EQ(mnist(folder.path(), MnistPart::test)->label(0), label) << name;
  }
  EXPECT_THROW((void)mnist(folder.path(), MnistPart::training), Error);
}

TEST(Mnist, IsReadOnceUntilItChanges) {
  const TestFolder folder;
  folder.write("train-images-idx3-ubyte", made_up_idx_pictures(1, 28, 28));
  folder.write("train-labels-idx1-ubyte", made_up_idx_labels({4}));
  const auto first = mnist(folder.path(), MnistPart::training);
  EXPECT_EQ(mnist(folder.path(), MnistPart::training), first);
  folder.write("train-images-idx3-ubyte", made_up_idx_pictures(2, 28, 28));
  folder.write("train-labels-idx1-ubyte", made_up_idx_labels({4, 5}));
  EXPECT_EQ(mnist(folder.path(), MnistPart::training)->size(), 2);
  EXPECT_EQ(first->size(), 1);
}

TEST(Mnist, SkipsWhereThereIsNone) {
  const TestFolder folder;
  folder.write("mnist/train-labels-idx1-ubyte", "");
  folder.write("MNIST", "a file where a folder might be");
  for (const fs::path& place : {fs::path(), folder.path()}) {
    try {
      (void)mnist(place, MnistPart::training);
      FAIL() << "nothing was thrown for '" << place << "'";
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::skipped);
      EXPECT_THAT(error.what(), StartsWith("MNIST is not " + (place.empty() ? "there" : "in " + place.string())));
      EXPECT_THAT(error.what(), HasSubstr("http://yann.lecun.com/exdb/mnist"));
      EXPECT_THAT(error.what(), EndsWith("--data DIR or BASIN_DATA"));
    }
  }
}

TEST(Mnist, NeverSkipsWhatIsThereButBroken) {
  const TestFolder folder;
  const auto read = [&] { (void)mnist(folder.path(), MnistPart::training); };
  EXPECT_EQ(error_of(folder, [&] { (void)mnist(folder.path() / "none", MnistPart::test); }),
            "none: is no folder; name the one with MNIST with --data DIR or BASIN_DATA");
  fs::create_symlink("nowhere", folder.path() / "train-images-idx3-ubyte");
  EXPECT_EQ(error_of(folder, read),
            "train-images-idx3-ubyte: has no labels beside it; put train-labels-idx1-ubyte there too");
  folder.write("train-labels-idx1-ubyte", made_up_idx_labels({4}));
  EXPECT_THAT(error_of(folder, read), StartsWith("train-images-idx3-ubyte: there is no such file"));
  fs::remove(folder.path() / "train-images-idx3-ubyte");
  folder.write("train-images-idx3-ubyte", made_up_idx_pictures(1, 28, 27));
  EXPECT_EQ(error_of(folder, read),
            "train-images-idx3-ubyte: has pictures of 28 x 27 where MNIST's are 28 x 28; put MNIST there");
}

std::vector<int> first_labels(const LabelledPictures& pictures) {
  std::vector<int> labels;
  for (Eigen::Index i = 0; i < 5; ++i) labels.push_back(pictures.label(i));
  return labels;
}

TEST(Mnist, RealFiles) {
  std::shared_ptr<const LabelledPictures> training, test;
  try {
    training = mnist(real_data_folder(), MnistPart::training);
    test = mnist(real_data_folder(), MnistPart::test);
  } catch (const Error& error) {
    if (error.fault() != Fault::skipped) throw;
    GTEST_SKIP() << error.what();
  }
  ASSERT_EQ(training->size(), 60000);
  ASSERT_EQ(test->size(), 10000);
  EXPECT_EQ(first_labels(*training), (std::vector<int>{5, 0, 4, 1, 9}));
  EXPECT_EQ(first_labels(*test), (std::vector<int>{7, 2, 1, 0, 4}));
  // The mean over pixels of their variance over pictures, the loss of the best constant output: .0673 [syde2024]. In
  // pieces, since all pictures at once take 376 MB.
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(mnist_values), squares = sum;
  Indices piece(1000);
  for (Eigen::Index first = 0; first < 60000; first += 1000) {
    for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = first + static_cast<Eigen::Index>(i);
    const Eigen::MatrixXd pictures = training->pictures(piece);
    sum += pictures.rowwise().sum();
    squares += pictures.array().square().matrix().rowwise().sum();
  }
  EXPECT_NEAR((squares / 60000.0 - (sum / 60000.0).cwiseAbs2()).mean(), 0.0673, 0.00005);
}

}  // namespace
}  // namespace basin::data
