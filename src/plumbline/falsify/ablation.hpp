// Which hypotheses of a theorem are needed: each dropped or loosened in turn, each constant changed, and the
// search let loose on what is left.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/falsify/search.hpp"

namespace plumbline {

/// One search, of the theorem with one change.
struct AblationRow {
  std::string what;     ///< "hypothesis 'width'", "constant C", "orthogonal weights"
  std::string change;   ///< "as it stands", "dropped", "4.1x looser", "0.24x its value"
  std::string outcome;  ///< "violated", or "not violated in N trials inside the hypotheses (of M)"
  bool violated = false;
  double factor = 1.0;                        ///< of the loosening or of the constant; 1 where there is none
  std::int64_t tried = 0;                     ///< trials, all searches of the row together
  std::int64_t inside = 0;                    ///< of them that ran, inside the hypotheses
  std::optional<double> closest_log10_slack;  ///< of what holds
  std::optional<Confirmed> counterexample;
};

/// The theorem as it stands, then for each hypothesis: without it; and where that is violated and the
/// hypothesis is one inequality with a larger side that is surely positive (sign.hpp), the factor by which it
/// may be loosened: the largest that was not violated and the smallest that was, found by doubling and
/// bisection to about a tenth. The same for each constant in
/// the direction in which it can be refuted: for a constant whose proof is open these are the last value that
/// nothing refuted and the first that was. Orthogonal weights are replaced by Gaussian ones in networks much
/// deeper than wide (L >= 4m, without the hypotheses on m), where only settings count at which the same runs
/// of the orthogonal network hold.
/// @param request of every single search; shrinking takes at most a few seconds of each.
/// @throws InputError as parse_theorem and search_counterexample.
std::vector<AblationRow> ablate(const std::string& theorem_text, const std::string& name,
                                const SearchRequest& request);

/// Schema plumbline.ablation/1 (docs/falsify.md).
nlohmann::ordered_json ablation_json(const Theorem& theorem, const std::string& name,
                                     const std::vector<AblationRow>& rows);

}  // namespace plumbline
