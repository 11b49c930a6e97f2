// What a result was made with: the build, the libraries and the machine.
#pragma once

#include <nlohmann/json.hpp>

namespace plumbline {

/// Version and commit of Plumbline, compiler and its flags, versions of the libraries, processor, system.
nlohmann::ordered_json environment_json();

}  // namespace plumbline
