// A theorem as data: hypotheses, conclusions, constants, read from a TOML file (docs/theorem-files.md).
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plumbline/theorem/expression.hpp"
#include "plumbline/theorem/vocabulary.hpp"

namespace plumbline {

struct Constant {
  std::string name;
  ExpressionPtr value;
  std::string text;   ///< the value as written
  std::string proof;  ///< id of the check in proofs_check that derives it, or "open"
};

struct Definition {  ///< an entry of [let], in file order; may use earlier ones
  std::string name;
  ExpressionPtr value;
  std::string text;
};

struct Hypothesis {
  std::string name;
  Claim claim;
};

struct Conclusion {
  std::string name;
  std::vector<Claim>
      for_all;  ///< conditions on the quantified variables t, i, j; e.g. "t >= 0", "1 <= i <= j <= L"
  std::set<std::string> quantified;  ///< which of t, i, j they bind
  Claim claim;
  std::vector<Claim> given;              ///< premises about the same t, i, j: claimed only where all are true
  std::vector<std::string> given_named;  ///< premises and earlier conclusions, true at the same step
  std::vector<std::string> given_before;  ///< premises and earlier conclusions, true at every earlier step
  /// Probability over the initialisation with which this conclusion is claimed; none = surely.
  ExpressionPtr probability;
  std::string probability_text;  ///< as written; "surely" when there is none
};

/// Whether a conclusion is claimed only under premises.
bool has_premises(const Conclusion& conclusion);

struct Theorem {
  std::string id, title, source, note;
  std::string network;           ///< one of known_networks()
  bool units_free = true;        ///< false: the theorem fixes the unit of the data (say, X is whitened)
  std::string init;              ///< one of known_inits()
  std::string scale;             ///< one of known_scales()
  std::set<std::string> frozen;  ///< of known_frozen_layers()
  std::string optimiser = "gd";  ///< one of known_optimisers()
  std::vector<std::pair<std::string, std::string>> parameters;  ///< name, default as an exact decimal
  std::vector<Constant> constants;
  std::vector<Definition> lets;
  std::vector<Hypothesis> hypotheses;
  std::vector<Conclusion> premises;  ///< claimed by nobody: what conclusions may be given by name
  std::vector<Conclusion> conclusions;
};

/// The premise or conclusion of that name; nullptr if there is none.
const Conclusion* find_named(const Theorem& theorem, const std::string& name);

/// Reads and lints. @throws InputError at the first error of lint_theorem or of the file itself.
Theorem read_theorem(const std::filesystem::path& file);
/// The same for the text of a file; `name` is what messages call it.
Theorem parse_theorem(std::string_view text, const std::string& name);

/// Messages about one theorem file: errors (it cannot be used) and warnings (unused parts, open constants).
/// Every message starts with the file and, except where a key is missing, the line.
struct LintReport {
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
};
/// Errors in what the file says are all reported. A file that is no TOML, or cannot be read, has one error.
LintReport lint_theorem(const std::filesystem::path& file);

}  // namespace plumbline
