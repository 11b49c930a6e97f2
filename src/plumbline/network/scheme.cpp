#include "plumbline/network/scheme.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

const std::vector<SchemeInfo>& scheme_table() {
  static const std::vector<SchemeInfo> table = {
      {"orthogonal", Scheme::kOrthogonal, OutputScale::kNormPreserving, {}},
      {"gaussian", Scheme::kGaussian, OutputScale::kNormPreserving, {}},
      {"identity", Scheme::kIdentity, OutputScale::kNone, {{"noise", 0.0}}},
      {"zero-asymmetric", Scheme::kZeroAsymmetric, OutputScale::kNone, {}},
      {"residual", Scheme::kResidual, OutputScale::kNone, {{"gain_in", 1.0}, {"gain_out", 1.0}}},
      {"balanced", Scheme::kBalanced, OutputScale::kNone, {{"start", 0.0}, {"noise", 0.0}, {"stretch", 1.0}}},
  };
  return table;
}

Scheme scheme_from_name(const std::string& name) {
  std::string names;
  for (const SchemeInfo& info : scheme_table()) {
    if (info.name == name) return info.scheme;
    names += (names.empty() ? "" : ", ") + info.name;
  }
  throw InputError(fmt::format("init: found '{}', expected one of {}", name, names));
}

Scheme certified_scheme_from_name(const std::string& name) {
  if (name == "orthogonal") return Scheme::kOrthogonal;
  if (name == "gaussian") return Scheme::kGaussian;
  throw InputError(fmt::format("init: found '{}', expected orthogonal or gaussian", name));
}

const SchemeInfo& scheme_info(Scheme scheme) {
  const auto& table = scheme_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const SchemeInfo& info) { return info.scheme == scheme; });
  if (found == table.end()) throw InternalError("scheme_info: a scheme without a row");
  return *found;
}

}  // namespace plumbline
