// Every source file lives in a room, every room has tests; and what is amiss is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "house/rooms.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;

const fs::path kRoot = PLUMBLINE_ROOT;

TEST(Rooms, EverySourceFileLivesInOne) {
  EXPECT_THAT(homeless_files(kRoot / "src"), IsEmpty());
}

TEST(Rooms, EveryRoomHasTests) {
  EXPECT_THAT(untested_rooms(kRoot / "src", kRoot / "tests"), IsEmpty());
}

TEST(Rooms, FilesOutsideAreFound) {
  const TempFolder folder;
  for (const char* inside :
       {"plumbline/numeric", "plumbline/numeric/deep", "plumbline/cellar", "plumb", "other"}) {
    fs::create_directories(folder.path() / inside);
  }
  for (const char* file : {"plumbline/numeric/a.cpp", "plumb/main.cpp", "plumb/notes.txt"})
    folder.write(file, "");
  EXPECT_THAT(homeless_files(folder.path()), IsEmpty());
  for (const char* file : {"plumbline/numeric/deep/a.hpp", "plumbline/cellar/a.cpp", "plumbline/a.cpp",
                           "other/a.cpp", "a.hpp"}) {
    const fs::path path = folder.write(file, "");
    EXPECT_THAT(homeless_files(folder.path()), ElementsAre(path.string() + ": in no room"));
    fs::remove(path);
  }
}

TEST(Rooms, ARoomWithoutTestsIsFound) {
  const TempFolder folder;
  fs::create_directories(folder.path() / "src/plumbline/verdict");
  fs::create_directories(folder.path() / "tests/verdict");
  EXPECT_THAT(untested_rooms(folder.path() / "src", folder.path() / "tests"), IsEmpty());
  folder.write("src/plumbline/verdict/check.cpp", "");
  folder.write("tests/verdict/helper.cpp", "");
  EXPECT_THAT(untested_rooms(folder.path() / "src", folder.path() / "tests"),
              ElementsAre(EndsWith("tests/verdict")));
  folder.write("tests/verdict/check_test.cpp", "");
  EXPECT_THAT(untested_rooms(folder.path() / "src", folder.path() / "tests"), IsEmpty());
}

}  // namespace
}  // namespace plumbline
