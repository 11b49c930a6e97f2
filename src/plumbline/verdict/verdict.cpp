#include "plumbline/verdict/verdict.hpp"

#include "plumbline/numeric/error.hpp"

namespace plumbline {

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kUndecided:
      return "undecided";
    case Verdict::kHolds:
      return "holds";
    case Verdict::kVacuous:
      return "vacuous";
    case Verdict::kViolated:
      return "violated";
  }
  throw InternalError("to_string: no such verdict");
}

std::string to_string(Evidence evidence) {
  switch (evidence) {
    case Evidence::kSampled:
      return "sampled";
    case Evidence::kEnclosed:
      return "enclosed";
    case Evidence::kProved:
      return "proved";
  }
  throw InternalError("to_string: no such evidence");
}

Verdict verdict_of(Truth truth) {
  if (truth == Truth::kUnknown) return Verdict::kUndecided;
  return truth == Truth::kTrue ? Verdict::kHolds : Verdict::kViolated;
}

}  // namespace plumbline
