#include "plumbline/problem/data_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;

/// Runs each test with PLUMBLINE_DATA on a folder of its own and puts the variable back.
class DataFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const char* value = std::getenv("PLUMBLINE_DATA")) before_ = value;
    fs::create_directory(folder_.path() / "problems");
    for (const char* name : {"problems/b.toml", "problems/alpha.toml", "problems/alpha.csv"})
      folder_.write(name, "x");
    setenv("PLUMBLINE_DATA", folder_.path().c_str(), 1);
  }
  void TearDown() override {
    if (before_) {
      setenv("PLUMBLINE_DATA", before_->c_str(), 1);
    } else {
      unsetenv("PLUMBLINE_DATA");
    }
  }
  std::string refusal(const std::string& name) const {
    return folder_.shortened(message_of([&] { find_data_file("problems", name); }));
  }

  TempFolder folder_;
  std::optional<std::string> before_;
};

TEST_F(DataFolderTest, VariableNamesTheFolder) {
  EXPECT_EQ(data_folder(), folder_.path());
  EXPECT_THAT(list_data_ids("problems"), ::testing::ElementsAre("alpha", "b"));
  EXPECT_THAT(list_data_ids("suites"), ::testing::IsEmpty());
  EXPECT_EQ(find_data_file("problems", "alpha"), folder_.path() / "problems" / "alpha.toml");
}

TEST_F(DataFolderTest, MissingNamedFolderIsAnErrorNotAnotherFolder) {
  setenv("PLUMBLINE_DATA", "/no/such/folder", 1);
  EXPECT_EQ(
      message_of([] { data_folder(); }),
      "PLUMBLINE_DATA: found no folder /no/such/folder, expected the folder that holds problems/, theorems/ "
      "and suites/");
}

TEST_F(DataFolderTest, WithoutVariableTheBuildKnowsAFolder) {
  unsetenv("PLUMBLINE_DATA");
  EXPECT_TRUE(fs::is_directory(data_folder() / "problems"));
  setenv("PLUMBLINE_DATA", "", 1);
  EXPECT_TRUE(fs::is_directory(data_folder() / "problems"));
}

TEST_F(DataFolderTest, APathThatExistsIsTakenAsItIs) {
  const fs::path file = folder_.write("own.toml", "x");
  EXPECT_EQ(find_data_file("problems", file.string()), file);
}

TEST_F(DataFolderTest, RefusalsSayWhereAndWhatIsNear) {
  EXPECT_EQ(refusal("alhpa"),
            "'alhpa': no such file, and no such id in DIR/problems (did you mean 'alpha'?), expected one of "
            "'alpha', 'b'");
  EXPECT_EQ(refusal(""), "'': no such file, and no such id in DIR/problems, expected one of 'alpha', 'b'");
  EXPECT_EQ(refusal("there/alpha"), "there/alpha: no such file");
  EXPECT_EQ(refusal("alpha.toml"), "alpha.toml: no such file");
  EXPECT_EQ(refusal("/"), "/: found a folder, expected a file");
}

}  // namespace
}  // namespace plumbline
