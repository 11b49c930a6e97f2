// Theorems for tests, written in a few lines and read by the real reader.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline::test {

/// The parts of a theorem file that a test cares about; the rest is filled in.
struct TheoremSketch {
  struct Claimed {
    std::string name;
    std::string claim;
    std::vector<std::string> for_all;  ///< conditions; only of a conclusion
    std::string more = {};             ///< further TOML lines of the entry
  };
  std::string id = "sketch";
  std::string init = "orthogonal";
  std::string probability = "surely";
  std::string tables;  ///< further TOML: [parameters], [constants], [let]
  std::vector<Claimed> hypotheses;
  std::vector<Claimed> conclusions = {{"start", "loss(0) >= loss_opt", {}}};
};

/// The theorem file as text.
std::string theorem_text(const TheoremSketch& sketch);
/// Written to a file and read back. @throws InputError as read_theorem.
Theorem theorem_of(const TheoremSketch& sketch);

/// A theorem file of the source tree, for instance "tests/mutants/rate-times-six.toml".
Theorem theorem_from_tree(const std::string& path);

}  // namespace plumbline::test
