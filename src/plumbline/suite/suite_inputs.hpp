// The theorems and problems that a suite names, read once and shared by its cells.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/suite/suite.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Safe to share between threads.
class SuiteInputs {
 public:
  /// Reads every theorem and problem of the suite. @throws InputError if one cannot be read, or the theorem
  /// of a sweep speaks of none of its initialisations.
  explicit SuiteInputs(const Suite& suite);

  const Theorem& theorem(const std::string& name) const { return theorems_.at(name).theorem; }
  const Problem& problem(const std::string& name) const { return problems_.at(name)->problem; }
  /// Made on first use: quantities take a moment, and a finished suite needs none.
  const PreparedProblem& prepared(const std::string& name) const;

  /// Of a theorem: the text of its file. Of a problem: its id and every entry of X and Y.
  const std::string& theorem_digest(const std::string& name) const { return theorems_.at(name).digest; }
  const std::string& problem_digest(const std::string& name) const { return problems_.at(name)->digest; }
  /// All digests, by kind and name.
  nlohmann::ordered_json digests_json() const;

 private:
  struct TheoremEntry {
    Theorem theorem;
    std::string digest;
  };
  struct ProblemEntry {
    Problem problem;
    std::string digest;
    std::once_flag once;
    std::unique_ptr<const PreparedProblem> prepared;
  };
  void add_theorem(const std::string& name);
  void add_theorem_of(const TrajectoryGrid& grid);
  void add_problem(const std::string& name);

  std::map<std::string, TheoremEntry> theorems_;
  std::map<std::string, std::unique_ptr<ProblemEntry>> problems_;
};

/// A name-based UUID (RFC 4122, version 5) of any text.
std::string content_id(const std::string& text);

}  // namespace plumbline
