// The checks of a theorem file that go beyond its form: names, quantifiers, values, unused parts.
#pragma once

#include <vector>

#include "plumbline/theorem/theorem_reader.hpp"
#include "plumbline/theorem/vocabulary.hpp"

namespace plumbline {

/// Appends to draft.report. Warnings about unused parts are left out while there are errors, since the
/// missing use may be in what could not be read.
void check_draft(TheoremDraft& draft, const std::vector<Vocable>& vocables = vocabulary());

}  // namespace plumbline
