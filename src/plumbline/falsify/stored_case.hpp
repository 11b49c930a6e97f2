// A refutation (or any judged run) as a file that anybody can run again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "plumbline/verdict/check.hpp"

namespace plumbline {

/// One run of one theorem on one problem, with what came of one conclusion. Nothing in it depends on where
/// the theorem file lay; the problem is found by name, and its digest tells whether the data are still the
/// same.
struct StoredCase {
  std::string theorem_text;    ///< the whole theorem file
  std::string problem;         ///< id or path; the id alone where problem_text is given
  std::string problem_text;    ///< the whole problem file, if it draws its data; else empty
  std::string problem_digest;  ///< digest_of({X, Y})
  std::int64_t depth = 2;
  Integer width = 1;
  double eta = 0.0;
  std::map<std::string, std::string> parameters;
  std::uint64_t seed = 0;
  std::int64_t run = 0;
  Rigor rigor = Rigor::kEnclosed;
  std::string conclusion;                 ///< its name
  Binding at;                             ///< where it was refuted
  std::string verdict;                    ///< "violated": what to expect
  std::string observed, relation, bound;  ///< as text: "[lo, hi]"
  unsigned witness_digits = 0;            ///< 0: there is no witness
  std::string witness_observed, witness_bound;
  std::string plumbline;  ///< the version that wrote it
};

/// The worst failing run of `conclusion`, as judged by a check. @param conclusion one with failures.
StoredCase case_of(const std::string& theorem_text, const std::string& problem,
                   const PreparedProblem& prepared, const CheckRequest& request,
                   const ConclusionResult& conclusion, const std::string& version);

/// An interval as a case stores it: both ends rounded outward to 25 digits.
std::string case_text(const Interval& value);

/// Replaces the file in one move: at any time there is the old case or the new one.
/// @throws InputError if the file cannot be written.
void write_case(const StoredCase& stored, const std::filesystem::path& file);
/// Tries it, before time is spent on what it is to hold. @throws InputError as write_case.
void expect_writable_case(const std::filesystem::path& file);
/// @throws InputError naming file, line and key that are wrong.
StoredCase read_case(const std::filesystem::path& file);

}  // namespace plumbline
