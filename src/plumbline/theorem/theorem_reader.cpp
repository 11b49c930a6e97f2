#include "plumbline/theorem/theorem_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>
#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/theorem/decimal.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/theorem/parse.hpp"
#include "plumbline/theorem/value_table.hpp"

namespace plumbline {
namespace {

constexpr const char* kNoProbability = "surely";

bool is_name(const std::string& text) {
  const auto is_letter = [](unsigned char c) { return c < 0x80 && (std::isalpha(c) != 0 || c == '_'); };
  const auto continues = [&](unsigned char c) { return is_letter(c) || (c < 0x80 && std::isdigit(c) != 0); };
  return !text.empty() && is_letter(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), continues);
}

bool is_id(const std::string& text) {
  const auto allowed = [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_');
  };
  return !text.empty() && text[0] != '.' && text[0] != '-' && std::all_of(text.begin(), text.end(), allowed);
}

/// One to three ids with slashes between them.
bool is_citation(const std::string& text) {
  std::size_t from = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t slash = text.find('/', from);
    if (!is_id(text.substr(from, slash - from))) return false;
    if (slash == std::string::npos) return true;
    from = slash + 1;
  }
  return false;
}

/// Text in quotes, or a number as it is written.
std::string text_or_number(const TomlValue& value) {
  if (value.kind() == TomlKind::kText) return value.as<std::string>();
  if (value.kind() == TomlKind::kInteger || value.kind() == TomlKind::kFloat) {
    return value.as<DecimalText>().text;
  }
  value.fail_expected("a number or text in quotes");
}

std::string nonempty_text(const TomlValue& value) {
  auto text = value.as<std::string>();
  if (text.empty()) value.fail_expected("some text");
  return text;
}

class Reader {
 public:
  explicit Reader(const TomlTable& root) : root_(root) {}
  TheoremDraft read();

 private:
  /// Runs one part of the reading; a refusal becomes an error of the report.
  template <class Part>
  void attempt(Part part) {
    try {
      part();
    } catch (const InputError& error) {
      draft_.report.errors.emplace_back(error.what());
    }
  }

  void read_identity();
  void read_scale();
  void read_frozen();
  void check_combination();
  std::string read_choice(const char* key, const std::vector<std::string>& known);
  static std::string choice_of(const TomlValue& value, const std::vector<std::string>& known);
  void take_name(const std::string& name, const std::string& kind, const TomlValue& value);
  using EntryReader = void (Reader::*)(const std::string& name, const TomlValue& value);
  void for_each_entry(const char* table, EntryReader read_entry);
  void read_parameter(const std::string& name, const TomlValue& value);
  void read_constant(const std::string& name, const TomlValue& value);
  void read_let(const std::string& name, const TomlValue& value);
  std::vector<TomlTable> entries(const char* key);
  std::string read_claim_name(const TomlTable& entry, std::set<std::string>& taken);
  Claim read_claim(const TomlTable& entry, const std::string& name);
  void read_hypothesis(const TomlTable& entry);
  void read_premise(const TomlTable& entry);
  void read_conclusion(const TomlTable& entry);
  std::string read_for_all(const TomlTable& entry, Conclusion& conclusion) const;
  void read_given(const TomlTable& entry, Conclusion& conclusion);
  void add_named(const TomlValue& value, std::vector<std::string>& names);
  SourceText read_probability(const TomlTable& entry, Conclusion& conclusion);

  const TomlTable& root_;
  TheoremDraft draft_;
  std::map<std::string, std::string> kinds_;  ///< names taken so far: "a parameter", …
  std::set<std::string> hypothesis_names_, conclusion_names_;
};

TheoremDraft Reader::read() {
  attempt([&] {
    root_.allow_only({"id", "title", "source", "note", "network", "init", "scale", "frozen", "optimiser",
                      "units", "probability", "parameters", "constants", "let", "hypothesis", "premise",
                      "conclusion"});
  });
  read_identity();
  for_each_entry("parameters", &Reader::read_parameter);
  for_each_entry("constants", &Reader::read_constant);
  for_each_entry("let", &Reader::read_let);
  attempt([&] {
    for (const TomlTable& entry : entries("hypothesis")) attempt([&] { read_hypothesis(entry); });
  });
  attempt([&] {
    for (const TomlTable& entry : entries("premise")) attempt([&] { read_premise(entry); });
  });
  attempt([&] {
    if (!root_.has("conclusion")) root_.fail("key 'conclusion' is missing: a theorem claims something");
    for (const TomlTable& entry : entries("conclusion")) attempt([&] { read_conclusion(entry); });
  });
  return std::move(draft_);
}

