// What can be said of a shared object that does not open; that one opens is tested where it is used.
#include "core/shared_object.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/test_folder.hpp"

namespace basin {
namespace {

using testing::HasSubstr;

TEST(OpenModule, SaysWhereItLooked) {
  const OpenedModule none = open_module("the engine", "libbasin_none.so", "../lib:/nowhere");
  EXPECT_EQ(none.handle, nullptr);
  EXPECT_EQ(none.failure,
            "the engine libbasin_none.so is not beside the program nor in ../lib:/nowhere; build or install it");
  EXPECT_EQ(none.function<void()>("anything"), nullptr);
}

TEST(OpenModule, SaysWhyWhatIsThereCannotBeOpened) {
  const TestFolder folder;
  folder.write("libbasin_text.so", "no shared object");
  const OpenedModule text = open_module("the engine", "libbasin_text.so", folder.path().string());
  EXPECT_EQ(text.handle, nullptr);
  EXPECT_THAT(text.failure, HasSubstr("libbasin_text.so cannot be opened ("));
}

}  // namespace
}  // namespace basin
