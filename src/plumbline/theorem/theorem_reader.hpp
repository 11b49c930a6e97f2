// Theorem files: from TOML to a Theorem, with the places that lint's messages name.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plumbline/problem/toml_input.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// A theorem with its findings so far. What could not be read is missing from the theorem and is named in
/// report.errors; what is there is well-formed, but its names are not checked (lint.hpp).
struct TheoremDraft {
  Theorem theorem;
  LintReport report;
  std::map<std::string, std::string> places;  ///< of parameters, constants and lets: TomlValue::where()
  std::set<std::string> broken;               ///< parameters, constants and lets that could not be read
  std::vector<SourceText> probabilities;      ///< one a conclusion
  std::vector<std::string> for_all_places;    ///< one a conclusion; empty without for_all
  std::vector<std::string> premise_places;    ///< the same, one a premise
};

TheoremDraft read_theorem_draft(const TomlTable& root);

}  // namespace plumbline
