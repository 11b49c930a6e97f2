// How a command that shows a suite's results ends.
#pragma once

#include <nlohmann/json.hpp>

#include "options.hpp"

namespace plumb {

/// Whether cells without a result are as they should be: in one shard of several they are.
enum class Missing { kFault, kExpected };

/// Warns of what is missing, refused or undecided.
/// @returns 70 after a fault of our own; else 1 if a cell is violated; else 2 if one was refused, is missing
/// where it should not be, or there is none at all; else 3 if one is undecided and strict; else 0.
int warn_and_exit_code(const CommonOptions& options, const nlohmann::ordered_json& document, bool strict,
                       Missing missing = Missing::kFault);

}  // namespace plumb
