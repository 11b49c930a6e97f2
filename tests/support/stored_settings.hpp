// The settings stored beside the mutants and the twins: tests/mutants/settings.toml,
// tests/twins/settings.toml.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/verdict/verdict.hpp"
#include "support/checks.hpp"

namespace plumbline::test {

/// One [[setting]]: a theorem on a problem, and the verdict it must end with.
struct StoredSetting {
  std::string name;                ///< THEOREM, or THEOREM-2, THEOREM-3, … from its second setting on
  std::filesystem::path theorem;   ///< FOLDER/THEOREM.toml, else data/theorems/THEOREM.toml
  std::filesystem::path problem;   ///< FOLDER/PROBLEM.toml, else data/problems/PROBLEM.toml
  CheckSetup setup;                ///< without steps, the run ends at the floor of double
  std::optional<Verdict> verdict;  ///< if it is not the one that the whole folder is expected to end with
};

/// In the order of the file. @throws InputError naming the line: an unknown or missing key, a theorem or a
/// problem that is nowhere.
std::vector<StoredSetting> read_stored_settings(const std::filesystem::path& folder);

/// Theorem files of a folder: every *.toml that holds an init, sorted by name; not settings.toml.
std::vector<std::filesystem::path> theorem_files(const std::filesystem::path& folder);

}  // namespace plumbline::test