void Reader::read_identity() {
  Theorem& theorem = draft_.theorem;
  attempt([&] {
    const TomlValue id = root_.value("id");
    theorem.id = id.as<std::string>();
    if (!is_id(theorem.id)) id.fail_expected("letters, digits, '.', '-' and '_', not '.' or '-' first");
    const std::string stem = std::filesystem::path(root_.file()).stem().string();
    if (theorem.id != stem) {
      draft_.report.warnings.push_back(
          fmt::format("{}: the id is '{}' but the file is named '{}'", id.where(), theorem.id, stem));
    }
  });
  attempt([&] { theorem.title = nonempty_text(root_.value("title")); });
  attempt([&] { theorem.source = nonempty_text(root_.value("source")); });
  attempt([&] { theorem.note = root_.get_or<std::string>("note", ""); });
  attempt([&] { theorem.network = read_choice("network", known_networks()); });
  attempt([&] { theorem.init = read_choice("init", known_inits()); });
  attempt([&] { read_scale(); });
  attempt([&] { read_frozen(); });
  attempt([&] {
    if (root_.has("optimiser")) theorem.optimiser = read_choice("optimiser", known_optimisers());
  });
  attempt([&] { check_combination(); });
  attempt([&] {
    theorem.units_free = !root_.has("units") || read_choice("units", {"free", "fixed"}) == "free";
  });
}

/// @throws InputError if the network has no such initialisation, scale, fixed layers or optimiser.
void Reader::check_combination() {
  const Theorem& theorem = draft_.theorem;
  for (const InitVocable& vocable : init_vocabulary()) {
    if (vocable.name != theorem.init || theorem.network.empty() || vocable.network == theorem.network)
      continue;
    root_.value("init").fail(
        fmt::format("'{}' is an initialisation of the network '{}', found the network '{}'", theorem.init,
                    vocable.network, theorem.network));
  }
  const bool memorizing = theorem.network == "memorizing";
  if (memorizing || theorem.network == "diagonal") {
    for (const char* key : {"scale", "frozen"}) {
      if (root_.has(key)) root_.value(key).fail(fmt::format("a {} network has none", theorem.network));
    }
  }
  for (const OptimiserVocable& vocable : optimiser_vocabulary()) {
    const auto& networks = vocable.networks;
    const bool trains = std::find(networks.begin(), networks.end(), theorem.network) != networks.end();
    if (memorizing || vocable.name != theorem.optimiser || theorem.network.empty() || trains) continue;
    root_.value("optimiser")
        .fail(fmt::format("'{}' trains networks of {} alone", theorem.optimiser, list_names(networks)));
  }
  if (memorizing && root_.has("optimiser")) {
    root_.value("optimiser").fail("a memorizing network is written down, not trained");
  }
}

/// The scale that is written, else the usual one of the initialisation.
void Reader::read_scale() {
  for (const InitVocable& vocable : init_vocabulary()) {
    if (vocable.name == draft_.theorem.init) draft_.theorem.scale = vocable.scale;
  }
  if (root_.has("scale")) draft_.theorem.scale = read_choice("scale", known_scales());
}

void Reader::read_frozen() {
  const auto list = root_.find_value("frozen");
  if (!list) return;
  for (const TomlValue& layer : list->as<std::vector<TomlValue>>()) {
    draft_.theorem.frozen.insert(choice_of(layer, known_frozen_layers()));
  }
}

std::string Reader::read_choice(const char* key, const std::vector<std::string>& known) {
  return choice_of(root_.value(key), known);
}

std::string Reader::choice_of(const TomlValue& value, const std::vector<std::string>& known) {
  auto choice = value.as<std::string>();
  if (std::find(known.begin(), known.end(), choice) == known.end()) {
    value.fail(fmt::format("found {}{}, expected one of {}", value.found(), did_you_mean(choice, known),
                           list_names(known)));
  }
  return choice;
}

