// Inequalities over boxes, proved or refuted by branch and bound over enclosures.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "proofs_check/proof_file.hpp"

namespace plumbline::proofs {

/// One side of a box: exact ends; hi may be infinite.
struct Range {
  double lo = 0.0, hi = 0.0;
};
using Ranges = std::vector<Range>;

/// The proof of a step as a tree, in preorder, one word a node:
///   value         the claim is true on the whole box by its enclosure
///   mean-value    true by g(centre) + Σ slope·(box − centre)
///   outside       a condition of the step is surely false on the whole box
///   low:V high:V  the slope of variable V keeps its sign: the box shrinks to that side of it
///   cut:V:X       the box is cut in two at x_V = X (a hexadecimal double; integers: … <= X and >= X + 1);
///   the lower part
///                 follows, then the upper one
using ProofTree = std::vector<std::string>;

enum class StepVerdict { kProved, kRefuted, kUndecided };

struct StepResult {
  StepVerdict verdict = StepVerdict::kUndecided;
  ProofTree tree;                                     ///< of a proof
  std::int64_t boxes = 0;                             ///< looked at
  std::map<std::string, std::string> counterexample;  ///< a point where it is surely false
  Ranges left_over;                                   ///< of an undecided step: the box given up first
  std::string remark;
  double seconds = 0.0;  ///< check_proof(): proof and replay by the clock; never part of a result
};

/// The box of the step's variables: ends rounded outward to doubles (integers inward to whole numbers). A
/// claim that is tight at an end that is no double can so be neither proved nor refuted: choose ends such as
/// 1/8.
/// @throws InputError if a range is empty, or an end is no number that double can hold.
Ranges ranges_of(const ProofStep& step);

/// Values of the constants, in order, at the working precision.
std::map<std::string, Interval> constants_of(const ProofStep& step);

/// Branch and bound with monotonicity and, unless told otherwise, the mean-value form; looks at 200 000 boxes
/// at most. A step without variables is one evaluation.
StepResult prove(const ProofStep& step, bool mean_values = true);

std::string to_string(StepVerdict verdict);

}  // namespace plumbline::proofs
