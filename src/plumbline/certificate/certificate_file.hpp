// What every kind of certificate file shares: JSON with numbers as exact texts, read strictly, and digests
// that tie a certificate to the data and the weights it speaks of.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

inline constexpr const char* kCertificateSchema = "plumbline.certificate/1";

/// "fnv1a64:" and 16 hexadecimal digits: sizes and bit patterns of all entries, column by column. It detects
/// mix-ups; nobody needs to trust it, since a checker derives every claim anew from the data and the weights.
std::string digest_of(const std::vector<Eigen::MatrixXd>& matrices);

/// x as a hexadecimal floating-point text, exactly.
std::string hex_text(double x);

/// Writes the document with a final newline. @throws InputError if the file cannot be written.
void write_certificate(const nlohmann::ordered_json& document, const std::filesystem::path& file);

/// What a checker found.
struct CertificateCheck {
  std::vector<std::string> objections;  ///< empty: everything the certificate claims was derived anew
  bool accepted() const { return objections.empty(); }
};

/// A certificate read from a file. Fields are named by their path, e.g. "network.depth"; every getter throws
/// an InputError that names file, field, what was found and what is expected.
class CertificateFile {
 public:
  /// @throws InputError unless the file holds a JSON object of schema plumbline.certificate/1 (at most 16
  /// MiB) in which no field is repeated.
  explicit CertificateFile(const std::filesystem::path& file);
  /// A document at hand; `name` is for messages.
  CertificateFile(nlohmann::json document, std::string name);

  const std::string& name() const { return name_; }
  std::string text(const std::string& field) const;
  bool boolean(const std::string& field) const;
  /// A JSON integer in [least, most].
  std::int64_t integer(const std::string& field, std::int64_t least, std::int64_t most) const;
  std::uint64_t unsigned_integer(const std::string& field) const;
  bool is_null(const std::string& field) const;
  /// A text that is a decimal number, enclosed at the working precision.
  Interval decimal(const std::string& field) const;
  /// A text made by hex_text.
  double hex_number(const std::string& field) const;
  /// A list of `count` such texts.
  std::vector<double> hex_numbers(const std::string& field, std::size_t count) const;
  /// A text of decimal digits, >= 1.
  Integer big_integer(const std::string& field) const;
  /// {"lo", "hi"}, decimal texts with lo <= hi: the hull of both.
  Interval interval(const std::string& field) const;
  /// @throws InputError if the object `field` ("" for the whole document) has a key that is not among
  /// `known`.
  void expect_known(const std::string& field, const std::vector<std::string>& known) const;

 private:
  const nlohmann::json& at(const std::string& field) const;
  [[noreturn]] void refuse(const std::string& field, const std::string& expected) const;

  nlohmann::json document_;
  std::string name_;
};

}  // namespace plumbline
