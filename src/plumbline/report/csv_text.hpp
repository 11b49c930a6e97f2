// Fields of CSV (RFC 4180).
#pragma once

#include <string>

namespace plumbline {

/// The text, in quotes where it has to be.
std::string csv_field(const std::string& text);

}  // namespace plumbline
