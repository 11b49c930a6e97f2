#include "plumbline/falsify/stored_case.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/output_file.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/verdict/ball_budget.hpp"

namespace plumbline {
namespace {

constexpr const char* kSchema = "plumbline.case/1";
constexpr unsigned kDigits = 25;

/// A TOML basic string; JSON's escapes are among TOML's.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump();
}

/// A whole file as one TOML string, readable where its text allows.
std::string long_text(const std::string& text) {
  const bool plain = text.find("'''") == std::string::npos && text.find('\r') == std::string::npos;
  return plain ? fmt::format("'''\n{}'''", text) : quoted(text);
}

std::string rigor_name(Rigor rigor) {
  return rigor == Rigor::kSampled ? "sampled" : rigor == Rigor::kEnclosed ? "enclosed" : "proved";
}

double hex_value(const TomlTable& table, const char* key) {
  const auto text = table.get<std::string>(key);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || hex_text(value) != text || !(value > 0.0) || !std::isfinite(value)) {
    table.value(key).fail_expected("a positive hexadecimal floating-point number such as \"0x1.8p-3\"");
  }
  return value;
}

/// @throws InputError unless least <= value <= most.
std::int64_t integer_between(const TomlTable& table, const char* key, std::int64_t least,
                             std::int64_t most = INT64_MAX) {
  const auto value = table.get<std::int64_t>(key);
  if (value < least || value > most) {
    table.value(key).fail_expected(most == INT64_MAX ? fmt::format("an integer of at least {}", least)
                                                     : fmt::format("an integer from {} to {}", least, most));
  }
  return value;
}

Rigor rigor_of(const TomlTable& table) {
  for (const Rigor rigor : {Rigor::kSampled, Rigor::kEnclosed, Rigor::kProved}) {
    if (table.get<std::string>("rigor") == rigor_name(rigor)) return rigor;
  }
  table.value("rigor").fail_expected("\"sampled\", \"enclosed\" or \"proved\"");
}

Integer whole_width(const TomlTable& table) {
  const auto text = table.get<std::string>("width");
  const bool digits =
      !text.empty() && text.size() <= 61 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || text[0] == '0') table.value("width").fail_expected("a positive integer in quotes");
  return Integer(text);
}

}  // namespace

std::string case_text(const Interval& value) {
  return fmt::format("[{}, {}]", format_lower(value, kDigits), format_upper(value, kDigits));
}

StoredCase case_of(const std::string& theorem_text, const std::string& problem,
                   const PreparedProblem& prepared, const CheckRequest& request,
                   const ConclusionResult& conclusion, const std::string& version) {
  const WorstCase& worst = conclusion.worst.value();
  StoredCase stored;
  stored.theorem_text = theorem_text;
  stored.problem = problem;
  stored.problem_digest = digest_of({prepared.problem().X, prepared.problem().Y});
  stored.depth = request.at.setting.depth;
  stored.width = request.at.setting.width;
  stored.eta = request.at.eta;
  stored.parameters = request.at.setting.parameters;
  stored.seed = request.seed;
  stored.run = worst.seed;
  stored.rigor = request.rigor;
  stored.conclusion = conclusion.name;
  stored.at = worst.at;
  stored.verdict = to_string(Verdict::kViolated);  // of this run, whatever the runs together say
  stored.observed = case_text(worst.observed);
  stored.relation = worst.relation;
  stored.bound = case_text(worst.bound);
  if (conclusion.witness && conclusion.witness->digits > 0) {
    stored.witness_digits = conclusion.witness->digits;
    stored.witness_observed = case_text(conclusion.witness->observed);
    stored.witness_bound = case_text(conclusion.witness->bound);
  }
  stored.plumbline = version;
  return stored;
}

