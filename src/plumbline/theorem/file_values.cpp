#include "plumbline/theorem/file_values.hpp"

#include <algorithm>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/functions.hpp"

namespace plumbline {
namespace {

void collect_leaves(const Expression& expression, const Theorem& theorem, std::set<std::string>& seen_lets,
                    std::set<std::string>& leaves) {
  for (const std::string& name : calls_of(expression)) {
    if (!functions().contains(name)) leaves.insert(name);
  }
  for (const std::string& name : symbols_of(expression)) {
    const auto let = std::find_if(theorem.lets.begin(), theorem.lets.end(),
                                  [&](const Definition& definition) { return definition.name == name; });
    if (let == theorem.lets.end()) {
      leaves.insert(name);
    } else if (seen_lets.insert(name).second) {
      collect_leaves(*let->value, theorem, seen_lets, leaves);
    }
  }
}

Interval enclose_signed(const std::string& decimal) {
  return decimal.starts_with('-') ? -enclose_decimal(decimal.substr(1)) : enclose_decimal(decimal);
}

}  // namespace

std::set<std::string> leaves_of(const Expression& expression, const Theorem& theorem) {
  std::set<std::string> seen_lets;
  std::set<std::string> leaves;
  collect_leaves(expression, theorem, seen_lets, leaves);
  return leaves;
}

FileValues::FileValues(const Theorem& theorem) {
  for (const auto& [name, text] : theorem.parameters) values_.emplace(name, enclose_signed(text));
  for (const Constant& constant : theorem.constants) {
    values_.emplace(constant.name, evaluate(*constant.value, *this));
  }
  for (const Definition& let : theorem.lets) {
    if (determines(*let.value)) values_.emplace(let.name, evaluate(*let.value, *this));
  }
}

bool FileValues::determines(const Expression& expression) const {
  const auto names = symbols_of(expression);
  const auto calls = calls_of(expression);
  return std::all_of(names.begin(), names.end(), [&](auto& name) { return values_.contains(name); }) &&
         std::all_of(calls.begin(), calls.end(), [](auto& name) { return functions().contains(name); });
}

Interval FileValues::symbol(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) throw InputError("'" + name + "' has no value in the theorem file alone");
  return found->second;
}

Interval FileValues::observe(const std::string& name, const std::vector<std::int64_t>& /*arguments*/) const {
  throw InputError("'" + name + "' has no value in the theorem file alone");
}

}  // namespace plumbline