void Reader::take_name(const std::string& name, const std::string& kind, const TomlValue& value) {
  if (!is_name(name)) {
    value.fail(fmt::format("'{}' is no name: expected a letter or _, then letters, digits and _", name));
  }
  if (is_quantified_name(name)) value.fail(fmt::format("'{}' is taken: it is a quantified variable", name));
  if (functions().contains(name)) value.fail(fmt::format("'{}' is taken: it is a function", name));
  if (const Vocable* vocable = find_vocable(vocabulary(), name)) {
    value.fail(fmt::format("'{}' is taken: {} means {}", name, usage(*vocable), vocable->meaning));
  }
  if (const auto taken = kinds_.find(name); taken != kinds_.end()) {
    value.fail(fmt::format("'{}' is taken: it is {} already", name, taken->second));
  }
  kinds_[name] = kind;
  draft_.places[name] = value.where();
}

void Reader::for_each_entry(const char* table, EntryReader read_entry) {
  attempt([&] {
    const auto found = root_.find<TomlTable>(table);
    if (!found) return;
    for (const std::string& name : found->keys()) {
      draft_.broken.insert(name);
      attempt([&] {
        (this->*read_entry)(name, found->value(name));
        draft_.broken.erase(name);
      });
    }
  });
}

void Reader::read_parameter(const std::string& name, const TomlValue& value) {
  const std::string text = text_or_number(value);
  const bool negative = text.starts_with('-');
  const ExpressionPtr number = parse_expression({value.where(), negative ? text.substr(1) : text});
  if (number->kind != Expression::Kind::kNumber) value.fail_expected("a decimal number");
  take_name(name, "a parameter", value);
  draft_.theorem.parameters.emplace_back(name, (negative ? "-" : "") + number->text);
}

void Reader::read_constant(const std::string& name, const TomlValue& value) {
  Constant constant{name, nullptr, "", "open"};
  std::optional<TomlValue> formula = value;
  if (value.kind() == TomlKind::kTable) {
    const auto table = value.as<TomlTable>();
    table.allow_only({"value", "proof"});
    formula = table.value("value");
    if (!table.has("proof")) table.fail("key 'proof' is missing: the id of a check, or \"open\"");
    constant.proof = table.get<std::string>("proof");
    if (!is_citation(constant.proof)) {
      table.value("proof").fail_expected("\"open\", or FILE, FILE/NAME or FILE/STEP/NAME of a proof");
    }
  }
  constant.text = text_or_number(*formula);
  constant.value = parse_expression({formula->where(), constant.text});
  take_name(name, "a constant", *formula);
  draft_.theorem.constants.push_back(std::move(constant));
}

void Reader::read_let(const std::string& name, const TomlValue& value) {
  Definition let{name, nullptr, text_or_number(value)};
  let.value = parse_expression({value.where(), let.text});
  take_name(name, "a let", value);
  draft_.theorem.lets.push_back(std::move(let));
}

std::vector<TomlTable> Reader::entries(const char* key) {
  const auto value = root_.find_value(key);
  if (!value) return {};
  if (value->kind() == TomlKind::kTable) {
    value->fail(fmt::format("found one table, expected a list: write [[{}]] with two brackets", key));
  }
  return value->as<std::vector<TomlTable>>();
}

std::string Reader::read_claim_name(const TomlTable& entry, std::set<std::string>& taken) {
  auto name = nonempty_text(entry.value("name"));
  if (!taken.insert(name).second) {
    entry.value("name").fail(fmt::format("'{}' is the name of an earlier one, expected another", name));
  }
  return name;
}

Claim Reader::read_claim(const TomlTable& entry, const std::string& name) {
  const TomlValue value = entry.value("claim");
  return parse_claim({fmt::format("{} ('{}')", value.where(), name), value.as<std::string>()});
}

void Reader::read_hypothesis(const TomlTable& entry) {
  entry.allow_only({"name", "claim"});
  std::string name = read_claim_name(entry, hypothesis_names_);
  Claim claim = read_claim(entry, name);
  draft_.theorem.hypotheses.push_back({std::move(name), std::move(claim)});
}