void write_case(const StoredCase& stored, const std::filesystem::path& file) {
  std::string text =
      fmt::format("schema = \"{}\"\nplumbline = {}\n\n[run]\n", kSchema, quoted(stored.plumbline));
  text += fmt::format("problem = {}\nproblem_digest = {}\n", quoted(stored.problem),
                      quoted(stored.problem_digest));
  text += fmt::format("depth = {}\nwidth = \"{}\"\neta = \"{}\"  # {:.17g}\n", stored.depth,
                      stored.width.str(), hex_text(stored.eta), stored.eta);
  text +=
      fmt::format("seed = {}\nrun = {}\nrigor = \"{}\"\n", stored.seed, stored.run, rigor_name(stored.rigor));
  text += "\n[run.parameters]\n";
  for (const auto& [name, value] : stored.parameters) text += fmt::format("{} = {}\n", name, quoted(value));
  text += fmt::format("\n[expected]\nconclusion = {}\nverdict = {}\n", quoted(stored.conclusion),
                      quoted(stored.verdict));
  text += fmt::format("observed = {}\nrelation = {}\nbound = {}\n", quoted(stored.observed),
                      quoted(stored.relation), quoted(stored.bound));
  text += "\n[expected.at]\n";
  for (const auto& [name, value] : stored.at) text += fmt::format("{} = {}\n", name, value);
  if (stored.witness_digits > 0) {
    text += fmt::format("\n[expected.witness]  # the second evaluation, in ball arithmetic\ndigits = {}\n",
                        stored.witness_digits);
    text += fmt::format("observed = {}\nbound = {}\n", quoted(stored.witness_observed),
                        quoted(stored.witness_bound));
  }
  text += fmt::format("\n[theorem]\nfile = {}\n", long_text(stored.theorem_text));
  if (!stored.problem_text.empty())
    text += fmt::format("\n[problem]\nfile = {}\n", long_text(stored.problem_text));
  write_file(file, text);
}

StoredCase read_case(const std::filesystem::path& file) {
  const TomlTable root = TomlTable::read(file);
  root.allow_only({"schema", "plumbline", "run", "expected", "theorem", "problem"});
  if (root.get<std::string>("schema") != kSchema)
    root.value("schema").fail_expected(fmt::format("\"{}\"", kSchema));
  StoredCase stored;
  stored.plumbline = root.get<std::string>("plumbline");
  const auto run = root.get<TomlTable>("run");
  run.allow_only(
      {"problem", "problem_digest", "depth", "width", "eta", "seed", "run", "rigor", "parameters"});
  stored.problem = run.get<std::string>("problem");
  stored.problem_digest = run.get<std::string>("problem_digest");
  stored.depth = integer_between(run, "depth", 2);
  stored.width = whole_width(run);
  stored.eta = hex_value(run, "eta");
  stored.seed = static_cast<std::uint64_t>(integer_between(run, "seed", 0));
  stored.run = integer_between(run, "run", 0, kMaxSeeds - 1);
  stored.rigor = rigor_of(run);
  if (const auto parameters = run.find<TomlTable>("parameters")) {
    for (const std::string& name : parameters->keys()) {
      stored.parameters.emplace(name, parameters->get<std::string>(name));
    }
  }
  const auto expected = root.get<TomlTable>("expected");
  expected.allow_only({"conclusion", "verdict", "observed", "relation", "bound", "at", "witness"});
  stored.conclusion = expected.get<std::string>("conclusion");
  stored.verdict = expected.get<std::string>("verdict");
  stored.observed = expected.get<std::string>("observed");
  stored.relation = expected.get<std::string>("relation");
  stored.bound = expected.get<std::string>("bound");
  const auto at = expected.get<TomlTable>("at");
  at.allow_only({"t", "i", "j"});
  for (const std::string& name : at.keys())
    stored.at.emplace(name, integer_between(at, name.c_str(), 0, kMaxSteps));
  if (const auto witness = expected.find<TomlTable>("witness")) {
    witness->allow_only({"digits", "observed", "bound"});
    stored.witness_digits = static_cast<unsigned>(integer_between(*witness, "digits", 1, kMostWitnessDigits));
    stored.witness_observed = witness->get<std::string>("observed");
    stored.witness_bound = witness->get<std::string>("bound");
  }
  const auto theorem = root.get<TomlTable>("theorem");
  theorem.allow_only({"file"});
  stored.theorem_text = theorem.get<std::string>("file");
  if (const auto problem = root.find<TomlTable>("problem")) {
    problem->allow_only({"file"});
    stored.problem_text = problem->get<std::string>("file");
  }
  return stored;
}

}  // namespace plumbline
