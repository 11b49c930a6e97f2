// A cell of a results document in a few words: what maps, lists and factors are made from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace plumbline {

/// Hypotheses × conclusions, worst first.
enum class CellState {
  kViolated,   ///< hypotheses true, a conclusion false
  kRefused,    ///< did not run
  kUndecided,  ///< something could not be told apart
  kHolds,      ///< hypotheses true, conclusions true
  kBeyond,     ///< a hypothesis false, conclusions true all the same
  kOutside,    ///< a hypothesis false, a conclusion false
  kPremise     ///< no premise of a conclusion was ever true
};
inline constexpr std::size_t kCellStates = 7;
/// The one word of a state: violated, refused, undecided, holds, beyond, outside, premise.
std::string to_string(CellState state);
/// What it means, in one line.
std::string meaning(CellState state);

struct CellSummary {
  std::size_t index = 0;                     ///< of the document's cells
  std::string theorem, problem, width, eta;  ///< as the suite names them
  std::int64_t depth = 0;
  std::string more;  ///< what is not as usual in its suite: "seed 3, proved"
  std::string m;     ///< the width as a number; empty if the cell was refused
  CellState state = CellState::kRefused;
  std::optional<double> log10_slack;  ///< least of all conclusions
  std::string tightest;               ///< the conclusion that has it
};

/// In the order of the document. @throws nlohmann::json::exception if it is damaged.
std::vector<CellSummary> summarise_cells(const nlohmann::ordered_json& suite);

std::vector<const CellSummary*> pointers_to(const std::vector<CellSummary>& cells);

/// Whether every hypothesis is true.
bool is_inside(CellState state);
/// The cell to look at first: the worst state, then the least slack; among those inside the hypotheses if
/// there are any. Nullptr if all were refused.
const CellSummary* tightest_cell(const std::vector<const CellSummary*>& cells);

/// "theorem on problem, L = 8, m = 64, eta = max".
std::string title_of(const CellSummary& cell);
/// The commands that run a cell again, and store and replay its worst run where one fails.
std::string commands_of(const nlohmann::ordered_json& cell);

/// "2.69x", "3.162e+19x" of log10 of a factor.
std::string factor_text(double log10_factor);
/// A few digits of {"lo", "hi"} for people.
std::string human_text(const nlohmann::ordered_json& interval);

}  // namespace plumbline