void Reader::read_premise(const TomlTable& entry) {
  entry.allow_only({"name", "claim", "for_all"});
  Conclusion premise;
  premise.name = read_claim_name(entry, conclusion_names_);
  premise.claim = read_claim(entry, premise.name);
  draft_.premise_places.push_back(read_for_all(entry, premise));
  draft_.theorem.premises.push_back(std::move(premise));
}

void Reader::read_conclusion(const TomlTable& entry) {
  entry.allow_only({"name", "claim", "for_all", "given", "given_before", "probability"});
  Conclusion conclusion;
  conclusion.name = read_claim_name(entry, conclusion_names_);
  conclusion.claim = read_claim(entry, conclusion.name);
  std::string for_all_place = read_for_all(entry, conclusion);
  read_given(entry, conclusion);
  SourceText probability = read_probability(entry, conclusion);
  draft_.for_all_places.push_back(std::move(for_all_place));
  draft_.probabilities.push_back(std::move(probability));
  draft_.theorem.conclusions.push_back(std::move(conclusion));
}

/// Returns the place of the list, "" if there is none.
std::string Reader::read_for_all(const TomlTable& entry, Conclusion& conclusion) const {
  const auto list = entry.find_value("for_all");
  if (!list) return "";
  for (const TomlValue& condition : list->as<std::vector<TomlValue>>()) {
    conclusion.for_all.push_back(parse_claim(
        {fmt::format("{} ('{}')", condition.where(), conclusion.name), condition.as<std::string>()}));
    for (const std::string& name : symbols_of(conclusion.for_all.back())) {
      if (is_quantified_name(name)) conclusion.quantified.insert(name);
    }
  }
  if (draft_.theorem.network == "memorizing" && !conclusion.quantified.empty()) {
    list->fail("a memorizing network is not trained: write observables at step 0 and bind nothing");
  }
  return fmt::format("{} ('{}')", list->where(), conclusion.name);
}

/// An entry of `given` is the name of a premise or an earlier conclusion, or else a claim.
void Reader::read_given(const TomlTable& entry, Conclusion& conclusion) {
  if (const auto list = entry.find<std::vector<TomlValue>>("given")) {
    for (const TomlValue& value : *list) {
      const auto text = value.as<std::string>();
      if (find_named(draft_.theorem, text) != nullptr) {
        add_named(value, conclusion.given_named);
      } else {
        conclusion.given.push_back(
            parse_claim({fmt::format("{} ('{}')", value.where(), conclusion.name), text}));
      }
    }
  }
  if (const auto list = entry.find<std::vector<TomlValue>>("given_before")) {
    for (const TomlValue& value : *list) add_named(value, conclusion.given_before);
  }
}

/// Takes the name of a premise, or of an earlier conclusion that is given nothing itself.
void Reader::add_named(const TomlValue& value, std::vector<std::string>& names) {
  const auto name = value.as<std::string>();
  const Conclusion* named = find_named(draft_.theorem, name);
  if (named == nullptr) {
    const std::vector<std::string> known(conclusion_names_.begin(), conclusion_names_.end());
    value.fail(fmt::format("'{}' is the name of no premise and no earlier conclusion{}", name,
                           did_you_mean(name, known)));
  }
  if (has_premises(*named)) {
    value.fail(fmt::format("'{}' is given something itself, expected a conclusion that is not", name));
  }
  names.push_back(name);
}

/// The conclusion's own probability, else that of the file, else none.
SourceText Reader::read_probability(const TomlTable& entry, Conclusion& conclusion) {
  auto value = entry.find_value("probability");
  if (!value) value = root_.find_value("probability");
  SourceText source{value ? value->where() : "", value ? text_or_number(*value) : kNoProbability};
  conclusion.probability_text = kNoProbability;
  if (source.text == kNoProbability) return source;
  ExpressionPtr probability = parse_expression(source);
  const bool is_one = probability->kind == Expression::Kind::kNumber && whole_number(probability->text) == 1;
  if (!is_one) {
    conclusion.probability = std::move(probability);
    conclusion.probability_text = source.text;
  }
  return source;
}

}  // namespace

TheoremDraft read_theorem_draft(const TomlTable& root) {
  return Reader(root).read();
}

}  // namespace plumbline
