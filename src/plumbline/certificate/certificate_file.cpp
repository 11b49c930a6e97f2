#include "plumbline/certificate/certificate_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/input_file.hpp"

namespace plumbline {
namespace {

constexpr std::uintmax_t kMaxBytes = std::uintmax_t{16} * 1024 * 1024;

/// Sees every key as it is read, since a parsed object keeps only the last of equal ones.
class RepeatedFields {
 public:
  explicit RepeatedFields(std::string file) : file_(std::move(file)) {}

  bool operator()(int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start) open_.emplace_back();
    if (event == Event::object_end) open_.pop_back();
    if (event != Event::key) return true;
    Object& object = open_.back();
    object.latest = parsed.get<std::string>();
    if (!object.keys.insert(object.latest).second) {
      throw InputError(fmt::format("{}: field '{}' is repeated", file_, path()));
    }
    return true;
  }

 private:
  struct Object {
    std::set<std::string> keys;
    std::string latest;
  };
  std::string path() const {
    std::string path;
    for (const Object& object : open_) path += (path.empty() ? "" : ".") + object.latest;
    return path;
  }

  std::string file_;
  std::vector<Object> open_;
};

nlohmann::json parse(const std::filesystem::path& file) {
  const std::string bytes = read_input_file(file, kMaxBytes);
  try {
    return nlohmann::json::parse(bytes, RepeatedFields(file.string()));
  } catch (const nlohmann::json::parse_error& error) {
    throw InputError(fmt::format("{}: byte {}: not a JSON document", file.string(), error.byte));
  }
}

/// FNV-1a on 64 bits (Fowler, Noll, Vo), fed byte by byte from the low end.
class Fnv1a {
 public:
  void add(std::uint64_t word) {
    for (int byte = 0; byte < 8; ++byte) {
      hash_ = (hash_ ^ (word & 0xffU)) * 0x100000001b3U;
      word >>= 8U;
    }
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

/// The double that `text` was made of by hex_text, if it was.
std::optional<double> read_hex(const nlohmann::json& text) {
  if (!text.is_string()) return std::nullopt;
  const auto& written = text.get_ref<const std::string&>();
  char* end = nullptr;
  const double x = std::strtod(written.c_str(), &end);
  if (written.empty() || *end != '\0' || !std::isfinite(x) || hex_text(x) != written) return std::nullopt;
  return x;
}

}  // namespace

std::string digest_of(const std::vector<Eigen::MatrixXd>& matrices) {
  Fnv1a hash;
  for (const Eigen::MatrixXd& matrix : matrices) {
    hash.add(static_cast<std::uint64_t>(matrix.rows()));
    hash.add(static_cast<std::uint64_t>(matrix.cols()));
    for (const double x : matrix.reshaped()) hash.add(std::bit_cast<std::uint64_t>(x));
  }
  return fmt::format("fnv1a64:{:016x}", hash.hash());
}

std::string hex_text(double x) {
  return fmt::format("{:a}", x);
}

void write_certificate(const nlohmann::ordered_json& document, const std::filesystem::path& file) {
  std::ofstream stream(file, std::ios::binary);
  stream << document.dump(2) << '\n';
  stream.close();
  if (!stream) throw InputError(fmt::format("{}: cannot be written", file.string()));
}

CertificateFile::CertificateFile(const std::filesystem::path& file)
    : CertificateFile(parse(file), file.string()) {}

CertificateFile::CertificateFile(nlohmann::json document, std::string name)
    : document_(std::move(document)), name_(std::move(name)) {
  if (!document_.is_object()) throw InputError(fmt::format("{}: expected a JSON object", name_));
  if (text("schema") != kCertificateSchema) refuse("schema", fmt::format("\"{}\"", kCertificateSchema));
}

const nlohmann::json& CertificateFile::at(const std::string& field) const {
  const nlohmann::json* value = &document_;
  for (std::size_t start = 0; start <= field.size();) {
    const std::size_t end = std::min(field.find('.', start), field.size());
    const std::string key = field.substr(start, end - start);
    if (!value->is_object() || !value->contains(key)) {
      throw InputError(fmt::format("{}: field '{}' is missing", name_, field));
    }
    value = &(*value)[key];
    start = end + 1;
  }
  return *value;
}

void CertificateFile::refuse(const std::string& field, const std::string& expected) const {
  throw InputError(
      fmt::format("{}: field '{}': found {}, expected {}", name_, field, at(field).dump(), expected));
}

std::string CertificateFile::text(const std::string& field) const {
  if (!at(field).is_string()) refuse(field, "a text");
  return at(field).get<std::string>();
}

bool CertificateFile::boolean(const std::string& field) const {
  if (!at(field).is_boolean()) refuse(field, "true or false");
  return at(field).get<bool>();
}

std::int64_t CertificateFile::integer(const std::string& field, std::int64_t least, std::int64_t most) const {
  const nlohmann::json& value = at(field);
  const bool fits = value.is_number_integer() &&
                    (value.is_number_unsigned() ? std::cmp_less_equal(value.get<std::uint64_t>(), most)
                                                : value.get<std::int64_t>() <= most);
  if (!fits || value.get<std::int64_t>() < least) {
    refuse(field, fmt::format("an integer from {} to {}", least, most));
  }
  return value.get<std::int64_t>();
}

std::uint64_t CertificateFile::unsigned_integer(const std::string& field) const {
  if (!at(field).is_number_unsigned()) refuse(field, "an integer >= 0");
  return at(field).get<std::uint64_t>();
}

bool CertificateFile::is_null(const std::string& field) const {
  return at(field).is_null();
}

Interval CertificateFile::decimal(const std::string& field) const {
  if (!at(field).is_string()) refuse(field, "a text with a decimal number");
  try {
    return enclose_decimal(at(field).get<std::string>());
  } catch (const InputError&) {
    refuse(field, "a text with a decimal number");
  }
}

double CertificateFile::hex_number(const std::string& field) const {
  const std::optional<double> x = read_hex(at(field));
  if (!x) refuse(field, "a hexadecimal floating-point number such as \"0x1.8p-7\"");
  return *x;
}

std::vector<double> CertificateFile::hex_numbers(const std::string& field, std::size_t count) const {
  const nlohmann::json& list = at(field);
  if (!list.is_array()) refuse(field, fmt::format("a list of {} numbers", count));
  if (list.size() != count) {
    throw InputError(
        fmt::format("{}: field '{}': found {} entries, expected {}", name_, field, list.size(), count));
  }
  std::vector<double> numbers;
  for (const nlohmann::json& entry : list) {
    const std::optional<double> x = read_hex(entry);
    if (!x) {
      throw InputError(
          fmt::format("{}: field '{}', entry {}: found {}, expected a hexadecimal floating-point number such "
                      "as \"0x1.8p-7\"",
                      name_, field, numbers.size() + 1, entry.dump()));
    }
    numbers.push_back(*x);
  }
  return numbers;
}

Integer CertificateFile::big_integer(const std::string& field) const {
  constexpr std::size_t kMostDigits = 1000;
  const std::string written = text(field);
  const bool digits =
      !written.empty() && written.size() <= kMostDigits &&
      std::all_of(written.begin(), written.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || written.front() == '0') refuse(field, "a text with an integer >= 1");
  return Integer(written);
}

void CertificateFile::expect_known(const std::string& field, const std::vector<std::string>& known) const {
  const nlohmann::json& object = field.empty() ? document_ : at(field);
  if (!object.is_object()) refuse(field, "an object");
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    throw InputError(
        fmt::format("{}: field '{}{}{}' is unknown", name_, field, field.empty() ? "" : ".", key));
  }
}

Interval CertificateFile::interval(const std::string& field) const {
  const Interval low = decimal(field + ".lo");
  const Interval high = decimal(field + ".hi");
  if (less(high, low) == Truth::kTrue) refuse(field, "lo <= hi");
  return hull(low, high);
}

}  // namespace plumbline
