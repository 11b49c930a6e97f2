// Proof files: the steps of a paper's proof as inequalities over boxes (docs/proofs.md).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/theorem/expression.hpp"

namespace plumbline::proofs {

/// A number that the proof is free to choose: the choice that stands in the file, and where others may lie.
struct FreeConstant {
  std::string name;
  std::string value;  ///< a decimal
  double from = 0.0, to = 0.0;
  std::string grain;  ///< choices are whole multiples of it: a decimal such as "0.001"
  std::string says;
};

/// A number of a step. `worse` is what it becomes when it is altered in the wrong direction: the step must
/// fail then.
struct StepConstant {
  std::string name;
  ExpressionPtr value;
  std::string text;
  std::optional<std::string> worse;  ///< an expression as text
  bool free = false;                 ///< a free constant of the file, at the value it has there
};

/// A real (or integer) variable over a closed range; the upper end may be infinite.
struct StepVariable {
  std::string name;
  ExpressionPtr from, to;  ///< to: nothing = infinity
  bool integer = false;
};

/// "For all variables in their ranges that satisfy `given`: claim."
struct ProofStep {
  std::string name;               ///< unique within its file
  std::string where;              ///< place in the paper
  std::string says;               ///< what it means there, in words
  std::vector<std::string> uses;  ///< steps it stands on, checked or outside: FILE/NAME or NAME
  std::vector<StepConstant> constants;
  std::vector<StepVariable> variables;
  std::vector<Claim> given;
  Claim claim;         ///< one comparison: <=, <, >= or >
  bool limit = false;  ///< says that the proof cannot do better; no condition on the free constants
};

/// A step of the proof that is no inequality over reals and integers: said, not checked.
struct OutsideStep {
  std::string name, where, says;
  std::vector<std::string> uses;
};

struct ProofFile {
  std::string id, title, source;
  /// The constant this proof derives, as an expression, if it derives one.
  std::optional<std::string> derives;
  std::optional<std::string> derived_choice;  ///< its name, where it is a free constant
  std::vector<FreeConstant> free;
  std::optional<std::string> minimise;  ///< the free constant that should be small; given if any is free
  std::vector<ProofStep> steps;
  std::vector<OutsideStep> outside;
};

/// @throws InputError naming file, line and key that are wrong.
ProofFile read_proof(const std::filesystem::path& file);

/// The proof with other choices: NAME of a free constant → decimal. What it derives changes with them.
/// @throws InternalError if a name is no free constant of the file.
ProofFile with_choices(const ProofFile& proof, const std::map<std::string, std::string>& choices);

/// The step with one constant replaced by its `worse` value. @throws InternalError if it has none.
ProofStep altered(const ProofStep& step, std::size_t constant);

}  // namespace plumbline::proofs
