// One axis of a grid: values and ranges as a suite file writes them (docs/suite-files.md).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "plumbline/problem/toml_input.hpp"

namespace plumbline {

/// Integers of an axis: a list of integers and ranges, or one integer or range. A range is
/// { from = a, to = b }, with by = d (a, a + d, … ≤ b; d = 1 if left out), or with count = n and spacing =
/// "linear" (the default) or "log": n places from a to b, rounded to integers, of which repeated ones count
/// once. @throws InputError naming the place, also if no value is left or one is below `least`.
std::vector<std::int64_t> integer_axis(const TomlValue& value, std::int64_t least);

/// Texts of an axis: as above, but a value may also be a text, and every text goes through `check`, which
/// throws an InputError for what it does not accept. Numbers of a range are written in the shortest form that
/// reads back the same; with `whole` they are rounded to integers.
std::vector<std::string> text_axis(const TomlValue& value, bool whole,
                                   const std::function<void(const std::string&)>& check);

}  // namespace plumbline
