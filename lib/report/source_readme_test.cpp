// Tests of what is cut out of a source's README.
#include "report/source_readme.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/test_folder.hpp"

namespace basin::report {
namespace {

TEST(ReadSource, TakesTheFirstParagraphsAndTheErrata) {
  const TestFolder folder;
  folder.write(
      "a2020/README.md",
      "# a2020\n\nBy someone.\n\n## Set-up\nMuch.\n\n## Errata\n- One.\n\n### Of the code\n- Two.\n\n## Data\nNone.\n");
  const SourceEntry source = read_source(folder.path(), "a2020");
  EXPECT_EQ(source.key, "a2020");
  EXPECT_EQ(source.reference, "\nBy someone.\n\n");
  EXPECT_EQ(source.errata, "- One.\n\n### Of the code\n- Two.\n\n");
}

TEST(ReadSource, ErrataMayEndTheFile) {
  const TestFolder folder;
  folder.write("a2020/README.md", "# a2020\nText.\n## Errata\nNone found.\n");
  EXPECT_EQ(read_source(folder.path(), "a2020").errata, "None found.\n");
}

TEST(ReadSource, LinesMayEndAsOnWindows) {
  const TestFolder folder;
  folder.write("a2020/README.md", "# a2020\r\nBy someone.\r\n## Errata\r\nOne.\r\n");
  EXPECT_EQ(read_source(folder.path(), "a2020").reference, "By someone.\n");
  EXPECT_EQ(read_source(folder.path(), "a2020").errata, "One.\n");
}

TEST(ReadSource, RefusesLinksThatLeadElsewhereOrNowhere) {
  const TestFolder folder;
  folder.write("elsewhere.md", "# a2020\nSecret.\n");
  std::filesystem::create_directories(folder.path() / "readmes/a2020");
  const auto link = folder.path() / "readmes/a2020/README.md";
  for (const auto* target : {"../../elsewhere.md", "nowhere.md"}) {
    std::filesystem::create_symlink(target, link);
    EXPECT_THROW((void)read_source(folder.path() / "readmes", "a2020"), Error) << target;
    std::filesystem::remove(link);
  }
}

TEST(ReadSource, WhatIsNotThereIsEmpty) {
  const TestFolder folder;
  EXPECT_EQ(read_source(folder.path(), "a2020").errata, "");
  folder.write("a2020/README.md", "No heading at all, and ## Errata within a line.\n");
  EXPECT_EQ(read_source(folder.path(), "a2020").errata, "");
  EXPECT_EQ(read_source(folder.path(), "../a2020").reference, "");
}

}  // namespace
}  // namespace basin::report
