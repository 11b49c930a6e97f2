#include "plumbline/theorem/theorem.hpp"

#include <algorithm>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/lint.hpp"
#include "plumbline/theorem/theorem_reader.hpp"

namespace plumbline {
namespace {

TheoremDraft read_and_check(const TomlTable& root) {
  TheoremDraft draft = read_theorem_draft(root);
  check_draft(draft);
  return draft;
}

Theorem theorem_without_errors(TheoremDraft draft) {
  if (!draft.report.errors.empty()) throw InputError(draft.report.errors.front());
  return std::move(draft.theorem);
}

}  // namespace

bool has_premises(const Conclusion& conclusion) {
  return !conclusion.given.empty() || !conclusion.given_named.empty() || !conclusion.given_before.empty();
}

const Conclusion* find_named(const Theorem& theorem, const std::string& name) {
  for (const auto* list : {&theorem.premises, &theorem.conclusions}) {
    const auto found =
        std::find_if(list->begin(), list->end(), [&](const Conclusion& c) { return c.name == name; });
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

Theorem read_theorem(const std::filesystem::path& file) {
  return theorem_without_errors(read_and_check(TomlTable::read(file)));
}

Theorem parse_theorem(std::string_view text, const std::string& name) {
  return theorem_without_errors(read_and_check(TomlTable::parse(text, name)));
}

LintReport lint_theorem(const std::filesystem::path& file) {
  try {
    return read_and_check(TomlTable::read(file)).report;
  } catch (const InputError& error) {  // the file is missing or no TOML: nothing else can be said
    return {{error.what()}, {}};
  }
}

}  // namespace plumbline
