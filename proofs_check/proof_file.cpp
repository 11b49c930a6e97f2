#include "proofs_check/proof_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/interval.hpp"
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

using FreeConstants = std::vector<FreeConstant>;

const FreeConstant* find_free(const FreeConstants& free, const std::string& name) {
  const auto found =
      std::find_if(free.begin(), free.end(), [&](const FreeConstant& f) { return f.name == name; });
  return found == free.end() ? nullptr : &*found;
}

StepConstant free_constant(const FreeConstant& free) {
  return {free.name, parse_expression({"free constant '" + free.name + "'", free.value}), free.value,
          std::nullopt, true};
}

double number_at(const TomlValue& value) {
  return approx_midpoint(enclose_decimal(value.as<DecimalText>().text));
}

FreeConstants read_free(const TomlTable& root) {
  FreeConstants constants;
  for (const TomlTable& table : root.get_or<std::vector<TomlTable>>("free", {})) {
    table.allow_only({"name", "value", "from", "to", "grain", "says"});
    FreeConstant constant{table.get<std::string>("name"),       table.get<DecimalText>("value").text,
                          number_at(table.value("from")),       number_at(table.value("to")),
                          table.get<DecimalText>("grain").text, table.get<std::string>("says")};
    if (find_free(constants, constant.name) != nullptr)
      table.value("name").fail_expected("a name that no other free constant has");
    if (!(constant.from < constant.to)) table.value("to").fail_expected("a number above 'from'");
    if (!(number_at(table.value("grain")) > 0.0) || constant.grain.find_first_of("eE") != std::string::npos)
      table.value("grain").fail_expected("a positive decimal without exponent");
    const double grain = number_at(table.value("grain"));
    if (std::ceil(constant.from / grain) * grain > constant.to)
      table.value("grain").fail_expected("one with a multiple between 'from' and 'to'");
    const double value = number_at(table.value("value"));
    if (!(constant.from <= value && value <= constant.to))
      table.value("value").fail_expected("a number between 'from' and 'to'");
    constants.push_back(std::move(constant));
  }
  return constants;
}

