// Problems written down in full: [generate] kind = "matrices".
#pragma once

#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/toml_input.hpp"

namespace plumbline {

/// X and Y from the keys X and Y of the section, lists of rows of equal length; inputs are named x0, x1, …,
/// targets y0, y1, …
/// @throws InputError for another key, an empty or ragged list, or X and Y with different numbers of columns.
Problem read_matrices(const TomlTable& section);

}  // namespace plumbline
