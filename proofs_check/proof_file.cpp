#include "proofs_check/proof_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/theorem/parse.hpp"

namespace plumbline::proofs {
namespace {

ExpressionPtr expression_at(const TomlValue& value) {
  return parse_expression({value.where(), value.as<std::string>()});
}

Claim claim_at(const TomlValue& value) {
  return parse_claim({value.where(), value.as<std::string>()});
}

std::vector<StepConstant> read_constants(const TomlTable& step) {
  std::vector<StepConstant> constants;
  const auto table = step.find<TomlTable>("constants");
  if (!table) return constants;
  for (const std::string& name : table->keys()) {
    const auto entry = table->get<TomlTable>(name);
    entry.allow_only({"value", "worse"});
    StepConstant constant{name, expression_at(entry.value("value")), entry.get<std::string>("value"),
                          std::nullopt};
    if (const auto worse = entry.find_value("worse")) {
      expression_at(*worse);  // refused here if it is none
      constant.worse = worse->as<std::string>();
    }
    constants.push_back(std::move(constant));
  }
  return constants;
}

/// name = ["from", "to"] or ["from", "inf"], with a third entry "integer".
std::vector<StepVariable> read_variables(const TomlTable& step) {
  std::vector<StepVariable> variables;
  const auto table = step.find<TomlTable>("variables");
  if (!table) return variables;
  for (const std::string& name : table->keys()) {
    const TomlValue value = table->value(name);
    const auto range = value.as<std::vector<TomlValue>>();
    if (range.size() != 2 && range.size() != 3)
      value.fail_expected("[\"from\", \"to\"] or [\"from\", \"to\", \"integer\"]");
    StepVariable variable{name, expression_at(range[0]), nullptr, range.size() == 3};
    if (variable.integer && range[2].as<std::string>() != "integer") range[2].fail_expected("\"integer\"");
    if (range[1].as<std::string>() != "inf") variable.to = expression_at(range[1]);
    variables.push_back(std::move(variable));
  }
  return variables;
}

/// Every name means something, once.
void check_names(const ProofStep& step, const TomlTable& where) {
  std::set<std::string> known;
  const auto add = [&](const std::string& name) {
    if (!known.insert(name).second)
      where.fail(fmt::format("found '{}' twice among constants and variables", name));
  };
  const auto require_known = [&](const std::set<std::string>& names, const std::set<std::string>& calls) {
    for (const std::string& name : names) {
      if (!known.contains(name))
        where.fail(fmt::format("found '{}', expected a constant or variable of the step", name));
    }
    for (const std::string& name : calls) {
      if (!functions().contains(name)) where.fail(fmt::format("found '{}(…)', expected a function", name));
    }
  };
  for (const StepConstant& constant : step.constants) {  // may use earlier ones
    require_known(symbols_of(*constant.value), calls_of(*constant.value));
    add(constant.name);
  }
  for (const StepVariable& variable : step.variables) add(variable.name);
  for (const Claim& given : step.given) require_known(symbols_of(given), calls_of(given));
  require_known(symbols_of(step.claim), calls_of(step.claim));
}

ProofStep read_step(const TomlTable& table) {
  table.allow_only({"name", "where", "says", "uses", "constants", "variables", "given", "claim"});
  ProofStep step;
  step.name = table.get<std::string>("name");
  step.where = table.get<std::string>("where");
  step.says = table.get<std::string>("says");
  step.uses = table.get_or<std::vector<std::string>>("uses", {});
  step.constants = read_constants(table);
  step.variables = read_variables(table);
  if (const auto given = table.find<std::vector<TomlValue>>("given")) {
    for (const TomlValue& condition : *given) step.given.push_back(claim_at(condition));
  }
  step.claim = claim_at(table.value("claim"));
  const Relation relation = step.claim.relations.front();
  if (step.claim.relations.size() != 1 || relation == Relation::kEqual || relation == Relation::kNotEqual) {
    table.value("claim").fail_expected("one comparison with <=, <, >= or >");
  }
  check_names(step, table);
  return step;
}

}  // namespace

ProofFile read_proof(const std::filesystem::path& file) {
  const TomlTable root = TomlTable::read(file);
  root.allow_only({"id", "title", "source", "derives", "step", "outside"});
  ProofFile proof;
  proof.id = root.get<std::string>("id");
  if (proof.id != file.stem().string()) {
    root.value("id").fail_expected(fmt::format("the name of the file, '{}'", file.stem().string()));
  }
  proof.title = root.get<std::string>("title");
  proof.source = root.get<std::string>("source");
  proof.derives = root.find<std::string>("derives");
  if (proof.derives) expression_at(root.value("derives"));
  std::set<std::string> names;
  for (const TomlTable& table : root.get<std::vector<TomlTable>>("step")) {
    proof.steps.push_back(read_step(table));
    if (!names.insert(proof.steps.back().name).second) {
      table.value("name").fail_expected("a name that no other step of this file has");
    }
  }
  for (const TomlTable& table : root.get_or<std::vector<TomlTable>>("outside", {})) {
    table.allow_only({"name", "where", "says"});
    proof.outside.push_back(
        {table.get<std::string>("name"), table.get<std::string>("where"), table.get<std::string>("says")});
  }
  return proof;
}

ProofStep altered(const ProofStep& step, std::size_t constant) {
  ProofStep changed = step;
  StepConstant& wrong = changed.constants.at(constant);
  if (!wrong.worse) throw InternalError("altered: the constant has no worse value");
  wrong.text = *wrong.worse;
  wrong.value = parse_expression({"worse", *wrong.worse});
  return changed;
}

}  // namespace plumbline::proofs
