#include "plumbline/problem/toml_input.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/problem/number_text.hpp"

namespace plumbline {
namespace {

struct TomlDocument {
  std::string file;
  std::string text;
  toml::table root;
};

/// Byte offset of a place that the TOML library names by line and column (in code points, from 1).
std::size_t offset_of(const std::string& text, const toml::source_position& place) {
  std::size_t offset = 0;
  for (toml::source_index line = 1; line < place.line; ++line) offset = text.find('\n', offset) + 1;
  for (toml::source_index column = 1; column < place.column; ++column) {
    do {
      ++offset;
    } while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U);
  }
  return offset;
}

/// The characters of the number that starts at a place, without underscores and a leading +.
std::string number_as_written(const TomlDocument& document, const toml::node& node) {
  constexpr std::string_view kNumberCharacters = "0123456789+-._eExXoObBaAcCdDfFinINF";
  const std::size_t begin = offset_of(document.text, node.source().begin);
  const std::size_t end =
      std::min(document.text.find_first_not_of(kNumberCharacters, begin), document.text.size());
  std::string number = document.text.substr(begin, end - begin);
  std::erase(number, '_');
  return number.starts_with('+') ? number.substr(1) : number;
}

bool earlier(const toml::source_position& a, const toml::source_position& b) {
  return std::pair(a.line, a.column) < std::pair(b.line, b.column);
}

}  // namespace

struct TomlNode {
  std::shared_ptr<const TomlDocument> document;
  const toml::node* node = nullptr;
  std::string path;  ///< "" for the root, else "a.b[2]"
};

namespace {

std::string place_of(const TomlNode& node, std::string_view noun) {
  const auto line = node.node->source().begin.line;
  std::string place = node.document->file;
  if (line > 0) place += fmt::format(": line {}", line);
  return place + fmt::format(": {} '{}'", noun, node.path);
}

std::string describe(const TomlNode& node, TomlKind kind) {
  switch (kind) {
    case TomlKind::kText:
      return "text " + quote_text(node.node->as_string()->get());
    case TomlKind::kInteger:
      return "the integer " + number_as_written(*node.document, *node.node);
    case TomlKind::kFloat:
      return "the number " + number_as_written(*node.document, *node.node);
    case TomlKind::kBoolean:
      return node.node->as_boolean()->get() ? "true" : "false";
    case TomlKind::kDate:
      return "a date or time";
    case TomlKind::kArray:
      return fmt::format("a list of {}", node.node->as_array()->size());
    case TomlKind::kTable:
      return "a table";
  }
  throw InternalError("describe: unknown kind of TOML value");
}

}  // namespace

TomlValue::TomlValue(std::shared_ptr<const TomlNode> node) : node_(std::move(node)) {}

TomlKind TomlValue::kind() const {
  switch (node_->node->type()) {
    case toml::node_type::string:
      return TomlKind::kText;
    case toml::node_type::integer:
      return TomlKind::kInteger;
    case toml::node_type::floating_point:
      return TomlKind::kFloat;
    case toml::node_type::boolean:
      return TomlKind::kBoolean;
    case toml::node_type::array:
      return TomlKind::kArray;
    case toml::node_type::table:
      return TomlKind::kTable;
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return TomlKind::kDate;
    case toml::node_type::none:
      break;
  }
  throw InternalError("TomlValue::kind: unknown kind of TOML value");
}

std::string TomlValue::where() const {
  return place_of(*node_, "key");
}
std::string TomlValue::found() const {
  return describe(*node_, kind());
}
void TomlValue::fail(std::string_view message) const {
  throw InputError(fmt::format("{}: {}", where(), message));
}
void TomlValue::fail_expected(std::string_view expected) const {
  fail(fmt::format("found {}, expected {}", found(), expected));
}

