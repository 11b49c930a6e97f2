// How much wider than needed a theorem asks networks to be, as far as a grid of widths tells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumbline/report/cell_summary.hpp"

namespace plumbline {

/// The widths of one theorem, problem, step and depth.
struct WidthLadder {
  std::string theorem, problem, eta, more;
  std::int64_t depth = 0;
  std::string theorem_width;  ///< smallest m at which every hypothesis on m is true; empty if none or unknown
  std::optional<std::string>
      holds_from;  ///< smallest width of the grid at which, and at all wider ones, every conclusion is true
  std::optional<std::string> fails_up_to;  ///< largest width below holds_from at which a conclusion is false
  std::string excuse;                      ///< why there is no factor; empty if there is one
  /// log10 of theorem_width/holds_from, above 0 where there is no excuse, and of theorem_width/fails_up_to:
  /// the true factor is between them.
  double log10_at_least = 0.0;
  std::optional<double> log10_below;
};

/// In the order of the document. A width whose conclusions are undecided counts as neither true nor false.
std::vector<WidthLadder> width_ladders(const nlohmann::ordered_json& suite,
                                       const std::vector<CellSummary>& cells);

/// factor_text, rounded down or up.
std::string factor_text_down(double log10_factor);
std::string factor_text_up(double log10_factor);
/// "at least 2.6e+09 and below 1.2e+10 times", or the excuse.
std::string factor_sentence(const WidthLadder& ladder);

/// log10 of a positive decimal of any length, such as a width.
double log10_of_decimal(const std::string& text);

}  // namespace plumbline
