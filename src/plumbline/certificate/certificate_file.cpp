#include "plumbline/certificate/certificate_file.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/input_file.hpp"

namespace plumbline {
namespace {

constexpr std::uintmax_t kMaxBytes = 16 * 1024 * 1024;

nlohmann::json parse(const std::filesystem::path& file) {
  const std::string bytes = read_input_file(file, kMaxBytes);
  try {
    return nlohmann::json::parse(bytes);
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
  const std::string written = text(field);
  char* end = nullptr;
  const double x = std::strtod(written.c_str(), &end);
  if (written.empty() || *end != '\0' || !std::isfinite(x) || hex_text(x) != written) {
    refuse(field, "a hexadecimal floating-point number such as \"0x1.8p-7\"");
  }
  return x;
}

Interval CertificateFile::interval(const std::string& field) const {
  const Interval low = decimal(field + ".lo");
  const Interval high = decimal(field + ".hi");
  if (less(high, low) == Truth::kTrue) refuse(field, "lo <= hi");
  return hull(low, high);
}

}  // namespace plumbline
