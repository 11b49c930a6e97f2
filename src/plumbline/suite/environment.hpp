// What a result was made with: the build, the libraries and the machine.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace plumbline {

/// Version and commit of Plumbline, compiler and its flags, versions of the libraries, processor, system.
nlohmann::ordered_json environment_json();

/// Version and commit of an environment; "unknown" for what it does not name.
std::string build_of(const nlohmann::ordered_json& environment);
/// The builds among these that are not this one, each once.
std::vector<std::string> other_builds(const std::vector<nlohmann::ordered_json>& environments);

}  // namespace plumbline
