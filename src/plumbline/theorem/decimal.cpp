#include "plumbline/theorem/decimal.hpp"

#include <fmt/format.h>

#include <charconv>

namespace plumbline {
namespace {

constexpr std::int64_t kMaxDigits = 18;

/// digits · 10^exponent, without zeros at either end of the digits; zero is no digits at all.
struct Scaled {
  std::string digits;
  std::int64_t exponent = 0;
};

std::int64_t read_exponent(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Scaled scale(std::string_view decimal) {
  Scaled number;
  const std::size_t e = decimal.find_first_of("eE");
  if (e != std::string_view::npos) number.exponent = read_exponent(decimal.substr(e + 1));
  const std::string_view mantissa = decimal.substr(0, e);
  const std::size_t point = mantissa.find('.');
  number.digits = std::string(mantissa.substr(0, point));
  if (point != std::string_view::npos) {
    number.digits += mantissa.substr(point + 1);
    number.exponent -= static_cast<std::int64_t>(mantissa.size() - point - 1);
  }
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  while (number.digits.ends_with('0')) {
    number.digits.pop_back();
    ++number.exponent;
  }
  if (number.digits.empty()) number.exponent = 0;
  return number;
}

}  // namespace

std::string canonical_decimal(std::string_view decimal) {
  const Scaled number = scale(decimal);
  return fmt::format("{}e{}", number.digits.empty() ? "0" : number.digits, number.exponent);
}

std::optional<std::int64_t> whole_number(std::string_view decimal) {
  const Scaled number = scale(decimal);
  if (number.exponent < 0 || number.exponent > kMaxDigits) return std::nullopt;
  const std::string digits = number.digits + std::string(static_cast<std::size_t>(number.exponent), '0');
  if (digits.size() > kMaxDigits) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace plumbline
