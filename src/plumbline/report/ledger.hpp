// With which arithmetic, of how many digits, a results document was decided.
#pragma once

#include <nlohmann/json.hpp>

namespace plumbline {

/// Rows {what, how, count, width}: hypotheses by digits, conclusions by evidence and digits, refutations by
/// their second evaluation; width is the largest relative width of a worst observed value, or "-".
nlohmann::ordered_json precision_ledger(const nlohmann::ordered_json& suite);

}  // namespace plumbline
