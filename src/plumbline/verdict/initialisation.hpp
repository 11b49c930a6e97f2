// From the init, scale, frozen and parameters of a theorem to the network that is run.
#pragma once

#include <optional>
#include <string>

#include "plumbline/network/initialise.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/setting.hpp"

namespace plumbline {

/// The network of a theorem at a setting, seed and run 0. A parameter of the theorem that its init reads is rounded
/// once to the nearest double.
/// @throws InputError if that double is not finite.
InitialisationSpec initialisation_of(const Theorem& theorem, const Setting& setting);

}  // namespace plumbline
