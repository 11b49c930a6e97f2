// The file that `plumb theorem new` starts a theorem with.
#pragma once

#include <string>

namespace plumbline {

/// A theorem file with every part and a comment on each; it lints without errors or warnings.
/// @throws InputError if `id` is no id of a theorem file.
std::string theorem_template(const std::string& id);

}  // namespace plumbline
