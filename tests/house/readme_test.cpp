// What the README and docs/write-a-theorem.md show is what the command says: every console example is run and
// compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "house/console_examples.hpp"
#include "plumbline/problem/toml_input.hpp"
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

/// Writes every toml block of a page that is a theorem into ID.toml.
void write_theorems(const fs::path& page, const fs::path& folder) {
  std::ifstream stream(page);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("```")) {
      if (inside) text += line + "\n";
      continue;
    }
    if (inside) {
      const auto id = TomlTable::parse(text, page.string()).get<std::string>("id");
      std::ofstream(folder / (id + ".toml")) << text;
    }
    inside = line == "```toml";
    text.clear();
  }
}

TEST(WriteATheorem, ShowsWhatTheCommandSays) {
  const TempFolder folder;
  fs::current_path(folder.path());
  const fs::path page = fs::path(PLUMBLINE_ROOT) / "docs/write-a-theorem.md";
  const std::vector<ConsoleExample> examples = console_examples(page);
  ASSERT_GE(examples.size(), 6U);
  EXPECT_THAT(examples[0].arguments, ElementsAre("theorem", "new", "my-rate"));
  for (std::size_t i = 0; i < examples.size(); ++i) {
    EXPECT_EQ(trimmed(test::run_plumb(examples[i].arguments).out), examples[i].output)
        << page.string() << ", line " << examples[i].line;
    if (i == 0) write_theorems(page, folder.path());
  }
  fs::current_path(PLUMBLINE_ROOT);  // the folder goes away
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
