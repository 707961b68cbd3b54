// Tests of keeping what was read: read once, by whichever thread, and again only when a file has changed.
#include "data/kept_files.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "core/test_folder.hpp"
#include "core/text_file.hpp"

namespace basin::data {
namespace {

namespace fs = std::filesystem;

TEST(KeptFiles, ReadsAgainWhereSizeOrTimeChanged) {
  const TestFolder folder;
  KeptFiles<std::string> kept;
  int reads = 0;
  const fs::path file = folder.write("a", "one");
  const auto get = [&] {
    return kept.get({file}, [&] {
      ++reads;
      return read_file(file, 100);
    });
  };
  const auto first = get();
  EXPECT_EQ(*first, "one");
  EXPECT_EQ(get(), first);
  EXPECT_EQ(reads, 1);
  folder.write("a", "longer");
  EXPECT_EQ(*get(), "longer");
  EXPECT_EQ(*first, "one");  // whoever has it keeps it
  folder.write("a", "sixsix");
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::hours(1));
  EXPECT_EQ(*get(), "sixsix");
  EXPECT_EQ(reads, 3);
}

TEST(KeptFiles, EachSetOfFilesIsItsOwn) {
  const TestFolder folder;
  KeptFiles<int> kept;
  const fs::path a = folder.write("a", "a"), b = folder.write("b", "b");
  EXPECT_EQ(*kept.get({a}, [] { return 1; }), 1);
  EXPECT_EQ(*kept.get({a, b}, [] { return 2; }), 2);
  EXPECT_EQ(*kept.get({b}, [] { return 3; }), 3);
  EXPECT_EQ(*kept.get({a}, [] { return 4; }), 1);
  EXPECT_EQ(*kept.get({a, b}, [] { return 5; }), 2);
  folder.write("b", "longer");
  EXPECT_EQ(*kept.get({a}, [] { return 6; }), 1);
  EXPECT_EQ(*kept.get({a, b}, [] { return 7; }), 7);
}

TEST(KeptFiles, ALinkIsWhatItLeadsTo) {
  const TestFolder folder;
  KeptFiles<int> kept;
  const fs::path a = folder.write("a", "x"), b = folder.write("b", "x"), link = folder.path() / "link";
  fs::last_write_time(b, fs::last_write_time(a));
  fs::create_symlink(a, link);
  EXPECT_EQ(*kept.get({link}, [] { return 1; }), 1);
  fs::remove(link);
  fs::create_symlink(b, link);
  EXPECT_EQ(*kept.get({link}, [] { return 2; }), 2);
}

TEST(KeptFiles, KeepsNothingWhereReadingFails) {
  const TestFolder folder;
  KeptFiles<int> kept;
  const fs::path file = folder.write("a", "x");
  const auto fail = []() -> int { throw std::runtime_error("damaged"); };
  EXPECT_THROW((void)kept.get({file}, fail), std::runtime_error);
  EXPECT_EQ(*kept.get({file}, [] { return 1; }), 1);
  // What is not there is read by whoever reads it, which fails with its own words.
  EXPECT_THROW((void)kept.get({folder.path() / "none"}, fail), std::runtime_error);
  fs::remove(file);
  EXPECT_THROW((void)kept.get({file}, fail), std::runtime_error);
}

TEST(KeptFiles, ThreadsShareOneRead) {
  const TestFolder folder;
  KeptFiles<int> kept;
  const fs::path file = folder.write("a", "x");
  std::atomic<int> reads = 0, sum = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        sum += *kept.get({file}, [&] {
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          return ++reads;
        });
      });
    }
  }
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(sum, 8);
}

}  // namespace
}  // namespace basin::data
