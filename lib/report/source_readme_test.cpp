// Tests of what is cut out of a source's README.
#include "report/source_readme.hpp"

#include <gtest/gtest.h>

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

TEST(ReadSource, WhatIsNotThereIsEmpty) {
  const TestFolder folder;
  EXPECT_EQ(read_source(folder.path(), "a2020").errata, "");
  folder.write("a2020/README.md", "No heading at all, and ## Errata within a line.\n");
  EXPECT_EQ(read_source(folder.path(), "a2020").errata, "");
  EXPECT_EQ(read_source(folder.path(), "../a2020").reference, "");
}

}  // namespace
}  // namespace basin::report
