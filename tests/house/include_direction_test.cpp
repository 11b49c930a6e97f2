// One direction of dependency: every #include of the library against the order of rooms, and planted wrong
// ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "house/rooms.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const fs::path kSrc = fs::path(PLUMBLINE_ROOT) / "src";

/// A source tree of one file, src/plumbline/ROOM/a.cpp, that holds `line`.
std::vector<std::string> findings(const std::string& room, const std::string& line) {
  const TempFolder folder;
  fs::create_directories(folder.path() / "plumbline" / room);
  folder.write("plumbline/" + room + "/a.cpp", "// first\n" + line + "\nint f();\n");
  std::vector<std::string> messages = wrong_includes(folder.path());
  for (std::string& message : messages) message = folder.shortened(message);
  return messages;
}

TEST(IncludeDirection, HoldsInTheSources) {
  ASSERT_GT(source_files(kSrc / "plumbline").size(), 100U);  // the files are found at all
  EXPECT_THAT(wrong_includes(kSrc), IsEmpty());
}

TEST(IncludeDirection, CatchesAnArrowUpwards) {
  EXPECT_THAT(findings("numeric", "#include \"plumbline/problem/problem.hpp\""),
              ElementsAre("DIR/plumbline/numeric/a.cpp:2: numeric must not include problem "
                          "(plumbline/problem/problem.hpp)"));
  for (std::size_t low = 0; low < room_order().size(); ++low) {
    for (std::size_t high = low + 1; high < room_order().size(); ++high) {
      EXPECT_EQ(findings(room_order()[low], "#include \"plumbline/" + room_order()[high] + "/b.hpp\"").size(),
                1U)
          << room_order()[low] << " → " << room_order()[high];
    }
  }
}

TEST(IncludeDirection, CatchesRoomsThatMustNotBeKnown) {
  for (const char* header : {"network", "training", "certificate"}) {
    EXPECT_EQ(findings("theorem", std::string("#include \"plumbline/") + header + "/b.hpp\"").size(), 1U);
  }
  for (const char* header : {"network", "training", "certificate", "falsify", "suite"}) {
    EXPECT_EQ(findings("report", std::string("#include \"plumbline/") + header + "/b.hpp\"").size(), 1U);
  }
}

TEST(IncludeDirection, CatchesOtherWaysToWriteAnInclude) {
  for (const char* line :
       {"  #  include \"plumbline/suite/suite.hpp\"", "#include <plumbline/suite/suite.hpp>",
        "#include \"plumbline/suite/suite.hpp\"  // only for a type", "#include\"plumbline/suite/suite.hpp\"",
        "#include \"suite.hpp\"", "#include \"../suite/suite.hpp\"",
        "#include \"plumbline/cellar/wine.hpp\""}) {
    EXPECT_EQ(findings("problem", line).size(), 1U) << line;
  }
}

TEST(IncludeDirection, AllowsOwnAndLowerRoomsAndLibraries) {
  for (const char* line :
       {"#include \"plumbline/verdict/check.hpp\"", "#include \"plumbline/numeric/real.hpp\"",
        "#include \"plumbline/training/training_run.hpp\"", "#include <Eigen/Core>",
        "// #include \"plumbline/suite/suite.hpp\""}) {
    EXPECT_THAT(findings("verdict", line), IsEmpty()) << line;
  }
}

TEST(IncludeDirection, DocumentationNamesTheSameRoomsInTheSameOrder) {
  std::ifstream stream(fs::path(PLUMBLINE_ROOT) / "docs" / "architecture.md");
  std::vector<std::string> rooms;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t end = line.find("/` |");
    if (line.starts_with("| `") && end != std::string::npos) rooms.push_back(line.substr(3, end - 3));
  }
  EXPECT_EQ(rooms, room_order());
}

}  // namespace
}  // namespace plumbline
