#include "house/console_examples.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace plumbline {
namespace {

const std::string kPrompt = "$ plumb ";

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

std::string trimmed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::vector<ConsoleExample> console_examples(const std::filesystem::path& page) {
  std::ifstream stream(page);
  if (!stream) throw std::runtime_error(page.string() + ": cannot be read");
  std::vector<ConsoleExample> examples;
  bool inside = false;
  bool started = false;  // the block has had its first command
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = line == "```console";
      started = false;
    } else if (inside && line.starts_with(kPrompt)) {
      examples.push_back({number, words_of(line.substr(kPrompt.size())), ""});
      started = true;
    } else if (inside && !started) {
      throw std::runtime_error(page.string() + ": a console block starts with no command");
    } else if (inside) {
      examples.back().output += line + "\n";
    }
  }
  for (ConsoleExample& example : examples) example.output = trimmed(example.output);
  return examples;
}

}  // namespace plumbline
