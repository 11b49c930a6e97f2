#include "plumbline/suite/suite_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/toml_input.hpp"

namespace plumbline {
namespace {

std::string bytes_of(const Eigen::MatrixXd& matrix) {
  const auto size = static_cast<std::size_t>(matrix.size()) * sizeof(double);
  std::string bytes = std::to_string(matrix.rows()) + "x" + std::to_string(matrix.cols()) + ":";
  return bytes.append(reinterpret_cast<const char*>(matrix.data()), size);
}

}  // namespace

std::string content_id(const std::string& text) {
  static const boost::uuids::uuid space =
      boost::uuids::string_generator()("5f7a1c52-5d5e-4c0b-9d1a-8a5f0b6c2e71");
  boost::uuids::name_generator_sha1 generator(space);
  return boost::uuids::to_string(generator(text));
}

SuiteInputs::SuiteInputs(const Suite& suite) {
  for (const SuiteGrid& grid : suite.grids) {
    for (const std::string& name : grid.theorems) add_theorem(name);
    for (const std::string& name : grid.problems) add_problem(name);
  }
  for (const TrajectoryGrid& grid : suite.trajectories) {
    if (!grid.theorem.empty()) add_theorem_of(grid);
    for (const std::string& name : grid.problems) add_problem(name);
  }
}

void SuiteInputs::add_theorem_of(const TrajectoryGrid& grid) {
  add_theorem(grid.theorem);
  const std::string& init = theorem(grid.theorem).init;
  if (std::find(grid.inits.begin(), grid.inits.end(), init) != grid.inits.end()) return;
  throw InputError(
      fmt::format("trajectories: found theorem '{}', which speaks of init '{}', expected one that "
                  "speaks of an init of this grid ({})",
                  grid.theorem, init, fmt::join(grid.inits, ", ")));
}

void SuiteInputs::add_theorem(const std::string& name) {
  if (theorems_.contains(name)) return;
  const std::filesystem::path file = find_data_file("theorems", name);
  const std::string text = read_input_file(file, kMaxTomlBytes);
  theorems_.emplace(name, TheoremEntry{parse_theorem(text, file.string()), content_id(text)});
}

void SuiteInputs::add_problem(const std::string& name) {
  if (problems_.contains(name)) return;
  auto entry = std::make_unique<ProblemEntry>();
  entry->problem = read_problem(find_data_file("problems", name));
  entry->digest =
      content_id(entry->problem.id + "\n" + bytes_of(entry->problem.X) + bytes_of(entry->problem.Y));
  problems_.emplace(name, std::move(entry));
}

const PreparedProblem& SuiteInputs::prepared(const std::string& name) const {
  ProblemEntry& entry = *problems_.at(name);
  std::call_once(entry.once, [&] { entry.prepared = std::make_unique<PreparedProblem>(entry.problem); });
  return *entry.prepared;
}

nlohmann::ordered_json SuiteInputs::digests_json() const {
  nlohmann::ordered_json json = {{"theorems", nlohmann::ordered_json::object()},
                                 {"problems", nlohmann::ordered_json::object()}};
  for (const auto& [name, entry] : theorems_) json["theorems"][name] = entry.digest;
  for (const auto& [name, entry] : problems_) json["problems"][name] = entry->digest;
  return json;
}

}  // namespace plumbline