/// name = { value, worse }; a free constant that is to have a worse value: name = { worse }.
std::vector<StepConstant> read_constants(const TomlTable& step, const FreeConstants& free) {
  std::vector<StepConstant> constants;
  const auto table = step.find<TomlTable>("constants");
  if (!table) return constants;
  for (const std::string& name : table->keys()) {
    const auto entry = table->get<TomlTable>(name);
    entry.allow_only({"value", "worse"});
    const FreeConstant* known = find_free(free, name);
    if (known != nullptr && entry.has("value"))
      entry.value("value").fail(fmt::format("the value of '{}' is that of the free constant", name));
    StepConstant constant = known != nullptr
                                ? free_constant(*known)
                                : StepConstant{name, expression_at(entry.value("value")),
                                               entry.get<std::string>("value"), std::nullopt, false};
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

/// Free constants that the step speaks of without listing them become constants of the step, ahead of its
/// own.
void add_free_constants(ProofStep& step, const FreeConstants& free) {
  std::set<std::string> used = symbols_of(step.claim);
  const auto add = [&](const std::set<std::string>& more) { used.insert(more.begin(), more.end()); };
  for (const Claim& given : step.given) add(symbols_of(given));
  for (const StepConstant& constant : step.constants) add(symbols_of(*constant.value));
  for (const StepVariable& variable : step.variables) {
    add(symbols_of(*variable.from));
    if (variable.to) add(symbols_of(*variable.to));
  }
  for (const StepConstant& constant : step.constants) used.erase(constant.name);
  for (const StepVariable& variable : step.variables) used.erase(variable.name);
  std::vector<StepConstant> constants;
  for (const FreeConstant& constant : free) {
    if (used.contains(constant.name)) constants.push_back(free_constant(constant));
  }
  step.constants.insert(step.constants.begin(), constants.begin(), constants.end());
}

/// The name of a step, which others write as NAME or FILE/NAME.
std::string step_name_at(const TomlValue& value) {
  std::string name = value.as<std::string>();
  if (name.empty() || name.find('/') != std::string::npos) value.fail_expected("a name without '/'");
  return name;
}

/// Every name means something, once.
void check_names(const ProofStep& step, const FreeConstants& free, const TomlTable& where) {
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
  for (const StepVariable& variable : step.variables) {
    if (find_free(free, variable.name) != nullptr)
      where.fail(fmt::format("found a variable '{}', expected another name: that is a free constant",
                             variable.name));
  }
  for (const StepConstant& constant : step.constants) {  // may use earlier ones
    require_known(symbols_of(*constant.value), calls_of(*constant.value));
    add(constant.name);
  }
  for (const StepVariable& variable : step.variables) {
    add(variable.name);
  }
  for (const Claim& given : step.given) require_known(symbols_of(given), calls_of(given));
  require_known(symbols_of(step.claim), calls_of(step.claim));
}

ProofStep read_step(const TomlTable& table, const FreeConstants& free) {
  table.allow_only({"name", "where", "says", "uses", "limit", "constants", "variables", "given", "claim"});
  ProofStep step;
  step.name = step_name_at(table.value("name"));
  step.where = table.get<std::string>("where");
  step.says = table.get<std::string>("says");
  step.uses = table.get_or<std::vector<std::string>>("uses", {});
  step.limit = table.get_or<bool>("limit", false);
  step.constants = read_constants(table, free);
  step.variables = read_variables(table);
  if (const auto given = table.find<std::vector<TomlValue>>("given")) {
    for (const TomlValue& condition : *given) step.given.push_back(claim_at(condition));
  }
  step.claim = claim_at(table.value("claim"));
  const Relation relation = step.claim.relations.front();
  if (step.claim.relations.size() != 1 || relation == Relation::kEqual || relation == Relation::kNotEqual) {
    table.value("claim").fail_expected("one comparison with <=, <, >= or >");
  }
  add_free_constants(step, free);
  const bool chooses = std::any_of(step.constants.begin(), step.constants.end(),
                                   [](const StepConstant& constant) { return constant.free; });
  if (chooses && !step.given.empty())
    table.value("given").fail("found conditions, expected none in a step that speaks of free constants");
  check_names(step, free, table);
  return step;
}

/// The free constant to be minimised, and what is derived: a free constant by its name, or an expression.
void read_aims(const TomlTable& root, ProofFile& proof) {
  proof.minimise = root.find<std::string>("minimise");
  if (proof.minimise && find_free(proof.free, *proof.minimise) == nullptr)
    root.value("minimise").fail_expected("the name of a free constant");
  if (!proof.minimise && !proof.free.empty())
    root.fail("found free constants, expected a key 'minimise' that names one of them");
  proof.derives = root.find<std::string>("derives");
  if (!proof.derives) return;
  if (const FreeConstant* free = find_free(proof.free, *proof.derives)) {
    proof.derived_choice = free->name;
    proof.derives = free->value;
  }
  parse_expression({root.value("derives").where(), *proof.derives});  // refused here if it is none
}

}  // namespace

ProofFile read_proof(const std::filesystem::path& file) {
  const TomlTable root = TomlTable::read(file);
  root.allow_only({"id", "title", "source", "derives", "minimise", "free", "step", "outside"});
  ProofFile proof;
  proof.id = root.get<std::string>("id");
  if (proof.id != file.stem().string()) {
    root.value("id").fail_expected(fmt::format("the name of the file, '{}'", file.stem().string()));
  }
  proof.title = root.get<std::string>("title");
  proof.source = root.get<std::string>("source");
  proof.free = read_free(root);
  read_aims(root, proof);
  std::set<std::string> names;
  for (const TomlTable& table : root.get<std::vector<TomlTable>>("step")) {
    proof.steps.push_back(read_step(table, proof.free));
    if (!names.insert(proof.steps.back().name).second) {
      table.value("name").fail_expected("a name that no other step of this file has");
    }
  }
  for (const TomlTable& table : root.get_or<std::vector<TomlTable>>("outside", {})) {
    table.allow_only({"name", "where", "says", "uses"});
    proof.outside.push_back({step_name_at(table.value("name")), table.get<std::string>("where"),
                             table.get<std::string>("says"),
                             table.get_or<std::vector<std::string>>("uses", {})});
    if (!names.insert(proof.outside.back().name).second) {
      table.value("name").fail_expected("a name that no other step of this file has");
    }
  }
  return proof;
}

ProofFile with_choices(const ProofFile& proof, const std::map<std::string, std::string>& choices) {
  ProofFile changed = proof;
  for (const auto& [name, value] : choices) {
    const auto free = std::find_if(changed.free.begin(), changed.free.end(),
                                   [&wanted = name](const FreeConstant& f) { return f.name == wanted; });
    if (free == changed.free.end())
      throw InternalError(fmt::format("with_choices: '{}' is no free constant of {}", name, proof.id));
    free->value = value;
    for (ProofStep& step : changed.steps) {
      for (StepConstant& constant : step.constants) {
        if (!constant.free || constant.name != name) continue;
        const std::optional<std::string> worse = constant.worse;
        constant = free_constant(*free);
        constant.worse = worse;
      }
    }
    if (changed.derived_choice == name) changed.derives = value;
  }
  return changed;
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
