// The document that everything a suite shows is made from, out of its store.
#pragma once

#include <nlohmann/json.hpp>

#include "plumbline/suite/store.hpp"

namespace plumbline {

/// The document results.json holds (schema plumbline.suite/1): the resolved suite, and every cell that has a
/// result, in the order of the suite, and what follows from them (transitions_json), and how many have none:
/// the same bytes however the cells were run, without times and machines.
nlohmann::ordered_json results_document(const Store& store);

}  // namespace plumbline
