// Views of a finished suite, made from its stored document alone (schema plumbline.suite/1).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// How many cells ended each way. A cell that was refused counts as failed.
struct VerdictCounts {
  int holds = 0, violated = 0, vacuous = 0, undecided = 0, failed = 0;
  int total() const { return holds + violated + vacuous + undecided + failed; }
};
VerdictCounts count_verdicts(const nlohmann::ordered_json& suite);

/// One sentence: what was violated, undecided, vacuous, held.
std::string verdict_sentence(const VerdictCounts& counts);

/// One line a cell, with the sentence last.
std::string suite_text(const nlohmann::ordered_json& suite);
/// The cell to look at first and the commands that run it again; empty if there is none.
std::string worst_cell_text(const nlohmann::ordered_json& suite);
/// CSV with a header line, one row a conclusion of a cell (RFC 4180 quoting).
std::string suite_csv(const nlohmann::ordered_json& suite);

}  // namespace plumbline
