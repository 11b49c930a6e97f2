// Strict reading of TOML: typed values, no key ignored, every refusal one line such as
//   iris.toml: line 7: key 'data.one_hot': found text "yes", expected true or false
// Reading a file goes: TomlTable::read, allow_only on every table, then get, get_or and find. No type of the
// TOML library shows here. Tables and values are cheap to copy and keep their document alive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace plumbline {

/// Largest TOML file that is read.
inline constexpr std::uintmax_t kMaxTomlBytes = std::uintmax_t{16} << 20U;

/// A number as it is written in the file, e.g. "0.01", "-3", "1e-9": decimal, finite; a leading + and the
/// underscores between digits are dropped, an integer in hexadecimal, octal or binary is rewritten in
/// decimal.
struct DecimalText {
  std::string text;
};

enum class TomlKind { kText, kInteger, kFloat, kBoolean, kDate, kArray, kTable };

class TomlTable;
struct TomlNode;

/// One value of a document, with the place it was written at.
class TomlValue {
 public:
  explicit TomlValue(std::shared_ptr<const TomlNode> node);

  TomlKind kind() const;
  /// The value as bool, std::int64_t, double (an integer is accepted; rounded once to the nearest double),
  /// std::string, DecimalText, TomlTable, or std::vector of any of these or of TomlValue.
  /// @throws InputError if it is of another kind (a float is never taken for an integer) or not finite.
  template <class T>
  T as() const;

  /// "FILE: line N: key 'a.b[2]'"; elements of arrays count from 1.
  std::string where() const;
  /// What is written, for messages: text "yes", the integer 3, a table, …
  std::string found() const;
  /// @throws InputError "WHERE: MESSAGE".
  [[noreturn]] void fail(std::string_view message) const;
  /// @throws InputError "WHERE: found FOUND, expected EXPECTED".
  [[noreturn]] void fail_expected(std::string_view expected) const;

 private:
  std::vector<TomlValue> elements() const;
  std::shared_ptr<const TomlNode> node_;
};

/// One table of a document.
class TomlTable {
 public:
  /// @throws InputError if the file cannot be read (missing, a folder, above 16 MiB) or is not valid TOML 1.0
  /// in UTF-8; a key given twice is not valid. The message has the file, line and column.
  static TomlTable read(const std::filesystem::path& file);
  /// The same for a document in memory; `file_name` is what messages call it.
  static TomlTable parse(std::string_view text, const std::string& file_name);

  explicit TomlTable(std::shared_ptr<const TomlNode> node);

  /// The file name that messages show.
  const std::string& file() const;
  /// Keys in the order of the file.
  std::vector<std::string> keys() const;
  bool has(std::string_view key) const;
  std::optional<TomlValue> find_value(std::string_view key) const;
  /// @throws InputError if the key is missing.
  TomlValue value(std::string_view key) const;

  /// The value of a key that must be there. T as in TomlValue::as.
  /// @throws InputError if it is missing or no T.
  template <class T>
  T get(std::string_view key) const {
    return value(key).as<T>();
  }
  /// Nothing if the key is missing. @throws InputError if it is there but no T.
  template <class T>
  std::optional<T> find(std::string_view key) const {
    const std::optional<TomlValue> found = find_value(key);
    return found ? std::optional<T>(found->as<T>()) : std::nullopt;
  }
  /// `fallback` if the key is missing. @throws InputError if it is there but no T.
  template <class T>
  T get_or(std::string_view key, T fallback) const {
    const std::optional<TomlValue> found = find_value(key);
    return found ? found->as<T>() : fallback;
  }

  /// @throws InputError for the first key of the file that is not in `known`, with the nearest known one.
  void allow_only(const std::vector<std::string>& known) const;

  /// "FILE", or "FILE: line N: table 'a.b'" below the root.
  std::string where() const;
  /// @throws InputError "WHERE: MESSAGE".
  [[noreturn]] void fail(std::string_view message) const;

 private:
  std::shared_ptr<const TomlNode> node_;
};

template <>
bool TomlValue::as<bool>() const;
template <>
std::int64_t TomlValue::as<std::int64_t>() const;
template <>
double TomlValue::as<double>() const;
template <>
std::string TomlValue::as<std::string>() const;
template <>
DecimalText TomlValue::as<DecimalText>() const;
template <>
TomlTable TomlValue::as<TomlTable>() const;

template <class T>
T TomlValue::as() const {  // the general case: std::vector
  T list;
  for (const TomlValue& element : elements()) {
    if constexpr (std::is_same_v<typename T::value_type, TomlValue>) {
      list.push_back(element);
    } else {
      list.push_back(element.as<typename T::value_type>());
    }
  }
  return list;
}

}  // namespace plumbline
