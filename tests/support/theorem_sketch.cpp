#include "support/theorem_sketch.hpp"

#include <fmt/format.h>

#include "problem/temp_folder.hpp"

namespace plumbline::test {
namespace {

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", text);
  return "[" + list + "]";
}

std::string entry(const char* table, const TheoremSketch::Claimed& claimed) {
  std::string text = fmt::format("[[{}]]\nname = '{}'\nclaim = '{}'\n", table, claimed.name, claimed.claim);
  if (!claimed.for_all.empty()) text += fmt::format("for_all = {}\n", quoted_list(claimed.for_all));
  return text + claimed.more + "\n";
}

}  // namespace

std::string theorem_text(const TheoremSketch& sketch) {
  std::string text = fmt::format(
      "id = '{}'\ntitle = 'A sketch'\nsource = 'a test'\nnetwork = 'deep-linear'\ninit = '{}'\n"
      "probability = '{}'\n{}\n",
      sketch.id, sketch.init, sketch.probability, sketch.tables);
  for (const auto& hypothesis : sketch.hypotheses) text += entry("hypothesis", hypothesis);
  for (const auto& conclusion : sketch.conclusions) text += entry("conclusion", conclusion);
  return text;
}

Theorem theorem_of(const TheoremSketch& sketch) {
  const TempFolder folder;
  return read_theorem(folder.write(sketch.id + ".toml", theorem_text(sketch)));
}

Theorem theorem_from_tree(const std::string& path) {
  return read_theorem(std::filesystem::path(PLUMBLINE_ROOT) / path);
}

}  // namespace plumbline::test
