// A single check as a results document, so that everything that shows suites shows it too.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// How the user named what was checked.
struct CheckNames {
  std::string theorem, problem, width, eta;
};

/// A document of schema plumbline.suite/1 with one cell. @param check of schema plumbline.check/1.
nlohmann::ordered_json suite_of_check(const nlohmann::ordered_json& check, const CheckNames& names);

}  // namespace plumbline
