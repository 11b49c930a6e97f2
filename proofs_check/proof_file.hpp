// Proof files: the steps of a paper's proof as inequalities over boxes (docs/proofs.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/theorem/expression.hpp"

namespace plumbline::proofs {

/// A number of a step. `worse` is what it becomes when it is altered in the wrong direction: the step must
/// fail then.
struct StepConstant {
  std::string name;
  ExpressionPtr value;
  std::string text;
  std::optional<std::string> worse;  ///< an expression as text
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
  std::vector<std::string> uses;  ///< names of steps it stands on, FILE/NAME or NAME
  std::vector<StepConstant> constants;
  std::vector<StepVariable> variables;
  std::vector<Claim> given;
  Claim claim;  ///< one comparison: <=, <, >= or >
};

/// A step of the proof that is no inequality over reals and integers: said, not checked.
struct OutsideStep {
  std::string name, where, says;
};

struct ProofFile {
  std::string id, title, source;
  /// The constant this proof derives, as an expression, if it derives one.
  std::optional<std::string> derives;
  std::vector<ProofStep> steps;
  std::vector<OutsideStep> outside;
};

/// @throws InputError naming file, line and key that are wrong.
ProofFile read_proof(const std::filesystem::path& file);

/// The step with one constant replaced by its `worse` value. @throws InternalError if it has none.
ProofStep altered(const ProofStep& step, std::size_t constant);

}  // namespace plumbline::proofs