template <>
bool TomlValue::as<bool>() const {
  if (kind() != TomlKind::kBoolean) fail_expected("true or false");
  return node_->node->as_boolean()->get();
}
template <>
std::int64_t TomlValue::as<std::int64_t>() const {
  if (kind() != TomlKind::kInteger) fail_expected("an integer");
  return node_->node->as_integer()->get();
}
template <>
std::string TomlValue::as<std::string>() const {
  if (kind() != TomlKind::kText) fail_expected("text in quotes");
  return node_->node->as_string()->get();
}
template <>
TomlTable TomlValue::as<TomlTable>() const {
  if (kind() != TomlKind::kTable) fail_expected("a table");
  return TomlTable(node_);
}
template <>
double TomlValue::as<double>() const {
  // Read from the text as written: std::from_chars rounds correctly whatever the TOML library does.
  const std::optional<double> value = parse_double(as<DecimalText>().text);
  if (!value) fail_expected("a number in the range of a double");
  return *value;
}
template <>
DecimalText TomlValue::as<DecimalText>() const {
  if (kind() == TomlKind::kInteger) return {std::to_string(node_->node->as_integer()->get())};
  if (kind() != TomlKind::kFloat) fail_expected("a number");
  if (!std::isfinite(node_->node->as_floating_point()->get())) fail_expected("a finite number");
  std::string text = number_as_written(*node_->document, *node_->node);
  // The place comes from the TOML library: what is written there must be the number it read.
  if (parse_double(text).value_or(0.0) != node_->node->as_floating_point()->get()) {
    throw InternalError(where() + ": '" + text + "' is not the number that was parsed");
  }
  return {std::move(text)};
}

std::vector<TomlValue> TomlValue::elements() const {
  if (kind() != TomlKind::kArray) fail_expected("a list [ … ]");
  std::vector<TomlValue> list;
  for (const toml::node& element : *node_->node->as_array()) {
    list.emplace_back(std::make_shared<const TomlNode>(
        TomlNode{node_->document, &element, fmt::format("{}[{}]", node_->path, list.size() + 1)}));
  }
  return list;
}

TomlTable TomlTable::read(const std::filesystem::path& file) {
  return parse(read_input_file(file, kMaxTomlBytes), file.string());
}

TomlTable TomlTable::parse(std::string_view text, const std::string& file_name) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  auto document = std::make_shared<TomlDocument>();
  document->file = file_name;
  document->text = std::string(text);
  try {
    document->root = toml::parse(std::string_view(document->text));
  } catch (const toml::parse_error& error) {
    const toml::source_position place = error.source().begin;
    throw InputError(
        fmt::format("{}: line {}, column {}: {}", file_name, place.line, place.column, error.description()));
  }
  const toml::node* root = &document->root;
  return TomlTable(std::make_shared<const TomlNode>(TomlNode{std::move(document), root, ""}));
}

TomlTable::TomlTable(std::shared_ptr<const TomlNode> node) : node_(std::move(node)) {}

const std::string& TomlTable::file() const {
  return node_->document->file;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> entries;
  for (const auto& [key, value] : *node_->node->as_table()) {
    entries.emplace_back(key.source().begin, std::string(key.str()));
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return earlier(a.first, b.first); });
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (auto& entry : entries) names.push_back(std::move(entry.second));
  return names;
}

bool TomlTable::has(std::string_view key) const {
  return node_->node->as_table()->contains(key);
}

std::optional<TomlValue> TomlTable::find_value(std::string_view key) const {
  const toml::node* value = node_->node->as_table()->get(key);
  if (value == nullptr) return std::nullopt;
  const std::string path = node_->path.empty() ? std::string(key) : fmt::format("{}.{}", node_->path, key);
  return TomlValue(std::make_shared<const TomlNode>(TomlNode{node_->document, value, path}));
}

TomlValue TomlTable::value(std::string_view key) const {
  if (auto found = find_value(key)) return *std::move(found);
  fail(fmt::format("key '{}' is missing", key));
}

void TomlTable::allow_only(const std::vector<std::string>& known) const {
  for (const std::string& key : keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    value(key).fail(
        fmt::format("unknown key{}, expected one of {}", did_you_mean(key, known), list_names(known, 40)));
  }
}

std::string TomlTable::where() const {
  return node_->path.empty() ? file() : place_of(*node_, "table");
}
void TomlTable::fail(std::string_view message) const {
  throw InputError(fmt::format("{}: {}", where(), message));
}

}  // namespace plumbline
