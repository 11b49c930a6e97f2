// What the README shows is what the command says: every console example is run and compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "house/console_examples.hpp"
#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

TEST(Readme, ShowsWhatTheCommandSays) {
  fs::current_path(PLUMBLINE_ROOT);  // paths in the examples are relative to it
  const std::vector<ConsoleExample> examples = console_examples("README.md");
  ASSERT_GE(examples.size(), 8U);
  for (const ConsoleExample& example : examples) {
    EXPECT_EQ(trimmed(test::run_plumb(example.arguments).out), example.output)
        << "README.md, line " << example.line;
  }
}

TEST(Readme, ExamplesAreTakenApart) {
  const TempFolder folder;
  const fs::path page =
      folder.write("page.md",
                   "```sh\n$ plumb not this\n```\n"
                   "```console\n$ plumb theorem list\none\n\ntwo\n\n$ plumb x  --y\n```\ntext\n");
  const std::vector<ConsoleExample> examples = console_examples(page);
  ASSERT_EQ(examples.size(), 2U);
  EXPECT_EQ(examples[0].line, 5);
  EXPECT_THAT(examples[0].arguments, ElementsAre("theorem", "list"));
  EXPECT_EQ(examples[0].output, "one\n\ntwo");
  EXPECT_THAT(examples[1].arguments, ElementsAre("x", "--y"));
  EXPECT_EQ(examples[1].output, "");
  EXPECT_THROW(console_examples(folder.write("bad.md", "```console\nplumb theorem list\n```\n")),
               std::runtime_error);
  EXPECT_THROW(console_examples(folder.path() / "missing.md"), std::runtime_error);
}

}  // namespace
}  // namespace plumbline
