// Decimals of the expression language (digits[.digits][e[+-]digits], no sign) compared as numbers, exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumbline {

/// One text for every way to write a number: "7e0" for 7, 7.00 and 70e-1; "0e0" for zero.
std::string canonical_decimal(std::string_view decimal);

/// The number if it is whole and below 10^18.
std::optional<std::int64_t> whole_number(std::string_view decimal);

}  // namespace plumbline
