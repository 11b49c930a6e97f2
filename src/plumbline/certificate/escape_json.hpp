// The JSON document of an escape-time certificate (docs/certificates.md) and its text for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/certificate/escape.hpp"

namespace plumbline {

/// @param problem_name id or path, as it was given: where a checker finds the problem.
nlohmann::ordered_json escape_json(const EscapeCertificate& certificate, const std::string& problem_name);
std::string escape_text(const EscapeCertificate& certificate);

}  // namespace plumbline
