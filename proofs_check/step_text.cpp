#include "proofs_check/step_text.hpp"

#include <fmt/format.h>

namespace plumbline::proofs {

std::string domain_text(const ProofStep& step) {
  std::string text;
  const Ranges ranges = ranges_of(step);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    text += fmt::format("{}{} in [{}, {}]{}", text.empty() ? "" : ", ", step.variables[i].name, ranges[i].lo,
                        ranges[i].hi, step.variables[i].integer ? " integer" : "");
  }
  return text.empty() ? "numbers" : text;
}

std::string place_text(const std::string& where) {
  return where.substr(0, where.find(": "));
}

std::string symbol_of(StepVerdict verdict) {
  switch (verdict) {
    case StepVerdict::kProved:
      return "✓";
    case StepVerdict::kRefuted:
      return "✗";
    case StepVerdict::kUndecided:
      break;
  }
  return "?";
}

}  // namespace plumbline::proofs
