// Views of a finished suite, made from its stored document alone (schema plumbline.suite/1).
#pragma once

#include <cstdint>
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

/// What exit codes and every view go by, of checks and trajectories alike.
struct SuiteOutcome {
  bool violated = false, undecided = false;
  bool nothing = false;                    ///< no cell has a result
  std::int64_t refused = 0, internal = 0;  ///< cells without a result of their own; those by our own fault
  std::int64_t missing = 0;                ///< cells that have not been run
};
SuiteOutcome outcome_of(const nlohmann::ordered_json& suite);

/// The worst of the outcome in one word: violated; undecided if anything is undecided, refused or missing, or
/// nothing was checked; else holds.
std::string outcome_word(const SuiteOutcome& outcome);

/// The sentences on checks and trajectories, and on cells that have no result yet.
std::string suite_sentence(const nlohmann::ordered_json& suite);

/// How sure the conclusions are that hold: by what runs, up to which step, and what "with probability" rests
/// on. Empty if none holds.
std::string strength_sentence(const nlohmann::ordered_json& suite);

/// The title; the id where a suite has none.
std::string title_of_suite(const nlohmann::ordered_json& suite);

/// One line a cell, with the sentences last.
std::string suite_text(const nlohmann::ordered_json& suite);
/// The cell to look at first and the commands that run it again; empty if there is none.
std::string worst_cell_text(const nlohmann::ordered_json& suite);
/// CSV with a header line, one row a conclusion of a cell (RFC 4180 quoting).
std::string suite_csv(const nlohmann::ordered_json& suite);

}  // namespace plumbline
