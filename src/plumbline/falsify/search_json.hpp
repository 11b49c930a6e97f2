// The outcome of a search as one JSON document, schema plumbline.falsify/1 (docs/falsify.md).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/falsify/search.hpp"

namespace plumbline {

/// @param name the theorem as the user named it. @param case_file where the counterexample was written;
/// empty: nowhere.
nlohmann::ordered_json search_json(const Theorem& theorem, const std::string& name,
                                   const SearchRequest& request, const SearchResult& result,
                                   const std::string& case_file);

/// What was violated: conclusion, runs, failures, confirmed, the worst case.
nlohmann::ordered_json violation_json(const Confirmed& counterexample);

}  // namespace plumbline
