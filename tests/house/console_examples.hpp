// The commands that a Markdown page shows, with the output it shows for them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace plumbline {

/// "$ plumb WORD WORD" and the lines below it, up to the next command or the end of the block, without blank
/// lines at the end.
struct ConsoleExample {
  int line = 0;  ///< of the command in the page
  std::vector<std::string> arguments;
  std::string output;
};

/// The examples in the ```console blocks of a page, in its order. @throws std::runtime_error if the page
/// cannot be read or a block starts with anything but a command.
std::vector<ConsoleExample> console_examples(const std::filesystem::path& page);

/// Without blank lines at the end.
std::string trimmed(std::string text);

}  // namespace plumbline
