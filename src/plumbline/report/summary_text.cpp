#include "plumbline/report/summary_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "plumbline/report/text_table.hpp"

namespace plumbline {
namespace {

constexpr unsigned kHumanDigits = 6;

/// left/right or right/left, so that above 1 means fulfilled with room to spare.
std::string margin(const HypothesisResult& h) {
  const bool lower_bound = h.relation.starts_with('>');
  const Interval& large = lower_bound ? h.left : h.right;
  const Interval& small = lower_bound ? h.right : h.left;
  if (contains_zero(small)) return "-";
  const PrecisionScope precision(30);
  return format_human(large / small, 4) + "x";
}

std::string hypotheses_table(const std::vector<HypothesisResult>& hypotheses) {
  TextTable table({"hypothesis", "required", "observed", "", "bound", "margin", "verdict"});
  for (const HypothesisResult& h : hypotheses) {
    table.add({h.name, h.text, format_human(h.left, kHumanDigits), h.relation,
               format_human(h.right, kHumanDigits), margin(h),
               h.truth == Truth::kTrue    ? "true"
               : h.truth == Truth::kFalse ? "FALSE"
                                          : "undecided"});
  }
  return table.to_string();
}

std::string position(const WorstCase& worst) {
  std::string text = fmt::format("seed {}", worst.seed);
  for (const auto& [name, value] : worst.at) text += fmt::format(" {}={}", name, value);
  return text;
}

std::string slack(const WorstCase& worst) {
  if (!worst.log10_slack) return "-";
  if (std::abs(*worst.log10_slack) > 15.0) return fmt::format("1e{:+.1f}x", *worst.log10_slack);
  return fmt::format("{:.4g}x", std::pow(10.0, *worst.log10_slack));
}

std::string judgement(const ConclusionResult& c) {
  if (c.alone == Verdict::kVacuous) return "vacuous (no premise met)";
  if (c.verdict == Verdict::kVacuous) {
    const bool for_all = c.how == Evidence::kProved && c.proved_from && c.alone == Verdict::kHolds;
    return fmt::format("vacuous ({} by itself, {})", to_string(c.alone),
                       for_all ? "proved for all t" : to_string(c.how));
  }
  if (c.verdict == Verdict::kUndecided) return "undecided";
  if (c.how == Evidence::kProved && c.proved_from) {
    return fmt::format("{}, proved for all t", to_string(c.verdict));
  }
  return fmt::format("{} ({})", to_string(c.verdict), to_string(c.how));
}

std::string conclusions_table(const CheckResult& result) {
  TextTable table({"conclusion", "tightest at", "observed", "", "bound", "slack", "failed", "verdict"});
  for (const ConclusionResult& c : result.conclusions) {
    std::vector<std::string> row = {c.name, "-", "-", "", "-", "-"};
    if (c.worst) {
      row = {c.name,
             position(*c.worst),
             format_human(c.worst->observed, kHumanDigits),
             c.worst->relation,
             format_human(c.worst->bound, kHumanDigits),
             slack(*c.worst)};
    }
    row.push_back(fmt::format("{} of {}", c.failures, result.seeds));
    row.push_back(judgement(c));
    table.add(std::move(row));
  }
  return table.to_string();
}

/// What N runs say of a failure probability, or that the claim admits none.
std::string evidence_line(const ConclusionResult& c, std::int64_t seeds) {
  std::string text = fmt::format(
      "  {}: {}; ", c.name, c.steps < 0 ? "nothing compared" : fmt::format("compared at t = 0..{}", c.steps));
  if (c.proved_from && c.how == Evidence::kProved) {
    text += *c.proved_from == 0
                ? "certificates at t = 0 settle every later t, so no run was needed; "
                : fmt::format("certificates at t <= {} settle every later t; ", *c.proved_from);
  }
  if (!c.failure_probability_claimed) return text + "claimed for every run\n";
  return text + fmt::format(
                    "claimed to fail with probability at most {}; {} of {} runs failed, {} undecided, "
                    "so it is in [{:.3g}, {:.3g}] (each end at confidence {:.6g})\n",
                    format_human(*c.failure_probability_claimed, 4), c.failures, seeds, c.undecided,
                    c.failure_bounds.lower, c.failure_bounds.upper, c.failure_bounds.confidence);
}

}  // namespace

std::string quantities_text(const Problem& problem, const Quantities& quantities, unsigned digits) {
  std::string text =
      fmt::format("{}: {}\n  n = {} samples, d_x = {} inputs, d_y = {} targets, rank {} (exact)\n\n",
                  problem.id, problem.title, quantities.n, quantities.d_x, quantities.d_y, quantities.rank);
  TextTable table({"quantity", "at least", "at most"});
  for (const auto& [name, value] : quantities.named()) {
    table.add({name, format_lower(*value, digits), format_upper(*value, digits)});
  }
  text += table.to_string();
  if (quantities.warning) text += "\nwarning: " + *quantities.warning + "\n";
  return text;
}

std::string bound_text(const BoundResult& result) {
  std::string text =
      fmt::format("{} on {} at depth L = {}\n", result.theorem, result.problem, result.at.setting.depth);
  text += fmt::format("  smallest width m = {}\n", result.at.min_width ? result.at.min_width->str() : "none");
  text += fmt::format("  largest step eta = {}\n\n",
                      result.at.max_eta ? format_human(*result.at.max_eta, 15) : "not limited");
  return text + hypotheses_table(result.hypotheses);
}

/// "[0.37, 0.38]": where what the runs allow ends.
std::string end_text(const Interval& end) {
  return fmt::format("[{}, {}]", format_lower(end, 4), format_upper(end, 4));
}

std::string open_constant_line(const OpenConstantResult& constant) {
  std::string text =
      fmt::format("  constant {} (open, stated {}): ", constant.name, format_human(constant.stated, 4));
  if (!constant.message.empty()) return text + constant.message + "\n";
  if (!constant.least && !constant.most) return text + "these runs exclude no value\n";
  if (constant.least)
    text += fmt::format("the smallest value they allow lies in {}", end_text(*constant.least));
  if (constant.least && constant.most) text += ", ";
  if (constant.most) text += fmt::format("the largest value they allow lies in {}", end_text(*constant.most));
  return text + "\n";
}

std::string run_line(const Theorem& theorem, const CheckResult& result) {
  if (theorem.network == "memorizing") {
    return fmt::format("  {} seeds from {}, network {}\n\n", result.seeds, result.seed, result.network);
  }
  return fmt::format(
      "  depth L = {}, width m = {}, step eta = {:.6g}, {} seeds from {}, {} steps ({}), network {}\n\n",
      result.depth, result.width.str(), result.eta, result.seeds, result.seed, result.steps_requested,
      result.steps_chosen ? "chosen; fewer where double's floor is met" : "as asked", result.network);
}

std::string arithmetic_text(unsigned digits) {
  if (digits == 0) return "double with a proved radius";
  return fmt::format("ball arithmetic of {} digits", digits);
}

std::string check_text(const Theorem& theorem, const CheckResult& result) {
  std::string text = fmt::format("{} on {}: {}\n  {}\n", result.theorem, result.problem,
                                 to_string(result.verdict), theorem.title);
  text += run_line(theorem, result);
  text += hypotheses_table(result.hypotheses) + "\n" + conclusions_table(result) + "\n";
  for (const ConclusionResult& c : result.conclusions) {
    text += evidence_line(c, result.seeds);
    if (c.witness) {
      text += fmt::format(
          "  {}: confirmed by a second evaluation in {} of {} failed runs; worst in {}: {} against {}\n",
          c.name, c.confirmed, c.failures, arithmetic_text(c.witness->digits),
          format_human(c.witness->observed, kHumanDigits), format_human(c.witness->bound, kHumanDigits));
    }
    for (const std::string& message : c.messages) text += fmt::format("  {}: note: {}\n", c.name, message);
  }
  for (const OpenConstantResult& constant : result.open_constants) text += open_constant_line(constant);
  return text;
}

}  // namespace plumbline
